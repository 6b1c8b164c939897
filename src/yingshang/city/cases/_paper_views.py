"""Outages, books and papers as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases._files import path_of
from yingshang.city.cases.models import Outage, PaperBook, PaperReceipt

__all__ = [
    "BookView",
    "OutageView",
    "PaperView",
    "book_view",
    "books",
    "outage_view",
    "outages",
    "paper",
    "paper_view",
    "papers",
    "scan_of",
]


@dataclass(frozen=True, slots=True)
class OutageView:
    id: int
    unit: str
    unit_name: str
    what: str
    reason: str
    since: datetime
    until: datetime | None
    declared_by_name: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class BookView:
    """`used`, `void`, `waiting`: numbers by what became of them; the rest are still blank."""

    id: int
    unit: str
    unit_name: str
    series: str
    first: int
    last: int
    issued_at: datetime
    used: tuple[int, ...] = ()
    void: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()

    @property
    def blank(self) -> int:
        taken = len(self.used) + len(self.void) + len(self.waiting)
        return self.last - self.first + 1 - taken


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper. status: waiting, opened, void, back. `form` only while it waits."""

    id: int
    series: str
    number: int
    status: str
    unit: str
    item: str
    form: Mapping[str, str]
    scan_name: str
    scan: str
    received_at: datetime | None
    entered_by: str
    entered_by_name: str
    entered_at: datetime
    signed_by_name: str
    signed_at: datetime | None
    accepted: bool
    outage: str
    case: str
    reason: str


def outage_view(row: Outage) -> OutageView:
    return OutageView(
        row.pk,
        row.unit,
        accounts.unit_name(row.unit) if row.unit else "",
        row.what,
        row.reason,
        row.since,
        row.until,
        row.declared_by_name,
        row.declared_at,
    )


def book_view(row: PaperBook, taken: Mapping[str, list[int]] | None = None) -> BookView:
    numbers = taken or {}
    return BookView(
        row.pk,
        row.unit,
        accounts.unit_name(row.unit),
        row.series,
        row.first,
        row.last,
        row.issued_at,
        tuple(numbers.get("opened", ())),
        tuple(numbers.get("void", ())),
        tuple(numbers.get("waiting", ())),
    )


def paper_view(row: PaperReceipt) -> PaperView:
    return PaperView(
        id=row.pk,
        series=row.book.series,
        number=row.number,
        status=row.status,
        unit=row.book.unit,
        item=row.item,
        form=dict(row.form),
        scan_name=row.scan.get("name", ""),
        scan=row.scan.get("sha256", ""),
        received_at=row.received_at,
        entered_by=row.entered_by,
        entered_by_name=row.entered_by_name,
        entered_at=row.entered_at,
        signed_by_name=row.signed_by_name,
        signed_at=row.signed_at,
        accepted=row.accepted,
        outage=row.outage.what if row.outage else "",
        case=row.case,
        reason=row.reason,
    )


def outages(actor: Actor, *, limit: int = 50) -> list[OutageView]:
    """The outages of the actor's city, newest first."""
    if not actor.is_staff or not actor.region:
        return []
    rows = Outage.objects.filter(region=actor.region).order_by("-since", "-pk")[:limit]
    return [outage_view(row) for row in rows]


def _own(actor: Actor, prefix: str = "") -> Q:
    """Overseers: the city's; clerks: their unit's; nobody else any."""
    if actor.oversees and actor.region:
        return Q(**{f"{prefix}region": actor.region})
    if actor.role == Role.CLERK and actor.unit:
        return Q(**{f"{prefix}unit": actor.unit})
    return Q(pk__in=[])


def books(actor: Actor) -> list[BookView]:
    """Books given out, each with what became of its numbers."""
    rows = list(PaperBook.objects.filter(_own(actor)).order_by("-issued_at", "-pk"))
    taken: dict[int, dict[str, list[int]]] = {}
    found = PaperReceipt.objects.filter(book__in=rows).exclude(status="back").order_by("number")
    for book, status, number in found.values_list("book", "status", "number"):
        taken.setdefault(book, {}).setdefault(status, []).append(number)
    return [book_view(row, taken.get(row.pk)) for row in rows]


def papers(actor: Actor, *, status: str = "waiting", limit: int = 100) -> list[PaperView]:
    """Papers with this standing, the oldest receipt first."""
    rows = PaperReceipt.objects.filter(_own(actor, "book__"), status=status)
    rows = rows.select_related("book", "outage").order_by("received_at", "pk")
    return [paper_view(row) for row in rows[:limit]]


def paper(actor: Actor, id: int) -> PaperView:
    """One paper; NotVisible where the actor has no business with it."""
    rows = PaperReceipt.objects.filter(_own(actor, "book__"), pk=id)
    row = rows.select_related("book", "outage").first()
    if row is None:
        raise accounts.NotVisible(id)
    return paper_view(row)


def scan_of(actor: Actor, id: int) -> tuple[str, Path]:
    """(name, path) of the scan of a paper; NotVisible as for the paper, or without a scan."""
    found = paper(actor, id)
    if not found.scan:
        raise accounts.NotVisible(id)
    return found.scan_name, path_of(found.scan)
