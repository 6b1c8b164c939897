"""A department's own spreadsheet: proposed, confirmed, remembered, imported whole or not."""

from decimal import Decimal

import pytest
from indicator_facts import CITY, case, instant
from sheet_of_districts import districts

from yingshang.adapters.sheets import sample_report
from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Import, Reported, SheetMapping, Value
from yingshang.kernel.flow import Refusal

MARKET = f"{CITY}-market"
APRIL = instant("2026-04-15 10:00")
CLERK = Actor("ma", "马", "reviewer", CITY, unit=MARKET)
MONTHS = ["2026年1月", "２０２６年２月", "3月份"]
COLUMNS = {
    "办结件数（件）": ["1,203", "１２０４", "0.12万"],
    "按时办结率（%）": ["98%", "９８．５％", 98],
    "好评率": [0.991, 0.99, 1],
    "企业开办平均用时(工作日)": [1.5, "1.4", "2个工作日"],
    "满意不满意": [1, 2, 3],
    "备注": ["", "补录", ""],
}


def sheet(months=MONTHS, columns=None, **said):
    columns = COLUMNS if columns is None else columns
    said = {"group": "政务服务", "percent_columns": ["好评率"]} | said
    title = "青岚市市场监管局2026年政务服务月报表"
    return sample_report(title=title, unit="市市场监管局", months=months, columns=columns, **said)


def place(data, **said):
    return {"data": data, "name": "月报.xlsx", "unit": MARKET, "region": CITY} | said


def propose(data):
    return indicators.propose_mapping(**place(data), on=APRIL)


def confirm(data, choices=None, by=CLERK):
    if choices is None:
        choices = {one.letter: one.indicator for one in propose(data).columns}
    return indicators.confirm_mapping(**place(data), choices=choices, by=by, at=APRIL)


def take(data, by=CLERK, at=APRIL):
    return indicators.import_reported(**place(data), by=by, at=at)


@pytest.fixture(autouse=True)
def _city(city):
    """Definitions and units are loaded."""


def test_the_columns_are_guessed_and_the_doubtful_left_to_a_person():
    found = propose(sheet())
    assert {one.letter: one.indicator for one in found.columns} == {
        "C": "case-count",
        "D": "on-time-rate",
        "E": "good-rating-rate",
        "F": "company-start-mean",
        "G": "",
    }
    assert (found.layout, found.period_column, found.remembered) == ("rows", "B", False)
    assert found.errors == ()


def test_nothing_is_imported_before_a_person_has_confirmed():
    with pytest.raises(Refusal, match="还没有确认"):
        take(sheet())


def test_a_confirmed_layout_is_remembered_for_the_next_month():
    confirm(sheet(), {"C": "", "D": "on-time-rate", "E": "", "F": ""})
    later = propose(sheet(months=["2026年1月", "2月", "3月"]))
    assert later.remembered
    assert [one.indicator for one in later.columns if one.indicator] == ["on-time-rate"]


def test_every_figure_is_imported_with_its_cell_and_mark():
    confirm(sheet())
    done = take(sheet())
    assert (done.rows, done.errors) == (12, ())
    by_cell = {row.cell: row for row in Reported.objects.all()}
    assert by_cell["C5"].value == 1203
    assert by_cell["C7"].value == 1200
    assert by_cell["D6"].value == Decimal("98.5")
    assert by_cell["E5"].value == Decimal("99.1")
    assert by_cell["F7"].value == 2
    assert {one.mark for one in done.values} == {"reported"}
    assert {one.period for one in done.values} == {"2026-01", "2026-02", "2026-03"}


def wrong(column, cells, months=MONTHS):
    return sheet(months=months, columns=COLUMNS | {column: cells})


@pytest.mark.parametrize(
    ("data", "cell", "words"),
    [
        (wrong("按时办结率（%）", ["98%", "120%", 98]), "D6", "超过了 100%"),
        (wrong("按时办结率（%）", ["98%", "约98%", 98]), "D6", "不是数字"),
        (wrong("按时办结率（%）", ["98%", "3天", 98]), "D6", "应当填百分数"),
        (wrong("办结件数（件）", [1, -2, 3]), "C6", "不能是负数"),
        (wrong("办结件数（件）", [1, 2.5, 3]), "C6", "应当是整数"),
        (wrong("办结件数（件）", [1, "50%", 3]), "C6", "不能填百分数"),
        (wrong("企业开办平均用时(工作日)", [1, "3天", 1]), "F6", "不是同一种单位"),
        (sheet(months=["2026年1月", "开年第一个月", "3月"]), "B6", "不是一个月份"),
        (sheet(months=["2026年1月", "2026年1月", "3月"]), "C6", "重复填报"),
        (sheet(months=["2026年1月", "2月", "2026年12月"]), "B7", "还没有到"),
    ],
)
def test_one_wrong_cell_is_named_and_nothing_is_written(data, cell, words):
    confirm(sheet())
    done = take(data)
    fault = next(one for one in done.errors if one.cell == cell)
    assert words in fault.sentence
    assert str(fault).startswith(f"{cell}：")
    assert (Reported.objects.count(), Import.objects.count()) == (0, 0)


def test_a_share_without_any_per_cent_sign_is_not_guessed():
    columns = {"按时办结率": [0.98, 0.97, 0.96]}
    data = sheet(columns=columns, group="", percent_columns=[])
    confirm(data)
    assert "看不出" in take(data).errors[0].sentence


