"""The applicant chooses, promises, makes up, asks for a hearing, and fetches his papers."""

import sys
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.cases import service as cases

sys.path.insert(0, str(Path(__file__).parents[1]))
from later_items import FORM, applied, publish

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def today(city, now):
    publish(now)
    return timezone.now()


def page(client, ref: str) -> str:
    return client.get(reverse("portal:case", args=[ref])).content.decode()


def sent(client, item: str, **more):
    typed = {**FORM, "form_key": uuid.uuid4().hex, **more}
    return client.post(reverse("portal:review", args=[item]), typed)


def only_case(lin):
    (row,) = cases.my_cases(lin, at=timezone.now())
    return cases.case_for(lin, row.ref)


def test_the_notice_is_read_before_the_promise(at_home, lin, today):
    client = at_home("lin")
    client.post(reverse("portal:apply", args=["t-promise"]), FORM)
    seen = client.get(reverse("portal:review", args=["t-promise"])).content.decode()
    assert "不实承诺要撤销许可" in seen
    assert "告知承诺：读完告知" in seen
    answer = sent(client, "t-promise", way="commitment")
    assert answer.status_code == 422
    assert "勾选承诺" in answer.content.decode()
    assert sent(client, "t-promise", way="commitment", agree="1").status_code == 302
    assert only_case(lin).life.commitment == "promised"


def test_nobody_promises_without_choosing_to(at_home, lin, today):
    assert sent(at_home("lin"), "t-promise", agree="1").status_code == 302
    assert only_case(lin).life.commitment == ""


def test_a_promise_is_taken_back_with_one_click(at_home, lin, today):
    case = applied("t-promise", lin, today, commitment=True)
    client = at_home("lin")
    assert "撤回承诺" in page(client, case.ref)
    client.post(reverse("portal:act", args=[case.ref, "withdraw-promise"]))
    assert "撤回承诺</button>" not in page(client, case.ref)
    assert cases.case_for(lin, case.ref).life.commitment == "dropped"


def test_a_material_may_follow_when_it_is_promised(at_home, lin, zhou, today):
    client = at_home("lin")
    assert sent(client, "t-tolerant", lacking=["report"]).status_code == 422
    sent(client, "t-tolerant", **{"lacking": ["report"], "agree-lacking": "1"})
    case = only_case(lin)
    cases.accept(ref=case.ref, missing=["report"], make_up=5, by=zhou, at=timezone.now())
    seen = page(client, case.ref)
    assert "还有材料要补交" in seen
    address = reverse("portal:make_up", args=[case.ref])
    assert address in seen
    assert client.post(address).status_code == 422
    upload = SimpleUploadedFile("报告.pdf", PDF, "application/pdf")
    assert client.post(address, {"file-report": upload}).status_code == 302
    assert "还有材料要补交" not in page(client, case.ref)


def test_the_right_to_a_hearing_is_told_and_used(at_home, lin, zhou, ma, today):
    case = applied("t-hearing", lin, today)
    cases.accept(ref=case.ref, by=zhou, at=today)
    cases.tell_hearing(ref=case.ref, reason="采光", by=ma, at=today)
    client = at_home("lin")
    assert "您有权要求听证" in page(client, case.ref)
    client.post(reverse("portal:act", args=[case.ref, "ask-hearing"]))
    seen = page(client, case.ref)
    assert "您有权要求听证" not in seen
    assert "已申请听证" in seen


def test_papers_are_mine_to_fetch_and_anybodys_to_verify(at_home, client, lin, zhou, today):
    case = applied("t-tolerant", lin, today)
    cases.accept(ref=case.ref, by=zhou, at=today)
    mine = at_home("lin")
    (paper,) = cases.vouchers(lin, case.ref)
    address = reverse("portal:voucher", args=[case.ref, paper.seq])
    assert address in page(mine, case.ref)
    pdf = mine.get(address).content
    assert at_home("qin").get(address).status_code == 404
    public = reverse("portal:verify_voucher", args=[paper.token])
    assert paper.number in client.get(public).content.decode()
    good = client.post(public, {"file": SimpleUploadedFile("a.pdf", pdf)}).content.decode()
    assert "一个字节都不差" in good
    bad = pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:]
    told = client.post(public, {"file": SimpleUploadedFile("a.pdf", bad)}).content.decode()
    assert "请勿采信" in told
    wrong = reverse("portal:verify_voucher", args=[paper.token + "x"])
    assert client.get(wrong).status_code == 404


def test_another_persons_case_takes_no_act(at_home, lin, today):
    case = applied("t-promise", lin, today, commitment=True)
    address = reverse("portal:act", args=[case.ref, "withdraw-promise"])
    assert at_home("qin").post(address).status_code == 404
    unknown = reverse("portal:act", args=[case.ref, "decide"])
    assert at_home("lin").post(unknown).status_code == 404


def test_while_the_clock_stands_no_day_is_named(at_home, lin, ma, zhou, today):
    """Not the day for acceptance either, which has long been answered."""
    case = applied("t-promise", lin, today)
    cases.accept(ref=case.ref, by=zhou, at=today)
    assert "最迟办结" in page(at_home("lin"), case.ref)
    basis = "行政许可法第四十五条"
    cases.pause(ref=case.ref, kind="testing", reason="检测", basis=basis, by=ma, at=today)
    seen = page(at_home("lin"), case.ref)
    assert "最迟办结" not in seen
    assert "尚未起算" not in seen
