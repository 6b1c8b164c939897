"""Workers are really killed (SIGKILL) while they work: nothing acknowledged is lost or half done.

On the database that the tests run on: a file of SQLite, or a new database on the PostgreSQL server.
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from yingshang.bench.faults import killed, sound

KILLS = 20


@pytest.fixture
def address(request) -> Iterator[str | None]:
    """Where the workers' own database is; None for a new file of SQLite."""
    if connection.vendor == "sqlite":
        yield None
        return
    import psycopg

    place = settings.DATABASES["default"]
    name = f"yingshang_faults_{os.getpid()}"
    who, host, port = place["USER"], place["HOST"], place["PORT"]
    with psycopg.connect(
        host=host, port=port, user=who, password=place["PASSWORD"], dbname="postgres"
    ) as server:
        server.autocommit = True
        server.execute(f"CREATE DATABASE {name}")
        yield f"postgres://{who}:{place['PASSWORD']}@{host}:{port}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_two_workers_decide_nothing_twice(address):
    found = killed(KILLS, seed=20, url=address, longest=0.2)
    assert sound(found), found
    assert found["acknowledged"] > KILLS, "the workers did hardly anything"
    assert found["acknowledged"] <= found["events"]
    # each loser was told why in a way that he can act on
    assert set(found["losers_told"]) <= {"stale", "state-decided"}, found
