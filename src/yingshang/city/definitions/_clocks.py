"""Clocks worked out from plain text, without a database: `clock due` and its batch form."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yingshang.kernel.worktime import (
    CST,
    Calendar,
    Day,
    Due,
    Extension,
    Limit,
    Pause,
    due,
    explain,
    sentence,
    to_cst,
)

__all__ = ["ClockAnswer", "clock_due", "clock_rows", "due_text"]

_COLUMNS = ("start", "limit")
_ADDED = ("due", "provisional")


@dataclass(frozen=True)
class ClockAnswer:
    """One clock: `due` as text (a date; for hours an instant; None while an open pause holds
    it), the sentence that says why, and its days when they were asked for."""

    start: datetime
    limit: Limit
    due: str | None
    due_at: datetime | None
    provisional: bool
    sentence: str
    days: tuple[Day, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        answer: dict[str, Any] = {
            "start": self.start.isoformat(),
            "limit": str(self.limit),
            "due": self.due,
            "due_at": self.due_at and self.due_at.isoformat(),
            "provisional": self.provisional,
            "sentence": self.sentence,
        }
        if self.days:
            answer["days"] = [
                {
                    "day": row.day.isoformat(),
                    "number": row.number,
                    "counted": row.counted,
                    "why": row.why,
                    "code": row.code,
                }
                for row in self.days
            ]
        return answer


def clock_due(
    calendar: Calendar,
    *,
    start: str,
    limit: str,
    pauses: Iterable[str] = (),
    extensions: Iterable[str] = (),
    count_from: str = "next_day",
    after_hours: str = "same_day",
    days: bool = False,
) -> ClockAnswer:
    """When a limit ends. Texts: start "2025-09-24" or "2025-09-24T10:00", limit "10 workdays",
    pauses "A/B" (up to, not including B; "A/" is still open). ValueError: one clear sentence."""
    begun, read = _instant(start), _limit(limit)
    rule = Limit(read.value, read.unit, count_from=count_from, after_hours=after_hours)
    stops = tuple(_pause(text) for text in pauses)
    more = [Extension(_limit(text), _("负责人"), "", begun) for text in extensions]
    ends = due(calendar, begun, rule, pauses=stops, extensions=more)
    return ClockAnswer(
        begun,
        rule,
        due_text(ends, rule),
        ends.at,
        ends.provisional,
        sentence(calendar, begun, rule, pauses=stops, extensions=more),
        explain(calendar, begun, rule, pauses=stops, extensions=more) if days else (),
    )


def due_text(ends: Due, limit: Limit) -> str | None:
    """A date; for a limit in hours, the instant in China standard time; None when held."""
    if ends.at is None:
        return None
    return ends.at.isoformat() if limit.unit == "hour" else ends.at.date().isoformat()


def clock_rows(calendar: Calendar, lines: Iterable[str]) -> Iterator[list[str]]:
    """The rows of a CSV (columns start, limit[, pauses as A/B;C/D]) with due and provisional
    added, the header first. ValueError names the line that cannot be read."""
    reader = csv.reader(lines)
    header = [name.strip() for name in next(reader, [])]
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise ValueError(_("CSV 缺少列：%s。表头应为 start,limit[,pauses]。") % "、".join(missing))
    where = {name: at for at, name in enumerate(header)}
    kept = [at for at, name in enumerate(header) if name not in _ADDED]
    yield [header[at] for at in kept] + list(_ADDED)
    start_at, limit_at, pauses_at = where["start"], where["limit"], where.get("pauses")
    for row in reader:
        if not any(row):
            continue
        row += [""] * (len(header) - len(row))
        try:
            rule = _limit(row[limit_at])
            pauses = _pauses(row[pauses_at]) if pauses_at is not None else ()
            ends = due(calendar, _instant(row[start_at]), rule, pauses=pauses)
        except ValueError as error:
            raise ValueError(
                _("第 %(line)s 行：%(error)s") % {"line": reader.line_num, "error": error}
            ) from None
        added = [due_text(ends, rule) or "", "true" if ends.provisional else "false"]
        yield [row[at] for at in kept] + added


@lru_cache(maxsize=4096)
def _limit(text: str) -> Limit:
    return Limit.parse(text)


def _instant(text: str) -> datetime:
    """An ISO date (its midnight) or time; without a zone it is China standard time."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            _("看不懂时间“%s”：请写成 2025-09-24 或 2025-09-24T10:00。") % text
        ) from None
    try:
        return read.replace(tzinfo=CST) if read.tzinfo is None else to_cst(read)
    except OverflowError:
        raise ValueError(_("时间“%s”超出了可计算的年份。") % text) from None


def _pauses(text: str) -> Sequence[Pause]:
    """ "A/B;C/D" as pauses; blank for none."""
    return tuple(_pause(part) for part in text.split(";") if part.strip())


def _pause(text: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash or not since.strip():
        raise ValueError(
            _("看不懂暂停“%s”：请写成“开始/结束”，如 2025-09-26/2025-10-09；未结束的写“开始/”。")
            % text
        )
    return Pause(_instant(since), _instant(until) if until.strip() else None, "", _("暂停"))
