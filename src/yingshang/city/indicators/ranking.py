"""Where a city stands among others, how surely, and the least that would bring it further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from random import Random

from yingshang.city.indicators.frontier import reached
from yingshang.city.indicators.kinds import FrontierRow, FrontierTable
from yingshang.kernel.measures import (
    FORMS,
    Part,
    RankRange,
    Span,
    Swing,
    draw_weights,
    rank_ranges,
    with_likely,
)

__all__ = [
    "Move",
    "StepUp",
    "best_peers",
    "moves",
    "ranked",
    "standing",
    "steps_up",
    "swing_of",
    "topic_span",
    "with_parts",
]

_FULL = Decimal(100)


@dataclass(frozen=True)
class StepUp:
    """One indicator moved from ``now`` to ``to`` brings the city from ``before`` to ``rank``.
    ``share``: the move as a share of today's value in per cent."""

    code: str
    name: str
    unit: str
    now: Decimal
    to: Decimal
    before: int
    rank: int
    share: Decimal

    @property
    def gain(self) -> Decimal:
        """Places won for a change of one per cent."""
        return (self.before - self.rank) / self.share


def standing(table: FrontierTable, topic: str = "", *, likely: bool = True) -> dict[str, RankRange]:
    """Region → its rank in the total (or in a topic) with the places it may have.

    The total over uncertain weights, as the weighting in force says; a topic under its published
    weights. What is missing stands anywhere between the worst and the best of the others.
    ``likely``: with the narrower range, what is missing drawn from the peers (takes longer).
    """
    parts = [row for row in table.rows if row.code]
    if topic:
        under = [row for row in parts if row.topic == topic]
        scores = {
            region: {row.code: _span(row, at) if _known(row, at) else None for row in under}
            for at, region in enumerate(table.regions)
        }
        found = ranked(scores, {row.code: float(row.weight) for row in under})
        return with_parts(table, found, {topic: under}) if likely else found
    topics = [row for row in table.rows if not row.code]
    scores = {
        region: {
            row.topic: topic_span([p for p in parts if p.topic == row.topic], at) for row in topics
        }
        for at, region in enumerate(table.regions)
    }
    weights = {row.topic: float(row.weight) for row in topics}
    if not any(weights.values()):
        return {}
    swing, seed = swing_of(table), table.detail.get("rule", {}).get("seed", 1)
    found = ranked(scores, weights, swing, seed)
    if not likely:
        return found
    held = {row.topic: [p for p in parts if p.topic == row.topic] for row in topics}
    return with_parts(table, found, held, weights=weights, swing=swing)


def with_parts(
    table: FrontierTable,
    found: Mapping[str, RankRange],
    topics: Mapping[str, Sequence[FrontierRow]],
    *,
    weights: Mapping[str, float] | None = None,
    swing: Swing | None = None,
) -> dict[str, RankRange]:
    """The same places with the likely ones; ``weights`` left out: topics alike; ``swing`` left
    out: the weights are sure. Kept, as `ranked`."""
    parts = tuple(
        (
            name,
            tuple(
                Part(
                    float(row.weight),
                    tuple(None if c.exact is None else float(c.exact) for c in row.cells),
                )
                for row in rows
            ),
        )
        for name, rows in topics.items()
    )
    seed = table.detail.get("rule", {}).get("seed", 1)
    alike = weights or dict.fromkeys(topics, 1.0)
    return dict(_likely(tuple(found.items()), parts, tuple(alike.items()), swing, seed))


def ranked(
    scores: Mapping[str, Mapping[str, Span | None]],
    weights: Mapping[str, float],
    swing: Swing | None = None,
    seed: int = 1,
) -> dict[str, RankRange]:
    """`rank_ranges` over the draws of a seed (without ``swing`` the weights are sure), kept: a
    page asks the same again until a score moves."""
    rows = tuple((name, tuple(mine.items())) for name, mine in scores.items())
    return dict(_ranked(rows, tuple(weights.items()), swing, seed))


Weights = tuple[tuple[str, float], ...]
Rows = tuple[tuple[str, tuple[tuple[str, Span | None], ...]], ...]
Parts = tuple[tuple[str, tuple[Part, ...]], ...]


@lru_cache(maxsize=512)
def _ranked(rows: Rows, weights: Weights, swing: Swing | None, seed: int) -> dict[str, RankRange]:
    scores = {name: dict(mine) for name, mine in rows}
    return rank_ranges(scores, dict(weights), swing, drawn=_drawn(weights, swing, seed))


@lru_cache(maxsize=512)
def _likely(
    found: tuple[tuple[str, RankRange], ...],
    parts: Parts,
    weights: Weights,
    swing: Swing | None,
    seed: int,
) -> dict[str, RankRange]:
    held = {name: list(mine) for name, mine in parts}
    drawn = _drawn(weights, swing, seed)
    return with_likely(dict(found), held, dict(weights), Random(seed), drawn=drawn)


@lru_cache(maxsize=16)
def _drawn(weights: Weights, swing: Swing | None, seed: int) -> list[list[float]]:
    """Made once a process: whatever is ranked under them, the draws of a seed are equal."""
    return draw_weights(dict(weights), swing, Random(seed)) if swing else []