def test_an_empty_cell_reports_nothing_and_is_no_zero():
    data = sheet(columns={"按时办结率（%）": ["98%", "—", None]}, group="", percent_columns=[])
    confirm(data)
    assert [row.period for row in take(data).values] == ["2026-01"]


def test_a_later_report_supersedes_the_earlier_which_is_kept():
    confirm(sheet())
    take(sheet())
    take(wrong("按时办结率（%）", ["91%", "92%", 93]), at=instant("2026-04-16 10:00"))
    rows = Reported.objects.filter(code="on-time-rate", period="2026-01").order_by("id")
    assert [(row.value, row.superseded_at is None) for row in rows] == [(98, False), (91, True)]
    found = indicators.reported(CITY, as_of=APRIL, code="on-time-rate")
    assert [one.value for one in found] == [93, 92, 91]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"C": "no-such"}, "不存在"),
        (dict.fromkeys("CDEF", ""), "至少选择一列"),
        ({"C": "case-count", "D": "case-count"}, "两列"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(choices, words):
    with pytest.raises(Refusal, match=words):
        confirm(sheet(), choices)
    assert not SheetMapping.objects.exists()


def test_only_the_unit_itself_or_who_oversees_it_may_report():
    stranger = Actor("wu", "吴", "reviewer", CITY, unit=f"{CITY}-tax")
    elsewhere = Actor("x", "某", "bureau", "990200")
    for who in (stranger, elsewhere):
        with pytest.raises(NotVisible):
            confirm(sheet(), by=who)
    assert confirm(sheet(), by=Actor("fang", "方", "bureau", CITY)).remembered


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "sheet-empty"), (b"%PDF-1.7", "sheet-unreadable")]
)
def test_a_file_that_is_no_table_is_one_sentence(data, code):
    with pytest.raises(Refusal) as refused:
        propose(data)
    assert refused.value.code == code


def test_what_the_unit_says_and_what_the_cases_say_is_shown_side_by_side(lay):
    kept = [case(n, decided="2026-03-04 10:00", due="2026-03-04 17:00", used=1) for n in range(10)]
    late = case(10, decided="2026-03-09 10:00", due="2026-03-04 17:00", used=5)
    lay([*kept, late])
    indicators.compute(at=APRIL, by=SYSTEM)
    data = sheet(columns={"按时办结率（%）": ["98%", "98%", "98%"]}, group="", percent_columns=[])
    confirm(data)
    take(data)
    (found,) = indicators.contradictions(CITY, as_of=APRIL)
    assert (found.period, found.reported, found.measured) == ("2026-03", 98, Decimal("90.9091"))
    assert "自报2026年3月“按时办结率”为 98%，办件实测为 90.9%" in found.sentence
    assert found.cell == "C6"
    value = Value.objects.get(pk=found.measured_id)
    assert (value.mark, value.unit) == ("measured", MARKET)
    assert indicators.contradictions("990200", as_of=APRIL) == []


def test_figures_that_nearly_agree_are_no_contradiction(lay):
    lay([case(n, decided="2026-03-04 10:00", due="2026-03-04 17:00", used=1) for n in range(10)])
    indicators.compute(at=APRIL, by=SYSTEM)
    data = sheet(columns={"按时办结率（%）": ["98%", "98%", "99.5%"]}, group="", percent_columns=[])
    confirm(data)
    take(data)
    assert indicators.contradictions(CITY, as_of=APRIL) == []


def test_districts_in_a_sheet_of_one_month():
    data = districts()
    found = propose(data)
    assert (found.layout, found.period, found.place_column) == ("sheet", "2026-03", "A")
    assert found.errors == ()
    confirm(data)
    done = take(data)
    assert {(one.district, one.value) for one in done.values} == {
        ("990101", 98),
        ("990102", 91),
        ("", 95),
    }
    faulty = take(districts(second="火星区"))
    assert [one.cell for one in faulty.errors] == ["A4"]
    assert "东城区、西岭区、高新区" in faulty.errors[0].sentence


def test_the_sample_sheet_of_the_demo_contradicts_the_cases_in_one_column(lay):
    rows = []
    for number, month in enumerate(["01", "02", "03"]):
        due = {"due": f"2026-{month}-06 17:00", "submitted": f"2026-{month}-04 09:00"}
        for place in range(10):
            day = "05" if place else "09"
            decided = f"2026-{month}-{day} 10:00"
            rows.append(case(number * 10 + place, decided=decided, used=1, **due))
    lay(rows)
    indicators.compute(at=APRIL, by=SYSTEM)
    data = indicators.sample_sheet(region=CITY, unit=MARKET, as_of=APRIL)
    found = propose(data)
    assert [one.indicator for one in found.columns] == ["case-count", "on-time-rate"]
    assert found.errors == ()
    confirm(data)
    assert take(data).rows == 6
    clashes = indicators.contradictions(CITY, as_of=APRIL)
    assert [(one.code, one.period) for one in clashes] == [
        ("on-time-rate", "2026-03"),
        ("on-time-rate", "2026-02"),
        ("on-time-rate", "2026-01"),
    ]
    assert (clashes[0].reported, clashes[0].measured) == (98, 90)


def test_a_sample_sheet_is_made_for_fictional_cities_only():
    with pytest.raises(Refusal, match="虚构"):
        indicators.sample_sheet(region="210800", unit="210800-market", as_of=APRIL)
