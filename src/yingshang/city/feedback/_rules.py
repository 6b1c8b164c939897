"""How ratings are asked for in a city: declared in data/**/ratingrules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import to_cst

__all__ = ["RatingRule", "rule"]


@dataclass(frozen=True)
class RatingRule:
    """Days in which a rating is taken, after which it is asked for, in which a word may be added;
    `publish_min`: figures of fewer ratings are not published."""

    window_days: int = 30
    remind_days: int = 3
    again_days: int = 30
    publish_min: int = 5
    basis: str = ""


def rule(region: str, at: datetime) -> RatingRule:
    """The rule in force in a region on the day of `at`."""
    found = definitions.edition("ratingrule", "rules", region=region, on=to_cst(at).date())
    if found is None:
        return RatingRule()
    names = RatingRule.__dataclass_fields__
    return RatingRule(**{name: found.body[name] for name in names if name in found.body})
