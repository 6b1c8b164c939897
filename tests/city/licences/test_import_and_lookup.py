"""Existing licences from a bureau's sheet, all or nothing; and licences found at the desk."""

import io
import time
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.licences import service as licences
from yingshang.city.licences.models import Licence, LicenceBatch

HEADER = ["证照编号", "持有人", "证件号码", "发证日期", "有效期至", "状态", "可信等级", "主体业态"]
FIRM = "91330100799655058B"
GOOD = [
    "JY-2021-0001",
    "青岚市旧街饭店",
    FIRM,
    "2021-05-01",
    "2026-04-30",
    "",
    "",
    "餐饮服务经营者",
]


def sheet(*rows, header=HEADER, title=None):
    book = openpyxl.Workbook()
    page = book.active
    if title:
        page.append([title])
    page.append(header)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(by, now, *rows, **more):
    return licences.import_licences(
        type="food-permit", data=sheet(*rows, **more), name="旧证.xlsx", by=by, at=now
    )


def faults(by, now, *rows, **more):
    with pytest.raises(licences.SheetFaults) as found:
        bring(by, now, *rows, **more)
    return {(f.cell, f.column) for f in found.value.faults}


def test_a_sheet_of_old_licences_becomes_licences_marked_with_their_source(ma, now):
    batch = bring(ma, now, GOOD, title="市市场监管局存量证照")
    view = licences.seen_by(ma, "JY-2021-0001", on=date(2026, 3, 2))
    assert (batch.rows, batch.unit_name) == (1, "市市场监督管理局")
    assert (view.imported, view.grade, view.status) == (True, "A", "valid")
    assert licences.parse(view.identifier).version == 1
    assert [f.value for f in view.facts] == ["餐饮服务经营者"]
    assert licences.batches(ma)[0].file_name == "旧证.xlsx"


def test_its_holder_finds_it_among_his_licences_and_can_use_it(ma, now):
    bring(ma, now, GOOD)
    party = accounts.find_party(kind="enterprise", code=FIRM)
    boss = Actor("boss", "老板", "applicant", "990100", None, party)
    assert [view.number for view in licences.my(boss)] == ["JY-2021-0001"]
    usable = licences.usable(party, {"permit": "food-permit"}, on=date(2026, 3, 2))
    assert usable["permit"][0].imported


def test_days_are_read_as_people_write_them(ma, now):
    rows = [
        ["A-1", "甲饭店有限公司", FIRM, datetime(2021, 5, 1), "长期"],
        ["A-2", "甲饭店有限公司", FIRM, "2021年5月1日", "2027/1/31"],
        [20210003.0, "甲饭店有限公司", FIRM, "2021.05.01", None],
    ]
    bring(ma, now, *rows)
    found = {row.number: (row.issued_on, row.valid_until) for row in Licence.objects.all()}
    assert found == {
        "A-1": (date(2021, 5, 1), None),
        "A-2": (date(2021, 5, 1), date(2027, 1, 31)),
        "20210003": (date(2021, 5, 1), None),
    }


def test_every_fault_is_named_by_its_cell_and_nothing_is_written(ma, now):
    bad = [
        ["", "甲饭店", FIRM, "2021-05-01"],
        ["B-2", "=A1", FIRM, "2021-05-01"],
        ["B-3", "甲饭店", "91330100799655058C", "2021-05-01"],
        ["B-4", "甲饭店", FIRM, "去年", "不知道"],
        ["B-5", "甲饭店", FIRM, "2026-12-31"],
        ["B-6", "甲饭店", FIRM, "2021-05-01", "2020-05-01"],
        ["B-7", "甲饭店", FIRM, "2021-05-01", "", "作废", "C"],
        ["B-3", "甲饭店", FIRM, "2021-05-01"],
        ["B/9", "甲饭店", FIRM, "2021-05-01"],
    ]
    found = faults(ma, now, GOOD, *bad)
    assert found == {
        ("A3", "证照编号"),
        ("B4", "持有人"),
        ("C5", "证件号码"),
        ("D6", "发证日期"),
        ("E6", "有效期至"),
        ("D7", "发证日期"),
        ("E8", "有效期至"),
        ("F9", "状态"),
        ("G9", "可信等级"),
        ("A10", "证照编号"),
        ("A11", "证照编号"),
    }
    assert not Licence.objects.exists()
    assert not LicenceBatch.objects.exists()


