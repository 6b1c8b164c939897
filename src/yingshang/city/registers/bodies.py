"""A register's records as plain values, for an app of ours that builds on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yingshang.city.accounts.kinds import Actor
from yingshang.city.registers import access
from yingshang.city.registers.kinds import Asked, State
from yingshang.city.registers.queries import asked_rows, sorted_rows

__all__ = ["MOST", "Body", "bodies"]

MOST = 2000


@dataclass(frozen=True)
class Body:
    """One record; what is personal in it is left out."""

    id: int
    version: int
    unit: str
    changed_at: datetime
    values: dict[str, str]


def bodies(
    actor: Actor,
    register: str,
    asked: Asked,
    *,
    region: str,
    on: date,
    ids: tuple[int, ...] | None = None,
) -> list[Body]:
    """Current records that are asked for (or of these ids), at most MOST: two queries."""
    found = access.seen(register, actor, region=region, on=on)
    rows = asked_rows(actor, found, asked, on).filter(state=State.CURRENT)
    rows = sorted_rows(rows, actor, found, asked.sort)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return [
        Body(
            row.pk,
            row.version,
            row.unit,
            row.changed_at,
            {k: v for k, v in row.body.items() if k not in found.personal},
        )
        for row in rows[:MOST]
    ]
