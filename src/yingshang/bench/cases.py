"""Cases completed per second through the service, beside a bare driver writing the same rows."""

import itertools
import sqlite3
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases import service
from yingshang.city.catalog import service as catalog

REGION, ITEM, NUMBER = "990100", "company-start", 60


class _Rollback(Exception):
    """Leaves the database as it was."""


def cases() -> list[dict[str, Any]]:
    """Apply, accept, six steps, decide with licence, close: each verb its own savepoint."""
    rows: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            rows.append(_through_service())
            raise _Rollback
    except _Rollback:
        pass
    rows.append(_bare(rows[0]["events"]))
    rows[0]["of_bare_driver"] = round(rows[0]["cases_per_s"] / rows[1]["cases_per_s"], 3)
    return rows


def _through_service() -> dict[str, Any]:
    at = timezone.now()
    item = catalog.item(ITEM, region=REGION, on=at.date())
    form = _form(at)
    actors = {
        role: Actor(f"bench-{role}", role, "reviewer", REGION, f"{REGION}-{role}")
        for role in {step["unit"] for step in item.body["steps"]} | {item.lead}
    }
    clerk = Actor("bench-clerk", "clerk", "clerk", REGION, f"{REGION}-hall")
    begun, events = time.perf_counter(), 0
    for _ in range(NUMBER):
        tick = (at + timedelta(seconds=i) for i in itertools.count())
        case = service.open_case(
            item=ITEM, region=REGION, form=form, party=None, channel="web", by=SYSTEM, at=next(tick)
        )
        service.accept(ref=case.ref, by=clerk, at=next(tick))
        for step in item.body["steps"]:
            service.complete_step(
                ref=case.ref,
                step=step["code"],
                result="pass",
                opinion="",
                by=actors[step["unit"]],
                at=next(tick),
            )
        lead = actors[item.lead]
        service.decide(ref=case.ref, outcome="granted", reason="", by=lead, at=next(tick))
        done = service.close(ref=case.ref, by=lead, at=next(tick))
        events += done.seq if done else 0
    took = time.perf_counter() - begun
    return {
        "what": f"{ITEM} through the service, one process, no commit between verbs",
        "database": connection.vendor,
        "cases_per_s": round(NUMBER / took, 1),
        "verbs_per_s": round(NUMBER * 10 / took),
        "events": events // NUMBER,
    }


def _form(at: datetime) -> dict[str, str]:
    return {
        "company": "青岚市测速餐饮有限公司",
        "company_type": "有限责任公司",
        "capital": "50",
        "scope": "餐饮服务",
        "address": "人民路1号",
        "legal_person": "林晓",
        "legal_person_id": "110105199005120022",
        "legal_person_birth": "1990-05-12",
        "phone": "13800000001",
        "seals": "电子印章",
    }


def _bare(events: int) -> dict[str, Any]:
    """A bare sqlite3 driver: the same number of rows, one transaction a verb, nothing decided."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute(
            "CREATE TABLE event(ref TEXT, seq INT, name TEXT, data TEXT, PRIMARY KEY(ref,seq))"
        )
        db.execute("CREATE TABLE kase(ref TEXT PRIMARY KEY, state TEXT, seq INT)")
        begun = time.perf_counter()
        for number in range(NUMBER):
            ref = f"{number:06d}"
            db.execute("INSERT INTO kase VALUES(?,?,?)", (ref, "submitted", 0))
            for seq in range(events):
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO event VALUES(?,?,?,?)", (ref, seq, "step-done", "x" * 300))
                db.execute("UPDATE kase SET seq=? WHERE ref=?", (seq, ref))
                db.execute("COMMIT")
        took = time.perf_counter() - begun
        db.close()
    return {"what": "bare sqlite3, same rows", "cases_per_s": round(NUMBER / took, 1)}
