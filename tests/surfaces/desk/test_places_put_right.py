"""A noted place whose name is wrong, or that was noted twice, is put right; its plans follow."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.models import User
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.audit import service as audit
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan, PlanEvent
from yingshang.kernel.flow import Refusal

TEXT = """{place}2026年优化营商环境行动方案
一、主要任务
（一）压缩企业开办时间。企业开办全流程5个工作日内办结。
完成时限：2026年12月底前
"""


@pytest.fixture
def kept(city, now):
    def keep(region, place, by=SYSTEM, text=TEXT):
        data = text.format(place=place).encode()
        found = plans.import_plan(data=data, name="x.txt", region=region, by=by, at=now)
        return found.id

    return keep


@pytest.fixture
def far(shen):
    """A supervisor of another city."""
    User.objects.create(username="far", label="远", role="supervisor", region_id="990200")
    return replace(shen, id="far", name="远", region="990200", unit=None)


def act(desk, plan, verb, **said):
    return desk.post(reverse("desk:plan_place", args=[plan, verb]), said, follow=True)


def test_a_wrong_name_is_put_right_and_its_plan_and_history_say_so(at_desk, kept, fang, now):
    place = accounts.note_place(name="清和市", by=fang, at=now)
    mine = kept(place, "清河市", by=fang)
    desk = at_desk("fang")
    page = desk.get(reverse("desk:plan_links", args=[mine])).content.decode()
    assert "更正名称" in page
    page = act(desk, mine, "rename", name="清河市", reason="抄错了").content.decode()
    assert "“清和市”改为“清河市”" in page
    assert plans.plan_row(fang, mine).region_name == "清河市"
    event = PlanEvent.objects.get(name="headed")
    assert (event.field, event.old, event.new, event.reason) == (
        "region", "清和市", "清河市", "抄错了",
    )  # fmt: skip
    (record,) = audit.records(obj=f"region:{place}", within="place.rename")
    assert record.detail["old"] == "清和市"


@pytest.mark.parametrize(
    ("name", "reason", "why"),
    [
        ("上海市", "x", "已经有“上海市”了"),
        ("清和市", "x", "名称没有变"),
        ("abc", "x", "不像地名"),
        ("清河市", " ", "请写明为什么"),
    ],
)
def test_a_name_that_cannot_be_is_refused(kept, at_desk, fang, now, name, reason, why):
    place = accounts.note_place(name="清和市", by=fang, at=now)
    answer = act(at_desk("fang"), kept(place, "清河市"), "rename", name=name, reason=reason)
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert accounts.region_name(place) == "清和市"


def test_a_longer_name_says_what_the_place_lies_under(fang, now, city):
    place = accounts.note_place(name="静安区", by=fang, at=now)
    accounts.rename_place(place=place, name="上海市静安区", reason="补全", by=fang, at=now)
    assert accounts.over_noted(place) == ("310000",)


@pytest.mark.parametrize("name", ["清和市东区", "河阳市西县"])
def test_a_name_that_puts_a_place_under_itself_or_what_is_under_it_is_refused(
    name, fang, now, city
):
    place = accounts.note_place(name="清和市", by=fang, at=now)
    under = accounts.note_place(name="河阳市", by=fang, at=now)
    accounts.give_superior(place=under, name="清和市", by=fang, at=now)
    with pytest.raises(Refusal, match=f"按“{name}”这个名称，它的上级会是它自己或它的下级"):
        accounts.rename_place(place=place, name=name, reason="x", by=fang, at=now)
    assert accounts.over_noted(under) == (place,)
    assert accounts.over_noted(place) == ()


def test_two_that_are_the_same_are_merged_and_plans_districts_and_names_follow(
    at_desk, kept, fang, now
):
    right = accounts.note_place(name="清河市", by=fang, at=now)
    wrong = accounts.note_place(name="清和市", by=fang, at=now)
    under = accounts.note_place(name="清和市东区", by=fang, at=now)
    first, second = kept(right, "清河市"), kept(wrong, "清和市", text=TEXT + "附件\n")
    page = act(at_desk("fang"), second, "merge", into="清河市", reason="同一个").content.decode()
    assert "“清和市”的方案都归到“清河市”" in page
    assert set(Plan.objects.values_list("pk", "region")) == {(first, right), (second, right)}
    assert accounts.over_noted(under) == (right,)
    assert accounts.region_name(wrong) == "清河市"
    assert wrong not in dict(accounts.noted())
    assert wrong not in dict(accounts.regions())
    assert accounts.note_place(name="清和市", by=fang, at=now) == right
    with pytest.raises(Refusal, match="已经并入别的地方"):
        accounts.merge_place(place=wrong, into="上海市", reason="x", by=fang, at=now)


def test_the_same_paper_in_both_places_is_no_merger_until_one_is_withdrawn(kept, shen, now):
    right = accounts.note_place(name="清河市", by=shen, at=now)
    wrong = accounts.note_place(name="清和市", by=shen, at=now)
    said = {"place": wrong, "into": "清河市", "reason": "同一个", "by": shen, "at": now}
    first, second = kept(right, "清河市"), kept(wrong, "清河市")
    with pytest.raises(Refusal, match="请先撤回“清和市”的那一份"):
        accounts.merge_place(**said)
    plans.withdraw(plan=second, reason="重复", by=shen, at=now)
    accounts.merge_place(**said)
    assert set(Plan.objects.values_list("pk", "region")) == {(first, right), (second, right)}
    assert PlanEvent.objects.filter(plan=second, name="headed", new="清河市").exists()
    assert kept(right, "清河市") == first


def test_of_two_withdrawn_papers_the_last_comes_back(kept, shen, now):
    right = accounts.note_place(name="清河市", by=shen, at=now)
    wrong = accounts.note_place(name="清和市", by=shen, at=now)
    first, second = kept(right, "清河市"), kept(wrong, "清河市")
    plans.withdraw(plan=second, reason="重复", by=shen, at=now)
    plans.withdraw(plan=first, reason="重复", by=shen, at=now + timedelta(hours=1))
    accounts.merge_place(place=wrong, into="清河市", reason="同一个", by=shen, at=now)
    assert kept(right, "清河市") == first
    assert set(Plan.objects.filter(withdrawn_at=None).values_list("pk", flat=True)) == {first}


def test_the_paper_that_is_withdrawn_there_is_no_hindrance(kept, shen, now):
    right = accounts.note_place(name="清河市", by=shen, at=now)
    wrong = accounts.note_place(name="清和市", by=shen, at=now)
    first, second = kept(right, "清河市"), kept(wrong, "清河市")
    plans.withdraw(plan=first, reason="重复", by=shen, at=now)
    accounts.merge_place(place=wrong, into="清河市", reason="同一个", by=shen, at=now)
    assert kept(right, "清河市") == second


def test_a_place_is_not_merged_into_a_city_that_has_its_own_bureau(kept, fang, now):
    wrong = accounts.note_place(name="清和市", by=fang, at=now)
    with pytest.raises(Refusal, match="您不负责该地区"):
        accounts.merge_place(place=wrong, into="澜州市", reason="x", by=fang, at=now)


@pytest.mark.parametrize("into", ["清和市", "没有的市", "清和市东区"])
def test_a_place_is_not_merged_into_itself_what_is_under_it_or_nothing(into, fang, now, city):
    wrong = accounts.note_place(name="清和市", by=fang, at=now)
    accounts.note_place(name="清和市东区", by=fang, at=now)
    with pytest.raises(Refusal):
        accounts.merge_place(place=wrong, into=into, reason="x", by=fang, at=now)


def test_what_another_city_noted_and_keeps_plans_of_is_changed_by_that_city(
    at_desk, kept, far, fang, now
):
    place = accounts.note_place(name="静安区", by=far, at=now)
    mine = kept(place, "静安区", by=far)
    accounts.give_superior(place=place, name="上海市", by=fang, at=now)  # it was empty
    with pytest.raises(Refusal, match="不是您的城市登记的，澜州市也有它的方案"):
        accounts.give_superior(place=place, name="浙江省", by=fang, at=now)
    with pytest.raises(Refusal, match="不是您的城市登记的"):
        accounts.rename_place(place=place, name="静宁区", reason="x", by=fang, at=now)
    with pytest.raises(Refusal, match="不是您的城市登记的"):
        accounts.merge_place(place=place, into="上海市", reason="x", by=fang, at=now)
    page = at_desk("fang").get(reverse("desk:plan_links", args=[mine])).content.decode()
    assert "由登记它的城市更正" in page
    assert "更正名称" not in page
    accounts.give_superior(place=place, name="浙江省", by=far, at=now)
    accounts.rename_place(place=place, name="静宁区", reason="x", by=far, at=now)


def test_what_nobody_else_keeps_plans_of_may_be_changed_by_who_needs_it(kept, far, fang, now):
    place = accounts.note_place(name="静安区", by=far, at=now)
    kept(place, "静安区", by=fang)
    accounts.rename_place(place=place, name="静宁区", reason="x", by=fang, at=now)
    assert accounts.region_name(place) == "静宁区"


def test_a_merger_that_is_refused_leaves_the_name_on_every_page(at_desk, kept, fang, now):
    right = accounts.note_place(name="清河市", by=fang, at=now)
    wrong = accounts.note_place(name="清和市", by=fang, at=now)
    kept(right, "清河市", by=fang)
    mine = kept(wrong, "清河市", by=fang)
    page = act(at_desk("fang"), mine, "merge", into="清河市", reason="同一个").content.decode()
    assert "请先撤回“清和市”的那一份" in page
    assert "“清和市”写错了的" in page
    assert accounts.region_name(wrong) == "清和市"


def test_who_keeps_plans_under_a_place_is_asked_for_at_once_however_many_there_are(
    kept, far, fang, now, django_assert_max_num_queries
):
    place = accounts.note_place(name="清和市", by=far, at=now)
    for n in "东西南北中":
        under = accounts.note_place(name=f"清和市{n}区", by=far, at=now)
        kept(under, f"清和市{n}区", by=far, text=TEXT + n)
    with django_assert_max_num_queries(5):
        assert not accounts.may_change_place(fang, place)
    assert accounts.may_change_place(far, place)


def test_twins_that_stayed_behind_before_follow_when_the_house_is_brought_up_to_date(
    kept, shen, now
):
    right = accounts.note_place(name="清河市", by=shen, at=now)
    wrong = accounts.note_place(name="清和市", by=shen, at=now)
    first, second = kept(right, "清河市"), kept(wrong, "清河市")
    plans.withdraw(plan=second, reason="重复", by=shen, at=now)
    accounts.merge_place(place=wrong, into="清河市", reason="同一个", by=shen, at=now)
    Plan.objects.filter(pk=second).update(region=wrong)
    moved = import_module("yingshang.city.plans.migrations.0016_withdrawn_twins_follow_their_place")
    moved.follow(apps, None)
    assert set(Plan.objects.values_list("pk", "region")) == {(first, right), (second, right)}
