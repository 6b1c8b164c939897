"""How a clock is drawn: a small calendar, and a bar of who had the time. `{% load clockwork %}`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

register = template.Library()

# Why a day counts or not (the kernel's codes) → (how it looks, its one word). A colour never
# stands alone: every day carries its word, and the list below the calendar says the rest.
LOOKS = {
    "start": ("start", _lazy("起算")),
    "received": ("start", _lazy("收件")),
    "workday": ("counted", ""),
    "make-up": ("counted", _lazy("调休")),
    "day": ("counted", ""),
    "hours": ("counted", ""),
    "own": ("counted", ""),
    "weekend": ("free", _lazy("休")),
    "holiday": ("holiday", _lazy("假")),
    "unannounced": ("free", _lazy("暂定")),
    "paused": ("paused", _lazy("停")),
    "rolled": ("rolled", _lazy("顺延")),
    "overdue": ("overdue", _lazy("超")),
}
LEGEND = (
    ("start", _lazy("起算日，不计")),
    ("counted", _lazy("计入，数字为第几日")),
    ("free", _lazy("休息日，不计")),
    ("holiday", _lazy("放假，不计")),
    ("paused", _lazy("暂停，不计")),
    ("rolled", _lazy("末日逢休息日，顺延")),
    ("overdue", _lazy("已超期")),
    ("due", _lazy("到期日")),
)
COLOURS = 6
"""Shades for units; after them they come again, and the list names each."""


@dataclass(frozen=True)
class Cell:
    """One day of the calendar; `column` 1 (Monday) to 7; `is_first` opens a month."""

    day: dt.date
    column: int
    look: str
    word: str
    why: str
    is_due: bool
    is_first: bool


@dataclass(frozen=True)
class Part:
    """One stretch of the bar, in thousandths of its width."""

    holder: Any
    look: str
    at: int
    width: int


@register.simple_tag
def day_cells(line: Any) -> list[Cell]:
    """The days of a clock as cells of a calendar."""
    due = line.due.astimezone(dt.timezone(dt.timedelta(hours=8))).date() if line.due else None
    cells = []
    for n, row in enumerate(line.days):
        look, word = LOOKS.get(row.code, ("free", ""))
        if row.counted and row.number is not None and look == "counted":
            word = str(row.number)
        elif look == "counted":
            look = "free"
        first = n == 0 or row.day.day == 1
        is_due = row.day == due
        cells.append(Cell(row.day, row.day.isoweekday(), look, str(word), row.why, is_due, first))
    return cells


@register.simple_tag
def day_legend(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """What the looks mean, of those that occur."""
    seen = {cell.look for cell in cells}
    if any(cell.is_due for cell in cells):
        seen.add("due")
    return [(look, str(words)) for look, words in LEGEND if look in seen]


@register.simple_tag
def share_parts(shares: Iterable[Any]) -> list[Part]:
    """The bar of who had the time: widths add up to a thousand."""
    listed = list(shares)
    whole = sum(share.minutes for share in listed)
    parts, taken, units = [], 0, 0
    for share in listed:
        look = share.kind
        if share.kind == "unit":
            look, units = f"unit-{units % COLOURS}", units + 1
        before, taken = taken, taken + share.minutes
        begin = 1000 * before // whole if whole else 0
        end = 1000 * taken // whole if whole else 0
        parts.append(Part(share, look, begin, end - begin))
    return parts


@register.filter
def time_spent(minutes: int) -> str:
    """Minutes in words: 3 天 4 小时, 2 小时 5 分钟, 0 分钟."""
    days, rest = divmod(int(minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return (_("%(d)s 天 %(h)s 小时") if hours else _("%(d)s 天")) % {"d": days, "h": hours}
    if hours:
        words = _("%(h)s 小时 %(m)s 分钟") if left else _("%(h)s 小时")
        return words % {"h": hours, "m": left}
    return _("%(m)s 分钟") % {"m": left}
