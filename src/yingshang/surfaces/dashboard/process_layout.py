"""Where the boxes of a process map stand and where its arrows run.

In layers from top to bottom (Sugiyama, Tagawa, Toda 1981): arrows against the usual order are
turned for the time being, long ones get a bend in every layer they pass, layers are ordered by the
middle of their neighbours, and every box is drawn towards them as far as its row lets it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["GAP_X", "GAP_Y", "HIGH", "MARGIN", "WIDE", "Bend", "Layout", "lay_out"]

WIDE, HIGH, GAP_X, GAP_Y, MARGIN = 176, 52, 26, 64, 12
THIN = 30  # what an arrow needs that passes a row
ABREAST = 4  # boxes in a row, at most
SWEEPS = 6

Pair = tuple[str, str]
Bend = tuple[str, str, int]  # of the arrow, in this layer


@dataclass(frozen=True)
class Layout:
    """``middle`` of every box by name; ``level`` its row. ``bends``: the x of an arrow in the rows
    it passes, from its beginning to its end. ``back``: arrows that run upwards."""

    width: int
    rows: int
    middle: Mapping[str, int]
    level: Mapping[str, int]
    bends: Mapping[Pair, tuple[int, ...]]
    back: frozenset[Pair]


def lay_out(
    places: Mapping[str, float], weights: Mapping[Pair, int], wide: Mapping[str, int]
) -> Layout:
    """``places``: where each box mostly stands in a case; ``weights``: arrows; ``wide``: boxes
    that are not as wide as others."""
    order = sorted(places, key=lambda name: (places[name], name))
    rank = {name: number for number, name in enumerate(order)}
    back = {pair for pair in weights if rank[pair[0]] > rank[pair[1]]}
    down = {(pair[::-1] if pair in back else pair): pair for pair in weights}
    level = _levels(order, weights, back)
    rows, links = _with_bends(order, level, weights)
    rows = _ordered(rows, links)
    spot = _spots(rows, links, wide)
    least = min(x - _width(node, wide) / 2 for node, x in spot.items())
    most = max(x + _width(node, wide) / 2 for node, x in spot.items())
    place = {node: round(x - least + MARGIN) for node, x in spot.items()}
    bends: dict[Pair, tuple[int, ...]] = {}
    for straight in {_down(pair, rank) for pair in weights}:
        between = range(level[straight[0]] + 1, level[straight[1]])
        bends[straight] = tuple(place[*straight, number] for number in between)
    return Layout(
        width=round(most - least) + 2 * MARGIN,
        rows=len(rows),
        middle={name: place[name] for name in order},
        level=level,
        bends={
            pair: bends[pair[::-1]][::-1] if pair in back else bends[pair]
            for pair in {*down.values(), *weights}
        },
        back=frozenset(back),
    )


def _down(pair: Pair, rank: Mapping[str, int]) -> Pair:
    return pair if rank[pair[0]] < rank[pair[1]] else pair[::-1]


def _levels(order: Sequence[str], weights: Mapping[Pair, int], back: set[Pair]) -> dict[str, int]:
    """Every box below those that lead to it, in rows of not more than stand abreast."""
    after = defaultdict(list)
    for pair in weights:
        if pair not in back:
            after[pair[0]].append(pair[1])
    level = dict.fromkeys(order, 0)
    fed = {name for names in after.values() for name in names}
    held: dict[int, int] = defaultdict(int)
    for name in order:  # those before have found their rows
        if name not in fed and after[name] and name != order[0]:
            level[name] = max(1, level[name])
        while held[level[name]] >= ABREAST:
            level[name] += 1
        held[level[name]] += 1
        for other in after[name]:
            level[other] = max(level[other], level[name] + 1)
    used = {number: place for place, number in enumerate(sorted(set(level.values())))}
    return {name: used[number] for name, number in level.items()}


def _with_bends(
    order: Sequence[str], level: Mapping[str, int], weights: Mapping[Pair, int]
) -> tuple[list[list[object]], dict[tuple[object, object], int]]:
    rows: list[list[object]] = [[] for _row in range(max(level.values()) + 1)]
    for name in order:
        rows[level[name]].append(name)
    rank = {name: number for number, name in enumerate(order)}
    links: dict[tuple[object, object], int] = defaultdict(int)
    sums: dict[Pair, int] = defaultdict(int)
    for pair, weight in weights.items():
        sums[_down(pair, rank)] += weight
    for pair, weight in sums.items():
        last: object = pair[0]
        for number in range(level[pair[0]] + 1, level[pair[1]]):
            bend: Bend = (*pair, number)
            rows[number].append(bend)
            links[last, bend] += weight
            last = bend
        links[last, pair[1]] += weight
    return rows, links


def _ordered(
    rows: list[list[object]], links: Mapping[tuple[object, object], int]
) -> list[list[object]]:
    """Fewer crossings: each row by the middle of its neighbours, down and up in turn."""
    above, below = _neighbours(links)
    for sweep in range(SWEEPS):
        near = below if sweep % 2 else above
        numbers = range(len(rows) - 2, -1, -1) if sweep % 2 else range(1, len(rows))
        for number in numbers:
            fixed = rows[number + 1 if sweep % 2 else number - 1]
            place = {node: at / max(1, len(fixed) - 1) for at, node in enumerate(fixed)}
            here = {node: at / max(1, len(rows[number]) - 1)
                    for at, node in enumerate(rows[number])}  # fmt: skip
            middle = {node: _mean(near.get(node, ()), place, here[node]) for node in here}
            rows[number].sort(key=lambda node: middle[node])
    return rows


def _spots(
    rows: Sequence[Sequence[object]],
    links: Mapping[tuple[object, object], int],
    wide: Mapping[str, int],
) -> dict[object, float]:
    """The middle of every box and bend; neighbours stay apart, bends like to run straight."""
    above, below = _neighbours(links)
    spot: dict[object, float] = {}
    for row in rows:
        spot |= _packed(row, dict.fromkeys(row, 0.0), wide)
    for sweep in range(SWEEPS + 1):
        near = below if sweep % 2 else above
        for row in reversed(rows) if sweep % 2 else rows:
            wished = {node: _mean(near.get(node, ()), spot, spot[node]) for node in row}
            spot |= _packed(row, wished, wide)
    return spot


def _packed(
    row: Sequence[object], wished: Mapping[object, float], wide: Mapping[str, int]
) -> dict[object, float]:
    """As near to the wishes as the widths allow (pool adjacent violators)."""
    offsets, at = [], 0.0
    for number, node in enumerate(row):
        if number:
            at += (_width(row[number - 1], wide) + _width(node, wide)) / 2 + GAP_X
        offsets.append(at)
    blocks: list[tuple[float, int]] = []
    for node, offset in zip(row, offsets, strict=True):
        total, count = wished[node] - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before, n = blocks.pop()
            total, count = total + before, count + n
        blocks.append((total, count))
    values = [total / count for total, count in blocks for _one in range(count)]
    return {node: value + offset for node, value, offset in zip(row, values, offsets, strict=True)}


def _neighbours(
    links: Mapping[tuple[object, object], int],
) -> tuple[dict[object, list[tuple[object, int]]], dict[object, list[tuple[object, int]]]]:
    above, below = defaultdict(list), defaultdict(list)
    for (one, two), weight in links.items():
        above[two].append((one, weight))
        below[one].append((two, weight))
    return dict(above), dict(below)


def _mean(near: Sequence[tuple[object, int]], place: Mapping[object, float], own: float) -> float:
    known = [(place[node], weight) for node, weight in near if node in place]
    whole = sum(weight for _at, weight in known)
    return sum(at * weight for at, weight in known) / whole if whole else own


def _width(node: object, wide: Mapping[str, int]) -> int:
    return wide.get(node, WIDE) if isinstance(node, str) else THIN
