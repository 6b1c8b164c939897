"""Ranks that say how sure they are: over uncertain weights, and over what is missing.

Weights are drawn around the published ones (Dirichlet, or ± a share of each); what is missing
may stand anywhere between two ends. In each draw an entity has the places that nothing rules
out: those that beat it even at their worst against its best, and the other way round. The
interval holds ``level`` of the draws at both ends, and always the places under the published
weights; so more missing never makes it narrower.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Protocol

__all__ = ["Chance", "RankRange", "Span", "Swing", "draw_weights", "peer_score", "rank_ranges"]

Span = tuple[float, float]  # the lowest and the highest score that is possible; known: both equal
_DIGITS = 9  # of a score in percent; beyond it two scores are one


class Chance(Protocol):
    """Where the draws come from: a seeded random.Random, so that they can be repeated."""

    def random(self) -> float:
        """From 0 to 1."""

    def gammavariate(self, alpha: float, beta: float) -> float:
        """From a gamma distribution."""


@dataclass(frozen=True)
class Swing:
    """How the weights may vary. ``concentration``: Dirichlet(concentration × weights), 0: not;
    ``bound``: each weight moves by at most this share of itself, 0: not."""

    concentration: float = 0
    bound: float = 0
    draws: int = 1000
    level: float = 0.9


@dataclass(frozen=True)
class RankRange:
    """``rank``: one more than those surely ahead under the published weights; None where the
    entity's own score is not known. ``low`` … ``high``: the places possible; None: no data.
    ``likely``: the narrower one inside it, see :mod:`_likely`; None where it was not asked for."""

    rank: int | None
    low: int | None
    high: int | None
    likely: tuple[int, int] | None = None

    @property
    def sure(self) -> bool:
        return self.low is not None and self.low == self.high


def rank_ranges(
    scores: Mapping[str, Mapping[str, Span | None]],
    weights: Mapping[str, float],
    swing: Swing | None = None,
    chance: Chance | None = None,
    drawn: Sequence[Sequence[float]] = (),
) -> dict[str, RankRange]:
    """Entity → topic → what its score may be; a topic that is None may stand anywhere its
    peers stand. Without ``chance`` or ``drawn`` (what `draw_weights` gave before) the weights are
    sure. Who has no data at all has no place and takes none from the others."""
    topics = sorted(weights)
    here = [name for name in scores if any(scores[name].get(topic) for topic in topics)]
    ends = {topic: _ends([scores[name].get(topic) for name in here]) for topic in topics}
    lows, highs, known = [], [], []
    for name in here:
        spans = [scores[name].get(topic) or ends[topic] for topic in topics]
        lows.append([span[0] for span in spans])
        highs.append([span[1] for span in spans])
        known.append(lows[-1] == highs[-1] and all(scores[name].get(t) for t in topics))
    base = _places(_published(weights), lows, highs)
    swing = swing or Swing()
    weighed = drawn or (draw_weights(weights, swing, chance) if chance else ())
    taken = [_places(one, lows, highs) for one in weighed]
    found = {name: RankRange(None, None, None) for name in scores}
    for at, name in enumerate(here):
        low, high = base[at]
        if taken:
            low = min(low, _quantile([one[at][0] for one in taken], (1 - swing.level) / 2))
            high = max(high, _quantile([one[at][1] for one in taken], (1 + swing.level) / 2))
        found[name] = RankRange(base[at][0] if known[at] else None, low, high)
    return found


def peer_score(value: float, peers: Sequence[float], *, less: bool, floor: float = 0) -> float:
    """Between the best (100) and the worst (``floor``) of those compared; all alike: 100."""
    low, high = min(peers), max(peers)
    if low == high:
        return 100.0
    share = (high - value if less else value - low) / (high - low)
    return floor + (100 - floor) * min(1.0, max(0.0, share))


def _ends(spans: Sequence[Span | None]) -> Span:
    known = [span for span in spans if span]
    if len(known) < 2:
        return 0.0, 100.0
    return min(span[0] for span in known), max(span[1] for span in known)


def _published(weights: Mapping[str, float]) -> list[float]:
    """Shares of one, in the order of the topics' names."""
    whole = sum(weights.values())
    return [weights[topic] / whole for topic in sorted(weights)]


def draw_weights(weights: Mapping[str, float], swing: Swing, chance: Chance) -> list[list[float]]:
    """The weights of every draw, topics by name: they hang on no score, so that a caller who
    ranks many tables under one weighting draws once."""
    published = _published(weights)
    if not (swing.concentration or swing.bound):
        return []
    rows = []
    for _draw in range(swing.draws):
        row = list(published)
        if swing.concentration:
            row = [chance.gammavariate(swing.concentration * one, 1) if one else 0.0 for one in row]
        if swing.bound:
            row = [one * (1 + swing.bound * (2 * chance.random() - 1)) for one in row]
        whole = sum(row)
        rows.append([one / whole for one in row] if whole else list(published))
    return rows


def _places(
    weights: Sequence[float], lows: Sequence[Sequence[float]], highs: Sequence[Sequence[float]]
) -> list[tuple[int, int]]:
    """The best and the worst place of each under these weights; ties share the better one."""
    least = [round(sum(map(mul, weights, row)), _DIGITS) for row in lows]
    most = [
        own if high == low else round(sum(map(mul, weights, high)), _DIGITS)
        for own, low, high in zip(least, lows, highs, strict=True)
    ]
    floor, roof, size = sorted(least), sorted(most), len(least)
    return [
        (
            size - bisect_right(floor, high) + 1,
            size - bisect_right(roof, low) + (0 if high > low else 1),
        )
        for low, high in zip(least, most, strict=True)
    ]


def _quantile(places: Sequence[int], share: float) -> int:
    """Nearest rank."""
    ordered = sorted(places)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
