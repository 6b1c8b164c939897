"""From the database back to a case in hand: replay its facts, trust no cached column."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from yingshang.city.cases._flows import ItemFlow, item_flow_by_id
from yingshang.city.cases._work import Work
from yingshang.city.cases.models import Case, CaseEvent, EventPayload
from yingshang.kernel.flow import Event, replay

__all__ = ["events_of", "form_of", "header_of", "work_of"]


def events_of(ref: str) -> tuple[list[Event], list[str]]:
    """The facts of a case, oldest first, and the names shown for those who made them."""
    rows = CaseEvent.objects.filter(case=ref).order_by("seq")
    events, names = [], []
    for name, by, by_name, at, data in rows.values_list("name", "by", "by_name", "at", "data"):
        events.append(Event(name, by, at, json.loads(data)))
        names.append(by_name)
    return events, names


def form_of(ref: str) -> dict[str, str]:
    """What the applicant handed in: the form, with what was supplied later laid over it."""
    rows = EventPayload.objects.filter(case=ref, erased_at=None).order_by("seq")
    form: dict[str, str] = {}
    for body in rows.values_list("body", flat=True):
        form.update(json.loads(body))
    return form


def header_of(case: Case) -> dict[str, Any]:
    return {
        "region": case.region,
        "district": case.district,
        "party_id": case.party_id,
        "opened_by": case.opened_by,
        "channel": case.channel,
        "subject": case.subject,
        "about": case.about,
        "key": case.key,
        "due_fixed_at": case.due_fixed_at,
    }


def work_of(case: Case, *, item: ItemFlow | None = None) -> Work:
    """The case in hand, folded from its events (three queries)."""
    item = item or item_flow_by_id(case.edition_id)
    events, names = events_of(case.ref)
    work = Work(
        ref=case.ref,
        item=item,
        header=header_of(case),
        standing=replay(item.flow, events),
        last_hash=case.last_hash,
        base_seq=case.seq,
        form=form_of(case.ref),
    )
    _step_words(work, zip(events, names, strict=True))
    return work


def _step_words(work: Work, facts: Iterable[tuple[Event, str]]) -> None:
    for event, name in facts:
        if event.name == "step-done":
            work.names[event.data["step"]] = name
            work.opinions[event.data["step"]] = event.data.get("opinion", "")
