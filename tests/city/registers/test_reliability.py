"""SAIDI, SAIFI and ASAI are reckoned from the outages and the customers that are on record."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers_kit import entered

from yingshang.city.accounts.kinds import Actor
from yingshang.city.registers import service as registers

pytestmark = pytest.mark.django_db
GRID = Actor(id="hu", name="胡勇", role="reviewer", unit="990100-grid", region="990100")


def customers(now, number, district="东城区"):
    until = (now + timedelta(days=90)).date().isoformat()
    day = now.date().isoformat()
    form = {"district": district, "zone": "城市", "customers": str(number)}
    entered(GRID, "power-customers", {**form, "counted_on": day, "until": until}, now)


def outage(now, number, hours, hit, days_ago=10):
    day = (now - timedelta(days=days_ago)).date().isoformat()
    form = {
        "number": f"TD-{number}",
        "area": "明湖路",
        "district": "东城区",
        "zone": "城市",
        "kind": "故障",
        "started_on": day,
        "started_at": "08:00",
        "ended_on": day,
        "ended_at": "12:00",
        "hours": str(hours),
        "customers": str(hit),
        "customer_hours": str(hours * hit),
    }
    entered(GRID, "outages", form, now)


def reckoned(now):
    found = registers.counts(GRID, "outages", region="990100", on=now.date())
    return {f.code: f for f in found}


def test_a_worked_example(city, now):
    customers(now, 10_000)
    customers(now, 10_000, "西岭区")
    outage(now, 1, 4, 800)  # 3,200 customer hours
    outage(now, 2, 2, 1_400)  # 2,800
    outage(now, 3, 9, 9_000, days_ago=400)  # of another year
    got = reckoned(now)
    assert got["saidi"].value == Decimal("0.3")  # 6,000 / 20,000
    assert got["saifi"].value == Decimal("0.11")  # 2,200 / 20,000
    assert round(got["asai"].value, 6) == round(100 - Decimal(30) / 8760, 6)
    assert got["saidi"].denominator == 20_000


def test_without_customers_on_record_nothing_is_said(city, now):
    outage(now, 1, 4, 800)
    assert {reckoned(now)[code].value for code in ("saidi", "saifi", "asai")} == {None}


def test_the_records_behind_the_figure_are_those_of_the_year(city, now):
    customers(now, 100)
    outage(now, 1, 1, 10)
    outage(now, 2, 1, 10, days_ago=400)
    ask = registers.Asked(standing="count:saidi")
    page = registers.listing(GRID, "outages", ask, region="990100", on=now.date())
    assert page.total == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 24), st.integers(1, 500)), min_size=1, max_size=4))
def test_more_outages_never_make_power_more_reliable(city, now, hits):
    from django.db import transaction

    with transaction.atomic():
        customers(now, 1_000)
        last = Decimal(100)
        for number, (hours, hit) in enumerate(hits):
            outage(now, number, hours, hit)
            asai = reckoned(now)["asai"].value
            assert asai < last
            last = asai
        transaction.set_rollback(True)
