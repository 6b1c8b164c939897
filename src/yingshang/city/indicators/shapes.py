"""A city's districts as outlines: read from a GeoJSON file, made small, kept as a definition.

Degrees become a flat drawing (equirectangular, longitudes shortened by the cosine of the middle
latitude: at the size of a city the difference to a true projection is less than a line is wide).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, hypot, isfinite, radians
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

__all__ = ["Shape", "Shapes", "give_shapes", "shapes", "simplified"]

KIND, CODE = "shape", "districts"
LARGEST = 8 * 1024 * 1024
POINTS = 300_000  # of a file; more is a survey, not a map for a screen
WIDTH = 640
NEAR = 0.7  # points nearer to the line than this (of WIDTH) are left out
_NAMES = ("adcode", "code", "name", "NAME", "名称")

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Shape:
    """One district: its rings, and where its name stands."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of gravity of the largest ring."""
        ring = max(self.rings, key=lambda one: abs(_area(one)))
        whole = _area(ring)
        if not whole:
            return ring[0]
        pairs = list(zip(ring, (*ring[1:], ring[0]), strict=True))
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * whole)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * whole)
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Shapes:
    width: int
    height: int
    source: str
    places: tuple[Shape, ...]


def shapes(region: str, *, on: date) -> Shapes | None:
    """The outlines of a city's districts; None where nobody has given any."""
    found = definitions.edition(KIND, CODE, region=region, on=on)
    if found is None or found.region != region:
        return None
    names = dict(accounts.districts(region))
    return Shapes(
        found.body["width"],
        found.body["height"],
        found.body["source"],
        tuple(
            Shape(
                code,
                names[code],
                tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings),
            )
            for code, rings in found.body["districts"].items()
            if code in names
        ),
    )


def give_shapes(*, data: bytes, source: str, by: Actor, at: datetime) -> list[str]:
    """Take over a GeoJSON file for the actor's city; the names of districts it lacks.

    Refusals: shape-large, shape-unreadable, shape-stranger (a feature that is no district here),
    shape-broken (a ring that is none), shape-source.
    """
    if not by.oversees:
        raise NotVisible("shapes")
    if len(source.strip()) < 4:
        raise Refusal("shape-source", "请写明轮廓的来源，例如“市自然资源局 2025 年行政区划图”。")
    known = accounts.districts(by.region)
    rings = _rings(data, known)
    drawn, height = _drawn(rings)
    body = {
        "code": CODE,
        "source": source.strip()[:120],
        "width": WIDTH,
        "height": height,
        "districts": drawn,
    }
    definitions.publish(kind=KIND, code=CODE, region=by.region, body=body, by=by, at=at)
    audit.record(by=by, at=at, action="shapes-given", obj=f"region:{by.region}", detail={
        "districts": sorted(drawn), "source": body["source"],
    })  # fmt: skip
    return [name for code, name in known if code not in drawn]


def _rings(data: bytes, known: Sequence[tuple[str, str]]) -> dict[str, list[Ring]]:
    """District code → rings in degrees."""
    if len(data) > LARGEST:
        raise Refusal("shape-large", "文件超过 8 MB。请用制图软件简化轮廓后再上传。")
    try:
        found = json.loads(data.decode("utf-8-sig"))
        features = found["features"]
        if not isinstance(features, list) or not features:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal(
            "shape-unreadable",
            "读不出这个文件：要 UTF-8 的 GeoJSON（FeatureCollection），每个区县一个 Feature。",
        ) from None
    codes = {code: code for code, _name in known} | {name: code for code, name in known}
    rings: dict[str, list[Ring]] = {}
    left = POINTS
    for feature in features:
        code = _district(feature, codes, known)
        for ring in _polygons(feature, code):
            left -= len(ring)
            if left < 0:
                raise Refusal("shape-large", f"轮廓超过 {POINTS} 个点，请简化后再上传。")
            rings.setdefault(code, []).append(ring)
    return rings


