"""Evidence of a clue as a strip: numbered moments on a line, with the same in words below.

Places are percentages, so that the strip is as readable at 320 px as on a wide screen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions.service import moment_words
from yingshang.city.supervision.service import ClueView

__all__ = ["Mark", "Strip", "strip_of"]

NEAR = 4.5  # per cent: numbers closer than this stand one above the other
LEVELS = 3
ABOVE, ROW = 16, 28  # pixels: the highest circle's centre, and from row to row


@dataclass(frozen=True)
class Mark:
    """A numbered moment: its place in per cent, its row from the line up, its words."""

    no: int
    x: str
    y: int
    label: str
    when: datetime | None
    tone: str = "plain"
    top: int = 0  # the highest row of the strip

    @property
    def centre(self) -> int:
        """Of its circle, in pixels from above."""
        return ABOVE + ROW * (self.top - self.y)

    @property
    def foot(self) -> int:
        """Where its number stands."""
        return self.centre + 5


@dataclass(frozen=True)
class Strip:
    """A line with spans (x, width, tone), ticks (x, tone) and numbered marks."""

    described: str
    marks: tuple[Mark, ...]
    spans: tuple[tuple[str, str, str], ...] = ()
    ticks: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def axis(self) -> int:
        """The line, in pixels from above."""
        return ABOVE + ROW * max((mark.y for mark in self.marks), default=0) + 30

    @property
    def height(self) -> int:
        return self.axis + 12

    @property
    def band(self) -> int:
        """Where spans begin above the line, each 16 px high."""
        return self.axis - 16

    @property
    def tick(self) -> tuple[int, int]:
        return self.axis - 12, self.axis + 8


Moment = tuple[str, datetime | None, str]


def strip_of(clue: ClueView) -> Strip | None:
    """The picture of a clue; None where nothing can be drawn."""
    draw = DRAWN.get(clue.kind)
    return draw(clue.drawn) if draw and clue.drawn else None


def _read(drawn: Mapping[str, Any], name: str) -> datetime | None:
    value = drawn.get(name)
    return datetime.fromisoformat(value) if value else None


class _Axis:
    """From the first to the last moment, with a margin on both sides."""

    def __init__(self, moments: Sequence[datetime | None]) -> None:
        known = sorted(m for m in moments if m is not None)
        self.first, self.last = known[0], known[-1]
        self.length = (self.last - self.first).total_seconds() or 1.0

    def place(self, moment: datetime) -> float:
        return 4 + 92 * (moment - self.first).total_seconds() / self.length

    def x(self, moment: datetime) -> str:
        return f"{self.place(moment):.2f}%"

    def span(self, since: datetime, until: datetime, tone: str) -> tuple[str, str, str]:
        return self.x(since), f"{max(0.4, self.place(until) - self.place(since)):.2f}%", tone


def _marks(axis: _Axis, moments: Sequence[Moment]) -> tuple[Mark, ...]:
    known = [(label, when, tone) for label, when, tone in moments if when is not None]
    known.sort(key=lambda one: one[1])
    marks: list[Mark] = []
    places: list[float] = []
    for no, (label, when, tone) in enumerate(known, start=1):
        place = axis.place(when)
        crowd = [m.y for m, p in zip(marks, places, strict=True) if place - p < NEAR]
        y = next((level for level in range(LEVELS) if level not in crowd), LEVELS - 1)
        marks.append(Mark(no, axis.x(when), y, label, when, tone))
        places.append(place)
    top = max(mark.y for mark in marks)
    return tuple(replace(mark, top=top) for mark in marks)


def _pause(drawn: Mapping[str, Any]) -> Strip:
    at = {name: _read(drawn, name) for name in ("accepted", "paused", "resumed", "decided")}
    then, now = _read(drawn, "due_then"), _read(drawn, "due")
    moments: list[Moment] = [
        (_("受理"), at["accepted"], "plain"),
        (_("停止计时"), at["paused"], "stop"),
        (_("停止计时前的承诺期限"), then, "due"),
        (_("恢复计时"), at["resumed"], "stop"),
        (_("作出决定"), at["decided"], "plain"),
        (_("停止计时后的承诺期限"), now, "due"),
    ]
    axis = _Axis([when for _label, when, _tone in moments])
    since, until = at["paused"], at["resumed"] or axis.last
    spans = (axis.span(since, until, "stop"),) if since else ()
    described = _("受理到决定的时间线，斜线部分为停止计时。")
    return Strip(described, _marks(axis, moments), spans)


def _heap(drawn: Mapping[str, Any]) -> Strip:
    minutes = [float(m) for m in drawn.get("minutes", ())]
    whole = max([*minutes, 1.0])
    ticks = tuple((f"{4 + 92 * m / whole:.2f}%", "plain") for m in minutes)
    mine = float(drawn.get("mine", 0))
    mark = Mark(1, f"{4 + 92 * mine / whole:.2f}%", 0, _("本件"), None, "stop")
    begins = _read(drawn, "begins")
    note = _("第一件到最后一件共 %(minutes)s 分钟，%(n)d 件，每一竖线是一件。") % {
        "minutes": f"{whole:g}",
        "n": len(minutes),
    }
    usual = _("该经办人平日每天办结约 %s 件。") % f"{float(drawn.get('usual', 0)):g}"
    start = _("开始于 %s。") % moment_words(begins) if begins else ""
    return Strip(_("连续办结的时间线。"), (mark,), (), ticks, (note, usual, start))


def _late(drawn: Mapping[str, Any]) -> Strip:
    rows = [
        (name, datetime.fromisoformat(at), datetime.fromisoformat(entered))
        for name, at, entered in drawn.get("acts", ())
        if entered
    ]
    first, last = rows[0], rows[-1]
    moments: list[Moment] = [
        (_("最早一条所载时间"), first[1], "plain"),
        (_("最后一条所载时间"), last[1], "plain"),
        (_("承诺期限"), _read(drawn, "due"), "due"),
        (_("实际录入"), max(row[2] for row in rows), "stop"),
    ]
    axis = _Axis([when for _label, when, _tone in moments])
    ticks = tuple((axis.x(row[1]), "plain") for row in rows)
    spans = (axis.span(last[1], max(row[2] for row in rows), "stop"),)
    described = _("所载时间与录入时间，斜线部分为两者之差。")
    return Strip(described, _marks(axis, moments), spans, ticks)


def _rating(drawn: Mapping[str, Any]) -> Strip:
    decided, rated = _read(drawn, "decided"), _read(drawn, "rated")
    moments: list[Moment] = [(_("作出决定"), decided, "plain"), (_("评价"), rated, "stop")]
    same_day = [datetime.fromisoformat(m) for m in drawn.get("moments", ())]
    axis = _Axis([decided, rated, *same_day])
    ticks = tuple((axis.x(m), "plain") for m in same_day)
    note = _("该设备共评价 %(n)d 次，涉及 %(parties)d 个申请人、%(officers)d 名经办人。") % {
        "n": drawn.get("ratings", 0),
        "parties": drawn.get("parties", 0),
        "officers": drawn.get("officers", 0),
    }
    described = _("决定与评价的时间线，竖线为该设备当天的评价。")
    return Strip(described, _marks(axis, moments), (), ticks, (note,))


DRAWN: Mapping[str, Callable[[Mapping[str, Any]], Strip]] = {
    "pause-before-breach": _pause,
    "bulk-closing": _heap,
    "back-dated": _late,
    "staff-rating": _rating,
}
