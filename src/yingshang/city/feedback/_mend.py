"""The rectification that a bad rating opens.

Its unit learns what was bad about which service in which month; it learns neither which case or
visit it was nor whose: who rated is known to the hotline alone, which makes the contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.feedback.kinds import LEVELS, REASONS
from yingshang.kernel.worktime import to_cst

__all__ = ["RECTIFICATION", "Heard", "form_of", "open_rectification"]

RECTIFICATION = "rating-rectification"


@dataclass(frozen=True)
class Heard:
    """A bad rating without its rater. `service`: the item's name, or the hall's."""

    service: str
    level: int
    reasons: tuple[str, ...]
    comment: str
    named: bool
    at: datetime

    @property
    def month(self) -> str:
        day = to_cst(self.at).date()
        return f"{day.year}年{day.month}月"

    @property
    def subject(self) -> str:
        return f"{self.service}（{self.month}）"


def form_of(heard: Heard) -> dict[str, str]:
    words = "、".join(str(REASONS[reason]) for reason in heard.reasons)
    said = "；".join(part for part in (words, heard.comment.strip()[:1000]) if part)
    return {
        "service": heard.service,
        "when": heard.month,
        "level": str(LEVELS[heard.level]),
        "named": "是" if heard.named else "否",
        "reasons": said,
    }


def open_rectification(
    heard: Heard, *, region: str, unit: str, at: datetime, district: str = ""
) -> str:
    """Open it at the unit that was rated; its number."""
    return cases.open_case(
        item=RECTIFICATION,
        region=region,
        form=form_of(heard),
        party=None,
        channel="system",
        by=SYSTEM,
        at=at,
        district=district,
        subject=heard.subject,
        unit=unit,
    ).ref