def _district(feature: Any, codes: dict[str, str], known: Sequence[tuple[str, str]]) -> str:
    said = feature.get("properties") if isinstance(feature, dict) else None
    said = said if isinstance(said, dict) else {}
    tried = [str(said[name]).strip() for name in _NAMES if said.get(name) not in (None, "")]
    for word in tried:
        if word in codes:
            return codes[word]
    here = "、".join(name for _code, name in known) or "（没有登记区县）"
    shown = tried[0][:20] if tried else "没有名称的图形"
    raise Refusal(
        "shape-stranger", f"“{shown}”不是本市的区县；本市的区县是：{here}。请改 name 或 adcode。"
    )


def _polygons(feature: Any, code: str) -> Iterator[Ring]:
    shape = feature.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else None
    parts: Any = shape.get("coordinates") if isinstance(shape, dict) else None
    if kind == "Polygon":
        parts = [parts]
    elif kind != "MultiPolygon":
        raise Refusal("shape-broken", f"{code} 的图形是 {kind}，要 Polygon 或 MultiPolygon。")
    try:
        for polygon in parts:
            for ring in polygon:
                yield _ring(ring)
    except (TypeError, ValueError, IndexError):
        raise Refusal(
            "shape-broken",
            f"{code} 的轮廓有问题：每一圈至少四个点、首尾相接，经纬度是有效的数。",
        ) from None


def _ring(ring: Any) -> Ring:
    points = [(float(point[0]), float(point[1])) for point in ring]
    fine = all(isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) < 85 for x, y in points)
    if len(points) < 4 or points[0] != points[-1] or not fine:
        raise ValueError
    return points[:-1]


def _drawn(rings: dict[str, list[Ring]]) -> tuple[dict[str, list[list[list[float]]]], int]:
    """(code → rings on the drawing, its height)."""
    points = [point for one in rings.values() for ring in one for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    shorter = cos(radians((south + north) / 2))
    wide, high = (east - west) * shorter, north - south
    scale = (WIDTH - 8) / max(wide, high * WIDTH / 1200, 1e-9)
    height = min(1200, max(100, round(high * scale) + 8))
    drawn: dict[str, list[list[list[float]]]] = {}
    for code, every in rings.items():
        kept = []
        for ring in every:
            flat = [(4 + (x - west) * shorter * scale, 4 + (north - y) * scale) for x, y in ring]
            small = simplified(flat, NEAR)
            if len(small) >= 3 and abs(_area(small)) > 1:
                kept.append([[round(x, 1), round(y, 1)] for x, y in small])
        kept.sort(key=lambda one: -abs(_area([(x, y) for x, y in one])))
        if not kept:
            raise Refusal("shape-broken", f"{code} 的轮廓小到画不出来，请核对经纬度。")
        drawn[code] = kept[:40]
    return drawn, height


def simplified(ring: Sequence[tuple[float, float]], near: float) -> Ring:
    """A closed ring without the points that lie nearer than ``near`` to the line between those
    kept (Douglas and Peucker, 1973); no recursion, so that a long coast is no trouble."""
    if len(ring) < 4:
        return list(ring)
    x0, y0 = ring[0]
    far = max(range(len(ring)), key=lambda i: hypot(ring[i][0] - x0, ring[i][1] - y0))
    if far == 0:
        return list(ring[:1])
    closed = [*ring, ring[0]]
    keep = {0, far, len(ring)}
    todo = [(0, far), (far, len(ring))]
    while todo:
        first, last = todo.pop()
        most, at = 0.0, 0
        for i in range(first + 1, last):
            gap = _gap(closed[i], closed[first], closed[last])
            if gap > most:
                most, at = gap, i
        if most > near:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [closed[i] for i in sorted(keep - {len(ring)})]


def _gap(point: tuple[float, float], one: tuple[float, float], other: tuple[float, float]) -> float:
    long = hypot(other[0] - one[0], other[1] - one[1])
    if long == 0:
        return hypot(point[0] - one[0], point[1] - one[1])
    cross = (other[0] - one[0]) * (one[1] - point[1]) - (one[0] - point[0]) * (other[1] - one[1])
    return abs(cross) / long


def _area(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
