"""Indicators that only their owner tells: not computed, not filled up, never called measured."""

from decimal import Decimal

import pytest
from indicator_facts import CITY, case, instant

from yingshang.adapters.sheets import sample_report
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.kernel.flow import Refusal

APRIL = instant("2026-04-15 10:00")
TAX, GRID = f"{CITY}-tax", f"{CITY}-grid"
HOURS = "企业年平均纳税时间（小时）"
URBAN = "城市供电可靠率（%）"


def sheet(columns, months=("2026年1月", "2月", "3月份")):
    return sample_report(title="青岚市2026年月报", unit="本局", months=months, columns=columns)


def take(data, unit, codes):
    """By the real door: propose, confirm, import."""
    place = {"data": data, "name": "月报.xlsx", "unit": unit, "region": CITY}
    found = indicators.propose_mapping(**place, on=APRIL)
    assert [column.indicator for column in found.columns] == codes
    choices = {column.letter: column.indicator for column in found.columns}
    indicators.confirm_mapping(**place, choices=choices, by=SYSTEM, at=APRIL)
    return indicators.import_reported(**place, by=SYSTEM, at=APRIL)


def test_its_header_is_known_and_its_figures_are_the_series(city):
    take(sheet({HOURS: [96, "—", "８８小时"]}), TAX, ["tax-hours"])
    months = indicators.values("tax-hours", CITY, as_of=APRIL, months_back=4)
    assert [(one.period, one.value) for one in months] == [
        ("2025-12", None),
        ("2026-01", 96),
        ("2026-02", None),
        ("2026-03", 88),
    ]
    assert {one.mark for one in months} == {"reported"}
    assert months[2].missing_reason == "部门没有报这个月的数"


def test_the_newest_figure_of_the_year_stands_with_its_own_month(city):
    take(sheet({HOURS: [96, 92, None]}), TAX, ["tax-hours"])
    newest = indicators.latest("tax-hours", CITY, as_of=APRIL)
    assert (newest.period, newest.value, newest.mark) == ("2026-02", 92, "reported")
    next_year = indicators.latest("tax-hours", CITY, as_of=instant("2027-02-10 10:00"))
    assert (next_year.value, next_year.missing_reason) == (None, "部门没有报这个月的数")


def test_before_any_report_it_is_missing_with_the_reason(city):
    newest = indicators.latest("tax-hours", CITY, as_of=APRIL)
    assert (newest.value, newest.missing_reason) == (None, "部门还没有报过这个数")


def test_three_decimals_of_a_share_survive(city):
    take(sheet({URBAN: ["99.962%", "９９．９６５％", 99.971]}), GRID, ["power-reliability-urban"])
    newest = indicators.latest("power-reliability-urban", CITY, as_of=APRIL)
    assert newest.value == Decimal("99.971")


@pytest.mark.parametrize(
    ("header", "cell", "code", "words"),
    [
        ("电子发票开具率（%）", "101%", "e-invoice-rate", "超过了 100%"),
        (HOURS, "-3", "tax-hours", "不能是负数"),
        (HOURS, "3件", "tax-hours", "不是同一种单位"),
        ("信用贷款新增户数（户）", 12.5, "credit-loan-households", "应当是整数"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell(city, header, cell, code, words):
    done = take(sheet({header: [1, cell, 2]}), TAX, [code])
    assert (done.rows, done.errors[0].cell) == (0, "C5")
    assert words in done.errors[0].sentence


def test_a_growth_may_fall_or_more_than_double(city):
    take(sheet({"普惠小微贷款余额增速（%）": ["-2%", "8%", "130%"]}), TAX, ["small-loan-growth"])
    months = indicators.values("small-loan-growth", CITY, as_of=APRIL, months_back=3)
    assert [one.value for one in months] == [-2, 8, 130]


def test_a_mean_number_of_payments_need_not_be_whole(city):
    take(sheet({"企业年平均纳税次数（次）": [6, 5.5, 5]}), TAX, ["tax-payments"])
    assert indicators.latest("tax-payments", CITY, as_of=APRIL).value == 5


def test_compute_leaves_it_alone_and_it_contradicts_nothing(lay):
    lay([case(n) for n in range(10)])
    take(sheet({HOURS: [96, 92, 88]}), TAX, ["tax-hours"])
    indicators.compute(at=APRIL, by=SYSTEM, regions=[CITY])
    assert not Value.objects.filter(code="tax-hours").exists()
    assert indicators.latest("tax-hours", CITY, as_of=APRIL).value == 88
    assert indicators.contradictions(CITY, as_of=APRIL, code="tax-hours") == []


def test_there_are_no_cases_behind_it(lay, shen):
    lay([case(n) for n in range(10)])
    indicators.compute(at=APRIL, by=SYSTEM, regions=[CITY])
    with pytest.raises(Refusal, match="没有办件可以下钻"):
        indicators.lineage(shen, code="tax-hours", region=CITY, period="2026-03")
    window = {"at": APRIL, "since": instant("2026-03-01 00:00")}
    found = indicators.over_window(code="tax-hours", region=CITY, **window)
    assert (found.value, "不能从办件核实" in found.missing_reason) == (None, True)


def returned(code, period, value, **said):
    one = definitions.edition("indicator", code, region=CITY, on=APRIL.date())
    row = {"edition_id": one.id, "code": code, "region": CITY, "kind": "year", "period": period}
    row |= {"until": f"{period}-28", "value": value, "mark": "returned", "as_of": APRIL}
    return Value.objects.create(**(row | {"computed_at": APRIL} | said))


def test_what_a_system_returned_keeps_its_mark_wherever_it_is_shown(city):
    one = returned("power-low-mean", "2026-03", Decimal("8.5"))
    returned("power-low-mean", "2026-03", Decimal("9"), district="990101")
    newest = indicators.latest("power-low-mean", CITY, as_of=instant("2026-03-31 10:00"))
    assert (newest.value, newest.mark, newest.mark_label) == (
        Decimal("8.5"),
        "returned",
        "系统回传",
    )
    places = indicators.spread("power-low-mean", CITY, period="2026-03", kind="year")
    assert [(v.district, v.mark) for v in places] == [("990101", "returned")]
    assert indicators.value(one.pk).mark == "returned"


def test_returned_and_measured_are_never_one_series(city):
    returned("power-low-mean", "2026-01", Decimal("8.5"))
    returned("power-low-mean", "2026-02", Decimal("7"), mark="measured")
    series = indicators.values("power-low-mean", CITY, as_of=APRIL, period="year", months_back=4)
    assert {one.mark for one in series if one.value is not None} == {"measured"}


def test_returned_values_have_no_cases_here(lay, shen):
    lay([case(n) for n in range(10)])
    indicators.compute(at=APRIL, by=SYSTEM, regions=[CITY])
    one = returned("power-low-mean", "2026-03", Decimal("8.5"))
    with pytest.raises(Refusal, match="系统回传"):
        indicators.lineage(shen, one.pk)
