"""Decided cases that may be rated; cases in which a unit has an open step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from yingshang.city.cases.models import Case, Step
from yingshang.city.definitions import service as definitions

__all__ = [
    "EndedCase",
    "decided_counts",
    "open_steps",
    "rateable_counts",
    "rateable_since",
    "with_open_step",
]


@dataclass(frozen=True, slots=True)
class EndedCase:
    ref: str
    party: int
    item_name: str


def _rated_editions(editions: set[int]) -> set[int]:
    """Those of items that are rated and handled here."""
    found = set()
    for id in editions:
        body = definitions.edition_by_id(id).body
        if body.get("rating") and body["handled"] == "here":
            found.add(id)
    return found


def rateable_counts(
    *, region: str, since: datetime, until: datetime, by: str
) -> Iterator[tuple[str, int]]:
    """(unit or item, decided cases in [since, until) that may be rated)."""
    if by not in ("unit", "item"):
        raise ValueError(by)
    rows = Case.objects.filter(region=region, decided_at__gte=since, decided_at__lt=until)
    groups = list(rows.values(by, "edition_id").annotate(n=Count("pk")))
    rated = _rated_editions({row["edition_id"] for row in groups})
    sums: dict[str, int] = {}
    for row in groups:
        if row["edition_id"] in rated:
            sums[row[by]] = sums.get(row[by], 0) + row["n"]
    yield from sorted(sums.items())


def decided_counts(*, region: str, since: datetime, until: datetime) -> dict[str, int]:
    """Cases submitted in [since, until) that are decided, by item."""
    rows = Case.objects.filter(
        region=region, submitted_at__gte=since, submitted_at__lt=until, decided_at__isnull=False
    )
    return dict(rows.order_by().values_list("item").annotate(n=Count("pk")))


def rateable_since(*, since: datetime, until: datetime, region: str = "") -> list[EndedCase]:
    """Cases of a party, decided in [since, until), that may be rated."""
    rows = Case.objects.filter(decided_at__gte=since, decided_at__lt=until, party__isnull=False)
    if region:
        rows = rows.filter(region=region)
    found = list(rows.order_by("ref").values_list("ref", "party_id", "item_name", "edition_id"))
    rated = _rated_editions({edition for *_rest, edition in found})
    return [EndedCase(r, p, n) for r, p, n, edition in found if edition in rated]


def with_open_step(unit: str, refs: Iterable[str]) -> frozenset[str]:
    """Those of the cases in which the unit has a step to do now."""
    rows = Step.objects.filter(case__in=list(refs), unit=unit, status="open")
    return frozenset(rows.values_list("case_id", flat=True))


def open_steps(refs: Iterable[str]) -> dict[str, frozenset[str]]:
    """Codes of the steps that stand open, by case; a case without any is left out."""
    found: dict[str, set[str]] = {}
    rows = Step.objects.filter(case__in=list(refs), status="open").values_list("case_id", "code")
    for ref, code in rows:
        found.setdefault(ref, set()).add(code)
    return {ref: frozenset(codes) for ref, codes in found.items()}
