"""The whole catalogue looked over: guides, checks, four do's, five cuts, coverage, flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import _doing, _flows
from yingshang.city.catalog._bundles import BundleView
from yingshang.city.catalog._doing import Cut, FourDo, Total
from yingshang.city.catalog.checks import CHECKS, Fault, faults
from yingshang.city.catalog.guide import Guide, Place, compile_guide
from yingshang.city.definitions import service as definitions

if TYPE_CHECKING:
    from yingshang.city.catalog.service import ItemView

__all__ = [
    "HANDLED",
    "Checkup",
    "Coverage",
    "CutRow",
    "FlowGroup",
    "FourRow",
    "ItemCheck",
    "catalogue",
    "checkup",
    "coverage",
    "cuts_between",
    "cuts_declared",
    "flow_shapes",
    "four_do",
    "guide",
    "place_of",
]

HANDLED = ("here", "elsewhere-returned", "elsewhere-reported")


def _items(region: str, on: date, *, portal_only: bool = True) -> list[ItemView]:
    from yingshang.city.catalog.service import items  # the door, which re-exports this module

    return items(region=region, on=on, portal_only=portal_only)


def _bundles(region: str, on: date) -> list[BundleView]:
    from yingshang.city.catalog.service import bundles

    return bundles(region=region, on=on)


def place_of(region: str) -> Place:
    """A city and its units, as the guide names them."""
    found = accounts.units(region)
    return Place(
        region,
        accounts.region_name(region),
        {u.role: u.name for u in found},
        {u.role: u.phone for u in found if u.phone},
    )


def guide(item: ItemView, *, region: str = "") -> Guide:
    """All 64 elements of an item as a city says them."""
    return compile_guide(item.body, place_of(region or item.region))


def catalogue(region: str, on: date) -> list[ItemView]:
    """What applicants can apply for or are handed over to: the items that the catalogue is of."""
    return [i for i in _items(region, on) if i.family == "application"]


@dataclass(frozen=True)
class ItemCheck:
    code: str
    name: str
    lead: str
    filled: int
    missing: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Checkup:
    """What the checks find in a city's catalogue; `by_check`: (number, title, items that fail)."""

    region: str
    items: tuple[ItemCheck, ...]
    by_check: tuple[tuple[int, str, int], ...]

    @property
    def failing(self) -> int:
        return sum(1 for i in self.items if i.faults)

    @property
    def faults(self) -> int:
        return sum(len(i.faults) for i in self.items)


def checkup(region: str, on: date, *, lead: str = "") -> Checkup:
    """Every item of a city (or of one lead unit) under every check, worst first."""
    place = place_of(region)
    rows = []
    for item in catalogue(region, on):
        if lead and item.lead != lead:
            continue
        compiled = compile_guide(item.body, place)
        missing = tuple(e.name for e in compiled.missing)
        rows.append(
            ItemCheck(
                item.code,
                item.name,
                item.lead,
                compiled.filled,
                missing,
                tuple(faults(compiled)),
            )
        )
    rows.sort(key=lambda r: (-len(r.faults), r.filled, r.code))
    counts = tuple(
        (c.number, str(c.title), sum(any(f.number == c.number for f in r.faults) for r in rows))
        for c in CHECKS
    )
    return Checkup(region, tuple(rows), counts)


@dataclass(frozen=True)
class FourRow:
    item: ItemView
    four: FourDo


def four_do(region: str, on: date) -> list[FourRow]:
    """The four do's of every item, computed."""
    return [FourRow(i, _doing.four(i.body)) for i in catalogue(region, on)]


@dataclass(frozen=True)
class CutRow:
    """An item and its five cuts; `source`: where the earlier state is from."""

    code: str
    name: str
    cuts: tuple[Cut, ...]
    source: str


def cuts_declared(region: str, on: date) -> tuple[list[CutRow], list[Total], int]:
    """Before the reform against now, for the items that declare what was before: rows, totals,
    and how many items there are in all."""
    found = catalogue(region, on)
    rows = []
    for item in found:
        before = _doing.figures_before(item.body)
        if before is not None:
            compared = _doing.cuts(before, _doing.figures(item.body))
            rows.append(CutRow(item.code, item.name, compared, item.body["before"]["source"]))
    return rows, _doing.totals(r.cuts for r in rows), len(found)


def cuts_between(region: str, since: date, on: date) -> tuple[list[CutRow], list[Total], int]:
    """What was in force on one day against what is on another: the items in force on both."""
    rows = []
    found = catalogue(region, on)
    for item in found:
        earlier = definitions.edition("item", item.code, region=region, on=since)
        if earlier is None or earlier.id == item.edition:
            continue
        compared = _doing.cuts(_doing.figures(earlier.body), _doing.figures(item.body))
        rows.append(CutRow(item.code, item.name, compared, f"v{earlier.version}"))
    return rows, _doing.totals(r.cuts for r in rows), len(found)


@dataclass(frozen=True)
class Coverage:
    """How many items are handled where; the three are never added up into one number."""

    here: int
    elsewhere_returned: int
    elsewhere_reported: int


def coverage(found: Sequence[ItemView]) -> Coverage:
    """Counted from the items' own declarations."""
    return Coverage(*(sum(i.handled == kind for i in found) for kind in HANDLED))


@dataclass(frozen=True)
class FlowGroup:
    """Items and bundles that run through one and the same flow."""

    signature: str
    words: str
    kind: str  # item, bundle
    graph: str  # of the steps alone: many flows share one graph of steps
    members: tuple[tuple[str, str], ...]


def flow_shapes(region: str, on: date) -> list[FlowGroup]:
    """The distinct flows of a city, those with most members first; a file cloned under another
    name joins the group that it was cloned from."""
    groups: dict[tuple[str, str], list[tuple[str, str, dict[str, Any]]]] = {}
    for item in _items(region, on, portal_only=False):
        key = ("item", _flows.signature(item.body))
        groups.setdefault(key, []).append((item.code, item.name, dict(item.body)))
    for bundle in _bundles(region, on):
        body = _bundle_body(bundle)
        key = ("bundle", _flows.signature(body))
        groups.setdefault(key, []).append((bundle.code, bundle.name, body))
    found = [
        FlowGroup(
            sign,
            _flows.describe(rows[0][2]),
            kind,
            _flows.graph(rows[0][2]),
            tuple((c, n) for c, n, _b in rows),
        )
        for (kind, sign), rows in groups.items()
    ]
    return sorted(found, key=lambda g: (-len(g.members), g.kind, g.signature))


def _bundle_body(bundle: BundleView) -> dict[str, Any]:
    """A bundle as one flow: each part a step of its own lead, waiting as the parts wait."""
    steps = [
        {
            "code": part.item,
            "unit": part.lead,
            "after": list(part.waits_for),
            **({"when": "wanted"} if part.optional else {}),
        }
        for part in bundle.parts
    ]
    limits = bundle.body.get("limits", {})
    return {"lead": bundle.lead, "family": "bundle", "limits": limits, "steps": steps}
