"""A number as it is shown: to its holder, on the screen, to the clerk. No names anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yingshang.city.accounts.kinds import NotVisible
from yingshang.city.halls._halls import HallView, day_of, hall
from yingshang.city.halls.kinds import PRIORITY, TAKEN_BY, VisitState
from yingshang.city.halls.models import Visit

__all__ = ["VisitView", "by_token", "numbers", "on_screen", "visit_view"]


@dataclass(frozen=True)
class VisitView:
    id: int
    region: str
    hall: str
    hall_name: str
    day: date
    counter: str
    counter_name: str
    number: str
    token: str
    how_label: str
    priority: str
    priority_label: str
    item: str
    party: int | None
    state: str
    state_label: str
    window: str
    clerk: str
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def waiting(self) -> bool:
        return self.state == VisitState.WAITING

    @property
    def over(self) -> bool:
        return self.state in (VisitState.DONE, VisitState.LEFT)


def visit_view(row: Visit, found: HallView | None = None) -> VisitView:
    place = found or hall(row.hall, region=row.region, on=row.day)
    return VisitView(
        id=row.pk,
        region=row.region,
        hall=row.hall,
        hall_name=place.name,
        day=row.day,
        counter=row.counter,
        counter_name=next((c.name for c in place.counters if c.code == row.counter), row.counter),
        number=row.number,
        token=row.token,
        how_label=str(TAKEN_BY.get(row.how, row.how)),
        priority=row.priority,
        priority_label=str(PRIORITY.get(row.priority, "")),
        item=row.item,
        party=row.party_id,
        state=row.state,
        state_label=str(VisitState(row.state).label),
        window=row.window,
        clerk=row.clerk,
        taken_at=row.taken_at,
        called_at=row.called_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def by_token(token: str) -> VisitView:
    """The number behind the address on its slip; NotVisible where there is none."""
    row = Visit.objects.filter(token=token).first()
    if row is None:
        raise NotVisible(token)
    return visit_view(row)


def numbers(
    found: HallView, *, day: date, states: Iterable[str] = (), counter: str = ""
) -> tuple[VisitView, ...]:
    """The numbers of a day, oldest first."""
    rows = Visit.objects.filter(region=found.region, hall=found.code, day=day)
    wanted = list(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    if counter:
        rows = rows.filter(counter=counter)
    return tuple(visit_view(row, found) for row in rows.order_by("taken_at", "pk"))


def on_screen(found: HallView, *, at: datetime) -> tuple[VisitView, ...]:
    """Who is called or served now, the newest call first: one query."""
    rows = Visit.objects.filter(
        region=found.region,
        hall=found.code,
        day=day_of(at),
        state__in=[VisitState.CALLED, VisitState.SERVING],
    )
    return tuple(visit_view(row, found) for row in rows.order_by("-called_at", "-pk"))
