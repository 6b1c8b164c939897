"""A league of cities by the first-level indicators of one evaluation.

Every score says what is possible: where one of its indicators has no value, that one may stand
anywhere between the worst and the best of the others. Every place is an interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.indicators.frontier import frontier, regrouped
from yingshang.city.indicators.kinds import FrontierRow, FrontierTable
from yingshang.city.indicators.ranking import ranked, swing_of, topic_span, with_parts
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import RankRange, Span

__all__ = ["League", "Seat", "Subject", "league"]

NOWHERE = RankRange(None, None, None)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Seat:
    """One city in one subject or in the total. ``score`` where nothing is missing that another
    city has, otherwise the possible ``low`` … ``high``; all None: no data. ``known`` of ``of``
    indicators have a value, ``few`` of these rest on few cases."""

    region: str
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    known: int
    of: int
    range: RankRange
    few: int = 0


@dataclass(frozen=True)
class Subject:
    """A first-level indicator; ``of`` the seats is 0 where nothing that feeds it has a scale."""

    code: str
    name: str
    seats: tuple[Seat, ...]

    @property
    def best(self) -> Decimal | None:
        """What the best city surely reaches, where there is more than one."""
        sure = [seat.low for seat in self.seats if seat.low is not None]
        return max(sure) if len(sure) > 1 else None

    @property
    def answered(self) -> bool:
        return any(seat.known for seat in self.seats)


@dataclass(frozen=True)
class League:
    """``subjects`` in the order of the evaluation; ``totals`` by region, subjects all alike.
    ``city``: the one whose districts the ``regions`` are; '' where they are cities. ``counted``:
    (code, name) of every indicator that counts, because one of them at least has its value."""

    code: str
    name: str
    verified: bool
    basis: str
    method: str
    regions: tuple[str, ...]
    subjects: tuple[Subject, ...]
    totals: tuple[Seat, ...]
    city: str = ""
    counted: tuple[tuple[str, str], ...] = ()

    @property
    def ranked(self) -> list[Seat]:
        """The totals, the surely better first; who has no data stands last."""
        return sorted(
            self.totals,
            key=lambda one: (one.range.low is None, one.range.low or 0, one.range.high or 0),
        )

    def seats_of(self, region: str) -> list[tuple[Subject, Seat]]:
        at = self.regions.index(region)
        return [(subject, subject.seats[at]) for subject in self.subjects]


def league(
    code: str,
    regions: Sequence[str],
    *,
    as_of: date,
    method: str = "peers",
    scale_of: str = "",
    second: bool = False,
    city: str = "",
) -> League:
    """``method``: peers (between the worst and the best of the ``regions``, every indicator
    counts) or frontier (fixed ends, only indicators that have them). ``second``: by the
    second-level indicators, code and name joined with /. ``city``: the ``regions`` are its
    districts. Refusal: no such tree."""
    found = definitions.edition("tree", code, region=scale_of, on=as_of)
    if found is None:
        raise Refusal("tree-unknown", f"没有编码为“{code}”的指标体系，请从列表里选择。")
    body = found.body
    nodes = _second(body) if second else body["nodes"]
    fed = {
        node["name"]: [c for child in node["children"] for c in child["indicators"]]
        for node in nodes
    }
    wanted = list(dict.fromkeys(one for codes in fed.values() for one in codes))
    table = frontier(
        regions,
        as_of=as_of,
        codes=wanted,
        method=method,
        scale_of=scale_of,
        unscaled=True,
        city=city,
    )
    table = regrouped(table, fed)
    subjects = tuple(_subject(node, table) for node in nodes)
    return League(
        body["code"],
        body["name"],
        body["verified"],
        body["basis"],
        table.detail["method"],
        tuple(regions),
        subjects,
        _totals(table, subjects),
        city,
        _counted(table),
    )


def _counted(table: FrontierTable) -> tuple[tuple[str, str], ...]:
    return tuple(
        {
            row.code: row.name
            for row in table.rows
            if row.code and any(cell.exact is not None for cell in row.cells)
        }.items()
    )


def _second(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": f"{node['code']}/{child['code']}",
            "name": f"{node['name']}/{child['name']}",
            "children": [child],
        }
        for node in body["nodes"]
        for child in node["children"]
    ]


def _subject(node: dict[str, str], table: FrontierTable) -> Subject:
    parts = [row for row in table.rows if row.code and row.topic == node["name"]]
    spans = _spans(table, node["name"])
    alone = sum(span is not None for span in spans) < 2
    ranges = (
        dict.fromkeys(table.regions, NOWHERE)
        if alone
        else _ranges(table, {node["name"]: spans}, sure_weights=True)
    )
    return Subject(
        node["code"],
        node["name"],
        tuple(
            _seat(region, spans[at], parts, at, ranges[region])
            for at, region in enumerate(table.regions)
        ),
    )


def _spans(table: FrontierTable, name: str) -> list[Span | None]:
    """Possible scores of a subject, city by city."""
    parts = _parts(table, name)
    return [topic_span(parts, at) if parts else None for at in range(len(table.regions))]


def _parts(table: FrontierTable, name: str) -> list[FrontierRow]:
    """Of a subject; an indicator that no city has is left out."""
    return [
        row
        for row in table.rows
        if row.code and row.topic == name and any(cell.exact is not None for cell in row.cells)
    ]


def _seat(
    region: str, span: Span | None, parts: Sequence[FrontierRow], at: int, place: RankRange
) -> Seat:
    known = sum(row.cells[at].exact is not None for row in parts)
    if span is None:
        return Seat(region, None, None, None, known, len(parts), NOWHERE)
    low, high = (Decimal(str(one)).quantize(_TENTH) for one in span)
    score = low if low == high else None
    few = sum(row.cells[at].few for row in parts)
    return Seat(region, score, low, high, known, len(parts), place, few)


def _totals(table: FrontierTable, subjects: Sequence[Subject]) -> tuple[Seat, ...]:
    """The mean over the subjects that any city answers; one that is missing here may stand
    anywhere its peers stand. Between peers a subject that one alone answers is left out: it would
    be the best of nobody, and full points for nothing."""
    least = 2 if table.detail["method"] == "peers" and len(table.regions) > 1 else 1
    asked = [one for one in subjects if sum(seat.known > 0 for seat in one.seats) >= least]
    spans = {one.name: _spans(table, one.name) for one in asked}
    ranges = _ranges(table, spans) if spans else dict.fromkeys(table.regions, NOWHERE)
    seats = []
    for at, region in enumerate(table.regions):
        known = sum(one.seats[at].known > 0 for one in asked)
        whole = bool(asked) and all(one.seats[at].score is not None for one in asked)
        if not known:
            seats.append(Seat(region, None, None, None, 0, len(subjects), NOWHERE))
            continue
        ends = [row[at] or _ends(row) for row in spans.values()]
        low, high = (
            Decimal(str(sum(span[side] for span in ends) / len(ends))).quantize(_TENTH)
            for side in (0, 1)
        )
        score = low if whole else None
        few = sum(one.seats[at].few for one in asked)
        seats.append(Seat(region, score, low, high, known, len(subjects), ranges[region], few))
    return tuple(seats)


def _ends(spans: Sequence[Span | None]) -> Span:
    known = [span for span in spans if span]
    if len(known) < 2:
        return 0.0, 100.0
    return min(span[0] for span in known), max(span[1] for span in known)


def _ranges(
    table: FrontierTable, spans: dict[str, list[Span | None]], *, sure_weights: bool = False
) -> dict[str, RankRange]:
    scores = {
        region: {name: row[at] for name, row in spans.items()}
        for at, region in enumerate(table.regions)
    }
    weights, parts = dict.fromkeys(spans, 1.0), {name: _parts(table, name) for name in spans}
    if sure_weights:
        return with_parts(table, ranked(scores, weights), parts)
    rule = table.detail.get("rule", {})
    few = replace(swing_of(table), concentration=float(rule.get("concentration", 0)) * len(spans))
    found = ranked(scores, weights, few, rule.get("seed", 1))
    return with_parts(table, found, parts, swing=few)
