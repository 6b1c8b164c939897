"""A database from before seats were kept gets the same seats that the writer would have written."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from case_samples import open_permit, walk_steps
from django.apps import apps
from django.db import connection

from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Seat

MIGRATION = import_module("yingshang.city.cases.migrations.0005_seats_of_the_cases_there_are")


def seats():
    return sorted(Seat.objects.values_list("case", "unit", "stage", "queue_at"))


@pytest.mark.django_db
def test_old_cases_sit_where_new_ones_would(items, accepted, lin, ma, wu, shen, now):
    open_permit(items, lin, now)
    cases.open_case(  # nobody leads it yet
        item="test-order",
        region=items,
        form={"demand": "限期整改"},
        party=None,
        channel="system",
        by=shen,
        at=now,
    )
    walk_steps(accepted.ref, ma, wu, now)
    written = seats()
    assert len({stage for _case, _unit, stage, _at in written}) > 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_seat")
        cursor.execute(MIGRATION.SEATS)
    MIGRATION.receivers(apps, SimpleNamespace(connection=connection))
    assert seats() == written
