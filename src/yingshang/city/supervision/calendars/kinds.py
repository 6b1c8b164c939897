"""What calendars hand out, and what they are given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = [
    "KINDS",
    "SOURCES",
    "ComingDay",
    "DatedThing",
    "FeedAddress",
    "FeedFile",
    "Reminded",
    "Source",
    "Whose",
]

KINDS = {
    "task": _("任务时限"),
    "sign": _("任务签收"),
    "milestone": _("任务节点"),
    "report": _("进展报送"),
    "look_back": _("回头看"),
    "order": _("督办单"),
    "rung": _("督办措施答复"),
    "meeting": _("约谈"),
    "joint": _("联席会议"),
    "motion": _("建议提案答复"),
    "instruction": _("批示回复"),
    "material": _("材料报送"),
    "evidence": _("评价材料"),
    "appeal": _("考核核对"),
}


@dataclass(frozen=True)
class DatedThing:
    """One thing with its day. `key` is its own for ever within the kind; `state` as a table row's.

    A title never names a private person: whoever has the address reads it.
    """

    kind: str
    key: str
    title: str
    day: date
    unit: str = ""
    ref: str = ""
    state: str = "open"
    reader: str = ""
    note: str = ""
    place: str = ""
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Whose:
    """What is asked for: the things of one unit (None: of every unit), and those of one reader
    (None: of everybody, "": of nobody)."""

    unit: str | None = None
    reader: str | None = None

    def has(self, thing: Any) -> bool:
        """Whether a thing, or the row of one, is among what is asked for."""
        if thing.reader:
            return self.reader is None or self.reader == thing.reader
        return self.unit is None or self.unit == thing.unit


Source = Callable[[str, datetime, Whose], Iterable[DatedThing]]
# Given (region, at, whose): what is not asked for need not be worked out. Whatever else of this app
# falls due is added here when the app is ready.
SOURCES: list[Source] = []


@dataclass(frozen=True)
class ComingDay:
    """One line of somebody's next weeks."""

    kind: str
    kind_label: str
    ref: str
    title: str
    day: date
    unit_name: str
    place: str
    late: bool


@dataclass(frozen=True)
class FeedAddress:
    """An address as its owner sees it; the secret part is shown once, when it is made."""

    kind: str
    owner: str
    name: str
    live: bool
    made_name: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True)
class FeedFile:
    """A feed as it leaves, with the tag that says whether anything has changed."""

    data: bytes
    tag: str
    mime: str


@dataclass(frozen=True)
class Reminded:
    """What one round of reminders did."""

    messages: int = 0
    things: int = 0
