"""The plan read and confirmed, its tasks sent out."""

from dataclasses import replace

import pytest
from ledger_sample import day, reviewed_plan

from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.plans import service as plans


@pytest.fixture
def deng(city):
    """Registrar of the natural resources bureau, which leads the measured task."""
    return actor_of(user_of("deng"))


@pytest.fixture
def hou(deng):
    """Somebody of the housing bureau, which cooperates."""
    return replace(deng, id="hou", name="侯立", unit="990100-housing")


@pytest.fixture
def reviewed(city, shen):
    """The plan imported; every task confirmed; the first target bound."""
    return reviewed_plan(shen, at=day(1, 6))


@pytest.fixture
def sent(reviewed, shen):
    """Numbers of the cases of the three tasks, sent out on 7 January."""
    return plans.send_tasks(plan=reviewed.id, by=shen, at=day(1, 7))


@pytest.fixture
def measured(sent, deng):
    """The measured task, signed for by the unit that leads it."""
    plans.sign_task(ref=sent[0], contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    return sent[0]


@pytest.fixture
def worded(sent, wu):
    """The unquantified task, signed for by the tax bureau."""
    plans.sign_task(ref=sent[1], contact="吴涛", phone="0999-7654321", by=wu, at=day(1, 8))
    return sent[1]
