"""The sample plan, kept in the sample city."""

import pytest
from plan_sample import TEXT, reading

from yingshang.city.plans import service as plans


@pytest.fixture
def plan(city, shen, now):
    return plans.store_reading(
        text=TEXT,
        reading=reading(),
        sha256="a" * 64,
        name="qinglan-2026.txt",
        region=city,
        by=shen,
        at=now,
    )


@pytest.fixture
def first(plan):
    """The first target: company start within 2 working days."""
    return plan.tasks[0].targets[0]
