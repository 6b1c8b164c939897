"""What a row of values gives warning of: a date that will be missed, a jump, a lag, a silence.

Robust on purpose: medians instead of means, so that one odd month neither raises an alarm nor
hides one (Theil 1950 and Sen 1968 for the slope; Rousseeuw & Croux 1993 for the spread).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import median

__all__ = ["Jump", "Lag", "Pace", "Silence", "jump", "lag", "pace", "silence"]

_MAD = 1.4826  # makes the median deviation of a normal sample its standard deviation
_LEAST = 0.05  # of the level: a spread below it is taken for no better knowledge


@dataclass(frozen=True)
class Pace:
    """A line through ``known`` values: ``slope`` per step, and where it leads."""

    slope: float
    base: float
    known: int

    def at(self, step: float) -> float:
        """The value at this step if the pace is kept."""
        return self.base + self.slope * step


@dataclass(frozen=True)
class Jump:
    """The last value against those before: ``distance`` in usual spreads, signed; ``change`` in
    the unit of the values; ``usual`` is their median."""

    distance: float
    change: float
    usual: float
    known: int


@dataclass(frozen=True)
class Lag:
    """``behind``: per cent of the peers' median by which we are worse, negative where better;
    ``place`` among us and the peers, equal ones share the better."""

    behind: float
    middle: float
    place: int
    peers: int


@dataclass(frozen=True)
class Silence:
    """``silent`` steps since the last word, where ``usual`` ones pass between two."""

    silent: int
    usual: float
    heard: int


def pace(values: Sequence[Decimal | None], least: int = 4) -> Pace | None:
    """Theil–Sen line over equal steps, the missing left out; None below ``least`` known values.

    Step 0 is the first of ``values``.
    """
    points = [(step, float(value)) for step, value in enumerate(values) if value is not None]
    if len(points) < least:
        return None
    slope = median((later - one) / (b - a) for (a, one), (b, later) in combinations(points, 2))
    base = median(value - slope * step for step, value in points)
    return Pace(slope, base, len(points))


def jump(values: Sequence[Decimal | None], least: int = 6) -> Jump | None:
    """The last value against the others; None where it is missing or fewer than ``least`` others
    are known."""
    if not values or values[-1] is None:
        return None
    before = [float(value) for value in values[:-1] if value is not None]
    if len(before) < least:
        return None
    usual = median(before)
    spread = _MAD * median(abs(value - usual) for value in before)
    scale = max(spread, abs(usual) * _LEAST)
    change = float(values[-1]) - usual
    distance = change / scale if scale else 0.0
    return Jump(distance, change, usual, len(before))


def lag(mine: Decimal, peers: Sequence[Decimal], direction: str) -> Lag | None:
    """Us against the peers' median; ``direction`` lower | higher is better. None without peers."""
    if direction not in ("lower", "higher"):
        raise ValueError(f"unknown direction {direction!r}: lower or higher")
    if not peers:
        return None
    sign = 1 if direction == "lower" else -1
    own, others = float(mine), [float(peer) for peer in peers]
    middle = median(others)
    worse = sign * (own - middle)
    behind = 100 * worse / abs(middle) if middle else (100.0 if worse > 0 else 0.0)
    place = 1 + sum(sign * other < sign * own for other in others)
    return Lag(behind, middle, place, len(others))


def silence(heard: Sequence[int], now: int) -> Silence | None:
    """``heard``: the steps (month numbers, say) of which there was word, ``now`` the newest that
    could have one. None where nothing was ever heard; a single word makes every step usual."""
    steps = sorted({step for step in heard if step <= now})
    if not steps:
        return None
    gaps = [later - one for one, later in pairwise(steps)]
    return Silence(now - steps[-1], median(gaps) if gaps else 1.0, len(steps))
