"""Four do's (四办) from facts, and five cuts (五减) from versions: nobody types them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.catalog._facts import facts_of
from yingshang.city.definitions import service as definitions

__all__ = ["CUTS", "FOUR", "Cut", "Figures", "FourDo", "Total", "cuts", "figures", "four", "totals"]

Body = Mapping[str, Any]
FOUR = ("at-once", "online", "nearby", "one-visit")
CUTS = ("steps", "time", "materials", "visits", "fees")
UNITS = {"workday": "工作日", "day": "自然日", "hour": "小时", "month": "个月"}


@dataclass(frozen=True)
class FourDo:
    """Which of the four hold for an item, each with the fact that says so."""

    at_once: str
    online: str
    nearby: str
    one_visit: str

    @property
    def held(self) -> tuple[str, ...]:
        said = (self.at_once, self.online, self.nearby, self.one_visit)
        return tuple(name for name, why in zip(FOUR, said, strict=True) if why)

    def reason(self, name: str) -> str:
        return str(getattr(self, name.replace("-", "_")))


def four(body: Body) -> FourDo:
    """马上办、网上办、就近办、一次办 of an item; '' where the facts do not bear it out."""
    f = facts_of(body)
    online, nearby = "", ""
    if f.online and f.visits == 0:
        online = _("网上可办，不用到现场")
    if body.get("near"):
        nearby = _("可在%s办") % definitions.listed(body["near"])
    elif "collect" in body.get("cross_region", ()):
        nearby = _("可在别处窗口代收")
    return FourDo(
        at_once=_("材料齐全，当场办结") if f.on_the_spot else "",
        online=online,
        nearby=nearby,
        one_visit=_once(f.visits),
    )


def _once(visits: int | None) -> str:
    if visits is None or visits > 1:
        return ""
    return _("最多到现场一次") if visits else _("一次也不用到现场")


@dataclass(frozen=True)
class Figures:
    """The five numbers of one state of an item. None: that state does not say."""

    steps: int | None
    time: int | None
    time_unit: str
    materials: int | None
    visits: int | None
    fees: int | None  # fen

    def of(self, cut: str) -> int | None:
        value: int | None = getattr(self, cut)
        return value


def figures(body: Body) -> Figures:
    """What an edition says now."""
    promised = body.get("limits", {}).get("promised") or body.get("limits", {}).get("statutory")
    charges = body.get("charges", ())
    fees = sum(c["fen"] for c in charges) if charges else _free(body)
    return Figures(
        steps=len(body["steps"]) if body.get("steps") else None,
        time=promised["value"] if promised else None,
        time_unit=promised["unit"] if promised else "",
        materials=len(body["materials"]) if "materials" in body else None,
        visits=body.get("visits"),
        fees=fees,
    )


def _free(body: Body) -> int | None:
    return 0 if facts_of(body).charged is False else None


def figures_before(body: Body) -> Figures | None:
    """The state before the reform as the item declares it; None where it declares none."""
    before = body.get("before")
    if not before:
        return None
    return Figures(
        steps=before.get("steps"),
        time=before.get("workdays"),
        time_unit="workday" if "workdays" in before else "",
        materials=before.get("materials"),
        visits=before.get("visits"),
        fees=before.get("fen"),
    )


@dataclass(frozen=True)
class Cut:
    """One of the five, before and now; `why` says why the two are not compared, else ''."""

    name: str
    before: int | None
    now: int | None
    unit: str
    why: str = ""

    @property
    def less(self) -> int | None:
        if self.why or self.before is None or self.now is None:
            return None
        return self.before - self.now

    @property
    def percent(self) -> int | None:
        """How much less in per cent; None where there is nothing to divide by."""
        if self.less is None or not self.before:
            return None
        return round(100 * self.less / self.before)


def cuts(before: Figures, now: Figures) -> tuple[Cut, ...]:
    """The five compared. What one state does not say, or says in another unit, is not compared."""
    found = []
    for name in CUTS:
        a, b = before.of(name), now.of(name)
        why = ""
        if a is None or b is None:
            why = _("前一状态没有这一项") if a is None else _("现在没有这一项")
        elif name == "time" and before.time_unit != now.time_unit:
            why = _("单位不同（%(a)s、%(b)s），不作比较") % {
                "a": UNITS[before.time_unit],
                "b": UNITS[now.time_unit],
            }
        unit = now.time_unit or before.time_unit if name == "time" else ""
        found.append(Cut(name, a, b, unit, why))
    return tuple(found)


@dataclass(frozen=True)
class Total:
    """The sum over the items where the two states can be compared (`items` of `among`); times
    in one unit only."""

    name: str
    unit: str
    before: int
    now: int
    items: int
    among: int

    @property
    def less(self) -> int:
        return self.before - self.now

    @property
    def percent(self) -> int | None:
        return round(100 * self.less / self.before) if self.before else None


def totals(rows: Iterable[tuple[Cut, ...]]) -> list[Total]:
    """Totals by cut; times stand apart by unit, for days and workdays do not add up."""
    every = list(rows)
    found = []
    for place, name in enumerate(CUTS):
        column = [row[place] for row in every]
        for unit in sorted({c.unit for c in column if c.less is not None}) or [""]:
            fit = [c for c in column if c.less is not None and c.unit == unit]
            found.append(
                Total(
                    name,
                    unit,
                    sum(c.before or 0 for c in fit),
                    sum(c.now or 0 for c in fit),
                    len(fit),
                    len(column),
                )
            )
    return found
