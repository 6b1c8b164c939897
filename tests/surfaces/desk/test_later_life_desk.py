"""The desk offers what may be done now: promises, gaps, hearings, delivery, papers."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions

sys.path.insert(0, str(Path(__file__).parents[1]))
from later_items import applied, publish


def page(client, ref: str) -> str:
    return client.get(reverse("desk:case", args=[ref])).content.decode()


def do(client, ref: str, verb: str, **typed):
    return client.post(reverse("desk:verb", args=[ref, verb]), typed)


@pytest.fixture
def today(city, now):
    publish(now)
    return timezone.now()


def test_a_promise_is_decided_on_the_spot_and_verified_later(at_desk, lin, today):
    case = applied("t-promise", lin, today, commitment=True)
    ma = at_desk("ma")
    assert "act-decide_now" in page(ma, case.ref)
    assert do(ma, case.ref, "decide_now", outcome="granted").status_code == 302
    seen = page(ma, case.ref)
    assert "act-verify_commitment" in seen
    assert "待核查" in seen
    answer = do(ma, case.ref, "verify_commitment", result="short")
    assert answer.status_code == 409
    assert "必须写明事实和依据" in answer.content.decode()
    do(ma, case.ref, "verify_commitment", result="short", days="10", reason="缺消毒柜")
    assert "没有整改到位，撤销决定" in page(ma, case.ref)


def test_an_ordinary_application_shows_no_decision_on_the_spot(at_desk, lin, today):
    case = applied("t-promise", lin, today)
    seen = page(at_desk("ma"), case.ref)
    assert "act-decide_now" not in seen
    assert "act-verify_commitment" not in seen


def test_a_gap_is_accepted_with_its_day_and_made_up_at_the_window(at_desk, lin, today):
    case = applied("t-tolerant", lin, today, lacking=["report"])
    zhou = at_desk("zhou")
    assert "容缺受理：还缺哪几样" in page(zhou, case.ref)
    do(zhou, case.ref, "accept", missing=["report"], make_up="5")
    seen = page(zhou, case.ref)
    assert "容缺待补" in seen
    assert "检测报告" in seen
    do(zhou, case.ref, "make_up", materials=["report"])
    assert "容缺待补" not in page(zhou, case.ref)


def test_a_refusal_to_accept_says_which_kind_and_whose_it_is(at_desk, lin, today):
    case = applied("t-tolerant", lin, today)
    zhou = at_desk("zhou")
    answer = do(zhou, case.ref, "refuse", kind="not-ours", reason="省级事项")
    assert "应当告知申请人向哪个机关申请" in answer.content.decode()
    do(zhou, case.ref, "refuse", kind="not-ours", reason="省级事项", body="省市场监管局")
    assert "不予受理决定书" in page(zhou, case.ref)


def test_what_is_fixed_on_the_spot_stands_in_the_form(at_desk, lin, today):
    case = applied("t-tolerant", lin, today)
    zhou = at_desk("zhou")
    do(zhou, case.ref, "correct_on_spot", what="名称", field="company", value="青岚市新禾公司")
    assert "青岚市新禾公司" in page(zhou, case.ref)


def test_a_hearing_is_told_asked_and_called(at_desk, lin, zhou, today):
    case = applied("t-hearing", lin, today)
    cases.accept(ref=case.ref, by=zhou, at=today)
    ma = at_desk("ma")
    do(ma, case.ref, "complete_step", step="review", result="pass")
    assert 'act-decide"' not in page(ma, case.ref)
    do(ma, case.ref, "tell_hearing", reason="相邻业主采光")
    do(at_desk("zhou"), case.ref, "ask_hearing", who="interested")
    on = timezone.localtime(today + timedelta(days=16))
    typed = {"on": f"{on:%Y-%m-%dT%H:%M}", "place": "政务中心 301"}
    answer = do(ma, case.ref, "call_hearing", chair="ma", **typed)
    assert "不能主持听证" in answer.content.decode()
    do(ma, case.ref, "call_hearing", chair="外聘主持人", **typed)
    seen = page(ma, case.ref)
    assert "已通知听证" in seen
    assert "听证通知书" in seen


def test_delivery_by_post_asks_for_the_number(at_desk, lin, today):
    case = applied("t-promise", lin, today, commitment=True)
    ma = at_desk("ma")
    do(ma, case.ref, "decide_now", outcome="granted")
    zhou = at_desk("zhou")
    answer = do(zhou, case.ref, "deliver", way="post", recipient="林晓")
    assert "运单号" in answer.content.decode()
    do(zhou, case.ref, "deliver", way="post", recipient="林晓", tracking="SF100")
    assert "SF100" in page(zhou, case.ref)


def test_a_paper_is_fetched_as_signed_pdf(at_desk, lin, zhou, today):
    case = applied("t-tolerant", lin, today)
    cases.accept(ref=case.ref, by=zhou, at=today)
    client = at_desk("zhou")
    (paper,) = cases.vouchers(zhou, case.ref)
    assert reverse("desk:voucher", args=[case.ref, paper.seq]) in page(client, case.ref)
    answer = client.get(reverse("desk:voucher", args=[case.ref, paper.seq]))
    assert answer["Content-Type"] == "application/pdf"
    assert cases.check_voucher_file(answer.content, at=today).intact
    assert client.get(reverse("desk:voucher", args=[case.ref, 1])).status_code == 404


def test_an_order_offers_no_verb_of_the_licensing_law(city, shen, now):
    demand = {"demand": "压减办理时间"}
    body = {
        "code": "t-order",
        "name": "督办（测试）",
        "family": "order",
        "handled": "here",
        "lead": "assigned",
        "fields": [{"name": "demand", "label": "要求", "type": "longtext"}],
        "steps": [{"code": "answer", "name": "答复", "unit": "lead"}],
        "outcomes": ["done", "terminated"],
    }
    definitions.publish(kind="item", code="t-order", region="", body=body, by=SYSTEM, at=now)
    order = cases.open_case(
        item="t-order",
        region=city,
        form=demand,
        party=None,
        channel="system",
        by=shen,
        at=now,
        unit="990100-market",
    )
    offered = cases.allowed(shen, order.ref)
    assert not offered & {"tell_hearing", "deliver", "correct_on_spot"}


def test_what_proves_untrue_while_it_is_mended_can_be_revoked_at_once(at_desk, lin, today):
    case = applied("t-promise", lin, today, commitment=True)
    ma = at_desk("ma")
    do(ma, case.ref, "decide_now", outcome="granted")
    do(ma, case.ref, "verify_commitment", result="short", days="10", reason="缺消毒柜")
    answer = do(ma, case.ref, "verify_commitment", result="untrue", reason="场所不存在")
    assert answer.status_code == 302
    assert cases.case_for(lin, case.ref).life.commitment == "revoked"
