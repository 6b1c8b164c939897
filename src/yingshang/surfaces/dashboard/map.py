"""One indicator on the map of a city's districts; without outlines, a tile a district."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.places import Place

__all__ = ["Drawing", "drawing"]

TILE, GAP, ROW = 132, 8, 4
SHADES = 5


@dataclass(frozen=True)
class Area:
    """``shade`` 1 (worst) … 5 (best), 0 = no value."""

    place: Place
    path: str
    middle: tuple[float, float]
    shade: int


@dataclass(frozen=True)
class Drawing:
    """``drawn``: by outlines; otherwise tiles. ``low``, ``high``: ends of the values shown."""

    width: int
    height: int
    areas: tuple[Area, ...]
    drawn: bool
    source: str
    low: Decimal | None
    high: Decimal | None
    less: bool

    @property
    def few(self) -> bool:
        """Whether a value rests on few cases: it is starred, and the key says why."""
        return any(one.place.value is not None and one.place.value.few for one in self.areas)

    @property
    def legend(self) -> list[tuple[int, Decimal, Decimal]]:
        """(shade, from, to), the best first; empty where all are alike or fewer than two."""
        if self.low is None or self.high is None or self.low == self.high:
            return []
        step = (self.high - self.low) / SHADES
        rows = [(n + 1, self.low + step * n, self.low + step * (n + 1)) for n in range(SHADES)]
        shaded = [(SHADES + 1 - n if self.less else n, a, b) for n, a, b in rows]
        return sorted(shaded, key=lambda row: -row[0])


def drawing(
    places: Sequence[Place], shapes: indicators.Shapes | None, *, less: bool
) -> Drawing | None:
    """None where the city has no districts. ``less``: the lower the better."""
    if not places:
        return None
    values = [p.value.value for p in places if p.value and p.value.value is not None]
    low, high = (min(values), max(values)) if values else (None, None)
    outlines = {one.code: one for one in shapes.places} if shapes else {}
    drawn = bool(outlines) and all(place.code in outlines for place in places)
    areas = []
    for n, place in enumerate(places):
        value = place.value.value if place.value else None
        shade = _shade(value, low, high, less)
        if drawn:
            one = outlines[place.code]
            areas.append(Area(place, _path(one.rings), one.middle, shade))
        else:
            areas.append(_tile(place, n, shade))
    if drawn and shapes:
        return Drawing(
            shapes.width, shapes.height, tuple(areas), True, shapes.source, low, high, less
        )
    rows = (len(places) + ROW - 1) // ROW
    wide = min(len(places), ROW) * (TILE + GAP) + GAP
    return Drawing(wide, rows * (TILE // 2 + GAP) + GAP, tuple(areas), False, "", low, high, less)


def _shade(value: Decimal | None, low: Decimal | None, high: Decimal | None, less: bool) -> int:
    if value is None or low is None or high is None:
        return 0
    if low == high:
        return 3
    step = min(SHADES - 1, int((value - low) / (high - low) * SHADES))
    return SHADES - step if less else step + 1


def _path(rings: Sequence[Sequence[tuple[float, float]]]) -> str:
    return " ".join("M" + " L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)


def _tile(place: Place, number: int, shade: int) -> Area:
    x = GAP + number % ROW * (TILE + GAP)
    y = GAP + number // ROW * (TILE // 2 + GAP)
    path = f"M{x} {y}h{TILE}v{TILE // 2}h{-TILE}Z"
    return Area(place, path, (x + TILE / 2, y + TILE / 4), shade)
