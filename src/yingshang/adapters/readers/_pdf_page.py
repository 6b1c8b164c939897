"""One page of a pdf as marks: characters with their boxes, and the ruled lines between them."""

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as c

__all__ = ["Char", "Page", "Rule", "marks"]

_MOST_OBJECTS = 40_000
_DEEPEST = 6
_THIN = 2.5  # points: a filled box as thin as this is a line
_SHORT = 5.0


class Char(NamedTuple):
    """A character and its box; y grows upwards. ``gap`` when a space stood before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    gap: bool


class Rule(NamedTuple):
    """A ruled line: level (y constant) or upright (x constant)."""

    level: bool
    at: float
    low: float
    high: float


class Page(NamedTuple):
    """What is on a page, turned so that its text runs from left to right."""

    chars: list[Char]
    rules: list[Rule]
    pictures: float  # the share of the page that pictures cover


def marks(document: Any, index: int, most_chars: int) -> Page:
    """Load a page, take its marks, and let go of it."""
    page = c.FPDF_LoadPage(document, index)
    if not page:
        return Page([], [], 0.0)
    try:
        text = c.FPDFText_LoadPage(page)
        try:
            quarter, chars = _chars(text, most_chars) if text else (0, [])
        finally:
            if text:
                c.FPDFText_ClosePage(text)
        rules: list[Rule] = []
        area = max(c.FPDF_GetPageWidthF(page) * c.FPDF_GetPageHeightF(page), 1.0)
        covered = _objects(page, rules)
        return Page(chars, _turned(rules, quarter), min(covered / area, 1.0))
    finally:
        c.FPDF_ClosePage(page)


def _chars(text: Any, most: int) -> tuple[int, list[Char]]:
    """The characters of the page's main direction, as quarter turns and upright boxes."""
    box = c.FS_RECTF()
    seen: list[tuple[int, str, tuple[float, float, float, float], bool]] = []
    gap, high = False, 0
    for i in range(min(c.FPDFText_CountChars(text), most)):
        code = c.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        if code <= 32 or code in (0xA0, 0x3000, 0xAD, 0x200B, 0xFEFF, 0xFFFE):
            gap = True
            continue
        if 0xD800 <= code < 0xE000:
            continue
        if not c.FPDFText_GetLooseCharBox(text, i, box):
            continue
        angle = c.FPDFText_GetCharAngle(text, i)
        turns = -angle / (math.pi / 2)  # it counts clockwise
        quarter = round(turns)
        if abs(turns - quarter) < 0.05:  # a slanting stamp or watermark is not read
            low, top = min(box.bottom, box.top), max(box.bottom, box.top)
            seen.append((quarter % 4, chr(code), (box.left, low, box.right, top), gap))
        gap = False
    if not seen:
        return 0, []
    main = Counter(one[0] for one in seen).most_common(1)[0][0]
    chars = [Char(one[1], *_turn(one[2], main), one[3]) for one in seen if one[0] == main]
    return main, chars


def _turn(
    box: tuple[float, float, float, float], quarter: int
) -> tuple[float, float, float, float]:
    """A box after turning the page back by quarter turns."""
    x0, y0, x1, y1 = box
    if quarter == 1:
        return y0, -x1, y1, -x0
    if quarter == 2:
        return -x1, -y1, -x0, -y0
    if quarter == 3:
        return -y1, x0, -y0, x1
    return box


def _turned(rules: list[Rule], quarter: int) -> list[Rule]:
    if not quarter:
        return rules
    found = []
    for rule in rules:
        flat = (rule.low, rule.at, rule.high, rule.at)
        x0, y0, x1, y1 = _turn(
            flat if rule.level else (rule.at, rule.low, rule.at, rule.high), quarter
        )
        level = (x1 - x0) > (y1 - y0)
        found.append(Rule(level, y0 if level else x0, *((x0, x1) if level else (y0, y1))))
    return found


# --- ruled lines --------------------------------------------------------------------------------

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: Any, rules: list[Rule]) -> float:
    """Take the lines of a page; answer the area its pictures cover."""
    budget = [_MOST_OBJECTS]
    count = c.FPDFPage_CountObjects(page)
    each = (c.FPDFPage_GetObject(page, i) for i in range(count))
    return _walk(each, _SAME, rules, budget, 0)


def _walk(
    objects: Iterator[Any], outer: Matrix, rules: list[Rule], budget: list[int], depth: int
) -> float:
    covered = 0.0
    for one in objects:
        budget[0] -= 1
        if budget[0] < 0:
            break
        kind = c.FPDFPageObj_GetType(one)
        if kind == c.FPDF_PAGEOBJ_PATH:
            _path(one, _times(_matrix(one), outer), rules, budget)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            a, b, d, e, _x, _y = _times(_matrix(one), outer)
            covered += abs(a * e - b * d)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = c.FPDFFormObj_CountObjects(one)
            inner = (c.FPDFFormObj_GetObject(one, i) for i in range(count))
            covered += _walk(inner, _times(_matrix(one), outer), rules, budget, depth + 1)
    return covered


def _matrix(one: Any) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(one, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _path(one: Any, matrix: Matrix, rules: list[Rule], budget: list[int]) -> None:
    """The straight pieces of a path; a thin filled box is one line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    here: list[tuple[float, float]] = []
    count = c.FPDFPath_CountSegments(one)
    budget[0] -= count
    if budget[0] < 0:
        return
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(one, i)
        if not segment or not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = c.FPDFPathSegment_GetType(segment)
        point = (
            x.value * matrix[0] + y.value * matrix[2] + matrix[4],
            x.value * matrix[1] + y.value * matrix[3] + matrix[5],
        )
        if kind == c.FPDF_SEGMENT_MOVETO:
            _trace(here, rules)
            here = [point]
        elif kind == c.FPDF_SEGMENT_LINETO:
            here.append(point)
        else:
            here = []  # curves rule no table
        if here and c.FPDFPathSegment_GetClose(segment):
            here.append(here[0])
    _trace(here, rules)


def _trace(points: list[tuple[float, float]], rules: list[Rule]) -> None:
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if high <= _THIN and wide > _SHORT:
        rules.append(Rule(True, (max(ys) + min(ys)) / 2, min(xs), max(xs)))
    elif wide <= _THIN and high > _SHORT:
        rules.append(Rule(False, (max(xs) + min(xs)) / 2, min(ys), max(ys)))
    else:
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if abs(ay - by) < 1 and abs(ax - bx) > _SHORT:
                rules.append(Rule(True, (ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 1 and abs(ay - by) > _SHORT:
                rules.append(Rule(False, (ax + bx) / 2, min(ay, by), max(ay, by)))
