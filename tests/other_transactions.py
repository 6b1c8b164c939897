"""PostgreSQL's feed waits for every older transaction of the whole server, also for those of the
test processes beside this one. Here they are waited for, so that a test meets only its own."""

import time

import pytest
from django.db import connection

from yingshang.city.cases import _feed
from yingshang.city.cases import service as cases

OLDER = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname <> current_database()"
    " AND backend_xid IS NOT NULL AND age(backend_xid) > age(%s::text::xid)"
)


def wait_for_others():
    """Until what began in other databases before this call has ended."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as db:
        db.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text")
        (now,) = db.fetchone()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            db.execute(OLDER, [now])
            if db.fetchone() == (0,):
                return
            time.sleep(0.02)


@pytest.fixture
def only_own_transactions(monkeypatch):
    """Reading the feed, and asking for its end, waits for the other test processes first."""
    if connection.vendor != "postgresql":
        return

    def patient(of):
        def call(*args):
            if not connection.queries_logged:  # where queries are counted, the test waits itself
                wait_for_others()
            return of(*args)

        return call

    monkeypatch.setattr(_feed, "_stretch", patient(_feed._stretch))
    monkeypatch.setattr(cases, "feed_end", patient(cases.feed_end))