def steps_up(table: FrontierTable, region: str) -> list[StepUp]:
    """For each indicator the move that wins most places per effort, the best first.

    Empty where the total of the city is missing or nobody is ahead; ties share a place, so that
    reaching the next total suffices.
    """
    at = table.regions.index(region)
    own = table.totals[at].exact
    if own is None:
        return []
    ahead = sorted({c.exact for c in table.totals if c.exact is not None and c.exact > own})
    topics = {row.topic: row for row in table.rows if not row.code}
    parts = [row for row in table.rows if row.code]
    whole = sum((row.weight for row in topics.values()), Decimal(0))
    found = []
    for row in parts:
        under = sum((p.weight for p in parts if p.topic == row.topic), Decimal(0))
        pull = topics[row.topic].weight / whole * row.weight / under  # of one point of it
        tries = [_step(table, at, row, total, own, pull) for total in ahead] if pull else []
        best = max((one for one in tries if one), key=lambda one: one.gain, default=None)
        if best:
            found.append(best)
    return sorted(found, key=lambda one: (-one.gain, one.code))


@dataclass(frozen=True)
class Move:
    """What one change does: the total and the places before and after."""

    code: str
    name: str
    unit: str
    now: Decimal
    to: Decimal
    total: Decimal | None
    total_then: Decimal | None
    place: RankRange
    place_then: RankRange


def moves(table: FrontierTable, region: str, values: Mapping[str, Decimal]) -> list[Move]:
    """For each indicator alone: what reaching its value (code → value) would do; in the order of
    ``values``. Indicators without a value of the city are left out."""
    at = table.regions.index(region)
    rows = {row.code: row for row in table.rows if row.code}
    before = standing(table, likely=False)
    nowhere = RankRange(None, None, None)
    found = []
    for code, to in values.items():
        row = rows[code]
        now = row.cells[at].value
        if now is None:
            continue
        after = reached(table, region, {code: to})
        found.append(
            Move(
                code,
                row.name,
                row.unit,
                now,
                to,
                table.totals[at].score,
                after.totals[at].score,
                before.get(region, nowhere),
                standing(after, likely=False).get(region, nowhere),
            )
        )
    return found


def best_peers(table: FrontierTable, region: str) -> dict[str, Decimal]:
    """Indicator → the best value of the other cities where it is better than the city's own, by
    what it would add to the city's total: the largest gain first."""
    at = table.regions.index(region)
    gains: dict[str, tuple[Decimal, Decimal]] = {}
    for row in table.rows:
        own = row.cells[at].exact if row.code else None
        if own is None:
            continue
        better = max(
            (c for n, c in enumerate(row.cells) if n != at and c.exact is not None),
            key=lambda cell: cell.exact or Decimal(0),
            default=None,
        )
        if better is None or better.value is None or (better.exact or Decimal(0)) <= own:
            continue
        after = reached(table, region, {row.code: better.value}).totals[at].exact
        before = table.totals[at].exact
        gain = (after - before) if after is not None and before is not None else Decimal(0)
        gains[row.code] = (gain, better.value)
    ordered = sorted(gains, key=lambda code: (-gains[code][0], code))
    return {code: gains[code][1] for code in ordered}


def _step(
    table: FrontierTable, at: int, row: FrontierRow, total: Decimal, own: Decimal, pull: Decimal
) -> StepUp | None:
    cell = row.cells[at]
    if cell.exact is None or not cell.value or row.best is None or row.worst is None:
        return None
    wanted = cell.exact + (total - own) / pull
    if wanted > _FULL:
        return None
    share = (wanted - row.floor) / (_FULL - row.floor)
    level = row.worst - share ** (1 / FORMS[row.form]) * (row.worst - row.best)
    towards = ROUND_FLOOR if row.best < row.worst else ROUND_CEILING
    to = level.quantize(Decimal("0.01"), rounding=towards)
    region = table.regions[at]
    after = _place(reached(table, region, {row.code: to}), region)
    before = _place(table, region)
    change = abs(to - cell.value) * 100 / abs(cell.value)
    if after >= before or not change:
        return None
    return StepUp(row.code, row.name, row.unit, cell.value, to, before, after, change)


def _place(table: FrontierTable, region: str) -> int:
    """One more than the number of cities with a higher total; missing totals are not counted."""
    own = table.totals[table.regions.index(region)].exact
    assert own is not None
    return 1 + sum(c.exact is not None and c.exact > own for c in table.totals)


def swing_of(table: FrontierTable) -> Swing:
    """How uncertain the weighting in force calls its weights."""
    rule = table.detail.get("rule", {})
    return Swing(
        concentration=float(rule.get("concentration", 0)) * len(_topics(table)),
        bound=float(rule.get("bound", 0)),
        draws=rule.get("draws", 1000),
        level=float(rule.get("level", "0.9")),
    )


def _topics(table: FrontierTable) -> list[FrontierRow]:
    return [row for row in table.rows if not row.code]


def _known(row: FrontierRow, at: int) -> bool:
    return row.cells[at].exact is not None


def _span(row: FrontierRow, at: int) -> Span:
    own = row.cells[at].exact
    if own is not None:
        return float(own), float(own)
    known = [float(cell.exact) for cell in row.cells if cell.exact is not None]
    return (min(known), max(known)) if len(known) > 1 else (0.0, 100.0)


def topic_span(parts: Sequence[FrontierRow], at: int) -> Span | None:
    """The lowest and the highest mean of ``parts`` that is possible for the city in place ``at``;
    None where nothing of them is known."""
    if not any(_known(row, at) for row in parts):
        return None
    whole = float(sum(row.weight for row in parts)) or 1.0
    spans = [(float(row.weight), _span(row, at)) for row in parts]
    return (
        sum(weight * span[0] for weight, span in spans) / whole,
        sum(weight * span[1] for weight, span in spans) / whole,
    )
