"""One application, several items: each its own case and clocks; results flow between them."""

import json
from dataclasses import replace

import pytest
from case_samples import later
from stdnum.cn import uscc

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.city.notify import service as notify

RESTAURANT = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
    "area": "120",
}
HOUSE = {
    "owner": "秦玉兰",
    "owner_id": "110105195103080046",
    "property_no": "990101001001GB00001F00010001",
    "address": "东城区学府路12号3单元501",
    "kind": "转移登记（买卖）",
    "area": "88.5",
    "contract_on": "2026-02-10",
    "phone": "13800000002",
    "bank": "青岚银行",
    "amount": "60",
    "property_mortgage_contract_on": "2026-02-12",
}
PDF = b"%PDF-1.4\nplan\n%%EOF"


def restaurant(lin, now, **more):
    return cases.open_bundle(
        **{
            "bundle": "open-restaurant",
            "region": "990100",
            "form": RESTAURANT,
            "party": lin.party,
            "channel": "web",
            "by": lin,
            "at": now,
            **more,
        }
    )


def walk(ref, outcome, at, reason=""):
    """Accept, pass every step, decide: by the system, which may do everything."""
    cases.accept(ref=ref, by=SYSTEM, at=at)
    first = Actor("first", "甲", "system")
    while steps := [s for s in cases.case_for(SYSTEM, ref).steps if s.state == "open"]:
        for step in steps:
            if step.two_person:
                cases.complete_step(ref=ref, step=step.code, result="pass", by=first, at=at)
            cases.complete_step(ref=ref, step=step.code, result="pass", by=SYSTEM, at=at)
    return cases.decide(ref=ref, outcome=outcome, reason=reason, by=SYSTEM, at=at)


def parts(actor, ref, now):
    return {p.item: p for p in cases.bundle_case(actor, ref, at=now).parts}


@pytest.fixture
def whole(city, lin, now):
    """Lin's application for a restaurant with a meter."""
    return restaurant(lin, now, items=["power-low"], form={**RESTAURANT, "capacity": "40"})


def test_one_application_opens_only_what_waits_for_nothing(whole, lin, now):
    found = parts(lin, whole.ref, now)

    assert whole.family == "bundle"
    assert whole.state == "accepted"
    assert {code: p.status for code, p in found.items()} == {
        "company-start": "running",
        "food-permit": "waiting",
        "power-low": "waiting",
    }
    assert found["food-permit"].waits_for == ("企业开办",)
    assert found["food-permit"].ref == ""
    assert Case.objects.count() == 2  # the whole, and the one item: no clock of the others runs


def test_what_is_not_wanted_is_not_applied_for(city, lin, now):
    whole = restaurant(lin, now)

    assert set(parts(lin, whole.ref, now)) == {"company-start", "food-permit"}


def test_each_item_has_its_own_form_and_no_more(whole, lin, ma, now):
    first = parts(lin, whole.ref, now)["company-start"].ref

    form = cases.case_for(ma, first).form

    assert "area" not in form  # asked for the food permit
    assert form["company"] == RESTAURANT["company"]


def test_when_the_licence_is_there_what_waited_starts_by_itself_and_never_asked(whole, lin, now):
    first = parts(lin, whole.ref, now)["company-start"].ref
    done = later(now, 30)

    walk(first, "granted", done)

    found = parts(lin, whole.ref, done)
    permit = cases.case_for(lin, found["food-permit"].ref)
    assert found["company-start"].status == "passed"
    assert found["food-permit"].status == found["power-low"].status == "running"
    assert permit.submitted_at == done  # its clock began to run now, not with the application
    assert permit.form["uscc"] == found["company-start"].gives["uscc"]
    assert uscc.is_valid(permit.form["uscc"])
    assert permit.form["manager"] == "林晓"
    assert permit.form["kind"] == "餐饮服务经营者"
    assert permit.channel == "web"


def test_all_granted_ends_the_whole_by_itself(whole, lin, now):
    walk(parts(lin, whole.ref, now)["company-start"].ref, "granted", later(now, 1))
    walk(parts(lin, whole.ref, now)["food-permit"].ref, "granted", later(now, 2))
    assert cases.case_for(lin, whole.ref).state == "accepted"

    walk(parts(lin, whole.ref, now)["power-low"].ref, "granted", later(now, 3))

    ended = cases.bundle_case(lin, whole.ref, at=later(now, 4))
    assert (ended.state, ended.outcome) == ("closed", "granted")
    assert ended.done == 3
    assert cases.verify_chain(whole.ref).ok


