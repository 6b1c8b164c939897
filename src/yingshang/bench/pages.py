"""Every page with the demo data: median, p95 and queries, through the whole middleware stack.

Runs on the database of the settings, which must hold the demo (`yingshang demo load`). Requests
are made in the process, so no network and no server queue is in the numbers.
"""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision

ROUNDS = 20
CITY = "990100"
LINEAGE = "?code=on-time-rate&city=990100"


def pages() -> list[dict[str, Any]]:
    """One row a page: role, median and p95 in ms, queries, bytes."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    rows = []
    for username, name, path in _addresses():
        client = Client()
        if username:
            client.force_login(
                accounts.user_of(username), "django.contrib.auth.backends.ModelBackend"
            )
        rows.append(_measure(client, username, name, path))
    rows.append({"data": "cases", "number": sum(1 for _ in cases.facts())})
    return rows


def _measure(client: Client, username: str, name: str, path: str) -> dict[str, Any]:
    response = client.get(path)
    if response.status_code != 200:
        return {"page": name, "role": username, "status": response.status_code}
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return {
        "page": name,
        "role": username or "visitor",
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(sorted(took)[int(ROUNDS * 0.95) - 1], 1),
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
            yield "he", "dashboard:promise", reverse("dashboard:promise", args=[target])
    longest = max(rows, key=lambda row: row.tasks)
    yield "fang", f"desk:plan ({longest.tasks} tasks)", reverse("desk:plan", args=[longest.id])
    shen = accounts.actor_of(accounts.user_of("shen"))
    yield "shen", "desk:warnings", reverse("desk:warnings")
    for warning in supervision.warnings(shen)[:1]:
        yield "shen", "desk:warning", reverse("desk:warning", args=[warning.id])
    yield "shen", "desk:orders", reverse("desk:orders")
    yield "fang", "desk:reported", reverse("desk:reported")
    yield "zhou", "desk:new", reverse("desk:new")
    yield "he", "dashboard:cockpit", reverse("dashboard:cockpit")
    yield "he", "dashboard:cockpit, all", reverse("dashboard:cockpit") + "?show=all"
    yield "he", "dashboard:indicators", reverse("dashboard:indicators")
    yield "he", "dashboard:cases", reverse("dashboard:cases") + LINEAGE
    yield "he", "dashboard:frontier", reverse("dashboard:frontier")
    yield "he", "dashboard:contradictions", reverse("dashboard:contradictions")
