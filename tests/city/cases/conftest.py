"""Items of our own, so that no test here depends on the product's data."""

import pytest
from case_items import FORM, ORDER, PERMIT, TICKET

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions


@pytest.fixture
def items(city, now):
    """Our three items, published for the sample city."""
    for body in (PERMIT, ORDER, TICKET):
        definitions.publish(kind="item", code=body["code"], region="", body=body, by=SYSTEM, at=now)
    return city


@pytest.fixture
def opened(items, lin, now):
    """Lin's application, submitted online."""
    return cases.open_case(
        item="test-permit",
        region=items,
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )


@pytest.fixture
def accepted(opened, zhou, now):
    """Lin's application, accepted at the window an hour later."""
    from datetime import timedelta

    return cases.accept(ref=opened.ref, by=zhou, at=now + timedelta(hours=1))


@pytest.fixture
def order(items, shen, now):
    """An order of the supervisor, without a lead unit yet."""
    return cases.open_case(
        item="test-order",
        region=items,
        form={"demand": "压减食品经营许可办理时间"},
        party=None,
        channel="system",
        by=shen,
        at=now,
    )
