"""Outages at the desk: declared, books given out, papers entered by one and signed by another."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases

LIN = {
    "who-kind": "person",
    "who-code": "110105199005120022",
    "who-name": "林晓",
    "who-phone": "13800000001",
}
HALL = "990100-hall"


def text(answer):
    return answer.content.decode()


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def today():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def down(city, fang, today):
    """The platform was down yesterday for eight hours, and the hall has a book of paper."""
    at = today - timedelta(hours=20)
    cases.issue_book(
        unit=HALL, series="TJ", first=1, last=50, by=fang, at=today - timedelta(days=9)
    )
    return cases.declare_outage(
        what="一体化平台收件系统",
        since=at,
        until=at + timedelta(hours=8),
        by=fang,
        at=at + timedelta(hours=9),
    )


@pytest.fixture
def gu(city, today):
    """A second clerk of the hall."""
    row = {"username": "gu", "label": "顾青", "role": "clerk", "unit_id": HALL}
    accounts.ensure_people([{**row, "region_id": "990100"}], at=today)


@pytest.fixture
def typed(company, down, today):
    """What Zhou types from paper number 7."""
    return {
        **company,
        **LIN,
        "item": "company-start",
        "series": "TJ",
        "number": "007",
        "received_at": local(today - timedelta(hours=18)),
        "scan": SimpleUploadedFile("单.pdf", b"%PDF-1.4\n%%EOF"),
    }


def test_the_bureau_declares_an_outage_and_gives_out_a_book(at_desk, today):
    browser = at_desk("fang")
    since, until = local(today - timedelta(hours=5)), local(today - timedelta(hours=2))

    browser.post("/desk/outages/", {"what": "短信平台", "since": since, "until": until})
    asked = {"unit": HALL, "series": "TJ", "first": "1", "last": "20"}
    browser.post("/desk/outages/books/", asked)
    page = text(browser.get("/desk/outages/"))

    assert "短信平台" in page
    assert "TJ 1–20" in page


def test_a_refused_declaration_keeps_what_was_typed(at_desk, today):
    answer = at_desk("fang").post(
        "/desk/outages/", {"what": "短信平台", "since": local(today + timedelta(hours=5))}
    )

    assert answer.status_code == 422
    assert "停用的起止时间不对" in text(answer)
    assert 'value="短信平台"' in text(answer)


def test_a_running_outage_is_ended_at_the_desk(at_desk, fang, today):
    out = cases.declare_outage(what="专网", since=today - timedelta(hours=3), by=fang, at=today)

    at_desk("fang").post(f"/desk/outages/{out.id}/end/", {"until": local(today)})

    assert cases.outages(fang)[0].until is not None


def test_a_wrong_end_is_told_on_the_page(at_desk, fang, today):
    out = cases.declare_outage(what="专网", since=today - timedelta(hours=3), by=fang, at=today)
    early = {"until": local(today - timedelta(days=1))}

    answer = at_desk("fang").post(f"/desk/outages/{out.id}/end/", early)

    assert answer.status_code == 409
    assert "恢复时间应晚于停用开始" in text(answer)
    assert f'value="{early["until"]}"' in text(answer)  # what was typed is still there
    assert "登记过的停用" in text(answer)


def test_a_spoiled_number_is_accounted_for_and_never_used(at_desk, typed, zhou):
    spoiled = {"series": "TJ", "number": "008", "reason": "打印错位"}
    browser = at_desk("zhou")
    silent = browser.post("/desk/paper/void/", {**spoiled, "reason": ""})
    browser.post("/desk/paper/void/", spoiled)

    assert silent.status_code == 422
    assert "作废必须写明原因" in text(silent)
    assert '<li class="void">8' in text(browser.get("/desk/outages/"))
    used = browser.post("/desk/paper/new/", {**typed, "number": "8"})
    assert "已经用过" in text(used)
    assert at_desk("fang").post("/desk/paper/void/", spoiled).status_code == 404


def test_who_signs_sees_for_which_item_and_what_was_sent_back(at_desk, typed, gu, zhou):
    at_desk("zhou").post("/desk/paper/new/", {**typed, "accepted": "on"})
    (entry,) = cases.papers(zhou)
    page = text(at_desk("gu").get(f"/desk/paper/{entry.id}/"))

    assert "企业开办" in page
    assert "当时已当场受理" in page

    at_desk("gu").post(f"/desk/paper/{entry.id}/back/", {"reason": "扫描件看不清"})
    assert "已退回录入人：扫描件看不清" in text(at_desk("zhou").get(f"/desk/paper/{entry.id}/"))


def test_one_enters_and_another_signs(at_desk, typed, gu, zhou, today):
    at_desk("zhou").post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)
    own = text(at_desk("zhou").get(f"/desk/paper/{entry.id}/"))
    theirs = text(at_desk("gu").get(f"/desk/paper/{entry.id}/"))

    assert "请另一名同事复核签字" in own
    assert "与扫描件相符，签字" in theirs
    assert [r.by for r in audit.reads_of(obj=f"paper:{entry.id}")][:2] == ["gu", "zhou"]

    answer = at_desk("gu").post(f"/desk/paper/{entry.id}/sign/")
    page = text(at_desk("gu").get(answer.url))
    assert "补录" in page
    assert "TJ 第 7 号" in page
    assert "真实收件时间" in page


def test_own_signature_is_refused_on_the_page(at_desk, typed, zhou):
    browser = at_desk("zhou")
    browser.post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)

    answer = browser.post(f"/desk/paper/{entry.id}/sign/", follow=True)

    assert "补录须由另一人复核签字" in text(answer)


def test_a_wrong_number_and_a_wrong_field_are_told_and_nothing_is_lost(at_desk, typed):
    browser = at_desk("zhou")
    wrong = browser.post("/desk/paper/new/", {**typed, "number": "99"})
    scan = SimpleUploadedFile("单.pdf", b"%PDF-1.4\n%%EOF")
    blank = browser.post("/desk/paper/new/", {**typed, "address": "", "scan": scan})

    assert wrong.status_code == 409
    assert "本单位没有领用过 TJ 第 99 号收件单" in text(wrong)
    assert typed["company"] in text(wrong)
    assert blank.status_code == 422
    assert "请填写“住所”" in text(blank)


def test_a_paper_without_its_scan_is_asked_for_it(at_desk, typed, zhou):
    del typed["scan"]
    answer = at_desk("zhou").post("/desk/paper/new/", typed)

    assert answer.status_code == 422
    assert "没有附纸质收件单的扫描件" in text(answer)
    assert cases.papers(zhou) == []


def test_sent_back_with_a_reason(at_desk, typed, gu, zhou):
    at_desk("zhou").post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)

    at_desk("gu").post(f"/desk/paper/{entry.id}/back/", {"reason": "扫描件看不清"})

    assert "扫描件看不清" in text(at_desk("zhou").get("/desk/outages/"))


def test_the_applicant_sees_both_times(at_desk, typed, gu, zhou, lin):
    at_desk("zhou").post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)
    at_desk("gu").post(f"/desk/paper/{entry.id}/sign/")
    ref = cases.papers(zhou, status="opened")[0].case

    page = text(at_desk("lin").get(f"/my/{ref}/"))

    assert "纸质收件单" in page
    assert "真实收件时间" in page


def test_the_applicant_sees_who_looked_at_the_paper_before_it_was_a_case(
    at_desk, typed, gu, zhou, lin
):
    at_desk("zhou").post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)
    b"".join(at_desk("gu").get(f"/desk/paper/{entry.id}/scan/"))
    at_desk("gu").get(f"/desk/paper/{entry.id}/")
    at_desk("gu").post(f"/desk/paper/{entry.id}/sign/")
    ref = cases.papers(zhou, status="opened")[0].case

    for address in (f"/my/{ref}/looks/", "/my/looks/"):
        page = text(at_desk("lin").get(address))
        assert "顾青" in page
        assert "查看纸质收件单" in page
        assert "下载收件单扫描件" in page
        assert "paper:" not in page


def test_reviewers_and_other_cities_have_no_such_pages(at_desk, typed, zhou):
    at_desk("zhou").post("/desk/paper/new/", typed)
    (entry,) = cases.papers(zhou)

    assert at_desk("ma").get("/desk/outages/").status_code == 404
    assert at_desk("ma").get(f"/desk/paper/{entry.id}/").status_code == 404
    assert at_desk("zhou").post("/desk/outages/books/").status_code == 404
