"""One application from submission to licence, verb by verb, each verb its own transaction.

Submit, accept, three parallel steps of three bureaus, decide with licence: through the service,
with access, clocks, hashes, seats, due dates and messages, as a page or a bureau's system does it.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.accounts.service import ensure_party
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions

__all__ = ["REGION", "Lives", "publish_item"]

REGION = "990100"
UNITS = {"tax": "tax", "seal": "police", "insurance": "social"}
ITEM = {
    "code": "bench-application",
    "name": "测速申请",
    "family": "application",
    "handled": "here",
    "audience": "enterprise",
    "lead": "market",
    "limits": {
        "acceptance": {"value": 5, "unit": "workday"},
        "statutory": {"value": 20, "unit": "workday"},
        "promised": {"value": 8, "unit": "workday"},
        "delivery": {"value": 10, "unit": "workday"},
    },
    "fields": [
        {"name": "company", "label": "名称", "type": "text", "required": True},
        {"name": "address", "label": "住所", "type": "text", "required": True},
        {"name": "phone", "label": "手机", "type": "phone", "required": True, "personal": True},
    ],
    "materials": [],
    "steps": [
        {"code": code, "name": code, "unit": unit, "limit": {"value": 2, "unit": "workday"}}
        for code, unit in UNITS.items()
    ],
    "outcomes": ["granted", "refused"],
    "licence": {"type": "bench", "name": "测速证", "prefix": "CS", "holder": "company"},
}
FORM = {"company": "青岚市测速餐饮有限公司", "address": "人民路1号", "phone": "13800000001"}


def publish_item(at: datetime) -> None:
    """The item of the bench, in the database of the settings."""
    definitions.publish(
        kind="item", code=str(ITEM["code"]), region=REGION, body=dict(ITEM), by=SYSTEM, at=at
    )


class Lives:
    """Walks cases through their lives; the same people do the same work each time."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        party = ensure_party(
            kind="enterprise", name="测速公司", code="91440300192203821X", by=SYSTEM, at=at
        )
        self.applicant = Actor("bench-lin", "林晓", "applicant", REGION, None, party)
        self.clerk = Actor("bench-zhou", "周敏", "clerk", REGION, f"{REGION}-hall")
        self.lead = Actor("bench-ma", "马骏", "reviewer", REGION, f"{REGION}-market")
        self.reviewers = {
            step: Actor(f"bench-{unit}", unit, "reviewer", REGION, f"{REGION}-{unit}")
            for step, unit in UNITS.items()
        }

    def one(self) -> str:
        """One whole life; the number of the case."""
        at = self.at = self.at + timedelta(seconds=1)
        by = self.applicant
        case = cases.open_case(
            item=str(ITEM["code"]),
            region=REGION,
            form=FORM,
            party=by.party,
            channel="web",
            by=by,
            at=at,
        )
        cases.accept(ref=case.ref, by=self.clerk, at=at)
        for step, reviewer in self.reviewers.items():
            cases.complete_step(ref=case.ref, step=step, result="pass", by=reviewer, at=at)
        cases.decide(ref=case.ref, outcome="granted", by=self.lead, at=at)
        return case.ref

    def many(self, number: int) -> dict[str, Any]:
        """`number` lives one after another, and how long they took."""
        begun = time.perf_counter()
        for _ in range(number):
            self.one()
        took = time.perf_counter() - begun
        return {"cases": number, "seconds": took, "database": connection.vendor}
