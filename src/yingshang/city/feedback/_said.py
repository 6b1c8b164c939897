"""A rating as people read it, and as a history brings it."""

from dataclasses import dataclass
from datetime import datetime

from yingshang.city.cases import service as cases

__all__ = ["RatingSpec", "RatingView"]


@dataclass(frozen=True)
class RatingView:
    ref: str
    level: int
    level_label: str
    bad: bool
    reasons: tuple[str, ...]
    comment: str
    channel: str
    rated_at: datetime
    rectification: str | None
    again_label: str = ""
    again_comment: str = ""


@dataclass(frozen=True)
class RatingSpec:
    """One rating of a history; `acts` are what was done about a bad one, in order of time."""

    ref: str
    level: int
    at: datetime
    reasons: tuple[str, ...] = ()
    comment: str = ""
    channel: str = "web"
    by: str = "system"
    acts: tuple[cases.Act, ...] = ()
    device: str = ""
    named: bool = True