def test_the_same_sheet_twice_is_refused_cell_by_cell(ma, now):
    bring(ma, now, GOOD)
    assert faults(ma, now, GOOD) == {("A2", "证照编号")}
    assert Licence.objects.count() == 1


def test_a_person_cannot_hold_what_only_firms_hold(ma, now):
    assert faults(ma, now, [*GOOD[:2], "110105199005120022", *GOOD[3:]]) == {("C2", "证件号码")}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.4 no sheet", None),
        (sheet([1, 2], header=["别的", "列"]), "sheet-header"),
        (sheet(header=["证照编号", "持有人"]), "sheet-columns"),
        (sheet(), "sheet-empty"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_in_one_sentence(ma, now, data, code):
    with pytest.raises(Refusal) as refused:
        licences.import_licences(type="food-permit", data=data, name="x.xlsx", by=ma, at=now)
    assert code in (None, refused.value.code)
    assert not LicenceBatch.objects.exists()


def test_only_the_issuer_brings_in_its_own_types(ma, wu, zhou, shen, lin, now):
    for other in (wu, zhou, shen, lin):
        with pytest.raises(NotVisible):
            bring(other, now, GOOD)
    assert {k.code for k in licences.importable(ma, on=now.date())} >= {"food-permit"}
    with pytest.raises(NotVisible):
        licences.sheet_template(ma, "property-certificate", on=now.date())


def test_the_template_filled_in_is_a_sheet_that_is_taken(ma, now):
    name, data = licences.sheet_template(ma, "food-permit", on=now.date())
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active.append(GOOD[:7])
    out = io.BytesIO()
    book.save(out)
    batch = licences.import_licences(
        type="food-permit", data=out.getvalue(), name=name, by=ma, at=now
    )
    assert batch.rows == 1


@pytest.mark.slow
def test_ten_thousand_rows_in_seconds_and_few_questions(ma, now):
    rows = [[f"OLD-{n:05}", "青岚市旧街饭店", FIRM, "2021-05-01"] for n in range(10_000)]
    data = sheet(*rows)
    begun = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        batch = licences.import_licences(
            type="food-permit", data=data, name="旧证.xlsx", by=ma, at=now
        )
    assert batch.rows == 10_000
    assert time.monotonic() - begun < 30
    assert len(asked) < 60


# --- looked up at the desk --------------------------------------------------------------------


def test_found_by_number_its_beginning_the_holder_or_the_credit_code(permit, zhou, now):
    for text in (permit.number, "JY9901", "明禾餐饮", permit.identifier, f" {permit.number} "):
        rows = licences.look_up(zhou, text, on=now.date()).rows
        assert [row.number for row in rows] == [permit.number], text
    assert licences.look_up(zhou, "没有这家", on=now.date()).rows == ()
    assert licences.look_up(zhou, "", on=now.date()).rows == ()


def test_a_persons_number_finds_what_he_holds(permit, zhou, now):
    assert licences.look_up(zhou, "110105199005120022", on=now.date()).rows


def test_personal_lines_are_masked_until_somebody_says_why(permit, lin, ma, now):
    shown = {f.code: f.value for f in licences.seen_by(ma, permit.number, on=now.date()).facts}
    assert shown["manager"] == "林*"
    with pytest.raises(Refusal):
        licences.reveal(number=permit.number, why=" ", by=ma, at=now, on=now.date())
    full = licences.reveal(number=permit.number, why="核对投诉", by=ma, at=now, on=now.date())
    assert {f.code: f.value for f in full.facts}["manager"] == "林晓"
    (look,) = licences.looks_at(lin, permit.number)
    assert (look.by_name, look.why) == (ma.name, "核对投诉")


def test_the_token_that_verifies_it_is_not_given_to_staff(permit, ma, now):
    assert licences.seen_by(ma, permit.number, on=now.date()).token == ""


def test_other_bureaus_other_cities_and_other_people_do_not_find_it(permit, wu, qin, now):
    elsewhere = Actor("x", "外市", "clerk", "990200", "990200-hall")
    for other in (wu, qin, elsewhere, replace(elsewhere, region="")):
        assert licences.look_up(other, permit.number, on=now.date()).rows == ()
        with pytest.raises(NotVisible):
            licences.seen_by(other, permit.number, on=now.date())
        with pytest.raises(NotVisible):
            licences.reveal(number=permit.number, why="好奇", by=other, at=now, on=now.date())
    with pytest.raises(NotVisible):
        licences.looks_at(qin, permit.number)
