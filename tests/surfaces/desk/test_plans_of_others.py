"""A plan of a place that is not ours is read and compared: nothing is sent out or split from it."""

import pytest
from django.urls import reverse

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
