"""A rule decides what is clear and says why; what is not clear goes to a person who reads why."""

import pytest

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._smart import check_smart
from yingshang.city.definitions import service as definitions

RULE = {
    "code": "test-small",
    "name": "小额自动核准",
    "owner": "market",
    "topic": "开办企业",
    "audience": "staff",
    "asks": [
        {"name": "same_person", "label": "本人申请", "type": "yesno"},
        {"name": "area", "label": "面积", "type": "number"},
    ],
    "answers": [
        {"code": "other", "name": "转人工", "say": "身份证号不是本人的。", "if": "not same_person"},
        {"code": "grant", "name": "自动准予", "say": "面积不大。", "if": "area <= 50"},
        {"code": "large", "name": "转人工", "say": "面积超过五十平方米。"},
    ],
}
ITEM = {
    "code": "test-smart",
    "name": "小店备案",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "auto_accept": True,
    "auto_decide": True,
    "smart": {"rule": "test-small", "grant": "grant"},
    "fields": [
        {"name": "shop", "label": "店名", "type": "text", "required": True},
        {"name": "owner", "label": "身份证号", "type": "idno", "required": True},
        {"name": "area", "label": "面积", "type": "number"},
    ],
    "steps": [
        {"code": "match", "name": "核对", "unit": "market"},
        {"code": "book", "name": "登记", "unit": "tax", "after": ["match"]},
    ],
    "licence": {"type": "small-shop", "name": "备案证", "prefix": "XD", "holder": "shop"},
}
FORM = {"shop": "明禾小店", "owner": "110105199005120022", "area": "30"}


def publish(body, kind, now):
    definitions.publish(kind=kind, code=body["code"], region="", body=body, by=SYSTEM, at=now)


@pytest.fixture
def small(city, now):
    publish(RULE, "rule", now)
    publish(ITEM, "item", now)
    return city


def opened(lin, now, item="test-smart", **change):
    return cases.open_case(
        item=item,
        region="990100",
        form={**FORM, **change},
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )


def said(lin, case):
    return [e.text for e in cases.timeline(lin, case.ref)]


def test_what_is_clear_is_decided_at_once_with_its_licence_and_its_reasons(small, lin, now):
    case = opened(lin, now)
    assert case.state == "decided"
    assert case.licence is not None
    assert "面积 ≤ 50" in " ".join(s.opinion for s in case.steps)
    assert cases.verify_chain().ok


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"area": "51"}, "面积超过五十平方米"),
        ({"area": ""}, "还不知道“面积”"),
        ({"owner": "110105195103080046"}, "身份证号不是本人的"),
    ],
)
def test_what_is_not_clear_goes_to_a_person_who_reads_why(small, lin, ma, now, change, why):
    case = opened(lin, now, **change)
    assert case.state == "accepted"
    assert any(why in line for line in said(ma, case))


def test_an_instant_item_is_decided_on_the_spot(small, lin, now):
    body = {**ITEM, "code": "test-instant", "kind": "instant"}
    del body["auto_accept"], body["auto_decide"]
    publish(body, "item", now)
    assert opened(lin, now, item="test-instant").state == "decided"


def test_where_two_persons_are_needed_the_system_is_not_two(small, lin, ma, now):
    steps = [{"code": "match", "name": "核对", "unit": "market", "two_person": True}]
    publish({**ITEM, "code": "test-two", "steps": steps}, "item", now)
    case = opened(lin, now, item="test-two")
    assert case.state == "accepted"


def test_a_rule_that_asks_for_what_nobody_knows_is_refused_when_loaded():
    asks = [{"name": "height", "label": "身高", "type": "number"}]
    bodies = {("item", "x", ""): ITEM, ("rule", "test-small", ""): {**RULE, "asks": asks}}
    with pytest.raises(cases.Refusal) as refusal:
        check_smart(bodies)
    assert "height" in refusal.value.sentence
    with pytest.raises(cases.Refusal):
        check_smart({("item", "x", ""): ITEM})


def test_a_sole_trader_without_a_shop_name_holds_the_licence_himself(city, lin, now):
    case = cases.open_case(
        item="sole-trader-start",
        region=city,
        form={
            "owner_name": "林晓",
            "owner_id": "110105199005120022",
            "trade_scope": "卖早点",
            "place": "东城区青年路8号",
            "phone": "13800000001",
        },
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )
    assert case.state == "decided"
    assert case.licence.holder == "林晓"