def test_one_refused_what_depends_on_it_is_not_started_and_the_applicant_is_told(whole, lin, now):
    first = parts(lin, whole.ref, now)["company-start"].ref

    walk(first, "refused", later(now, 1), reason="名称与已登记企业相同")

    ended = cases.bundle_case(lin, whole.ref, at=later(now, 2))
    assert [p.status for p in ended.parts] == ["failed", "blocked", "blocked"]
    assert (ended.state, ended.outcome) == ("closed", "refused")
    assert "名称与已登记企业相同" in ended.reason
    told = [m for m in notify.inbox([f"party:{lin.party}"]) if m.topic == "bundle-blocked"]
    assert len(told) == 1
    assert "食品经营许可" in told[0].body
    assert Case.objects.filter(item="food-permit").count() == 0


def test_one_refused_the_others_go_on_and_the_result_says_which(whole, lin, now):
    walk(parts(lin, whole.ref, now)["company-start"].ref, "granted", later(now, 1))
    walk(parts(lin, whole.ref, now)["food-permit"].ref, "refused", later(now, 2), reason="布局不符")
    assert parts(lin, whole.ref, now)["power-low"].status == "running"

    walk(parts(lin, whole.ref, now)["power-low"].ref, "granted", later(now, 3))

    ended = cases.bundle_case(lin, whole.ref, at=later(now, 4))
    assert ended.outcome == "partly"
    assert ended.outcome_label == "部分办成"
    assert (
        ended.reason
        == "已办成：企业开办、低压电力报装；没有办成：食品经营许可（不予批准：布局不符）"
    )


def test_not_accepted_and_withdrawn_count_as_not_granted(whole, lin, zhou, now):
    first = parts(lin, whole.ref, now)["company-start"].ref

    cases.refuse(ref=first, reason="不属于本机关职权", by=zhou, at=later(now, 1))

    assert cases.bundle_case(lin, whole.ref, at=now).outcome == "refused"


def test_withdrawing_the_whole_takes_back_what_is_open_and_keeps_what_was_granted(whole, lin, now):
    walk(parts(lin, whole.ref, now)["company-start"].ref, "granted", later(now, 1))

    cases.withdraw_bundle(ref=whole.ref, by=lin, at=later(now, 2), reason="不开了")

    ended = parts(lin, whole.ref, later(now, 3))
    assert cases.case_for(lin, whole.ref).state == "withdrawn"
    assert cases.case_for(lin, ended["company-start"].ref).state == "decided"
    assert cases.case_for(lin, ended["food-permit"].ref).state == "withdrawn"


def test_nobody_else_withdraws_it(whole, ma, qin, now):
    with pytest.raises(accounts.NotVisible):
        cases.withdraw_bundle(ref=whole.ref, by=qin, at=now)
    with pytest.raises(Refusal):
        cases.withdraw_bundle(ref=whole.ref, by=ma, at=now)


def test_no_officer_moves_the_whole_by_hand(whole, ma, zhou, shen, lin):
    for who in (ma, zhou, shen, lin):
        assert cases.allowed(who, whole.ref) <= {"note"}


def test_another_bureau_sees_its_own_item_and_how_the_rest_stands_but_not_the_whole(
    whole, hu, lin, now
):
    walk(parts(lin, whole.ref, now)["company-start"].ref, "granted", later(now, 1))
    mine = parts(lin, whole.ref, now)["power-low"].ref

    beside = cases.bundle_of(hu, mine, at=now)

    assert [p.status for p in beside.parts] == ["passed", "running", "running"]
    assert [p.open_to for p in beside.parts] == [False, False, True]
    with pytest.raises(accounts.NotVisible):
        cases.case_for(hu, whole.ref)


@pytest.fixture
def hu(city):
    """Reviewer of the power company."""
    return accounts.actor_of(accounts.user_of("hu"))


def test_files_go_to_the_item_that_asks_for_them_also_when_it_starts_later(city, lin, now):
    files = [("章程.pdf", PDF, "articles"), ("布局.pdf", PDF + b"1", "layout")]
    whole = restaurant(lin, now, files=files)
    first = parts(lin, whole.ref, now)["company-start"].ref
    assert [f.material for f in cases.case_for(lin, first).files] == ["articles"]

    walk(first, "granted", later(now, 1))

    permit = cases.case_for(lin, parts(lin, whole.ref, now)["food-permit"].ref)
    assert [(f.name, f.material) for f in permit.files] == [("布局.pdf", "layout")]


