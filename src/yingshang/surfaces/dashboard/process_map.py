"""A map of a process as a drawing: boxes in rows, arrows as wide as cases are many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from yingshang.surfaces.dashboard.process_layout import (
    GAP_Y,
    HIGH,
    MARGIN,
    WIDE,
    Layout,
    lay_out,
)

__all__ = ["END", "START", "Arrow", "Box", "Drawing", "Leg", "draw", "with_ends"]

START, END = "\x00start", "\x00end"
SMALL = 56
SHADES = 5
LETTER = 13  # height of a label; a Chinese sign is as wide


@dataclass(frozen=True)
class Box:
    """One activity; ``x``, ``y`` its upper left corner; ``shade`` 1..5 by what is shown.
    ``kind``: activity, start or end; ``warn``: something of it strays."""

    x: int
    y: int
    wide: int
    lines: tuple[str, ...]
    words: str
    title: str
    shade: int
    kind: str
    warn: bool

    @property
    def middle(self) -> int:
        return self.x + self.wide // 2

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
    """One transition; ``width`` in pixels, ``shade`` 1..5 by what is shown. The label stands at
    ``x``, ``y``; it is empty where there was no room."""

    path: str
    width: float
    shade: int
    label: str
    title: str
    x: int
    y: int
    back: bool
    stray: bool


@dataclass(frozen=True)
class Drawing:
    """Everything in SVG units; what was left out is counted. ``legs``: the arrows as a table."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    legs: tuple[Leg, ...]
    shown: int
    hidden: int


@dataclass(frozen=True)
class Leg:
    """A transition to be drawn. ``heat``: what its colour tells; ``words`` stand beside, ``long``
    when pointed at; ``stray``: not as it was declared."""

    before: str
    after: str
    count: int
    middle: float
    words: str
    long: str
    heat: float = 0
    stray: bool = False
    one: str = ""
    two: str = ""
    span: str = ""


@dataclass
class _Room:
    """What is taken already: boxes and labels, as (left, top, right, bottom)."""

    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def free(self, x: float, y: float, words: str) -> bool:
        half = _long(words) / 2 + 2
        own = (x - half, y - LETTER, x + half, y + 4)
        if any(
            own[0] < right and left < own[2] and own[1] < bottom and top < own[3]
            for left, top, right, bottom in self.taken
        ):
            return False
        self.taken.append(own)
        return True


