"""Charts for paper: lines and bars as PNG, laid out here and drawn by typst. No script, no browser.

The same numbers give the same bytes. A missing value is a gap, never a nought.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

import typst

from yingshang.adapters.paper._blocks import Chart
from yingshang.adapters.paper._voucher import typst_fonts

__all__ = ["chart_png", "drawn"]

WIDTH, HEIGHT = 156.0, 70.0  # mm: the text block's width
LEFT, RIGHT, TOP, FOOT = 15.0, 4.0, 12.0, 12.0
BAR_LEFT, ROW = 46.0, 6.5
TICKS = 4
Drawn = dict[str, Any]


def chart_png(chart: Chart, *, ppi: int = 192) -> bytes:
    """The chart as a PNG of 156 mm width."""
    made = typst.compile(
        PAGE.encode(),
        font_paths=typst_fonts(),
        format="png",
        ppi=ppi,
        sys_inputs={"chart": json.dumps(drawn(chart), ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise ValueError("typst gave no single picture")
    return made


def drawn(chart: Chart) -> Drawn:
    """What to draw, in millimetres from the top left: lines, boxes, dots, texts."""
    parts = list(_bars(chart) if chart.kind == "bar" else _lines(chart))
    height = max(HEIGHT, TOP + ROW * len(chart.points) + 4) if chart.kind == "bar" else HEIGHT
    title = f"{chart.title}（{chart.unit}）" if chart.unit else chart.title
    parts.append(_text(0, 1, WIDTH, title, "center", 10.5, bold=True))
    return {
        "width": WIDTH,
        "height": height,
        **{kind: [part for sort, part in parts if sort == kind] for kind in KINDS},
    }


KINDS = ("lines", "boxes", "dots", "texts")
Part = tuple[str, Drawn]


def _lines(chart: Chart) -> Iterator[Part]:
    known = [value for _label, value in chart.points if value is not None]
    if not known:
        yield _text(0, HEIGHT / 2, WIDTH, "没有数据", "center", 10)
        return
    marks = _ticks([*known, chart.level] if chart.level is not None else known)
    low, high = marks[0], marks[-1]
    inner = HEIGHT - TOP - FOOT

    def y(value: float) -> float:
        return TOP + inner * (1 - (value - low) / (high - low))

    step = (WIDTH - LEFT - RIGHT) / max(1, len(chart.points) - 1)
    for mark in marks:
        yield _line(LEFT, y(mark), WIDTH - RIGHT, y(mark), "grid")
        yield _text(0, y(mark) - 1.8, LEFT - 2, _number(mark), "right", 8)
    if chart.level is not None:
        yield _line(LEFT, y(chart.level), WIDTH - RIGHT, y(chart.level), "level")
        said = f"承诺 {_number(chart.level)}"
        yield _text(LEFT + 1, y(chart.level) - 4, 40, said, "left", 8)
    places = [
        None if value is None else (LEFT + step * i, y(value))
        for i, (_label, value) in enumerate(chart.points)
    ]
    for one, after in pairwise(places):
        if one and after:
            yield _line(*one, *after, "value")
    every = ceil(len(chart.points) / 12)
    for i, (label, value) in enumerate(chart.points):
        place = places[i]
        if place is not None:
            yield "dots", {"x": place[0], "y": place[1]}
        if i % every == 0 or i == len(chart.points) - 1:
            yield _text(LEFT + step * i - 9, HEIGHT - FOOT + 2, 18, label, "center", 8)
        if i == len(chart.points) - 1 and place is not None and value is not None:
            yield _text(place[0] - 21, place[1] - 5, 24, _number(value), "right", 8.5, bold=True)


def _bars(chart: Chart) -> Iterator[Part]:
    known = [value for _label, value in chart.points if value is not None]
    if not known:
        yield _text(0, HEIGHT / 2, WIDTH, "没有数据", "center", 10)
        return
    longest = max([*known, chart.level or 0, 0]) or 1
    wide = WIDTH - BAR_LEFT - 18
    for i, (label, value) in enumerate(chart.points):
        y = TOP + ROW * i
        yield _text(0, y + 0.4, BAR_LEFT - 2, label, "right", 8.5)
        if value is None:
            yield _text(BAR_LEFT, y + 0.4, 30, "没有数据", "left", 8)
            continue
        length = max(0.2, wide * max(0.0, value) / longest)
        yield "boxes", {"x": BAR_LEFT, "y": y, "w": length, "h": ROW - 2}
        yield _text(BAR_LEFT + length + 1, y + 0.4, 18, _number(value), "left", 8.5)
    if chart.level is not None:
        x = BAR_LEFT + wide * chart.level / longest
        yield _line(x, TOP - 2, x, TOP + ROW * len(chart.points) - 1, "level")


def _ticks(values: list[float]) -> list[float]:
    """About four round steps that hold every value; never a span of nothing, nor one that is
    lost in the size of its numbers."""
    low, high = min(values), max(values)
    if high - low <= 1e-6 * max(abs(low), abs(high), 1e-6):
        pad = abs(high) * 0.1 or 1.0
        low, high = low - pad, high + pad
    raw = (high - low) / TICKS
    base = 10 ** floor(log10(raw))
    step = next(base * factor for factor in (1, 2, 2.5, 5, 10) if base * factor >= raw)
    first, last = floor(low / step), ceil(high / step)
    return [float(f"{step * i:.12g}") for i in range(first, last + 1)]


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Part:
    return "lines", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "kind": kind}


def _text(
    x: float, y: float, width: float, text: str, side: str, size: float, *, bold: bool = False
) -> Part:
    return "texts", {
        "x": x, "y": y, "w": width, "text": text, "side": side, "size": size, "bold": bold,
    }  # fmt: skip


# also used inside a whole report
DRAW = r"""
#let draw(c) = box(width: c.width * 1mm, height: c.height * 1mm, {
  let strokes = (grid: 0.4pt + luma(205), value: 1.4pt + rgb(15, 92, 92),
    level: (paint: rgb(176, 42, 48), thickness: 1pt, dash: "dashed"))
  for l in c.lines { place(top + left, line(start: (l.x1 * 1mm, l.y1 * 1mm),
    end: (l.x2 * 1mm, l.y2 * 1mm), stroke: strokes.at(l.kind))) }
  for b in c.boxes { place(top + left, dx: b.x * 1mm, dy: b.y * 1mm,
    rect(width: b.w * 1mm, height: b.h * 1mm, fill: rgb(15, 92, 92), stroke: none)) }
  for d in c.dots { place(top + left, dx: d.x * 1mm - 0.9mm, dy: d.y * 1mm - 0.9mm,
    circle(radius: 0.9mm, fill: rgb(15, 92, 92), stroke: none)) }
  let sides = (left: left, center: center, right: right)
  for t in c.texts { place(top + left, dx: t.x * 1mm, dy: t.y * 1mm,
    box(width: t.w * 1mm, align(sides.at(t.side),
      text(font: "Noto Sans SC", size: t.size * 1pt,
        weight: if t.bold { "bold" } else { "regular" }, t.text)))) }
})
"""

PAGE = (
    DRAW
    + r"""
#let c = json(bytes(sys.inputs.chart))
#set page(width: c.width * 1mm, height: c.height * 1mm, margin: 0mm, fill: white)
#draw(c)
"""
)
