"""Whose plan it is: asked where nothing says so, not asked again once a person has said it."""

import pytest
from django.urls import reverse

from yingshang.city.plans.models import Preview

TEXT = """{title}
一、主要任务
（一）改造老旧管网。改造供水管网10公里。
牵头单位：{units}
完成时限：2026年12月底前
"""


@pytest.fixture
def hold(at_desk):
    def paste(title, units="区水务局、区发展改革委"):
        text = TEXT.format(title=title, units=units)
        return at_desk("fang").post(reverse("desk:plan_import"), {"region": "990100", "text": text})

    return lambda *args: paste(*args).url


def units_of(page):
    return {name: ours for name, _n, ours, _entry in page.context["one"].units}


def test_bureaus_of_a_district_are_not_the_citys(at_desk, hold):
    page = at_desk("fang").get(hold("青岚市2026年城市更新行动方案"))
    found = units_of(page)
    assert all("县区的部门" in ours for ours in found.values())


def test_bureaus_of_another_city_are_not_ours_before_anybody_is_asked(at_desk, hold):
    page = at_desk("fang").get(hold("上海市2026年城市更新行动方案", "市水务局、市财政局"))
    assert page.context["one"].elsewhere == "上海市"
    assert all(not ours or "该地没有单位表" in ours for ours in units_of(page).values())
    assert "本市名册里没有" not in page.content.decode()


def test_where_nothing_says_whose_plan_it_is_the_preview_asks_once(at_desk, hold):
    desk = at_desk("fang")
    held = hold("2026年城市更新行动方案", "市水务局")
    page = desk.get(held)
    assert "文中没有读出这是哪里的方案" in page.content.decode()
    again = desk.post(f"{held}move/", {"place": "青岚市"}, follow=True).content.decode()
    assert "文中没有读出这是哪里的方案" not in again


def test_who_has_said_the_place_is_not_pushed_back(at_desk, hold):
    desk = at_desk("fang")
    held = hold("上海市2026年城市更新行动方案")
    page = desk.post(f"{held}move/", {"place": "静安区"}, follow=True).content.decode()
    assert "静安区" in page
    assert "文中写的是" not in page
    assert "本市名册里没有" not in page


def test_a_district_of_ours_is_another_place(at_desk, hold):
    held = hold("青岚市东城区2026年城市更新行动方案")
    waiting = Preview.objects.get()
    waiting.reading["region"] = "青岚市东城区"
    waiting.save()
    one = at_desk("fang").get(held).context["one"]
    assert one.elsewhere == "青岚市东城区"
    assert not any("水利" in ours for _name, _n, ours, _entry in one.units)


def test_the_sentence_about_units_says_what_is_so(at_desk, hold):
    text = TEXT.format(title="青岚市2026年城市更新行动方案", units="x").replace("牵头单位：x\n", "")
    text += "二、职责分工\n区应急局负责监督检查，区财政局负责资金保障。\n"
    answer = at_desk("fang").post(reverse("desk:plan_import"), {"region": "990100", "text": text})
    page = at_desk("fang").get(answer.url).content.decode()
    assert "读出的任务都没有带单位" in page
    assert "文中没有写明任何单位" not in page
