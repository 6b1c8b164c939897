"""Distance to frontier: how far from the worst towards the best, 0 to 100.

score = (worst − y) ÷ (worst − best) × 100, clamped (Doing Business methodology; the two
ends are fixed for years, so a score changes only when the place does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Score", "distance_to_frontier", "mean_score"]

_FULL = Decimal(100)


@dataclass(frozen=True)
class Score:
    """A mean of scores, or None with the parts that are missing."""

    score: Decimal | None
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return f"缺少：{'、'.join(self.missing)}" if self.missing else ""


def distance_to_frontier(
    value: Decimal | int | None, best: Decimal | int, worst: Decimal | int
) -> Decimal | None:
    """0 (worst or beyond) to 100 (best or beyond), unrounded; missing stays missing.

    Raises ValueError when best and worst are the same: there is no distance to measure.
    """
    if best == worst:
        raise ValueError("best and worst of a frontier must differ")
    if value is None:
        return None
    below, length = Decimal(worst) - Decimal(value), Decimal(worst) - Decimal(best)
    return min(_FULL, max(Decimal(0), below / length * _FULL))


def mean_score(parts: Mapping[str, Decimal | None]) -> Score:
    """The plain mean of named scores; one missing part makes it missing, by name.

    A mean over what happens to be there would rank a city higher for reporting less.
    """
    missing = tuple(name for name, score in parts.items() if score is None)
    if missing or not parts:
        return Score(None, missing or ("全部分项",))
    known = [score for score in parts.values() if score is not None]
    return Score(sum(known, Decimal(0)) / len(known))
