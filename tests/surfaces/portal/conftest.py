"""Applicants at home: signed-in browsers, and forms filled in rightly."""

from collections.abc import Callable

import pytest
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "employees": "",
    "seals": "电子印章",
}


@pytest.fixture
def at_home(city) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(accounts.user_of(username))
        return client

    return sign_in


@pytest.fixture
def company() -> dict[str, str]:
    """The form of a new company."""
    return dict(COMPANY)


@pytest.fixture
def filed(city, lin, company, now):
    """Lin's application, waiting for the window."""
    return cases.open_case(
        item="company-start",
        region=city,
        form=company,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )


PLAN = """青岚市2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办2个工作日内办结。（牵头单位：市市场监管局）
2. 优化不动产登记。2026年底前一般登记3个工作日内办结。（牵头单位：市自然资源局）
"""


@pytest.fixture
def promised(city, fang, now):
    """A first comparison row of a plan that was imported."""
    plan = plans.import_plan(data=PLAN.encode(), name="方案.txt", region=city, by=fang, at=now)
    for task in plan.tasks:
        plans.confirm_whole(task=task.id, by=fang, at=now)
    return next(r for r in plans.compare(on=now.date()) if r.target)
