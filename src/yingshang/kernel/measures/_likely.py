"""The places that are likely, inside those that are possible.

`rank_ranges` tries what is missing at both ends, so that nobody gains by reporting less; with
much missing almost every place is possible. Here each missing score is drawn from the scores of
the peers in the same part (evenly along their distribution, between the worst and the best), and
the weights around the published ones, together, again and again; ``LIKELY`` of the draws lie
within. That says what is probable if who does not report is like those who do, and no more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from yingshang.kernel.measures._ranks import Chance, RankRange

__all__ = ["LIKELY", "Part", "with_likely"]

LIKELY = 0.9
DRAWS = 400
_DIGITS = 9


@dataclass(frozen=True)
class Part:
    """One indicator of a topic: its weight there, and the score of each entity (None: missing)."""

    weight: float
    scores: tuple[float | None, ...]


def with_likely(
    found: Mapping[str, RankRange],
    topics: Mapping[str, Sequence[Part]],
    weights: Mapping[str, float],
    chance: Chance,
    *,
    drawn: Sequence[Sequence[float]] = (),
) -> dict[str, RankRange]:
    """The same ranges with ``likely``: ``found`` in the order in which ``Part.scores`` stand.
    ``drawn``: weights by the topics' names (`draw_weights`); none where they are sure."""
    names, order = list(found), sorted(weights)
    here = [at for at, name in enumerate(names) if found[name].low is not None]
    asked = [at for at, name in enumerate(order) if topics.get(name) and weights[name]]
    if not here or not asked:
        return dict(found)
    columns = [_Topic(topics[order[at]], here) for at in asked]
    rows = drawn[:DRAWS] or [[weights[name] for name in order]]
    if len(rows) == 1 and any(one.missing for one in columns):
        rows = [rows[0]] * DRAWS
    places: list[list[int]] = [[] for _one in here]
    for row in rows:
        means = [one.drawn(chance) for one in columns]
        for at, place in enumerate(_ranked([row[at] for at in asked], means)):
            places[at].append(place)
    result = dict(found)
    for at, entity in enumerate(here):
        name = names[entity]
        result[name] = _inside(found[name], sorted(places[at]))
    return result


class _Topic:
    """The mean of a topic per entity: what is known once, what is missing in every draw."""

    def __init__(self, parts: Sequence[Part], here: Sequence[int]) -> None:
        whole = sum(part.weight for part in parts) or 1.0
        self.known = [0.0] * len(here)
        self.missing: list[tuple[int, float, list[float]]] = []
        for part in parts:
            peers = sorted(one for at in here if (one := part.scores[at]) is not None)
            ends = peers if len(peers) > 1 else [0.0, 100.0]
            for place, at in enumerate(here):
                score = part.scores[at]
                if score is None:
                    self.missing.append((place, part.weight / whole, ends))
                else:
                    self.known[place] += score * part.weight / whole

    def drawn(self, chance: Chance) -> list[float]:
        means = list(self.known)
        for place, share, peers in self.missing:
            means[place] += share * _along(peers, chance.random())
        return means


def _along(peers: Sequence[float], share: float) -> float:
    """The quantile of the sorted scores, straight between one and the next."""
    spot = share * (len(peers) - 1)
    below = min(int(spot), len(peers) - 2)
    return peers[below] + (spot - below) * (peers[below + 1] - peers[below])


def _ranked(weights: Sequence[float], topics: Sequence[Sequence[float]]) -> list[int]:
    totals = [
        round(sum(w * one for w, one in zip(weights, column, strict=True)), _DIGITS)
        for column in zip(*topics, strict=True)
    ]
    ordered = sorted(totals)
    return [len(totals) - bisect_right(ordered, one) + 1 for one in totals]


def _inside(found: RankRange, places: Sequence[int]) -> RankRange:
    """Never outside what is possible."""
    assert found.low is not None
    assert found.high is not None
    last = len(places) - 1
    low = places[round((1 - LIKELY) / 2 * last)]
    high = places[round((1 + LIKELY) / 2 * last)]
    low = min(max(low, found.low), found.high)
    return replace(found, likely=(low, max(low, min(high, found.high))))
