"""Halls and stations as declared: where, when open, what they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Role
from yingshang.city.definitions import service as definitions
from yingshang.city.halls.kinds import ACCESS, LEVELS, PRIORITY, Refusal
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "CounterView",
    "HallView",
    "Openness",
    "day_of",
    "district_name",
    "hall",
    "halls",
    "may_work",
    "openness",
    "refuse_closed",
    "week",
    "worker",
]

HALL = "hall"


@dataclass(frozen=True)
class CounterView:
    """A queue of a hall, and the windows that serve it."""

    code: str
    name: str
    letter: str
    windows: tuple[str, ...]
    minutes: int
    items: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HallView:
    """One hall; `region` is the city, `unit` the unit whose clerks work there."""

    code: str
    region: str
    name: str
    level: str
    level_label: str
    district: str
    address: str
    unit: str
    office: str
    phone: str
    way: str
    hours_note: str
    access: tuple[str, ...]
    access_labels: tuple[str, ...]
    themes: tuple[str, ...]
    items: tuple[str, ...]
    counters: tuple[CounterView, ...]
    machines: tuple[Mapping[str, Any], ...]
    boxes: int
    slots: Mapping[str, Any]
    ahead: int
    priority: tuple[str, ...]
    priority_labels: tuple[str, ...]
    in_a_row: int
    age: int
    priority_basis: str
    place: tuple[float, float] | None

    @property
    def books(self) -> bool:
        return bool(self.slots)

    @property
    def all_day(self) -> bool:
        """Some machine here works by night too."""
        return any(m.get("all_day") for m in self.machines)

    def offers(self, item: str, themes: tuple[str, ...]) -> bool:
        """Whether the item is handled here; a hall that names nothing handles all of them."""
        if not self.items and not self.themes:
            return True
        return item in self.items or bool(set(self.themes) & set(themes))

    def counter(self, code: str) -> CounterView:
        """NotVisible where there is no such counter."""
        for found in self.counters:
            if found.code == code:
                return found
        raise NotVisible(code)

    def counter_for(self, item: str, themes: tuple[str, ...] = ()) -> CounterView | None:
        """Where an item is served: the counter that names it or its theme, else the first."""
        for found in self.counters:
            if item in found.items or set(found.themes) & set(themes):
                return found
        return self.counters[0] if self.counters else None


@dataclass(frozen=True)
class Openness:
    """Open now, until when; or when next. `why`: the holiday that keeps it closed."""

    open: bool
    opens: datetime | None
    closes: datetime | None
    today: tuple[str, str] | None
    why: str = ""
    known: bool = True


def halls(*, region: str, on: date) -> tuple[HallView, ...]:
    """Every hall and station of a city, the city's own first."""
    order = list(LEVELS)
    found = [_view(e.body, region) for e in definitions.editions(HALL, region=region, on=on)]
    return tuple(sorted(found, key=lambda h: (order.index(h.level), h.district, h.code)))


def hall(code: str, *, region: str, on: date) -> HallView:
    """One hall; NotVisible where the city declares none of this code."""
    edition = definitions.edition(HALL, code, region=region, on=on)
    if edition is None:
        raise NotVisible(code)
    return _view(edition.body, region)


