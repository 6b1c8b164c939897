"""A map of a process as a drawing: boxes in rows, arrows as wide as cases are many.

Layout only: rows by what mostly comes first, arrows that leap over rows beside the boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

__all__ = ["Arrow", "Box", "Drawing", "draw"]

WIDE, HIGH, GAP_X, GAP_Y, SIDE = 176, 52, 28, 54, 64
SHADES = 5


@dataclass(frozen=True)
class Box:
    """One activity; ``x``, ``y`` its upper left corner; ``shade`` 1..5 by how many cases."""

    x: int
    y: int
    lines: tuple[str, ...]
    count: int
    title: str
    shade: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2

    @property
    def base(self) -> int:
        """The line on which the number stands."""
        return self.y + HIGH - 7

    @property
    def first(self) -> int:
        return self.y + 18

    @property
    def second(self) -> int:
        return self.y + 31


@dataclass(frozen=True)
class Arrow:
    """One transition; ``width`` in pixels, ``shade`` 1..5 by how long it takes."""

    path: str
    width: float
    shade: int
    label: str
    title: str
    x: int
    y: int
    back: bool


@dataclass(frozen=True)
class Drawing:
    """Everything in SVG units; what was left out is counted."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    shown: int
    hidden: int


@dataclass(frozen=True)
class Leg:
    """A transition to be drawn."""

    before: str
    after: str
    count: int
    middle: float
    words: str
    long: str


def draw(
    counts: Mapping[str, int],
    places: Mapping[str, float],
    names: Mapping[str, str],
    legs: Sequence[Leg],
    share: float,
) -> Drawing:
    """Draw the activities and as many transitions, the busiest first, as make up ``share`` of all;
    every activity keeps the busiest of the transitions that lead to it."""
    kept = _kept(legs, share)
    used = {name for leg in kept for name in (leg.before, leg.after)} or set(counts)
    rows = _rows({name: places[name] for name in used}, kept)
    across = max(len(row) for row in rows)
    width = across * WIDE + (across - 1) * GAP_X + 2 * SIDE
    most = max(counts.values())
    boxes: dict[str, Box] = {}
    for level, row in enumerate(rows):
        left = (width - len(row) * WIDE - (len(row) - 1) * GAP_X) // 2
        for place, name in enumerate(row):
            boxes[name] = Box(
                x=left + place * (WIDE + GAP_X),
                y=8 + level * (HIGH + GAP_Y),
                lines=_folded(names.get(name, name)),
                count=counts[name],
                title=names.get(name, name),
                shade=_shade(counts[name], most),
            )
    level_of = {name: level for level, row in enumerate(rows) for name in row}
    arrows = _arrows(kept, boxes, level_of, width)
    return Drawing(
        width=width,
        height=16 + len(rows) * HIGH + (len(rows) - 1) * GAP_Y,
        boxes=tuple(boxes.values()),
        arrows=tuple(arrows),
        shown=len(kept),
        hidden=len(legs) - len(kept),
    )


def _kept(legs: Sequence[Leg], share: float) -> list[Leg]:
    whole, seen = sum(leg.count for leg in legs), 0
    busiest: dict[str, Leg] = {}
    for leg in legs:
        if leg.before != leg.after:
            busiest.setdefault(leg.after, leg)
    kept = []
    for leg in legs:
        if seen < share * whole or busiest.get(leg.after) is leg:
            kept.append(leg)
        seen += leg.count
    return kept


def _rows(places: Mapping[str, float], legs: Sequence[Leg]) -> list[list[str]]:
    """Rows from first to last: a box stands below all that mostly precede it. Two that follow
    each other about as often both ways stand side by side."""
    flow: dict[tuple[str, str], int] = defaultdict(int)
    for leg in legs:
        flow[leg.before, leg.after] += leg.count
    order = sorted(places, key=lambda name: (places[name], name))
    level = dict.fromkeys(order, 0)
    for name in order:
        for other in order:
            there, back = flow.get((other, name), 0), flow.get((name, other), 0)
            if there > 3 * back and places[other] < places[name]:
                level[name] = max(level[name], level[other] + 1)
    rows: dict[int, list[str]] = defaultdict(list)
    for name in order:
        rows[level[name]].append(name)
    return [part for number in sorted(rows) for part in _split(rows[number])]


def _split(row: list[str], most: int = 4) -> list[list[str]]:
    return [row[start : start + most] for start in range(0, len(row), most)]


def _arrows(
    legs: Sequence[Leg], boxes: Mapping[str, Box], level: Mapping[str, int], width: int
) -> list[Arrow]:
    if not legs:
        return []
    most = max(leg.count for leg in legs)
    slowest = max(leg.middle for leg in legs) or 1
    busy = sorted((leg.count for leg in legs), reverse=True)[: max(12, len(legs) // 2)][-1]
    drawn = []
    lanes = {True: 0, False: 0}
    for leg in legs:
        if leg.before == leg.after:
            continue
        one, two = boxes[leg.before], boxes[leg.after]
        step = level[leg.after] - level[leg.before]
        lane = 0
        if step != 1:
            lanes[step > 1] += 1
            lane = 10 + 7 * (lanes[step > 1] % 8)
        path, x, y = _curve(one, two, step, lane, width)
        drawn.append(
            Arrow(
                path=path,
                width=round(1 + 6 * leg.count / most, 1),
                shade=_shade(leg.middle, slowest),
                label=leg.words if leg.count >= busy and step == 1 else "",
                title=leg.long,
                x=x,
                y=y,
                back=step < 1,
            )
        )
    return drawn


def _curve(one: Box, two: Box, step: int, lane: int, width: int) -> tuple[str, int, int]:
    """The path, and where its label stands."""
    if step == 1:
        top, bottom = one.y + HIGH, two.y - 6
        half = (top + bottom) // 2
        path = f"M{one.middle},{top} C{one.middle},{half} {two.middle},{half} {two.middle},{bottom}"
        return path, (one.middle + two.middle) // 2, half
    if step > 1:  # leaps ahead on the right
        edge = width - SIDE + lane
        start, end = one.x + WIDE, two.x + WIDE + 6
    else:  # back, or beside, on the left
        edge = SIDE - lane
        start, end = one.x, two.x - 6
    y1, y2 = one.y + HIGH // 2, two.y + HIGH // 2
    return f"M{start},{y1} C{edge},{y1} {edge},{y2} {end},{y2}", edge, (y1 + y2) // 2


def _shade(value: float, most: float) -> int:
    return max(1, min(SHADES, 1 + int(SHADES * value / most))) if most else 1


def _folded(text: str, width: int = 12) -> tuple[str, ...]:
    """Two lines of at most ``width`` Chinese signs; of Latin ones nearly twice as many fit."""
    if text.isascii():
        width = width * 11 // 6
    if len(text) <= width:
        return (text,)
    cut = text.rfind(" ", width // 2, width + 1) if text.isascii() else -1
    cut = cut if cut > 0 else width
    rest = text[cut:].strip()
    return text[:cut], rest if len(rest) <= width else rest[: width - 1] + _("…")
