"""Kinds of bulletins as declared: when each is drafted, what it covers, to whom it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.supervision.bulletins.kinds import Refusal
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "BulletinKind",
    "Window",
    "due_at",
    "kind_named",
    "kinds_of",
    "whole",
    "window",
]

PERIOD_WORDS = {"day": "当日", "week": "本周", "month": "本月", "quarter": "本季度", "year": "本年"}
EVERY = tuple(PERIOD_WORDS)


@dataclass(frozen=True)
class BulletinKind:
    """One kind in force for a region."""

    code: str
    name: str
    title: str
    every: str
    covers: str
    hour: int
    weekday: int
    month_day: int
    sections: tuple[str, ...]
    red_head: bool
    second_person: bool
    auto_send: bool
    to_roles: tuple[str, ...]
    to_units: str
    copies: tuple[str, ...]
    charts: tuple[str, ...]  # indicators that are drawn
    basis: str


@dataclass(frozen=True)
class Window:
    """The span of time that a bulletin is about; ``until`` never lies ahead of the drafting."""

    period: str
    since: datetime
    until: datetime


def kinds_of(region: str, on: date) -> list[BulletinKind]:
    """The kinds in force, the most frequent first."""
    found = [_kind(e.body) for e in definitions.editions("bulletin", region=region, on=on)]
    return sorted(found, key=lambda one: (EVERY.index(one.every), one.code))


def kind_named(code: str, region: str, on: date) -> BulletinKind:
    """One kind; a Refusal where it is not declared."""
    found = definitions.edition("bulletin", code, region=region, on=on)
    if found is None:
        raise Refusal("bulletin-unknown", _("本市没有声明“%s”这种通报；请从列表中选择。") % code)
    return _kind(found.body)


def _kind(body: Mapping[str, Any]) -> BulletinKind:
    to = body["to"]
    return BulletinKind(
        code=body["code"],
        name=body["name"],
        title=body["title"],
        every=body["every"],
        covers=body["covers"],
        hour=body["hour"],
        weekday=body.get("weekday", 5),
        month_day=body.get("month_day", 1),
        sections=tuple(body["sections"]),
        red_head=body["red_head"],
        second_person=body["second_person"],
        auto_send=body["auto_send"],
        to_roles=tuple(to["roles"]),
        to_units=to["units"],
        copies=tuple(body.get("copies", ())),
        charts=tuple(body.get("charts", ())),
        basis=body["basis"],
    )


def window(kind: BulletinKind, at: datetime) -> Window:
    """What a bulletin drafted now is about: the running day, week or month, or the last whole."""
    first = _first(kind.every, to_cst(at).date())
    if kind.covers == "previous":
        first = _first(kind.every, first - timedelta(days=1))
    over = whole(kind.every, _name(kind.every, first), datetime.combine(first, time(), CST))
    return replace(over, until=min(over.until, at))


def whole(every: str, period: str, since: datetime) -> Window:
    """The day, week or month that begins at ``since``, to its very end."""
    end = _next(every, to_cst(since).date())
    return Window(period, since, datetime.combine(end, time(), CST))


def _first(every: str, day: date) -> date:
    if every in ("day", "week"):
        return day - timedelta(days=day.weekday() if every == "week" else 0)
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(every: str, first: date) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}.get(every)
    if months is None:
        return first + timedelta(days=7 if every == "week" else 1)
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1)


def _name(every: str, first: date) -> str:
    if every == "week":
        year, week, _day = first.isocalendar()
        return f"{year}-W{week:02d}"
    if every == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return first.strftime({"month": "%Y-%m", "year": "%Y"}.get(every, "%Y-%m-%d"))


def due_at(kind: BulletinKind, at: datetime) -> datetime:
    """The moment of the running day, week or month at which this kind is drafted."""
    first = _first(kind.every, to_cst(at).date())
    ahead = {"day": 0, "week": kind.weekday - 1}.get(kind.every, kind.month_day - 1)
    return datetime.combine(first + timedelta(days=ahead), time(kind.hour), CST)
