"""A database of many cases: how long it takes to build, and what a page costs there.

`yingshang bench million` builds 10,000 and then 1,000,000 cases (YINGSHANG_BENCH_CASES for another
number) in PostgreSQL through the batch writer, and lets sixteen officers of a regular role work on
each through a real server. What a page costs must not grow with the number of cases.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from yingshang.bench.own_database import in_its_own_database

__all__ = ["built_and_used", "million"]

SMALL, LARGE = 10_000, 1_000_000
OFFICERS, SECONDS = 16, 60
OPEN = 5_000
"""Cases that are still open, in either size: a city's open work does not grow with its past."""
CEILINGS_MS = {"queue": 150, "case": 100, "verb": 150}


def million() -> list[dict[str, Any]]:
    """A row for each size, and one with what has grown between them."""
    large = int(os.environ.get("YINGSHANG_BENCH_CASES", LARGE))
    rows = [
        in_its_own_database("postgresql", "million", YINGSHANG_BENCH_CASES=str(number))
        for number in (SMALL, large)
    ]
    grown = {
        f"{kind}_grown": round(rows[1][f"{kind}_p95_ms"] / rows[0][f"{kind}_p95_ms"], 2)
        for kind in CEILINGS_MS
    }
    return [*rows, {"floor": "p95 ms " + str(CEILINGS_MS) + ", grown at most 2", **grown}]


def built_and_used() -> dict[str, Any]:
    """In a worker process with a database of its own: build, then work."""
    from django.db import connection

    from yingshang.bench.life import Lives
    from yingshang.bench.worker import prepared
    from yingshang.city.cases import service as cases
    from yingshang.surfaces.demo.people import load_cast

    number = int(os.environ["YINGSHANG_BENCH_CASES"])
    now = prepared()
    load_cast(at=now)
    lives = Lives(now - timedelta(days=365))
    begun = time.perf_counter()
    open_refs = _build(lives, number, now)
    took = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    begun = time.perf_counter()
    swept = cases.sweep(at=now)
    swept_in = time.perf_counter() - begun
    answer = {
        "cases": number,
        "open": len(open_refs),
        "built_in_s": round(took),
        "cases_per_s": round(number / took),
        "sweep_s": round(swept_in, 2),
        "swept": swept.open,
        "queries": _queries(open_refs[0]),
    }
    connection.close()
    return {**answer, **_worked_on(open_refs)}


def _build(lives: Any, number: int, now: datetime) -> list[str]:
    """`number` cases over a year, the last of them open; the numbers of those."""
    from yingshang.city.cases import service as cases

    chunk, made = 1000, 0
    pace = timedelta(days=364) / number
    refs: list[str] = []
    while made < number:
        part = [
            _spec(lives, lives.at + pace * (made + i), done=made + i < number - OPEN, now=now)
            for i in range(min(chunk, number - made))
        ]
        refs = [*refs, *cases.bulk(part)][-OPEN:]
        made += len(part)
        if made % 50_000 == 0:
            print(f"{made} cases", file=sys.stderr, flush=True)
    return refs


def _spec(lives: Any, at: datetime, *, done: bool, now: datetime) -> Any:
    from yingshang.bench.life import FORM, ITEM, REGION
    from yingshang.city.cases import service as cases

    if not done:  # spread the open ones over the last weeks, so that all lamps burn
        at = now - timedelta(hours=(at.microsecond + at.second * 7) % 300 + 2)
    acts = [cases.Act("accept", at + timedelta(minutes=30), lives.clerk)]
    if done:
        acts += [
            cases.Act(
                "complete_step",
                at + timedelta(hours=5),
                reviewer,
                {"step": step, "opinion": "材料齐全，同意"},
            )
            for step, reviewer in lives.reviewers.items()
        ]
        acts += [
            cases.Act("decide", at + timedelta(hours=30), lives.lead, {"outcome": "granted"}),
            cases.Act("close", at + timedelta(hours=31), lives.lead),
        ]
    return cases.CaseSpec(
        item=str(ITEM["code"]),
        region=REGION,
        form=FORM,
        by=lives.applicant,
        at=at,
        party=lives.applicant.party,
        acts=tuple(acts),
    )


def _queries(ref: str) -> dict[str, int]:
    """Queries of the two pages, counted in the process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from yingshang.city.accounts import service as accounts

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(accounts.user_of("wu"), "django.contrib.auth.backends.ModelBackend")
    counted = {}
    for name, path in (
        ("queue", "/desk/?item=bench-application&lamp=red"),
        ("case", f"/desk/cases/{ref}/"),
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counted[name] = len(captured)
    return counted


def _worked_on(refs: list[str]) -> dict[str, Any]:
    """p50 and p95 in ms of each kind of request, over all officers."""
    from yingshang.bench.crowd import Officer, crowd

    port = _free_port()
    command = [sys.executable, "-m", "yingshang", "serve", "--port", str(port), "--no-jobs"]
    command += ["--workers", "2"]  # as one would on two cores
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        share = len(refs) // OFFICERS
        officers = [
            Officer("127.0.0.1", port, "wu", refs[n * share : (n + 1) * share], seed=n)
            for n in range(OFFICERS)
        ]
        crowd(officers[:2], seconds=5, item="bench-application")  # templates and plans warm
        for officer in officers:
            officer.took.clear()
        took = crowd(officers, seconds=SECONDS, item="bench-application")
    finally:
        server.terminate()
        server.wait()
    return dict(_figures(took))


def _figures(took: dict[str, list[float]]) -> Iterator[tuple[str, Any]]:
    for kind, seconds in took.items():
        yield f"{kind}_requests", len(seconds)
        yield f"{kind}_p50_ms", round(statistics.median(seconds) * 1000)
        yield f"{kind}_p95_ms", round(sorted(seconds)[int(len(seconds) * 0.95) - 1] * 1000)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")
