"""Clocks beside records: how long they are valid, and what must follow within a limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingshang.city.definitions import service as definitions
from yingshang.city.registers._schema import Duty, Register, fact
from yingshang.city.registers._sql import holds
from yingshang.city.registers.kinds import DutyView
from yingshang.city.registers.models import Mark, Record
from yingshang.kernel.rules import evaluate
from yingshang.kernel.worktime import CST, Calendar, Due, Limit, due, to_cst

__all__ = [
    "due_day",
    "duties_of",
    "duty_rows",
    "late_from",
    "near_until",
    "standing_of",
    "validity_rows",
]

USUAL = Limit(30, "day")
AHEAD = 1  # working days before the last day of a duty on which its owner is reminded
FURTHEST = 800  # days that a threshold is looked for


def near_until(register: Register, today: date) -> date:
    """Records whose last day is not after this one are about to lapse."""
    limit = register.warn or USUAL
    if limit.unit == "workday":
        return definitions.calendar(register.region).add_workdays(today, limit.value)
    if limit.unit == "hour":
        return today + timedelta(days=-(-limit.value // 24))
    if limit.unit == "day":
        return today + timedelta(days=limit.value)
    return _due(definitions.calendar(register.region), today, limit)[0]


def standing_of(register: Register, until: date | None, today: date) -> str:
    """'' where nothing is to be done, near, late."""
    if until is None:
        return ""
    if until < today:
        return "late"
    return "near" if until <= near_until(register, today) else ""


def validity_rows(
    rows: QuerySet[Record], register: Register, stage: str, today: date
) -> QuerySet[Record]:
    """Of the records, those that are about to lapse (near) or have lapsed (late)."""
    if not register.valid_until:
        return rows.none()
    if stage == "late":
        return rows.filter(state="current", valid_until__lt=today)
    last = near_until(register, today)
    return rows.filter(state="current", valid_until__gte=today, valid_until__lte=last)


@lru_cache(maxsize=65536)
def _due(calendar: Calendar, since: date, limit: Limit) -> tuple[date, bool]:
    """Dates have no hour: a limit in hours ends on the day that holds its last hour."""
    if limit.unit == "hour":
        limit = Limit(-(-limit.value // 24), "day", basis=limit.basis)
    start = datetime(since.year, since.month, since.day, 9, tzinfo=CST)
    found: Due = due(calendar, start, limit)
    assert found.at is not None  # nothing pauses these clocks
    return to_cst(found.at).date(), found.provisional


def due_day(register: Register, duty: Duty, since: date) -> date:
    """The last day of a duty that began on a day."""
    return _due(definitions.calendar(register.region), since, duty.limit)[0]


def late_from(register: Register, duty: Duty, day: date) -> date:
    """The latest beginning whose last day is before `day`: all earlier ones are late too."""
    since = day
    for _step in range(FURTHEST):
        if due_day(register, duty, since) < day:
            break
        since -= timedelta(days=1)
    return since


def duty_rows(
    rows: QuerySet[Record], register: Register, duty: Duty, stage: str, today: date
) -> QuerySet[Record]:
    """Of the records, those whose duty is not done and late, or must be done in a day or two."""
    late = late_from(register, duty, today)
    since, until = "", late
    if stage == "near":
        reach = definitions.calendar(register.region).add_workdays(today, AHEAD)
        since, until = late.isoformat(), late_from(register, duty, reach + timedelta(days=1))
    begun = Mark.objects.filter(record=OuterRef("pk"), field=duty.start)
    begun = begun.filter(value__gt=since, value__lte=until.isoformat())
    found = rows.filter(Exists(begun), state="current")
    if duty.done:
        done = Mark.objects.filter(record=OuterRef("pk"), field=duty.done)
        found = found.filter(~Exists(done.exclude(value="")))
    return found.filter(holds(register, duty.when, today)) if duty.when else found


def any_late(rows: QuerySet[Record], register: Register, today: date) -> QuerySet[Record]:
    """Records that have lapsed or that owe something."""
    wanted = Q(pk__in=validity_rows(rows, register, "late", today).values("pk"))
    for duty in register.duties:
        wanted |= Q(pk__in=duty_rows(rows, register, duty, "late", today).values("pk"))
    return rows.filter(wanted)


def duties_of(register: Register, body: Mapping[str, str], today: date) -> tuple[DutyView, ...]:
    """The clocks beside one record."""
    found = []
    facts = fact(register, body, today)
    for duty in register.duties:
        started = body.get(duty.start)
        if not started or (duty.when and evaluate(duty.when, facts).value is not True):
            continue
        since = date.fromisoformat(started)
        last, provisional = _due(definitions.calendar(register.region), since, duty.limit)
        ended = body.get(duty.done) if duty.done else None
        done = date.fromisoformat(ended) if ended else None
        found.append(
            DutyView(
                duty.code,
                duty.name,
                since,
                last,
                done,
                _standing(register, last, done, today),
                duty.limit.basis,
                provisional,
            )
        )
    return tuple(found)


def _standing(register: Register, last: date, done: date | None, today: date) -> str:
    if done is not None:
        return "done-late" if done > last else "done"
    if today > last:
        return "late"
    reach = definitions.calendar(register.region).add_workdays(today, AHEAD)
    return "near" if last <= reach else "running"
