"""From views of the services to answers: heads, whole cases, ETags, answers kept for a repeat."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.surfaces.api import shapes as s

__all__ = ["digest", "etag", "expected_seq", "head", "kept", "record_look", "told", "whole"]

SAME = (
    "ref",
    "seq",
    "item",
    "item_name",
    "state",
    "state_label",
    "subject",
    "unit",
    "unit_name",
    "district",
    "channel",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "due_at",
    "lamp",
    "outcome",
    "outcome_label",
)
MORE = (
    "item_version",
    "party_name",
    "reason",
    "statutory_due_at",
    "promised_due_at",
    "acceptance_due_at",
    "paused_at",
    "closed_at",
    "corrections",
)


def head(case: Any) -> dict[str, Any]:
    """What a CaseRow and a CaseView have in common, without personal data."""
    values = {name: getattr(case, name) for name in SAME}
    if hasattr(case, "holder_unit"):
        values["holder"] = case.holder_unit.unit
        values["open_steps"] = [step.name for step in case.steps if step.state == "open"]
    else:
        values["holder"] = case.holder
        values["open_steps"] = list(case.open_steps)
    return values


def whole(by: Actor, case: cases.CaseView, *, at: datetime, events: bool) -> dict[str, Any]:
    """One case with its fields, steps, clocks and, if asked for, events."""
    clock = cases.clock(by, case.ref, at=at)
    values = head(case) | {name: getattr(case, name) for name in MORE}
    values |= {
        "correction_items": list(case.correction_items),
        "fields": list(case.fields),
        "files": list(case.files),
        "steps": list(case.steps),
        "clocks": list(clock.limits),
        "pauses": list(clock.pauses),
        "verbs": sorted(cases.allowed(by, case.ref)),
        "events": cases.timeline(by, case.ref) if events else None,
    }
    return values


def record_look(by: Actor, case: cases.CaseView, *, at: datetime) -> None:
    """Before an answer with personal data in full goes out; raises where it cannot be recorded."""
    shown = [field.label for field in case.fields if field.personal and not field.masked]
    cases.record_look(case=case, by=by, at=at, page="api", fields=shown)


def etag(seq: int) -> str:
    return f'"{seq}"'


def expected_seq(request: HttpRequest) -> int | None:
    """What If-Match says the caller has seen; -1 (which no case has) for anything unreadable."""
    text = request.headers.get("If-Match", "").strip()
    if not text or text == "*":
        return None
    number = text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1


def kept(
    request: HttpRequest, by: Actor, key: str | None, at: datetime, do: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do it, once where the caller gave an Idempotency-Key; a repeat is told by a header."""
    if key is None:
        return do()

    def answer() -> accounts.Answer:
        made = do()
        return accounts.Answer(
            made.status_code, made.content.decode(), made.headers.get("ETag", "")
        )

    found = accounts.once(by=by, key=key, digest=digest(request), at=at, do=answer)
    response = HttpResponse(found.body, status=found.status, content_type="application/json")
    if found.etag:
        response.headers["ETag"] = found.etag
    if found.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    location = json.loads(found.body).get("ref") if found.status == 201 else None
    if location:
        response.headers["Location"] = f"/api/v1/cases/{location}"
    return response


def digest(request: HttpRequest) -> str:
    """What makes a request the same request: address, what was seen, content."""
    parts = [request.method or "", request.get_full_path(), request.headers.get("If-Match", "")]
    return sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


def told(case: Any, *, status: int = 200) -> HttpResponse:
    """The head of a case after a verb, with its new ETag."""
    body = s.CaseHead.model_validate(head(case)).model_dump_json()
    response = HttpResponse(body, status=status, content_type="application/json")
    response.headers["ETag"] = etag(case.seq)
    if status == 201:
        response.headers["Location"] = f"/api/v1/cases/{case.ref}"
    return response
