"""Small drawings in plain SVG, made on the server: they need no script and print well."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

__all__ = ["spark"]

WIDTH, HEIGHT, EDGE = 120, 30, 4

Point = tuple[float, float]


def spark(
    trend: Sequence[tuple[str, Decimal | None]],
    level: Any = None,
    unit: str = "",
    running: str = "",
) -> SafeString:
    """The months as a line with its promise as a dashed one; a missing month is a gap.

    ``running``: a month that is not over; its stroke is dotted and its dot hollow, since it says
    less than the others and does not count for the direction. Drawn once for what it shows.
    """
    return _spark(tuple(trend), level, unit, running, get_language() or "")


@lru_cache(maxsize=4096)
def _spark(
    trend: tuple[tuple[str, Decimal | None], ...],
    level: Any,
    unit: str,
    running: str,
    _language: str,
) -> SafeString:
    known = [float(value) for _period, value in trend if value is not None]
    if not known:
        return format_html('<span class="fine">{}</span>', "–")
    marks = [*known, float(level)] if level is not None else known
    low, high = min(marks), max(marks)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0

    def height(value: float) -> float:
        return HEIGHT - EDGE - (value - low) * scale if scale else HEIGHT / 2

    step = (WIDTH - 2 * EDGE) / max(len(trend) - 1, 1)
    points = [
        None if value is None else (EDGE + step * i, height(float(value)))
        for i, (_period, value) in enumerate(trend)
    ]
    open_month = bool(trend) and trend[-1][0] == running and points[-1] is not None
    settled = points[:-1] if open_month else points
    strokes = [("spark-line", _path(run)) for run in _runs(settled)]
    last = [point for point in points[-2:] if point is not None]
    if open_month and len(last) > 1:
        strokes.append(("spark-line spark-open", _path(last)))
    lines = format_html_join("", '<polyline class="{}" points="{}" />', strokes)
    dashed = (
        format_html(
            '<line class="spark-level" x1="0" x2="{}" y1="{y}" y2="{y}" />',
            WIDTH,
            y=f"{height(float(level)):.1f}",
        )
        if level is not None
        else ""
    )
    x, y = next(p for p in reversed(points) if p is not None)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}'
        '<circle class="spark-dot{}" cx="{}" cy="{}" r="3" /></svg>',
        WIDTH,
        HEIGHT,
        _told(trend, unit),
        dashed,
        lines,
        " spark-hollow" if open_month else "",
        f"{x:.1f}",
        f"{y:.1f}",
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Stretches without a gap; a single month is drawn as a short stroke."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run if len(run) > 1 else [run[0], (run[0][0] + 1, run[0][1])] for run in runs if run]


def _path(run: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


def _told(trend: Sequence[tuple[str, Decimal | None]], unit: str) -> str:
    """The line as words, for whoever does not see it."""
    known = [(period, value) for period, value in trend if value is not None]
    (first, start), (last, end) = known[0], known[-1]
    return _("%(first)s 为 %(start)s，%(last)s 为 %(end)s %(unit)s；共 %(months)s 个月") % {
        "first": first,
        "start": f"{start:.1f}",
        "last": last,
        "end": f"{end:.1f}",
        "unit": unit,
        "months": len(known),
    }
