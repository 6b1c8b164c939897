"""Every page with the demo data: median, p95 and queries, through the whole middleware stack.

Runs on the database of the settings, which must hold the demo (`yingshang demo load`). Requests
are made in the process, so no network and no server queue is in the numbers; those of the cockpit
are made over `yingshang serve` as well, by the user who sees most.
"""

import math
import os
import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from yingshang.bench.served import Served
from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision

ROUNDS, FEWER = 50, 20
SEES_MOST = "shen"
ONLY = os.environ.get("YINGSHANG_BENCH_PAGES", "")  # e.g. dashboard: the others are left out
CITY = "990100"
LINEAGE = "?code=on-time-rate&city=990100"


def pages() -> list[dict[str, Any]]:
    """One row a page: median, p95 and processor in ms, queries, kB; then how large the data are."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    with Served() as served:
        every = (*_addresses(), *_cockpit())
        rows = [_row(served, *one) for one in every if one[1].startswith(ONLY)]
    return [*rows, *_sizes()]


def _row(served: Served, username: str, name: str, path: str) -> dict[str, Any]:
    client = Client()
    if username:
        client.force_login(accounts.user_of(username), "django.contrib.auth.backends.ModelBackend")
    ours = name.startswith("dashboard:")
    row = _measure(client, username, name, path, ROUNDS if ours else FEWER)
    if ours and "status" not in row:
        took = served.took(path, client.cookies["sessionid"].value, ROUNDS)
        row |= {"served_median_ms": round(statistics.median(took), 1), "served_p95_ms": _p95(took)}
    return row


def _p95(took: list[float]) -> float:
    """The nearest of 100 that was measured."""
    return round(sorted(took)[math.ceil(0.95 * len(took)) - 1], 1)


def _sizes() -> Iterator[dict[str, Any]]:
    for label in ("cases.Case", "cases.CaseEvent", "indicators.Value", "plans.Target"):
        yield {"data": label, "rows": apps.get_model(label).objects.count()}


def _measure(client: Client, username: str, name: str, path: str, rounds: int) -> dict[str, Any]:
    response = client.get(path)
    if response.status_code != 200:
        return {"page": name, "role": username, "status": response.status_code}
    took, spent = [], time.process_time()
    for _ in range(rounds):
        begun = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begun) * 1000)
    spent = time.process_time() - spent
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return {
        "page": name,
        "role": username or "visitor",
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": _p95(took),
        "cpu_ms": round(spent * 1000 / rounds, 1),
        "queries": len(captured),
        "kB": round(len(response.content) / 1024),
    }


def _addresses() -> Iterator[tuple[str, str, str]]:
    yield "", "portal:home", reverse("portal:home")
    yield "", "portal:search", reverse("portal:search") + "?q=开公司"
    yield "", "portal:item", reverse("portal:item", args=["company-start"])
    yield "", "portal:compare", reverse("portal:compare")
    yield "lin", "portal:apply", reverse("portal:apply", args=["company-start"])
    yield "lin", "portal:my", reverse("portal:my")
    fang = accounts.actor_of(accounts.user_of("fang"))
    ref = next(iter(cases.facts(region=CITY)))["ref"]
    for username in ("zhou", "ma", "shen"):
        yield username, "desk:queue", reverse("desk:queue")
    yield "shen", "desk:case", reverse("desk:case", args=[ref])
    rows = plans.plans(fang)
    for row in (r for r in rows if r.region == CITY):
        yield "fang", "desk:plan", reverse("desk:plan", args=[row.id])
        promised = plans.promises(fang, plan=row.id, as_of=timezone.localdate())
        bound = next((p for p in promised if p.indicator), None)
        if bound:
            target = bound.target.id
            yield SEES_MOST, "dashboard:promise", reverse("dashboard:promise", args=[target])
    longest = max(rows, key=lambda row: row.tasks)
    yield "fang", f"desk:plan ({longest.tasks} tasks)", reverse("desk:plan", args=[longest.id])
    shen = accounts.actor_of(accounts.user_of("shen"))
    yield "shen", "desk:warnings", reverse("desk:warnings")
    for warning in supervision.warnings(shen)[:1]:
        yield "shen", "desk:warning", reverse("desk:warning", args=[warning.id])
    yield "shen", "desk:orders", reverse("desk:orders")
    yield "fang", "desk:reported", reverse("desk:reported")
    yield "zhou", "desk:new", reverse("desk:new")


def _cockpit() -> Iterator[tuple[str, str, str]]:
    """Every page of the cockpit, as the user sees it who sees most."""
    yield "he", "dashboard:cockpit", reverse("dashboard:cockpit")
    plain = ("cockpit", "leader", "indicators", "frontier", "reach", "league", "process",
             "simulation", "logs", "trees", "contradictions")  # fmt: skip
    for name in plain:
        yield SEES_MOST, f"dashboard:{name}", reverse(f"dashboard:{name}")
    more = {
        "cockpit, all": reverse("dashboard:cockpit") + "?show=all",
        "indicator": reverse("dashboard:indicator", args=["on-time-rate"]),
        "cases": reverse("dashboard:cases") + LINEAGE,
        "tree": reverse("dashboard:tree", args=["national"]),
        "process, a year": reverse("dashboard:process") + "?days=365",
    }
    for name, path in more.items():
        yield SEES_MOST, f"dashboard:{name}", path
