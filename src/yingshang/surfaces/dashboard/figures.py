"""The main figures of a city: the year's value, that of this moment, the months and the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, ValueView
from yingshang.city.plans.kinds import PromiseView
from yingshang.surfaces.dashboard.look import Look

__all__ = ["MAIN", "OVERDUE", "Figure", "figures", "this_moment"]

OVERDUE = "overdue-open-count"
# What a leader looks at first; a city that does not declare one of them shows the others.
MAIN = (
    "case-count",
    "on-time-rate",
    "online-rate",
    "good-rating-rate",
    "complaint-on-time-rate",
)


@dataclass(frozen=True)
class Figure:
    """``level``: what a promise says it shall be, drawn as a line across the months."""

    definition: DefinitionView
    year: ValueView
    pairs: Sequence[tuple[str, Decimal | None]]
    trend: str | None
    live: indicators.Live | None
    level: Decimal | None

    @property
    def now(self) -> ValueView:
        """The year to this moment, else to the last run."""
        return self.live.year if self.live and self.live.year.value is not None else self.year


def this_moment(look: Look) -> Mapping[str, indicators.Live]:
    """The main figures of this very moment; empty where the page shows another day."""
    if look.as_of != timezone.localdate():
        return {}
    return indicators.live_board((*MAIN, OVERDUE), look.city, at=timezone.now())


def figures(
    look: Look, promises: Sequence[PromiseView], now: Mapping[str, indicators.Live]
) -> list[Figure]:
    """Those that the city declares, in the order of MAIN."""
    known = {one.code: one for one in indicators.definitions(look.city, look.as_of)}
    codes = [code for code in MAIN if code in known]
    asked: dict[str, Any] = {"codes": codes, "as_of": look.as_of}
    year = indicators.series(look.city, period="year", **asked)
    months = indicators.series(look.city, period="month", **asked)
    levels = _levels(promises)
    return [
        Figure(
            known[code],
            year[code].latest,
            list(months[code].drawn),
            months[code].trend,
            now.get(code),
            levels.get(code),
        )
        for code in codes
    ]


def _levels(promises: Sequence[PromiseView]) -> dict[str, Decimal]:
    """What was promised of an indicator as a level, where promises agree on one."""
    found: dict[str, set[Decimal]] = {}
    for one in promises:
        if one.indicator and one.target.comparator in ("<=", ">=", "=", "<", ">"):
            found.setdefault(one.indicator, set()).add(one.target.value)
    return {code: next(iter(said)) for code, said in found.items() if len(said) == 1}
