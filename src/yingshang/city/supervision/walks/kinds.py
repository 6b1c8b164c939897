"""Words of walk-throughs, and what is handed out about them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["FindingKind", "FindingView", "Photo", "WalkRow", "WalkStep", "WalkTotals", "WalkView"]


class FindingKind(TextChoices):
    SLOW = "slow", _("时间长")
    STEPS = "steps", _("环节多")
    PAPERS = "papers", _("材料多或重复")
    GUIDE = "guide", _("指南不清楚")
    SYSTEM = "system", _("系统不好用")
    SERVICE = "service", _("服务态度或能力")
    OTHER = "other", _("其他")


@dataclass(frozen=True)
class WalkStep:
    """One line of the record: at what time, what happened, minutes since the line before."""

    time: str
    text: str
    minutes: int


@dataclass(frozen=True)
class FindingView:
    ref: str
    kind: str
    kind_label: str
    text: str
    unit_name: str
    due_on: date
    state_label: str
    answered: bool
    verified: bool
    closed: bool
    late: bool


@dataclass(frozen=True)
class Photo:
    id: int
    name: str


@dataclass(frozen=True)
class WalkRow:
    """``standing``: planned, walked, published, stopped."""

    ref: str
    title: str
    standing: str
    standing_label: str
    unit_name: str
    planned_at: datetime
    findings: int
    closed: int


@dataclass(frozen=True)
class WalkView:
    row: WalkRow
    region: str
    walked: str
    role: str
    walker: str
    post: str
    planned_on: date
    steps: tuple[WalkStep, ...]
    minutes: int
    photos: tuple[Photo, ...]
    findings: tuple[FindingView, ...]
    summary: str
    may_keep: bool


@dataclass(frozen=True)
class WalkTotals:
    """Counts over a list: walks, findings, mended, and findings by kind."""

    walks: int
    findings: int
    closed: int
    kinds: tuple[tuple[str, int], ...]
