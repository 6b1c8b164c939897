"""Licences at the desk: found, masked, revealed on record; existing ones brought in."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.licences import service as licences

FIRM = "91330100799655058B"


@pytest.fixture
def permit(city, lin):
    return licences.issue(
        declared={"type": "food-permit", "name": "食品经营许可证", "prefix": "JY"},
        case_ref="990100-2026-000777",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder="秦玉兰",
        at=timezone.now(),
        form={"manager": "林晓晓", "kind": "餐饮"},
    )


def page(at_desk, name, **q):
    return at_desk(name).get(reverse("desk:licences"), q)


def upload(browser, rows, kind="food-permit"):
    book = openpyxl.Workbook()
    book.active.append(["证照编号", "持有人", "证件号码", "发证日期"])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("旧证.xlsx", out.getvalue())
    return browser.post(reverse("desk:licence_import"), {"type": kind, "file": file})


def test_a_clerk_finds_it_masked(at_desk, permit):
    text = page(at_desk, "zhou", q=permit.number).content.decode()
    assert permit.number in text
    assert "秦*兰" in text
    assert "秦玉兰" not in text


def test_in_full_only_with_a_reason_and_the_holder_reads_who_looked(at_desk, permit, lin):
    ma = at_desk("ma")
    address = reverse("desk:licence", args=[permit.number])
    assert "林晓晓" not in ma.get(address).content.decode()
    assert ma.post(address, {"reason": ""}).status_code == 422
    assert "林晓晓" in ma.post(address, {"reason": "核对投诉"}).content.decode()
    mine = at_desk("lin").get(reverse("portal:licence", args=[permit.number])).content.decode()
    assert "核对投诉" in mine


def test_other_bureaus_and_applicants_find_no_such_page(at_desk, permit):
    address = reverse("desk:licence", args=[permit.number])
    for name in ("wu", "lin", "qian"):
        assert at_desk(name).get(address).status_code == 404
    assert permit.number not in page(at_desk, "wu", q="JY99").content.decode()


def test_a_sheet_comes_in_whole(at_desk, ma):
    browser = at_desk("ma")
    answer = upload(browser, [["OLD-1", "旧街饭店有限公司", FIRM, "2021-05-01"]])
    text = browser.get(answer.url).content.decode()
    assert "已导入 1 份食品经营许可证" in text
    assert "旧证.xlsx" in text


def test_or_not_at_all_with_every_cell_named(at_desk, ma):
    rows = [["OLD-1", "旧街饭店有限公司", FIRM, "2021-05-01"], ["OLD-2", "", "1", "昨天"]]
    answer = upload(at_desk("ma"), rows)
    text = answer.content.decode()
    assert answer.status_code == 422
    for cell in ("B3", "C3", "D3"):
        assert f">{cell}<" in text
    assert licences.batches(ma) == []


def test_no_file_is_told_in_a_sentence(at_desk):
    answer = at_desk("ma").post(reverse("desk:licence_import"), {"type": "food-permit"})
    assert answer.status_code == 422
    assert "还没有选择文件" in answer.content.decode()


def test_only_the_issuer_is_offered_the_import(at_desk):
    assert "导入以前发的证照" in page(at_desk, "ma").content.decode()
    assert "导入以前发的证照" not in page(at_desk, "zhou").content.decode()
    assert upload(at_desk("wu"), []).status_code == 404
    template = reverse("desk:licence_template", args=["food-permit"])
    assert at_desk("ma").get(template).content[:2] == b"PK"
    assert at_desk("wu").get(template).status_code == 404
