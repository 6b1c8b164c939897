"""Items of our own, so that no test here depends on the product's data."""

import pytest
from case_items import ORDER, PERMIT, TICKET
from case_samples import open_permit

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
    return open_permit(items, lin, now)


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