def with_ends(
    legs: Sequence[Leg], ways: Iterable[tuple[Sequence[str], int]]
) -> tuple[list[Leg], dict[str, int]]:
    """The transitions with those from the start and to the end, by how many cases (``ways``: path
    and cases); and how many cases there are."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    cases = 0
    for path, n in ways:
        first[path[0]] = first.get(path[0], 0) + n
        last[path[-1]] = last.get(path[-1], 0) + n
        cases += n
    more = [Leg(START, name, n, 0, "", _("%d 件由此开始") % n) for name, n in first.items()]
    more += [Leg(name, END, n, 0, "", _("%d 件到此为止") % n) for name, n in last.items()]
    both = sorted((*legs, *more), key=lambda leg: (-leg.count, leg.before, leg.after))
    return both, {START: cases, END: cases}


def draw(
    counts: Mapping[str, int],
    places: Mapping[str, float],
    names: Mapping[str, str],
    legs: Sequence[Leg],
    share: float,
    *,
    notes: Mapping[str, str] | None = None,
    warns: frozenset[str] = frozenset(),
) -> Drawing:
    """Draw the activities and as many transitions, the busiest first, as make up ``share`` of all;
    every activity keeps the busiest of the transitions that lead to it. ``notes`` stand in the
    boxes instead of counts."""
    real = [leg for leg in legs if leg.before != leg.after]
    kept = _kept(real, share)
    used = {name for leg in kept for name in (leg.before, leg.after)} or set(counts)
    spots = {START: -1.0, END: 2.0} | dict(places)
    wide = {START: SMALL, END: SMALL}
    laid = lay_out(
        {name: spots[name] for name in used},
        {(leg.before, leg.after): leg.count for leg in kept},
        wide,
    )
    loops = {leg.before: leg.count for leg in legs if leg.before == leg.after}
    most = max(counts.values(), default=1)
    boxes: dict[str, Box] = {}
    for name in sorted(used, key=lambda one: (laid.level[one], laid.middle[one])):
        boxes[name] = _box(name, laid, counts, names, most, notes or {}, name in warns, loops)
    room = _Room([(b.x, b.y, b.x + b.wide, b.y + HIGH) for b in boxes.values()])
    inner = tuple(leg for leg in kept if leg.before != START and leg.after != END)
    return Drawing(
        width=laid.width,
        height=2 * MARGIN + laid.rows * HIGH + (laid.rows - 1) * GAP_Y,
        boxes=tuple(boxes.values()),
        arrows=tuple(_arrows(kept, boxes, laid, room)),
        legs=inner,
        shown=len(kept),
        hidden=len(real) - len(kept),
    )


def _box(
    name: str,
    laid: Layout,
    counts: Mapping[str, int],
    names: Mapping[str, str],
    most: int,
    notes: Mapping[str, str],
    warn: bool,
    loops: Mapping[str, int],
) -> Box:
    kind = {START: "start", END: "end"}.get(name, "activity")
    label = {START: _("开始"), END: _("结束")}.get(name) or names.get(name, name)
    wide = WIDE if kind == "activity" else SMALL
    words = notes.get(name) or str(counts.get(name, 0))
    if loops.get(name) and name not in notes:
        words += _(" · 接连重复 %d") % loops[name]
    return Box(
        x=laid.middle[name] - wide // 2,
        y=MARGIN + laid.level[name] * (HIGH + GAP_Y),
        wide=wide,
        lines=_folded(label),
        words=words,
        title=f"{label}：{words}",
        shade=_shade(counts.get(name, 0), most),
        kind=kind,
        warn=warn,
    )


def _kept(legs: Sequence[Leg], share: float) -> list[Leg]:
    whole, seen = sum(leg.count for leg in legs), 0
    into: dict[str, Leg] = {}
    out: dict[str, Leg] = {}
    for leg in legs:
        into.setdefault(leg.after, leg)
        out.setdefault(leg.before, leg)
    kept = []
    for leg in legs:
        if seen < share * whole or into[leg.after] is leg or out[leg.before] is leg:
            kept.append(leg)
        seen += leg.count
    return kept


def _arrows(
    legs: Sequence[Leg], boxes: Mapping[str, Box], laid: Layout, room: _Room
) -> list[Arrow]:
    if not legs:
        return []
    most = max(leg.count for leg in legs)
    hottest = max(leg.heat for leg in legs) or 1
    lines = _lines(legs, boxes, laid)
    drawn = []
    for leg in legs:
        points = lines[leg.before, leg.after]
        label, x, y = "", 0, 0
        for piece, at in ((p, t) for t in (0.5, 0.35, 0.65, 0.8) for p in _middle_out(points)):
            x, y = _on(points[piece], points[piece + 1], at)
            if leg.words and room.free(x, y, leg.words):
                label = leg.words
                break
        drawn.append(
            Arrow(
                path=_curve(points),
                width=round(1 + 5 * leg.count / most, 1),
                shade=_shade(leg.heat, hottest),
                label=label,
                title=leg.long,
                x=x,
                y=y,
                back=(leg.before, leg.after) in laid.back,
                stray=leg.stray,
            )
        )
    return drawn


def _middle_out(points: Sequence[tuple[int, int]]) -> list[int]:
    """Pieces of a line, the middle one first."""
    last = len(points) - 1
    return sorted(range(last), key=lambda piece: abs(piece - (last - 1) / 2))


def _lines(
    legs: Sequence[Leg], boxes: Mapping[str, Box], laid: Layout
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Points of each arrow; at a box they stand side by side in the order they come from."""
    lower: dict[str, list[tuple[int, tuple[str, str], bool]]] = {}
    upper: dict[str, list[tuple[int, tuple[str, str], bool]]] = {}
    for leg in legs:
        pair = (leg.before, leg.after)
        bends = laid.bends[pair]
        back = pair in laid.back
        out, into = (upper, lower) if back else (lower, upper)
        out.setdefault(leg.before, []).append(
            (bends[0] if bends else boxes[leg.after].middle, pair, True)
        )
        into.setdefault(leg.after, []).append(
            (bends[-1] if bends else boxes[leg.before].middle, pair, False)
        )
    ports: dict[tuple[tuple[str, str], bool], int] = {}
    for side in (lower, upper):
        for name, ends in side.items():
            step = min(22, (boxes[name].wide - 24) // max(1, len(ends) - 1)) if ends[1:] else 0
            for number, (_x, pair, begins) in enumerate(sorted(ends)):
                shift = round((number - (len(ends) - 1) / 2) * step)
                ports[pair, begins] = boxes[name].middle + shift
    lines = {}
    for leg in legs:
        pair = (leg.before, leg.after)
        back, one, two = pair in laid.back, boxes[leg.before], boxes[leg.after]
        step = -1 if back else 1
        levels = range(laid.level[leg.before] + step, laid.level[leg.after], step)
        points = [(ports[pair, True], one.y if back else one.y + HIGH)]
        for x, number in zip(laid.bends[pair], levels, strict=True):
            top = MARGIN + number * (HIGH + GAP_Y)
            points += [(x, top + HIGH), (x, top)] if back else [(x, top), (x, top + HIGH)]
        points.append((ports[pair, False], two.y + HIGH + 5 if back else two.y - 5))
        lines[pair] = points
    return lines


def _curve(points: Sequence[tuple[int, int]]) -> str:
    parts = [f"M{points[0][0]},{points[0][1]}"]
    for (x, y), (u, v) in pairwise(points):
        half = (y + v) // 2
        parts.append(f"L{u},{v}" if x == u else f"C{x},{half} {u},{half} {u},{v}")
    return " ".join(parts)


def _on(one: tuple[int, int], two: tuple[int, int], at: float) -> tuple[int, int]:
    """A point of the curve between two."""
    ease = at * at * (3 - 2 * at)
    return round(one[0] + (two[0] - one[0]) * ease), round(one[1] + (two[1] - one[1]) * at) + 4


def _shade(value: float, most: float) -> int:
    return max(1, min(SHADES, 1 + int(SHADES * value / most))) if most else 1


def _long(text: str) -> float:
    return sum(6.8 if sign.isascii() else LETTER for sign in text)


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
