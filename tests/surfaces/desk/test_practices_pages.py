"""The library of practices at the desk: learned from a promise, weighed, made a task."""

import pytest
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans

PLAN = """{city}2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办{days}个工作日内办结。（牵头单位：市市场监管局）
"""


@pytest.fixture
def target(city, now):
    """What another city promises; ours promises two days."""
    for region, name, days in (("990100", "青岚市", 2), ("990200", "澜州市", 1)):
        text = PLAN.format(city=name, days=days).encode()
        found = plans.import_plan(data=text, name=f"{region}.txt", region=region, by=SYSTEM, at=now)
    return found.tasks[0].targets[0].id


def browser(name):
    client = Client()
    client.force_login(accounts.user_of(name))
    return client


def test_a_promise_is_learned_weighed_and_made_a_task_on_the_pages(target, city):
    fang = browser("fang")
    metric = fang.get("/promises/company-start-time/").content.decode()
    assert f"/desk/practices/learn/{target}/" in metric
    form = fang.get(f"/desk/practices/learn/{target}/").content.decode()
    assert "1个工作日内办结" in form
    wrong = fang.post(f"/desk/practices/learn/{target}/", {"practice": "一日办结"})
    assert wrong.status_code == 422
    told = {"practice": "一日办结", "gap": "慢一天", "owner": "市市场监督管理局", "evidence": ""}
    page = fang.post(f"/desk/practices/learn/{target}/", told)
    assert page.status_code == 302
    where = page.headers["Location"]
    again = fang.post(f"/desk/practices/learn/{target}/", told)
    assert again.status_code == 422
    assert "已在做法库" in fang.get("/promises/company-start-time/").content.decode()
    no = fang.post(f"{where}do/decide/", {"version": 1, "status": "不采用", "reason": ""})
    assert no.status_code == 422
    assert "理由" in no.content.decode()
    plan = plans.plans(SYSTEM, region="990100")[0].id
    send = {"version": 1, "plan": plan, "title": "企业开办一日办结", "lead": "市市场监督管理局"}
    assert fang.post(f"{where}do/plan/", send).status_code == 302
    page = fang.get(where).content.decode()
    assert "拟推行" in page
    assert f"/desk/plans/{plan}/#task-" in page
    assert "企业开办一日办结" in fang.get(f"/desk/plans/{plan}/").content.decode()
    assert "一日办结" in fang.get("/desk/practices/?q=一日&status=拟推行").content.decode()
    assert "没有这样的做法" in fang.get("/desk/practices/?status=试点").content.decode()


def test_who_does_not_keep_the_library_reads_it_only(target, city):
    zhou = browser("zhou")
    assert zhou.get("/desk/practices/").status_code == 200
    assert zhou.get(f"/desk/practices/learn/{target}/").status_code == 404
    assert browser("lin").get("/desk/practices/").status_code == 404
    assert browser("fang").get("/desk/practices/999999/").status_code == 404
