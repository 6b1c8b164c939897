"""A plan of a place that is not ours is read and compared: nothing is sent out or split from it."""

import pytest
from django.urls import reverse

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans

TEXT = """上海市2026年优化营商环境行动方案
一、主要任务
（一）压缩企业开办时间。企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：长期坚持
"""


def page(desk, name, plan):
    return desk.get(reverse(f"desk:{name}", args=[plan])).content.decode()


@pytest.fixture
def kept(city, fang, now):
    def keep(region, text=TEXT):
        data = text.encode()
        return plans.import_plan(data=data, name="x.txt", region=region, by=fang, at=now).id

    return keep


def test_a_plan_of_another_city_offers_neither_sending_nor_splitting(at_desk, kept):
    desk = at_desk("fang")
    theirs = kept("310000")
    shown = page(desk, "plan", theirs)
    assert "逐条核对" in shown
    for name in ("plan_send", "plan_splits"):
        assert reverse(f"desk:{name}", args=[theirs]) not in shown
    ours = kept("990100", TEXT.replace("上海", "青岚"))
    shown = page(desk, "plan", ours)
    for name in ("plan_send", "plan_splits"):
        assert reverse(f"desk:{name}", args=[ours]) in shown


def test_what_the_plan_says_instead_of_a_day_stands_on_the_send_page(at_desk, kept):
    shown = page(at_desk("fang"), "plan_send", kept("990100", TEXT.replace("上海", "青岚")))
    assert "长期坚持" in shown
    assert "方案没有写时限" not in shown


@pytest.mark.parametrize(
    ("region", "place", "why"),
    [("310000", "上海", "“上海市”不由本平台督办"), ("990101", "东城", "下面没有登记县区")],
)
def test_what_is_not_split_to_counties_says_why(at_desk, city, now, region, place, why):
    data = TEXT.replace("上海", place).encode()
    kept = plans.import_plan(data=data, name="x.txt", region=region, by=SYSTEM, at=now)
    desk = at_desk("fang")
    shown = page(desk, "plan_splits", kept.id)
    assert "这份方案的目标不分解到县区" in shown
    assert why in shown
    target = kept.tasks[0].targets[0].id
    assert why in desk.get(reverse("desk:split", args=[kept.id, target])).content.decode()


def test_the_parts_of_a_city_with_a_bureau_of_its_own_are_its_own(at_desk, city, now):
    data = TEXT.replace("上海", "澜州").encode()
    kept = plans.import_plan(data=data, name="x.txt", region="990200", by=SYSTEM, at=now)
    desk = at_desk("fang")
    assert desk.get(reverse("desk:plan", args=[kept.id])).status_code == 200
    target = kept.tasks[0].targets[0].id
    for name, args in (("plan_splits", []), ("plan_splits_file", []), ("split", [target])):
        assert desk.get(reverse(f"desk:{name}", args=[kept.id, *args])).status_code == 404
