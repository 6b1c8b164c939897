"""The door of what logs mean here: kinds of cases, and steps for activities, as confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Count

from yingshang.adapters import rows as db
from yingshang.city.audit import service as audit
from yingshang.city.logflows.models import LogFlow, LogKind

__all__ = [
    "EXTRA",
    "IGNORED",
    "FlowView",
    "confirm_flow",
    "flow_of",
    "keep_kinds",
    "kind_counts",
    "refs_of",
]

EXTRA, IGNORED = "~extra", "~ignored"  # no step: an insertion; nothing that counts
MOST = 2_000  # rows a statement


class Who(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class FlowView:
    """What was confirmed for one kind of cases of a source."""

    kind: str
    item: str
    steps: Mapping[str, str]
    counted: tuple[str, ...]
    confirmed_at: datetime


def keep_kinds(*, source: int, kinds: Mapping[str, str]) -> None:
    """Keep of which kind each case is; the first that was told stays."""
    db.add(
        LogKind._meta.db_table,
        ("source", "ref", "kind"),
        [(source, ref, kind[:80]) for ref, kind in kinds.items()],
    )


def kind_counts(*, source: int) -> tuple[tuple[str, int], ...]:
    """Kinds of a source with their cases, the most frequent first."""
    rows = LogKind.objects.filter(source=source).values_list("kind").annotate(n=Count("pk"))
    return tuple(sorted(((kind, n) for kind, n in rows), key=lambda pair: (-pair[1], pair[0])))


def refs_of(*, source: int, kind: str) -> frozenset[str]:
    """The cases of one kind."""
    rows = LogKind.objects.filter(source=source, kind=kind)
    return frozenset(rows.values_list("ref", flat=True))


def flow_of(*, source: int, kind: str = "") -> FlowView | None:
    """What was confirmed; None where nothing was."""
    row = LogFlow.objects.filter(source=source, kind=kind).first()
    if row is None:
        return None
    return FlowView(row.kind, row.item, row.steps, tuple(row.counted), row.confirmed_at)


def confirm_flow(
    *,
    source: int,
    kind: str,
    item: str,
    steps: Mapping[str, str],
    counted: Sequence[str],
    by: Who,
    at: datetime,
) -> None:
    """Keep what a person confirmed; whether the steps are the item's own, the caller has seen."""
    LogFlow.objects.update_or_create(
        source=source,
        kind=kind,
        defaults={
            "item": item,
            "steps": dict(steps),
            "counted": sorted(counted),
            "confirmed_by": by.id,
            "confirmed_at": at,
        },
    )
    audit.record(
        by=by,
        at=at,
        action="log-flow-confirmed",
        obj=f"log-source:{source}",
        detail={"kind": kind, "item": item, "activities": len(steps)},
    )
