"""A radar in plain SVG: one city's possible scores as a band, a second line to compare with."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

__all__ = ["radar"]

WIDTH, HEIGHT, RADIUS = 640, 470, 180
MIDDLE = (WIDTH / 2, HEIGHT / 2)
RINGS = (20, 40, 60, 80, 100)
NAME_LINE = 7  # characters of a name on one line

Span = tuple[float, float] | None


def radar(
    names: Sequence[str],
    spans: Sequence[Span],
    best: Sequence[float | None],
    title: str,
) -> SafeString:
    """``spans``: lowest and highest possible score (0–100) of each axis, None = no data: a gap,
    never a zero. ``best``: the line to compare with. Axes are numbered as the table beside is."""
    size = len(names)
    rings = format_html_join(
        "",
        '<polygon class="radar-ring" points="{}"/>',
        ((_points([ring] * size, size),) for ring in RINGS),
    )
    axes = format_html_join(
        "",
        '<line class="radar-axis" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((*_round(MIDDLE), *_at(100, i, size)) for i in range(size)),
    )
    bands = format_html_join(
        "", '<path class="radar-band" d="{}"/>', ((path,) for path in _bands(spans))
    )
    middles = [None if one is None else (one[0] + one[1]) / 2 for one in spans]
    lines = _lines(best, "radar-best") + _lines(middles, "radar-own")
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="4"/>',
        (
            ("radar-dot" if one[0] == one[1] else "radar-dot radar-open", *_at(middle, i, size))
            for i, (one, middle) in enumerate(zip(spans, middles, strict=True))
            if one is not None and middle is not None
        ),
    )
    return format_html(
        '<svg class="radar" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        rings,
        axes,
        bands,
        lines,
        dots,
        _names(names, spans),
    )


def _at(score: float, axis: int, size: int) -> tuple[float, float]:
    angle = 2 * pi * axis / size - pi / 2
    far = RADIUS * score / 100
    return _round((MIDDLE[0] + far * cos(angle), MIDDLE[1] + far * sin(angle)))


def _round(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)


def _points(scores: Sequence[float], size: int) -> str:
    return " ".join("{},{}".format(*_at(score, i, size)) for i, score in enumerate(scores))


def _runs(known: Sequence[bool]) -> list[list[int]]:
    """Axes in a row that are known, round the circle; all of them are one run."""
    size = len(known)
    if all(known):
        return [list(range(size))]
    start = known.index(False)
    order = [(start + i) % size for i in range(size)]
    runs: list[list[int]] = [[]]
    for axis in order:
        if known[axis]:
            runs[-1].append(axis)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _lines(scores: Sequence[float | None], css: str) -> SafeString:
    size = len(scores)
    rows = []
    for run in _runs([one is not None for one in scores]):
        points = [_at(scores[i] or 0, i, size) for i in run]
        closed = "Z" if len(run) == size else ""
        rows.append((css, f"M{' L'.join(f'{x} {y}' for x, y in points)}{closed}"))
    return format_html_join("", '<path class="{}" d="{}"/>', rows)


def _bands(spans: Sequence[Span]) -> Iterator[str]:
    """Between the lowest and the highest possible score, run by run."""
    size = len(spans)
    for run in _runs([one is not None for one in spans]):
        known = [(i, one) for i in run if (one := spans[i]) is not None]
        if all(low == high for _i, (low, high) in known):
            continue
        outer = [_at(high, i, size) for i, (_low, high) in known]
        inner = [_at(low, i, size) for i, (low, _high) in known]
        if len(run) == size:
            yield f"M{_joined(outer)}Z M{_joined(inner[::-1])}Z"
        else:
            yield f"M{_joined([*outer, *inner[::-1]])}Z"


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " L".join(f"{x} {y}" for x, y in points)


def _names(names: Sequence[str], spans: Sequence[Span]) -> SafeString:
    size = len(names)
    rows = []
    for i, name in enumerate(names):
        x, y = _at(112, i, size)
        side = x - MIDDLE[0]
        anchor = "middle" if abs(side) < 20 else "start" if side > 0 else "end"
        css = "radar-name" if spans[i] is not None else "radar-name radar-none"
        lines = [name[j : j + NAME_LINE] for j in range(0, len(name), NAME_LINE)]
        words = format_html_join(
            "",
            '<tspan x="{}" dy="{}">{}</tspan>',
            ((x, 16, line) for line in lines[1:]),
        )
        rows.append((css, anchor, x, y + 5, i + 1, lines[0], words))
    return format_html_join(
        "",
        '<text class="{}" text-anchor="{}" x="{}" y="{}"><tspan class="radar-number">{}</tspan>'
        "<tspan> {}</tspan>{}</text>",
        rows,
    )
