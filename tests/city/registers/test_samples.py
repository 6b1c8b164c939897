"""The demo holds every register's samples, marked, in fictional cities only."""

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.registers import service as registers

pytestmark = pytest.mark.django_db


def test_samples_are_entered_once_and_say_that_they_are_samples(city, fang, now):
    number = registers.enter_samples(region=city, by=SYSTEM, at=now)
    assert number > 5
    assert registers.enter_samples(region=city, by=SYSTEM, at=now) == 0
    rows = registers.directory(fang, region=city, on=now.date())
    page = registers.listing(fang, "intermediaries", registers.Asked(), region=city, on=now.date())
    assert page.total == {row.code: row.records for row in rows}["intermediaries"] > 0
    assert {
        change.source for change in registers.history(fang, page.rows[0].id, on=now.date())
    } == {"demo"}


def test_a_real_city_gets_none(city, now):
    with pytest.raises(Refusal):
        registers.enter_samples(region="210800", by=SYSTEM, at=now)
