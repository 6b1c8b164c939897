"""Two tabs, two officers: the second is told, in a sentence, and nothing is half-written."""

import pytest
from journeys.walker import Walker

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

HOUSE = {
    "owner": "秦玉兰",
    "owner_id": "110105195103080046",
    "property_no": "990101003004",
    "address": "东城区槐树街12号",
    "kind": "转移登记（买卖）",
    "area": "68.5",
    "contract_on": "2026-11-20",
    "phone": "13800000002",
}


@pytest.fixture
def filed(town, monday) -> str:
    """Qin's registration, waiting for the window."""
    qin = accounts.actor_of(accounts.user_of("qin"))
    who = {"party": qin.party, "channel": "web", "by": qin, "at": monday()}
    return cases.open_case(item="property-general", region=town, form=HOUSE, **who).ref


def _zhou():
    return accounts.actor_of(accounts.user_of("zhou"))


def _other_tab(walker: Walker, address: str) -> Walker:
    """The walker goes on in a new tab; the old one stays open behind it."""
    walker.page = walker.tab()
    walker.go(address)
    return walker


def test_a_stale_tab_is_told_what_happened_meanwhile(filed, walk):
    address = f"/desk/cases/{filed}/"
    zhou = walk("周敏")
    zhou.go(address)
    old = zhou.page
    _other_tab(zhou, address)
    zhou.press("予以受理，开始计时")
    zhou.sees("已受理，开始计时")

    zhou.page = old
    refusal = zhou.page.locator("details.act", has_text="不予受理").first
    refusal.locator("summary").click()
    refusal.get_by_label("不予受理的理由").fill("材料不齐，请补交权属证明。")
    refusal.get_by_role("button", name="作出不予受理").click()
    zhou.sees("没有办成，您写的内容都还在", "材料不齐，请补交权属证明。")
    zhou.look()
    assert cases.case_for(_zhou(), filed).state == "accepted"


def test_two_officers_decide_and_one_decision_stands(filed, walk, monday):
    at = monday()
    cases.accept(ref=filed, by=_zhou(), at=at)
    deng, wu = (accounts.actor_of(accounts.user_of(name)) for name in ("deng", "wu"))
    for step, by in (("review", deng), ("tax", wu), ("book", deng)):
        cases.complete_step(ref=filed, step=step, result="pass", opinion="齐全", by=by, at=at)
    address = f"/desk/cases/{filed}/"
    first, second = walk("邓岩"), walk("邓岩")
    for one, outcome in ((first, "准予"), (second, "不予")):
        one.go(address)
        one.page.get_by_label(outcome).first.check()
    second.page.get_by_label("理由与说明").fill("与原件不符，可六十日内申请复议。")
    first.press("作出决定")
    first.sees("已作出决定")
    second.page.get_by_role("button", name="作出决定").first.click()
    second.sees("没有办成，您写的内容都还在", "与原件不符，可六十日内申请复议。")
    second.look()
    second.go(address)
    assert cases.case_for(deng, filed).outcome == "granted"
