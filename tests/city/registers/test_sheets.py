"""Sheets come in whole or not at all, every fault names its cell, and what goes out comes in."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from registers_kit import FEE, FIRM, asked, entered

from yingshang.adapters.sheets import shielded, unshielded
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import RecordInvalid
from yingshang.city.registers.models import Change, Heading, Mark, Record

pytestmark = pytest.mark.django_db

HEAD = ["收费项目", "收费单位", "收费性质", "标准（元）", "计费单位", "执行日期", "有效期至"]
ROW = [
    "港口作业包干费",
    "青岚港务有限公司",
    "市场调节价",
    480,
    "20 英尺箱",
    "2026/1/1",
    "2026年12月31日",
]


def book(*rows, above=()):
    file = openpyxl.Workbook()
    for row in (*above, *rows):
        file.active.append(list(row))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def brought(by, data, now, register="port-fees", name="收费.xlsx", **more):
    return registers.bring_in(
        register=register, region="990100", data=data, name=name, by=by, at=now, **more
    )


def test_a_sheet_as_clerks_keep_it_is_brought_in(port, now):
    title = ["口岸收费目录清单（2026 年）"]
    other = [*ROW[:4], "40 英尺箱", *ROW[5:]]
    done = brought(port, book(HEAD, ROW, [None] * 7, other, above=[title, []]), now)
    assert (done.added, done.changed, done.errors) == (2, 0, ())
    assert Record.objects.first().body == {
        "item": "港口作业包干费",
        "collector": "青岚港务有限公司",
        "nature": "市场调节价",
        "price": "480",
        "charged_as": "20 英尺箱",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
    }
    change = Change.objects.first()
    assert (change.source, change.told, change.verb) == ("file", "收费.xlsx", "add")


def test_a_row_with_a_known_key_is_a_change_and_the_same_row_is_nothing(port, now):
    brought(port, book(HEAD, ROW), now)
    again = brought(port, book(HEAD, ROW), now)
    assert (again.added, again.changed, again.same) == (0, 0, 1)
    dearer = [*ROW[:3], 500, *ROW[4:]]
    changed = brought(port, book(HEAD, dearer), now)
    assert (changed.added, changed.changed, changed.same) == (0, 1, 0)
    (row,) = Record.objects.all()
    assert (row.version, row.body["price"]) == (2, "500")
    assert registers.history(port, row.pk, on=now.date())[0].fields == (("标准", "480", "500"),)


def test_every_fault_names_its_cell(port, now):
    bad = ["", "单位", "随便收", "很多", "箱", "2026-13-01", "2025-01-01"]
    crossed = [*ROW[:4], "票", "2026-05-01", "2026-04-01"]
    done = brought(port, book(HEAD, ROW, bad, crossed), now)
    assert done.rows == 0
    told = {error.cell: error for error in done.errors}
    assert set(told) == {"A3", "C3", "D3", "F3", "G4"}
    assert told["D3"].value == "很多"
    assert told["D3"].label == "标准"
    assert "早于" in told["G4"].sentence
    assert not Record.objects.exists()
    assert not Mark.objects.exists()


def test_two_rows_with_one_key_are_told_by_their_rows(port, now):
    done = brought(port, book(HEAD, ROW, ROW), now)
    (error,) = done.errors
    assert (error.cell, error.row) == ("B3", 3)
    assert "第 2 行" in error.sentence


def test_a_heading_that_is_not_known_is_named_and_once_explained_is_remembered(port, now):
    head = [*HEAD[:3], "单价", *HEAD[4:], "经办人"]
    data = book(head, [*ROW, "张三"])
    with pytest.raises(Refusal) as refused:
        brought(port, data, now)
    assert refused.value.code == "heading-unknown"
    assert "D1“单价”" in refused.value.sentence
    shown = registers.propose(
        register="port-fees", region="990100", data=data, name="a.xlsx", by=port, at=now
    )
    assert [(g.letter, g.sample) for g in shown.unknown] == [("D", "480"), ("H", "张三")]
    assert shown.missing == ("标准",)
    assert brought(port, data, now, choices={"D": "price", "H": "-"}).added == 1
    assert Heading.objects.count() == 2
    assert brought(port, data, now).same == 1


def test_a_sheet_without_a_required_column_is_refused_by_its_name(port, now):
    with pytest.raises(Refusal, match="计费单位"):
        brought(port, book([*HEAD[:4], *HEAD[5:]], [*ROW[:4], *ROW[5:]]), now)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "sheet-empty"),
        (b"MZ\x90\x00 not a table", "a.xlsx", "sheet-unreadable"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "no-heading"),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(port, now, data, name, code):
    with pytest.raises(Refusal) as refused:
        brought(port, data, now, name=name)
    assert refused.value.code == code


def test_a_csv_as_a_chinese_excel_saves_it_is_read(port, now):
    lines = [",".join(HEAD), ",".join(map(str, ROW))]
    data = "\r\n".join(lines).encode("gb18030")
    assert brought(port, data, now, name="收费.csv").added == 1


def test_somebody_else_cannot_bring_in(wu, now):
    with pytest.raises(Refusal) as refused:
        brought(wu, book(HEAD, ROW), now)
    assert refused.value.code == "not-yours"


def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(port, now):
    evil = '=HYPERLINK("http://x","点我")'
    id = entered(port, "port-fees", {**FEE, "basis": evil, "note": "+1;-2"}, now)
    for form in ("xlsx", "csv"):
        file = registers.export(port, "port-fees", region="990100", at=now, form=form, full=True)
        if form == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
            cell = next(c for row in sheet.iter_rows() for c in row if c.value == evil)
            assert cell.data_type == "s"
        else:
            assert ",'=HYPERLINK" in file.data.decode("utf-8-sig").replace('"', "")
        done = brought(port, file.data, now, name=file.name)
        assert (done.same, done.changed, done.errors) == (1, 0, ())
    assert Record.objects.get(pk=id).body["basis"] == evil


def test_a_masked_export_is_not_taken_for_the_truth(keeper, now):
    id = entered(keeper, "intermediaries", FIRM, now)
    file = registers.export(keeper, "intermediaries", region="990100", at=now)
    assert "0531-88880001" not in str(openpyxl.load_workbook(io.BytesIO(file.data)).active)
    done = brought(keeper, file.data, now, "intermediaries", file.name)
    assert (done.same, done.changed, done.errors) == (1, 0, ()), "stars stand for what is kept"
    sheet = openpyxl.load_workbook(io.BytesIO(file.data))
    for row in sheet.active.iter_rows():
        for cell in row:
            if cell.value == "梁*":
                cell.value = "王*"
                place = cell.coordinate
    out = io.BytesIO()
    sheet.save(out)
    done = brought(keeper, out.getvalue(), now, "intermediaries", "b.xlsx")
    assert [e.cell for e in done.errors] == [place]
    assert Record.objects.get(pk=id).body["contact"] == "梁工"


def test_personal_data_goes_out_only_with_a_reason_which_is_kept(keeper, wu, now):
    entered(keeper, "intermediaries", FIRM, now)
    args = {"region": "990100", "at": now, "form": "csv", "full": True}
    with pytest.raises(Refusal, match="用途"):
        registers.export(keeper, "intermediaries", **args)
    with pytest.raises(Refusal, match="不能改"):
        registers.export(wu, "intermediaries", why="想看", **args)
    file = registers.export(keeper, "intermediaries", why="年度核对", **args)
    assert "0531-88880001" in file.data.decode("utf-8-sig")
    from yingshang.city.audit import service as audit

    (look,) = audit.reads_of(obj="register:intermediaries")
    assert look.why == "年度核对"


NO_SHRINK = [Phase.explicit, Phase.reuse, Phase.generate]  # each try is a whole import
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=12)
PRICES = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False)
DAYS = st.dates(min_value=date(1850, 1, 1), max_value=date(2100, 1, 1))


@settings(
    max_examples=25,
    deadline=None,
    phases=NO_SHRINK,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "item": TEXTS,
                "collector": TEXTS,
                "price": PRICES.map(str),
                "valid_from": DAYS.map(str),
                "basis": st.one_of(st.just(""), TEXTS, st.sampled_from(["'=1+1", "''-x", "007"])),
                "note": st.one_of(st.just(""), TEXTS.map(lambda t: f"{t}\n{t}")),
            }
        ),
        min_size=1,
        max_size=6,
    ),
    form=st.sampled_from(["xlsx", "csv"]),
)
def test_what_goes_out_and_comes_in_again_is_the_same(port, now, rows, form):
    Mark.objects.all().delete()
    Change.objects.all().delete()
    Record.objects.all().delete()
    for number, row in enumerate(rows):
        whole = {**FEE, **row, "charged_as": f"箱{number}"}
        if whole["item"].strip() and whole["collector"].strip():
            try:
                entered(port, "port-fees", whole, now)
            except RecordInvalid:
                continue
    before = {r.pk: r.body for r in Record.objects.all()}
    if not before:
        return
    file = registers.export(port, "port-fees", region="990100", at=now, form=form, full=True)
    done = brought(port, file.data, now + timedelta(hours=1), name=file.name)
    assert done.errors == ()
    assert {r.pk: r.body for r in Record.objects.all()} == before
    assert (done.added, done.changed, done.same) == (0, 0, len(before))


@given(st.text())
def test_a_shield_comes_off_again(text):
    assert unshielded(shielded(text)) == text


@pytest.mark.slow
def test_after_a_broken_row_at_the_end_of_a_long_sheet_nothing_is_written(port, now):
    lines = [",".join(HEAD)]
    lines += [f"项目{n},单位,市场调节价,{n},箱,2026-01-01," for n in range(9_998)]
    lines.append("项目末,单位,市场调节价,不是数,箱,2026-01-01,")
    stages = []
    done = brought(
        port, "\n".join(lines).encode(), now, name="长表.csv", progress=lambda *s: stages.append(s)
    )
    assert [e.cell for e in done.errors] == ["D10000"]
    assert not Record.objects.exists()
    assert len({stage for stage, _n, _all in stages}) >= 2


def test_lists_go_out_as_they_are_asked_for(port, now):
    for number in range(3):
        entered(port, "port-fees", {**FEE, "charged_as": f"箱{number}", "price": f"{number}"}, now)
    wanted = asked(since={"price": "1"}, sort="-price")
    file = registers.export(port, "port-fees", region="990100", at=now, form="csv", asked=wanted)
    assert file.rows == 2
