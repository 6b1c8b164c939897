"""A clerk keeps a register at the desk: looks, enters, changes, brings in, takes out."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from yingshang.city.registers import service as registers

FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "qualified_until": "2099-12-20",
    "promised_days": "5",
    "contact": "梁工",
    "phone": "0531-88880001",
}
HEAD = ["机构名称", "统一社会信用代码", "服务类型", "承诺服务时限"]
LIST = reverse("desk:register", args=["intermediaries"])


@pytest.fixture
def desk(at_desk):
    return at_desk("ma")


@pytest.fixture
def firm(ma, now):
    return registers.add(register="intermediaries", region="990100", form=FIRM, by=ma, at=now)


def text(answer):
    return answer.content.decode()


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "名录.xlsx"
    return out


def test_the_directory_shows_what_the_office_keeps_and_what_lapses(desk, firm):
    page = text(desk.get(reverse("desk:registers")))
    assert "行政审批中介服务机构名录" in page
    assert "本单位登记的" in page
    assert "演示数据" in page


def test_what_lapses_soon_stands_beside_the_directory(desk, ma, now):
    soon = str(timezone.localdate() + timedelta(days=10))
    form = {**FIRM, "qualified_until": soon}
    id = registers.add(register="intermediaries", region="990100", form=form, by=ma, at=now)
    page = text(desk.get(reverse("desk:registers")))
    assert reverse("desk:record", args=["intermediaries", id]) in page


def test_a_list_is_one_table_with_its_counts_and_few_queries(desk, firm):
    desk.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        page = text(desk.get(LIST))
    assert len(captured) <= 15, [q["sql"][:80] for q in captured]
    assert "青岚测绘有限公司" in page
    assert "2099年12月20日" in page
    assert "2099-12-20" not in page
    assert "梁*" in page
    assert "梁工" not in page
    assert "在册机构数" in page


@pytest.mark.parametrize(
    "question",
    [
        "?q=测绘",
        "?sort=-promised_days",
        "?f.service=工程测绘",
        "?standing=near",
        "?standing=duty:answer",
        "?standing=count:fast",
        "?standing=count:nothing",
        "?state=ended&page=99",
        "?from.nothing=1&sort=nothing&page=x",
        "?standing=flagged&sort=contact",
    ],
)
def test_every_question_of_a_list_is_answered(desk, firm, question):
    assert desk.get(LIST + question).status_code == 200
    part = desk.get(LIST + question, headers={"HX-Request": "true"})
    assert text(part).lstrip().startswith('<div id="records">')


def test_a_record_is_entered_and_what_is_wrong_stands_beside_its_field(desk):
    add = reverse("desk:record_add", args=["intermediaries"])
    wrong = desk.post(add, {**FIRM, "uscc": "123"})
    assert wrong.status_code == 422
    assert "18 位" in text(wrong)
    assert 'value="青岚测绘有限公司"' in text(wrong), "what was typed is still there"
    done = desk.post(add, FIRM)
    assert done.status_code == 302
    assert "青岚测绘有限公司" in text(desk.get(done.url))
    assert desk.post(add, {**FIRM, "uscc": "91990100MA7D4E5F6W", "then": "more"}).url == add


def test_a_record_is_changed_only_as_it_was_read(desk, firm, ma, now):
    change = reverse("desk:record_change", args=["intermediaries", firm])
    page = text(desk.get(change))
    assert "0531-88880001" in page
    assert registers.looks(ma, firm, on=now.date())[0].page == "form", "the look is recorded"
    assert desk.post(change, {**FIRM, "fee": "另议", "version": "1"}).status_code == 302
    stale = desk.post(change, {**FIRM, "fee": "免费", "version": "1"})
    assert stale.status_code == 409
    assert "刚被别人改过" in text(stale)
    assert 'value="免费"' in text(stale)


def test_personal_data_is_shown_on_asking_and_the_look_is_listed(desk, firm):
    address = reverse("desk:record", args=["intermediaries", firm])
    assert "88880001" not in text(desk.get(address))
    shown = desk.post(f"{address}reveal/", {"why": "电话核实"})
    assert "0531-88880001" in text(shown)
    assert "电话核实" in text(desk.get(address))


def test_a_record_is_ended_with_a_reason(desk, firm):
    end = reverse("desk:record_end", args=["intermediaries", firm])
    assert desk.post(end, {"reason": "", "version": "1"}).status_code == 409
    assert desk.post(end, {"reason": "资质注销", "version": "1"}).status_code == 302
    assert "资质注销" in text(desk.get(reverse("desk:record", args=["intermediaries", firm])))
    assert "青岚测绘有限公司" in text(desk.get(LIST + "?state=ended"))


def test_a_sheet_is_brought_in_or_every_fault_is_named_by_its_cell(desk):
    address = reverse("desk:register_import", args=["intermediaries"])
    good = [FIRM["name"], FIRM["uscc"], "工程测绘", 5]
    bad = ["乙公司", "91990100MA7D4E5F6X", "看风水", 0]
    wrong = desk.post(address, {"file": sheet(HEAD, good, bad)})
    assert wrong.status_code == 422
    for cell in ("B3", "C3", "D3"):
        assert f"<code>{cell}</code>" in text(wrong)
    done = desk.post(address, {"file": sheet(HEAD, good)})
    assert done.url == LIST
    assert "新增 1 条" in text(desk.get(done.url))


def test_an_unknown_heading_is_explained_once_without_choosing_the_file_again(desk):
    address = reverse("desk:register_import", args=["intermediaries"])
    head = ["单位全称", *HEAD[1:], "序号"]
    rows = [head, [FIRM["name"], FIRM["uscc"], "工程测绘", 5, 1]]
    asked = desk.post(address, {"file": sheet(*rows)})
    assert asked.status_code == 409
    page = text(asked)
    assert "A1“单位全称”" in page
    carried = page.split('name="carried" value="')[1].split('"')[0]
    said = {"carried": carried, "name": "名录.xlsx", "column-A": "name", "column-E": "-"}
    assert desk.post(address, said).url == LIST
    rows[1][3] = 6
    assert desk.post(address, {"file": sheet(*rows)}).url == LIST, "it is remembered"


def test_a_broken_file_is_one_sentence(desk):
    address = reverse("desk:register_import", args=["intermediaries"])
    assert desk.post(address, {}).status_code == 422
    broken = io.BytesIO(b"not a sheet")
    broken.name = "a.xlsx"
    assert "另存为 xlsx" in text(desk.post(address, {"file": broken}))
    assert desk.post(address, {"carried": "AAAA"}).status_code == 422


def test_a_list_goes_out_masked_and_whole_only_with_a_reason(desk, firm):
    for form in ("xlsx", "csv", "json"):
        address = reverse("desk:register_export", args=["intermediaries", form])
        answer = desk.get(address)
        assert answer.status_code == 200
        assert b"88880001" not in answer.content
    full = reverse("desk:register_full", args=["intermediaries"])
    assert desk.post(full, {"why": ""}).status_code == 409
    data = desk.post(full, {"why": "年度核对"}).content
    assert "0531-88880001" in str(
        [c.value for row in openpyxl.load_workbook(io.BytesIO(data)).active for c in row]
    )
    assert (
        desk.get(reverse("desk:register_export", args=["intermediaries", "exe"])).status_code == 409
    )
    assert desk.get(reverse("desk:register_template", args=["intermediaries"])).status_code == 200


def test_who_does_not_keep_a_register_finds_no_way_to_write(at_desk, firm):
    desk = at_desk("wu")
    page = text(desk.get(LIST))
    assert "新增一条" not in page
    for name in ("record_add", "register_import"):
        assert desk.get(reverse(f"desk:{name}", args=["intermediaries"])).status_code == 404
    change = reverse("desk:record_change", args=["intermediaries", firm])
    assert desk.get(change).status_code == 404
    end = reverse("desk:record_end", args=["intermediaries", firm])
    assert desk.post(end, {"reason": "x", "version": "1"}).status_code == 409


def test_a_record_is_found_only_in_its_own_register(desk, firm):
    assert desk.get(reverse("desk:record", args=["port-fees", firm])).status_code == 404
    assert desk.get(reverse("desk:register", args=["nothing"])).status_code == 404