def _view(body: Mapping[str, Any], region: str) -> HallView:
    rule = body.get("priority") or {}
    who, access = tuple(rule.get("who", ())), tuple(body.get("access", ()))
    lng, lat = body.get("lng"), body.get("lat")
    return HallView(
        code=str(body["code"]),
        region=region,
        name=str(body["name"]),
        level=str(body["level"]),
        level_label=str(LEVELS[body["level"]]),
        district=str(body.get("district", "")),
        address=str(body["address"]),
        unit=f"{region}-{body['unit']}",
        office=str(body.get("office", f"{region}-{body['unit']}")),
        phone=str(body.get("phone", "")),
        way=str(body.get("way", "")),
        hours_note=str(body.get("hours_note", "")),
        access=access,
        access_labels=tuple(str(ACCESS[name]) for name in access),
        themes=tuple(body.get("themes", ())),
        items=tuple(body.get("items", ())),
        counters=tuple(_counter(row) for row in body.get("counters", ())),
        machines=tuple(body.get("machines", ())),
        boxes=int(body.get("boxes", 0)),
        slots=body.get("slots") or {},
        ahead=int(body.get("ahead", 7)),
        priority=who,
        priority_labels=tuple(str(PRIORITY[name]) for name in who),
        in_a_row=int(rule.get("in_a_row", 3)),
        age=int(rule.get("age", 0)),
        priority_basis=str(rule.get("basis", "")),
        place=(float(lng), float(lat)) if lng is not None and lat is not None else None,
    )


def _counter(row: Mapping[str, Any]) -> CounterView:
    return CounterView(
        code=str(row["code"]),
        name=str(row["name"]),
        letter=str(row["letter"]),
        windows=tuple(map(str, row["windows"])),
        minutes=int(row.get("minutes", 10)),
        items=tuple(row.get("items", ())),
        themes=tuple(row.get("themes", ())),
    )


def openness(found: HallView, *, at: datetime) -> Openness:
    """By the city's calendar (holidays, make-up days) with the hall's own hours laid over it."""
    calendar = definitions.calendar(found.region, found.office)
    now = to_cst(at)
    hours = calendar.hours(now.date())
    today = (f"{hours[0]:%H:%M}", f"{hours[1]:%H:%M}") if hours else None
    known = calendar.is_known(now.date())
    if hours and hours[0] <= now.time() < hours[1]:
        closes = datetime.combine(now.date(), hours[1], CST)
        return Openness(True, None, closes, today, known=known)
    first = now.date() if hours and now.time() < hours[0] else now.date() + timedelta(1)
    for ahead in range(60):
        day = first + timedelta(ahead)
        next_hours = calendar.hours(day)
        if next_hours:
            opens = datetime.combine(day, next_hours[0], CST)
            why = "" if hours else calendar.label(now.date())
            return Openness(False, opens, None, today, why, known)
    return Openness(False, None, None, today, calendar.label(now.date()), known)


def may_work(actor: Actor, found: HallView) -> bool:
    """Clerks of the hall's own unit call, hand over and close the day there."""
    return actor.role == Role.CLERK and actor.unit == found.unit


def worker(actor: Actor, code: str, *, region: str = "", on: date) -> HallView:
    """The hall where this clerk works; NotVisible for everybody else."""
    found = hall(code, region=region or actor.region, on=on)
    if not may_work(actor, found):
        raise NotVisible(code)
    return found


def day_of(at: datetime) -> date:
    """The day in China of a moment."""
    return to_cst(at).date()


def refuse_closed(found: HallView, at: datetime) -> None:
    """Refusal 'hall-closed': when it opens next."""
    state = openness(found, at=at)
    if state.open:
        return
    when = f"{to_cst(state.opens):%m月%d日 %H:%M} 开门" if state.opens else "近期没有开放时间"
    raise Refusal("hall-closed", f"{found.name}现在不办公，没有取号。{when}，可以先预约。")


def district_name(found: HallView) -> str:
    """Where it lies, in a word."""
    return accounts.region_name(found.district or found.region)


def week(found: HallView, *, at: datetime) -> list[tuple[date, tuple[str, str] | None, str]]:
    """The next seven days: (day, hours or None, what holiday or make-up day it is)."""
    calendar = definitions.calendar(found.region, found.office)
    rows = []
    for ahead in range(7):
        day = day_of(at) + timedelta(ahead)
        hours = calendar.hours(day)
        told = (f"{hours[0]:%H:%M}", f"{hours[1]:%H:%M}") if hours else None
        rows.append((day, told, calendar.label(day)))
    return rows
