"""How much lies with whom in a unit: four questions, however many people and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.kinds import DONE_EVENTS, Refusal
from yingshang.city.cases.models import Seat
from yingshang.kernel.worktime import CST

__all__ = ["Load", "workload"]

NUMBERS = ("open", "turn", "week", "late")
RECENT = timedelta(days=30)
_NAMES = ", ".join(f"'{name}'" for name in DONE_EVENTS)
# the names as literals: only so do both databases see that the partial index answers
DONE = (
    'SELECT "by", COUNT(*) FROM cases_caseevent'
    f' WHERE "name" IN ({_NAMES}) AND "by" IN (%s) AND "at" >= %%s GROUP BY "by"'
)


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with one officer of a unit; `person` '' is what nobody has claimed.

    `open` claimed and not over, `turn` of these the unit's turn now, `week` due until Sunday night,
    `late` past due, `done` acts in the last 30 days: accepted, refused, steps, decisions.
    """

    person: str
    name: str
    open: int
    turn: int
    week: int
    late: int
    done: int
    deputy: str = ""  # who acts meanwhile, where the person is away


def workload(actor: Actor, *, at: datetime, unit: str | None = None) -> list[Load]:
    """Everybody of the unit, the fullest first, and in front what nobody has claimed.

    Overseers name any unit of their region; others see their own. Refusal 'not-yours' else.
    """
    place = unit or actor.unit or ""
    if not place or not _may_see(actor, place):
        raise Refusal("not-yours", _("您只能看本单位的工作量。请选择本单位，或由督办人员查看。"))
    lying = _lying(place, at)
    region = accounts.unit(place).region
    people = {p.id: p.name for p in accounts.actors(region=region, unit=place) if p.is_staff}
    gone = [who for who in lying if who and who not in people]
    people |= accounts.person_names(gone) if gone else {}
    done, away = _done(list(people), at), accounts.away(people, at=at)
    nothing: dict[str, Any] = dict.fromkeys(NUMBERS, 0)
    rows = [
        Load(who, name, **lying.get(who, nothing), done=done.get(who, 0), deputy=away.get(who, ""))
        for who, name in people.items()
    ]
    rows.sort(key=lambda row: (-row.late, -row.open, row.name))
    return [Load("", "", **lying.get("", nothing), done=0), *rows]


def _may_see(actor: Actor, unit: str) -> bool:
    if actor.oversees:
        return not actor.region or accounts.unit(unit).region == actor.region
    return actor.is_staff and unit == actor.unit


def _lying(unit: str, at: datetime) -> dict[str, dict[str, Any]]:
    here = at.astimezone(CST)
    monday = (here + timedelta(days=7 - here.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    rows: Any = (
        Seat.objects.filter(unit=unit, stage__gt=0)
        .values("claimed_by")
        .annotate(
            open=Count("pk"),
            turn=Count("pk", filter=Q(stage=2)),
            week=Count("pk", filter=Q(queue_at__gte=at, queue_at__lt=monday)),
            late=Count("pk", filter=Q(queue_at__lt=at)),
        )
    )
    return {row["claimed_by"]: {k: row[k] for k in NUMBERS} for row in rows.order_by()}


def _done(people: list[str], at: datetime) -> dict[str, int]:
    if not people:
        return {}
    with connection.cursor() as cursor:
        since = connection.ops.adapt_datetimefield_value(at - RECENT)
        cursor.execute(DONE % ", ".join(["%s"] * len(people)), [*people, since])
        return dict(cursor.fetchall())
