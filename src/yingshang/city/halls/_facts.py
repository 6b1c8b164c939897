"""One writer for the facts of halls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from yingshang.city.accounts.kinds import Actor
from yingshang.city.halls.models import HallEvent

__all__ = ["append", "facts_of"]


def append(
    kind: str, row: models.Model, name: str, *, by: Actor, at: datetime, **data: Any
) -> None:
    """Append a fact and count it on its row; (kind, subject, seq) refuses a stale writer."""
    seen: int = row.seq  # type: ignore[attr-defined]
    row.seq = seen + 1  # type: ignore[attr-defined]
    HallEvent.objects.create(
        kind=kind,
        subject=row.pk,
        seq=seen + 1,
        name=name,
        hall=row.hall,  # type: ignore[attr-defined]
        by=by.id,
        at=at,
        data=data,
    )


def facts_of(kind: str, subject: int) -> list[tuple[str, datetime, str, dict[str, Any]]]:
    """(name, at, by, data) of one subject, oldest first."""
    rows = HallEvent.objects.filter(kind=kind, subject=subject).order_by("seq")
    return list(rows.values_list("name", "at", "by", "data"))
