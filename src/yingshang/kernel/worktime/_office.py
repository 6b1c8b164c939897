"""A unit's own hours, laid over the city's calendar: when it can receive, when its day ends.

Opening a hall on a Saturday is a service, not a working day of the law: the unit can receive
that day, but limits still count the State Council's working days (licensing law art. 82), unless
the office says that its own days `count` (for clocks that only the unit itself has promised).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType
from typing import Any

__all__ = ["Hours", "Office", "office_from"]

Hours = tuple[time, time]
"""Opening and closing time of one day."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Office:
    """Hours of one unit.

    `opens`, `closes`: its ordinary day. `week`: weekdays (0 Monday) that differ: other hours, or
    None for closed; Saturday or Sunday named here is open although the city rests, except on the
    days off of a holiday notice. `days`: single days, ahead of everything else. A make-up weekend
    is an ordinary working day. `counts`: open days beyond the city's are working days here, and
    closed ones are not.
    """

    name: str
    opens: time = time(9)
    closes: time = time(17)
    week: Mapping[int, Hours | None] = field(default_factory=dict)
    days: Mapping[date, Hours | None] = field(default_factory=dict)
    counts: bool = False
    basis: str = ""

    def __post_init__(self) -> None:
        for name in ("week", "days"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        ordinary = (self.opens, self.closes)
        for hours in (ordinary, *self.week.values(), *self.days.values()):
            if hours is not None and hours[0] >= hours[1]:
                raise ValueError(f"{self.name}的开门时间必须早于关门时间。")

    def __hash__(self) -> int:
        return hash((self.name, self.opens, self.closes, self.counts))

    def __reduce__(self) -> tuple[object, ...]:
        week, days = dict(self.week), dict(self.days)
        return (
            type(self),
            (self.name, self.opens, self.closes, week, days, self.counts, self.basis),
        )

    def hours(self, day: date, *, worked: bool, holiday: bool) -> Hours | None:
        """Hours of a day, None when closed. `worked`: the city works; `holiday`: a notice's day
        off."""
        if day in self.days:
            return self.days[day]
        weekday, ordinary = day.weekday(), (self.opens, self.closes)
        if worked:
            return ordinary if weekday > 4 else self.week.get(weekday, ordinary)
        return None if holiday or weekday < 5 else self.week.get(weekday)


def office_from(body: Mapping[str, Any]) -> Office:
    """An Office as data declares it: name, opens, closes, week {saturday: "09:00-12:00",
    monday: closed}, days {"2026-03-07": "09:00-12:00"}, counts, basis. ValueError: one sentence."""
    opens, closes = _hours(f"{body.get('opens', '09:00')}-{body.get('closes', '17:00')}") or (
        time(9),
        time(17),
    )
    week = {}
    for name, hours in (body.get("week") or {}).items():
        if name not in WEEKDAYS:
            raise ValueError(f"办公时间中的“{name}”不是星期几，请写成 saturday 这样的词。")
        week[WEEKDAYS.index(name)] = _hours(hours)
    days = {
        day if isinstance(day, date) else date.fromisoformat(str(day)): _hours(hours)
        for day, hours in (body.get("days") or {}).items()
    }
    return Office(
        str(body.get("name") or body.get("code") or ""),
        opens,
        closes,
        week,
        days,
        bool(body.get("counts")),
        str(body.get("basis") or ""),
    )


def _hours(text: object) -> Hours | None:
    """ "09:00-12:00", or "closed"."""
    if str(text) == "closed":
        return None
    opens, _dash, closes = str(text).partition("-")
    try:
        return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        raise ValueError(f"看不懂办公时间“{text}”：请写成 09:00-17:00 或 closed。") from None
