"""A place that a plan made known lies under another: by its name, or as a person says."""

import pytest
from django.urls import reverse

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal

TEXT = """{place}2026年优化营商环境行动方案
一、主要任务
（一）压缩企业开办时间。企业开办全流程5个工作日内办结。
完成时限：2026年12月底前
"""


@pytest.fixture
def kept(city, now):
    def keep(region, place):
        data = TEXT.format(place=place).encode()
        found = plans.import_plan(data=data, name="x.txt", region=region, by=SYSTEM, at=now)
        return found.id

    return keep


def test_a_whole_name_says_what_the_place_lies_under(city, fang, now, kept):
    place = accounts.note_place(name="上海市松江区", by=fang, at=now)
    city_plan, district_plan = kept("310000", "上海市"), kept(place, "松江区")
    assert accounts.over_noted(place) == ("310000",)
    plans.lineage.declare(kind="superior", origin=city_plan, heir=district_plan, by=fang, at=now)
    assert [one.kind for one in plans.lineage.links(fang, district_plan)] == ["superior"]
    assert place not in dict(accounts.regions())
    assert accounts.districts("310000") == []


def test_a_place_without_a_superior_is_asked_for_it_in_the_preview(at_desk, city):
    desk = at_desk("fang")
    text = TEXT.format(place="上海市静安区")
    held = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": text}).url
    page = desk.post(f"{held}move/", {"place": "静安区"}, follow=True).content.decode()
    assert "静安区属于哪个市或省" in page
    page = desk.post(f"{held}above/", {"superior": "上海市"}, follow=True).content.decode()
    assert "静安区的上级是上海市" in page
    assert "属于哪个市或省" not in page


def test_a_superior_is_given_later_and_opens_the_link(at_desk, kept, fang, now):
    place = accounts.note_place(name="静安区", by=fang, at=now)
    over, mine = kept("310000", "上海市"), kept(place, "静安区")
    with pytest.raises(Refusal, match="不是上级地区"):
        plans.lineage.declare(kind="superior", origin=over, heir=mine, by=fang, at=now)
    desk = at_desk("fang")
    assert (
        "静安区属于哪个市或省" in desk.get(reverse("desk:plan_links", args=[mine])).content.decode()
    )
    address = reverse("desk:plan_place", args=[mine, "superior"])
    assert desk.post(address, {"superior": "静安区"}).status_code == 409
    desk.post(address, {"superior": "上海市"})
    plans.lineage.declare(kind="superior", origin=over, heir=mine, by=fang, at=now)


def test_a_declared_place_keeps_the_superior_of_the_data(at_desk, kept):
    plan = kept("990100", "青岚市")
    answer = at_desk("fang").post(
        reverse("desk:plan_place", args=[plan, "superior"]), {"superior": "上海市"}
    )
    assert answer.status_code == 409


def test_a_noted_province_is_one_and_its_city_is_a_city(fang, now):
    place = accounts.note_place(name="湖南省长沙市", by=fang, at=now)
    (over,) = accounts.over_noted(place)
    assert accounts.region_name(over) == "湖南省"
    assert over in dict(accounts.superiors())
    district = accounts.note_place(name="湖南省长沙市岳麓区", by=fang, at=now)
    assert accounts.over_noted(district) == (place, over)


def test_a_superior_is_not_taken_from_half_a_name(fang, now):
    accounts.note_place(name="杭州市西湖区", by=fang, at=now)
    place = accounts.note_place(name="灵隐街道", by=fang, at=now)
    with pytest.raises(Refusal, match="系统里有“杭州市西湖区”；上级地区请写全称"):
        accounts.give_superior(place=place, name="西湖区", by=fang, at=now)
    accounts.give_superior(place=place, name="杭州市西湖区", by=fang, at=now)


def test_who_may_not_edit_a_plan_gives_its_place_no_superior(at_desk, kept, fang, shen, now):
    place = accounts.note_place(name="静安区", by=fang, at=now)
    mine = kept(place, "静安区")
    plans.withdraw(plan=mine, reason="重复导入", by=shen, at=now)
    answer = at_desk("fang").post(
        reverse("desk:plan_place", args=[mine, "superior"]), {"superior": "上海市"}
    )
    assert answer.status_code == 404
    assert accounts.over_noted(place) == ()
