"""Fact rows for indicators: documented views, names stable, read in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.cases.models import Case, CaseEvent, Step
from yingshang.city.definitions import service as definitions

__all__ = ["facts", "item_revision", "last_row", "moved_since", "revision_since", "step_facts"]

CASE_FIELDS = (
    "ref",
    "region",
    "district",
    "unit",
    "item",
    "family",
    "channel",
    "state",
    "outcome",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "due_at",
    "statutory_due_at",
    "used_workdays",
    "used_days",
    "statutory_workdays",
    "promised_workdays",
    "corrections",
    "visits",
)
_FEW = 5000
ONLINE = frozenset({"web", "mobile"})


def facts(
    *,
    region: str | None = None,
    since: datetime | None = None,
    at: datetime | None = None,
    refs: list[str] | None = None,
    opened_since: datetime | None = None,
) -> Iterator[dict[str, Any]]:
    """View `cases`: one row a case, open ones included.

    Columns: CASE_FIELDS and decided, on_time (against the promised due date; None while open or
    without a limit), overdue_open (open and past due at `at`; None without `at`), online,
    returned (handled in a bureau's own system and sent back: never counted as measured).
    `since` leaves out what ended before it, `opened_since` what was opened before. Of work that a
    unit was given, orders and tasks of plans, what the unit handed in counts, and not how long
    others examine it: it is on_time by that, also while it is open; what was sent back to it is
    due on its new day.
    """
    rows = Case.objects.all()
    if region:
        rows = rows.filter(region=region)
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    if opened_since:
        rows = rows.filter(submitted_at__gte=opened_since)
    if since:
        still = Q(state__in=OPEN_STATES)
        ended = Q(decided_at__gte=since) | Q(decided_at=None, closed_at__gte=since)
        rows = rows.filter(still | Q(submitted_at__gte=since) | ended)
    given = ("handed_on_at", "again_due_at", "edition_id")
    found = rows.order_by("ref").values_list(*CASE_FIELDS, *given)
    away = _Away()
    for *values, handed, again, edition in found.iterator(chunk_size=2000):
        row = dict(zip(CASE_FIELDS, values, strict=True))
        row["returned"] = away[edition]
        due = row["due_at"] = again or row["due_at"]
        row["decided"] = row["decided_at"] is not None
        row["on_time"] = _on_time(row, handed, due)
        row["overdue_open"] = _overdue(row, due, at)
        row["online"] = row["channel"] in ONLINE
        yield row


class _Away(dict[int, bool]):
    """Edition → its cases are handled elsewhere; asked once an edition, not once a case."""

    def __missing__(self, edition: int) -> bool:
        self[edition] = definitions.edition_by_id(edition).body["handled"] != "here"
        return self[edition]


def _on_time(row: dict[str, Any], handed: datetime | None, due: datetime | None) -> bool | None:
    """What was handed in late may still be decided: until then it is open and late."""
    if due is None or (row["decided_at"] is None and (handed is None or handed > due)):
        return None
    return (handed or row["decided_at"]) <= due


def _overdue(row: dict[str, Any], due: datetime | None, at: datetime | None) -> bool | None:
    if at is None:
        return None
    if row["on_time"]:
        return False
    return row["state"] in OPEN_STATES and due is not None and due < at


STEP_FIELDS = (
    "case_id",
    "case__region",
    "case__district",
    "case__item",
    "unit",
    "code",
    "status",
    "opened_at",
    "done_at",
    "due_at",
    "used_workdays",
    "result",
)
STEP_NAMES = (
    "ref",
    "region",
    "district",
    "item",
    "unit",
    "step",
    "status",
    "opened_at",
    "done_at",
    "due_at",
    "used_workdays",
    "result",
)


def step_facts(
    *,
    region: str | None = None,
    since: datetime | None = None,
    refs: list[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """View `steps`: one row a step that has been opened; on_time is None until it is done.

    `returned` as in `facts`.
    """
    rows = Step.objects.filter(opened_at__isnull=False)
    if region:
        rows = rows.filter(case__region=region)
    if refs is not None:
        rows = rows.filter(case__in=refs)
    if since:
        rows = rows.filter(Q(done_at=None) | Q(done_at__gte=since))
    away = _Away()
    ordered = rows.order_by("case_id", "position").values_list(*STEP_FIELDS, "case__edition_id")
    for *values, edition in ordered.iterator(chunk_size=2000):
        row = dict(zip(STEP_NAMES, values, strict=True))
        row["returned"] = away[edition]
        done, due = row["done_at"], row["due_at"]
        row["on_time"] = done <= due if done is not None and due is not None else None
        yield row


def moved_since(region: str, row: int) -> set[str]:
    """Refs of the region's cases with a fact behind this row number."""
    moved = CaseEvent.objects.filter(pk__gt=row).values("case_id").distinct()
    return set(Case.objects.filter(region=region, ref__in=moved).values_list("ref", flat=True))


def revision_since(row: int) -> tuple[int, str]:
    """What the facts behind this row number are: how many, and the hash of the newest.

    A fact that was numbered early and committed late changes the count. Of all regions: a join
    with the cases of one would read every case of it.
    """
    found = CaseEvent.objects.filter(pk__gt=row)
    newest = found.order_by("-pk").values_list("hash", flat=True).first()
    return found.count(), newest or ""


def item_revision(region: str, item: str, row: int) -> tuple[int, str]:
    """The same of the cases of one item: the few facts behind the row are looked through. (A join
    would begin at the cases.) Of all items where they are many."""
    found = CaseEvent.objects.filter(pk__gt=row).order_by("pk")
    rows = list(found.values_list("case_id", "hash")[: _FEW + 1])
    if len(rows) > _FEW:
        return revision_since(row)
    mine: set[Any] = set()
    refs = sorted({ref for ref, _hash in rows})
    for start in range(0, len(refs), 500):
        part = Case.objects.filter(ref__in=refs[start : start + 500], region=region, item=item)
        mine |= set(part.values_list("ref", flat=True))
    hashes = [digest for ref, digest in rows if ref in mine]
    return len(hashes), hashes[-1] if hashes else ""


def last_row() -> int:
    """The number of the newest fact; 0 without any."""
    return CaseEvent.objects.aggregate(last=Max("pk"))["last"] or 0
