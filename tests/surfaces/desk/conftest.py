"""Officers at their desks: signed-in browsers of the cast, and work that lies on the table."""

from collections.abc import Callable

import pytest
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "100",
    "scope": "餐饮服务",
    "address": "青岚市东城区学府路12号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}


@pytest.fixture
def at_desk(city) -> Callable[[str], Client]:
    """A browser in which this member of the cast is signed in."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(accounts.user_of(username))
        return client

    return sign_in


@pytest.fixture
def company():
    """The form of a new company, filled in rightly."""
    return dict(COMPANY)


@pytest.fixture
def filed(city, lin, company, now):
    """Lin's application to start a company, waiting for the window."""
    return cases.open_case(
        item="company-start",
        region=city,
        form=company,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )


@pytest.fixture
def filed_today(city, lin, company):
    """The same, handed in just now: a correction may only be asked for within five days."""
    from django.utils import timezone

    return cases.open_case(
        item="company-start",
        region=city,
        form=company,
        party=lin.party,
        channel="web",
        by=lin,
        at=timezone.now(),
    )


@pytest.fixture
def accepted(filed, zhou, now):
    """The same, accepted: the market regulator's step stands open."""
    return cases.accept(ref=filed.ref, by=zhou, at=now)
