"""Facts of cases in order, for those who look at how work is done: no names, no free words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from yingshang.city.cases.models import Case, CaseEvent

__all__ = ["CaseActs", "EventFact", "SaidFact", "event_facts", "names_of"]

# Written by people about people: it leaves this file only as length, digest and marks.
WORDS = ("reason", "opinion", "text", "ground", "items", "override_reason", "duties")
APPLICANTS = frozenset({"submitted", "supplied", "withdrawn"})
CASE_FIELDS = (
    "ref",
    "item",
    "unit",
    "district",
    "channel",
    "party_id",
    "opened_by",
    "state",
    "promised_workdays",
    "due_at",
)
EVENT_FIELDS = ("case_id", "seq", "name", "by", "at", "data")


@dataclass(frozen=True, slots=True)
class SaidFact:
    """Free words without the words: their length, an opaque digest, and which marks occur."""

    length: int
    digest: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class EventFact:
    """One fact. `entered_at` is when it was put in, where that was later than `at`; `staff`:
    done by somebody of the offices (not the applicant, not the system)."""

    seq: int
    name: str
    by: str
    at: datetime
    entered_at: datetime | None
    data: Mapping[str, Any]
    said: SaidFact | None
    staff: bool


@dataclass(frozen=True, slots=True)
class CaseActs:
    """A case (columns CASE_FIELDS) and its facts in order."""

    case: Mapping[str, Any]
    events: tuple[EventFact, ...]


def event_facts(
    *,
    region: str,
    since: datetime,
    until: datetime,
    marks: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[CaseActs]:
    """Cases of a region that were in work at any time in [since, until), with the facts known at
    `until`, in two queries. `marks`: words to look for in what was written, by name."""
    chosen = _in_work(region, since, until)
    cases = {row["ref"]: row for row in chosen.values(*CASE_FIELDS)}
    rows = CaseEvent.objects.filter(case__in=chosen.values("ref"), at__lt=until)
    ordered = rows.order_by("case_id", "seq").values_list(*EVENT_FIELDS)
    find = _finder(marks or {})
    for ref, group in groupby(ordered.iterator(chunk_size=5000), key=lambda row: row[0]):
        facts = (_fact(row, find) for row in group)
        known = tuple(f for f in facts if f.entered_at is None or f.entered_at < until)
        if known:
            yield CaseActs(cases[ref], known)


def names_of(refs: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """(name by officer's id, item's name by case) of these cases, as their facts have them."""
    people: dict[str, str] = {}
    items: dict[str, str] = {}
    for start in range(0, len(refs), 500):
        part = list(refs[start : start + 500])
        rows = CaseEvent.objects.filter(case__in=part).exclude(name__in=APPLICANTS)
        people |= dict(rows.order_by().values_list("by", "by_name").distinct())
        items |= dict(Case.objects.filter(ref__in=part).values_list("ref", "item_name"))
    return people, items


def _in_work(region: str, since: datetime, until: datetime) -> QuerySet[Case]:
    ended_later = Q(closed_at__gte=since) | Q(decided_at__gte=since) | Q(submitted_at__gte=since)
    unfinished = Q(closed_at=None, state__in=("submitted", "correcting", "accepted"))
    return Case.objects.filter(unfinished | ended_later, region=region, submitted_at__lt=until)


def _fact(row: Sequence[Any], find: Any) -> EventFact:
    _ref, seq, name, by, at, text = row
    data = json.loads(text) if len(text) > 2 else {}
    entered = data.pop("entered_at", None)
    words = [data.pop(key) for key in WORDS if key in data]
    data.pop("digest", None)
    written = "；".join("；".join(w) if isinstance(w, list) else str(w) for w in words)
    return EventFact(
        seq=seq,
        name=name,
        by=by,
        at=at,
        entered_at=datetime.fromisoformat(entered) if entered else None,
        data=data,
        said=find(written) if written else None,
        staff=name not in APPLICANTS and by != "system",
    )


def _finder(marks: Mapping[str, Sequence[str]]) -> Any:
    """Officers repeat themselves: every text is looked at once."""

    @lru_cache(maxsize=20_000)
    def find(text: str) -> SaidFact:
        digest = sha256(text.strip().encode()).hexdigest()[:16]
        found = (name for name, words in marks.items() if any(word in text for word in words))
        return SaidFact(len(text.strip()), digest, frozenset(found))

    return find