def test_fees_are_booked_item_by_item_and_summed(city, qin, now):
    whole = cases.open_bundle(
        bundle="buy-and-mortgage",
        region="990100",
        form=HOUSE,
        party=qin.party,
        channel="web",
        by=qin,
        at=now,
    )
    found = cases.bundle_case(qin, whole.ref, at=now)

    assert found.total_fen == 16000
    assert [p.charges for p in found.parts] == [(("不动产登记费", 8000),)] * 2
    booked = CaseEvent.objects.get(case=found.parts[0].ref, seq=1)
    assert json.loads(booked.data)["charges"] == [{"name": "不动产登记费", "fen": 8000}]
    walk(found.parts[0].ref, "granted", later(now, 1))
    mortgage = cases.case_for(qin, parts(qin, whole.ref, now)["property-mortgage"].ref)
    assert mortgage.form["property_no"].startswith("BDCQ990100")
    assert mortgage.form["contract_on"] == "2026-02-12"


def test_a_licence_stands_for_the_material_that_it_is(city, lin, now):
    form = {
        "project": "青岚食品加工厂",
        "project_code": "2601-990100-04-01-123456",
        "builder": "青岚市明禾食品有限公司",
        "uscc": "91990101MA0000001Y",
        "contractor": "青岚建工",
        "area": "3000",
        "price": "900",
        "contact": "林晓",
        "phone": "13800000001",
        "site": "高新区1号",
        "diameter": "80",
        "capacity": "400",
        "supply": "单电源",
        "flow": "30",
    }
    whole = restaurant(lin, now, bundle="build-and-connect", form=form, items=["gas"])
    found = parts(lin, whole.ref, now)
    assert [p.status for p in found.values()] == ["running", "running", "running", "waiting"]

    walk(found["construction-permit"].ref, "granted", later(now, 1))

    gas = parts(lin, whole.ref, now)["gas"].ref
    number = cases.bundle_case(lin, whole.ref, at=now).parts[0].gives["number"]
    assert cases.case_for(lin, gas).form["permit_no"] == number
    assert cases.timeline(lin, gas)[0].data["given"] == {"permit": number}


def test_the_same_form_twice_is_one_application(city, lin, now):
    first = restaurant(lin, now, key="k1")
    again = restaurant(lin, now, key="k1")

    assert again.ref == first.ref
    assert Case.objects.count() == 2


def test_the_draft_of_who_applies_for_another_goes_when_the_whole_is_opened(city, lin, now):
    agent = replace(lin, id="user:agent", mandate=7)
    name = "bundle:open-restaurant"
    for who in (lin, agent):
        cases.save_draft(item=name, region=city, form={"company": "半张表"}, by=who, at=now)
    restaurant(agent, now)
    assert cases.my_draft(agent, name, region=city) is None
    assert cases.my_draft(lin, name, region=city) is not None  # hers is another


def test_a_mistake_is_named_and_nothing_is_opened(city, lin, now):
    with pytest.raises(FormInvalid) as wrong:
        restaurant(lin, now, form={**RESTAURANT, "area": "", "phone": "12"})

    assert set(wrong.value.errors) == {"area", "phone"}
    assert Case.objects.count() == 0


def test_an_item_reopened_by_a_review_is_noted_on_the_whole(whole, lin, shen, now):
    first = parts(lin, whole.ref, now)["company-start"].ref
    walk(first, "refused", later(now, 1), reason="名称与已登记企业相同")
    cases.reopen(ref=first, ground="行政复议决定撤销原决定", by=shen, at=later(now, 5))
    while steps := [s for s in cases.case_for(SYSTEM, first).steps if s.state == "open"]:
        for step in steps:
            cases.complete_step(
                ref=first, step=step.code, result="pass", by=SYSTEM, at=later(now, 6)
            )
    cases.decide(ref=first, outcome="granted", by=SYSTEM, at=later(now, 7))

    last = cases.timeline(lin, whole.ref)[-1]
    assert last.name == "noted"
    assert "重新办理后：准予" in last.text


def test_one_visit_to_the_window_is_one_visit(city, lin, zhou, now):
    whole = restaurant(lin, now, by=zhou, channel="window")

    first = parts(lin, whole.ref, now)["company-start"].ref
    assert cases.case_for(lin, whole.ref).visits == 1
    assert cases.case_for(lin, first).visits == 0
    assert cases.case_for(lin, first).channel == "window"


def test_what_was_put_right_in_one_item_is_right_in_those_that_follow(whole, lin, zhou, now):
    first = parts(lin, whole.ref, now)["company-start"].ref
    cases.ask_correction(ref=first, items=["住所与租赁合同不一致"], by=zhou, at=later(now, 1))
    cases.supply(ref=first, form={"address": "东城区青年路18号"}, by=lin, at=later(now, 2))

    walk(first, "granted", later(now, 3))

    permit = parts(lin, whole.ref, now)["food-permit"].ref
    assert cases.case_for(lin, permit).form["address"] == "东城区青年路18号"


def test_my_applications_with_their_items(whole, lin, now):
    assert cases.my_bundles(lin, at=now) == {
        whole.ref: (parts(lin, whole.ref, now)["company-start"].ref,)
    }
