"""An order's page: who was asked writes an answer; only who verifies says passed or not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from yingshang.city.cases import service as cases
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import CST
from yingshang.surfaces.desk.contexts import order_context
from yingshang.surfaces.desk.panels import panels

PDF = b"%PDF-1.4\n%%EOF\n"
FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


@pytest.fixture
def order(city, shen, fang):
    at = timezone.now()
    record = registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=at)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    due = timezone.localdate() + timedelta(days=20)
    return supervision.order_from(warning=draft, by=shen, at=at, due=due)


def page(person, ref):
    return person.get(reverse("desk:order", args=[ref])).content.decode()


def answer(person, ref, **more):
    typed = {"step": "answer", "opinion": "印章时间已并入统计", **more}
    return person.post(reverse("desk:verb", args=[ref, "complete_step"]), typed, follow=True)


def check(person, ref, result, words):
    typed = {"result": result, "words": words}
    return person.post(reverse("desk:order_confirm", args=[ref]), typed, follow=True)


def test_the_unit_sees_the_form_of_an_answer_and_no_examiners(at_desk, order):
    text = page(at_desk("ma"), order)
    for words in ("做了什么、效果如何", "佐证材料（台账", "报送，请求核验销号", "依职责退回"):
        assert words in text
    for words in ("不通过", "审查意见", "附佐证材料</span>"):
        assert words not in text


def test_answer_with_evidence_sent_back_answered_again_verified_and_closed(at_desk, order, shen):
    ma, checker = at_desk("ma"), at_desk("shen")
    assert "核验结论" not in page(checker, order)
    assert "请写明办理情况" in answer(ma, order, opinion=" ").content.decode()
    given = answer(ma, order, files=SimpleUploadedFile("台账.pdf", PDF))
    assert "整改情况已报送，等待核验。" in given.content.decode()
    assert [one.name for one in cases.case_for(shen, order).files] == ["台账.pdf"]
    assert "已报送" in page(ma, order)
    assert "核验结论" not in page(ma, order)
    text = page(checker, order)
    assert "等待核验；核验通过后可以销号" in text
    assert "看预警" in text
    assert "看预警" not in page(ma, order)  # it is not for the unit to read
    assert "材料齐全" not in text  # nobody applied for an order
    assert text.index("核验结论") < text.index("各环节的期限")  # what is to be done comes first
    assert "不通过：退回承办单位重新报送" in text
    assert "act-complete_step-verify" not in text  # no second form of an examiner
    assert "请选择通过或不通过" in check(checker, order, "", "看过").content.decode()
    kept = check(checker, order, "fail", " ")
    assert "请写明哪里没有通过" in kept.content.decode()
    check(checker, order, "fail", "台账缺二月")
    text = page(ma, order)
    assert "台账缺二月" in text
    assert "报送，请求核验销号" in text
    assert "凭据不足" in page(checker, order)
    answer(ma, order, opinion="二月台账已补")
    assert "已核验，可以销号" in check(checker, order, "pass", "两月都在").content.decode()
    checker.post(reverse("desk:verb", args=[order, "close"]), {})
    assert cases.case_for(shen, order).state == "closed"


def test_sending_back_is_not_offered_where_nothing_can_go_back(at_desk, order, shen):
    answer(at_desk("ma"), order, files=SimpleUploadedFile("台账.pdf", PDF))
    at = timezone.now()
    cases.complete_step(ref=order, step="verify", by=shen, at=at, past_guard=True)
    text = page(at_desk("shen"), order)
    assert "通过：情况属实，可以销号" in text
    assert "不通过：退回承办单位重新报送" not in text
    assert "按一般环节办结，没有走核验手续，不能退回重报" in text


def test_the_bureau_verifies_too_though_the_step_is_the_offices(at_desk, order):
    answer(at_desk("ma"), order, files=SimpleUploadedFile("台账.pdf", PDF))
    assert "已核验" in check(at_desk("fang"), order, "pass", "看了台账").content.decode()


def test_a_refused_verdict_keeps_its_words(at_desk, order):
    answer(at_desk("ma"), order)
    kept = check(at_desk("shen"), order, "pass", "当面看过新系统")
    assert kept.status_code == 409
    assert "没有附佐证" in kept.content.decode()
    assert "当面看过新系统</textarea>" in kept.content.decode()


@pytest.mark.parametrize("result", ["pass", "fail"])
def test_the_check_is_not_passed_by_the_form_of_other_steps(at_desk, order, shen, result):
    answer(at_desk("ma"), order)
    checker = at_desk("shen")
    typed = {"step": "verify", "result": result, "opinion": "看过"}
    sent = checker.post(reverse("desk:verb", args=[order, "complete_step"]), typed, follow=True)
    assert sent.status_code == 409
    assert "由督办人员在督办单上核验" in sent.content.decode()
    assert cases.case_for(shen, order).state == "accepted"
    assert "核验结论" in page(checker, order)


def test_nobody_of_the_office_but_who_rules_is_offered_the_check(order, shen, ma, now):
    cases.complete_step(ref=order, step="answer", opinion="已改", by=ma, at=timezone.now())
    office = replace(shen, id="x", role="reviewer", name="某")
    found = cases.case_for(office, order)
    offered = panels(found, {"complete_step", "note"}, office)
    assert [one.key for one in offered] == ["note"]
    context = order_context(office, found, at=timezone.now())
    assert not [one for one in context["panels"] if one.verb == "complete_step"]
    assert not context["may_confirm"]


def test_until_when_an_order_may_be_returned_stands_on_the_form_and_then_that_it_is_over(
    at_desk, city, order, ma
):
    until = cases.case_for(ma, order, at=timezone.now()).return_until
    here = until.astimezone(CST)
    day = f"{here.year}年{here.month}月{here.day}日"
    text = page(at_desk("ma"), order)
    assert f"只能退回一次，须在 {day}" in text
    late = until + timedelta(minutes=1)
    context = order_context(ma, cases.case_for(ma, order, at=late), at=late)
    assert "return_assignment" not in {one.verb for one in context["panels"]}
    assert context["return_over"] == until
    with pytest.raises(Refusal, match=f"退回须在{day}"):
        cases.return_assignment(ref=order, reason="不归本局", duties="三定", by=ma, at=late)
