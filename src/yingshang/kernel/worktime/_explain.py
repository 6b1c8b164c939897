"""A clock explains itself: one row a day, and one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ._calendar import Calendar, to_cst
from ._clock import cap_ends, expected_ends, used
from ._limit import UNITS, Limit
from ._reasons import day_off, on, paused, worked
from ._settle import Settled, settle
from ._span import OPEN, Extension, Pause, day_span

__all__ = ["Day", "explain", "sentence"]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a clock. `number`: the how-manieth counted day it is (hours: how many hours
    have run by its end), None when it does not count. `code` names the reason for machines:
    received, start, workday, make-up, day, hours, weekend, holiday, unannounced, paused,
    rolled, overdue, own (a day that only the office's own hours make worked or free)."""

    day: date
    number: int | None
    counted: bool
    why: str
    code: str = ""


@dataclass(frozen=True)
class _Case:
    """What one explanation needs on every row."""

    calendar: Calendar
    start: datetime
    limit: Limit
    pauses: tuple[Pause, ...]
    settled: Settled
    granted: int
    unit: str


def explain(
    calendar: Calendar,
    start: datetime,
    limit: Limit,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Sequence[Extension] = (),
    until: datetime | None = None,
) -> tuple[Day, ...]:
    """Every day from the start through the due day, or through the day of `until`.

    While an open pause holds the clock there is no due day: the rows end on the pause's first
    day unless `until` is given. Rows after the due day say by how much it is overdue.
    """
    start, pauses = to_cst(start), tuple(pauses)
    settled = settle(calendar, start, limit, pauses, extensions)
    case = _Case(calendar, start, limit, pauses, settled, *_granted(limit, extensions))
    last = _last_row(case, until)
    first = start.toordinal()
    number, rows = 0, []
    for ordinal in range(first, last + 1):
        row = _row(case, ordinal, number)
        number = row.number if row.counted and row.number is not None else number
        rows.append(row)
    return tuple(rows)


def _granted(limit: Limit, extensions: Sequence[Extension]) -> tuple[int, str]:
    """How much the limit alone gives, and the unit that its days are numbered in: an extension
    by workdays of a limit in days is numbered on as days."""
    units = {limit.unit, *(extension.by.unit for extension in extensions)}
    if units == {"hour"} or units == {"workday"}:
        return limit.value, limit.unit
    return limit.value, "workday" if "workday" in units and limit.unit == "workday" else "day"


def _last_row(case: _Case, until: datetime | None) -> int:
    """The last day to show."""
    if until is not None:
        return to_cst(until).toordinal()
    if case.settled.end is not None:
        return case.settled.end
    spans = [span for pause in case.pauses if (span := day_span(pause)) and span[1] == OPEN]
    return max(case.start.toordinal(), min(span[0] for span in spans))


def _row(case: _Case, ordinal: int, number: int) -> Day:
    """The row of one day; `number` is the last number given before it."""
    day = date.fromordinal(ordinal)
    if case.unit == "hour":
        return _hour_row(case, day)
    if ordinal < case.settled.first:
        return _start_row(case, day)
    pause = next((p for p in case.pauses if (s := day_span(p)) and s[0] <= ordinal <= s[1]), None)
    by_workday = case.unit == "workday"
    if by_workday and not case.calendar.is_workday(day):
        why, code = day_off(case.calendar, day)
        return Day(day, None, False, why + ("（暂停期间）" if pause else ""), code)
    if pause:
        return Day(day, None, False, _paused(case, pause, day), "paused")
    if case.settled.end is not None and ordinal > case.settled.end:
        return _overdue_row(case, day, number)
    if case.settled.raw_end is not None and ordinal > case.settled.raw_end:
        return _rolled_row(case, day)
    if by_workday:
        why, code = worked(case.calendar, day)
    else:
        why, code = "自然日，计入", "day"
    return Day(day, number + 1, True, why + _closing_words(case, ordinal, number + 1), code)


def _start_row(case: _Case, day: date) -> Day:
    """A day before counting begins: the day of receipt, or days until it counts as received."""
    deemed = case.settled.received.date()
    if day == deemed:
        clause = "起算日不计入，自次日起算（民法典第二百零一条）"
        words = clause if case.start.date() == deemed else f"视为收到之日；{clause}"
        return Day(day, None, False, words, "start")
    if day == case.start.date():
        words = f"下班后或休息日收到，视为{on(deemed)}收到"
        return Day(day, None, False, words, "received")
    return Day(day, None, False, *day_off(case.calendar, day))


def _paused(case: _Case, pause: Pause, day: date) -> str:
    """Words of a paused day, with a mark once the pause has outlived what was allowed or told."""
    ends = cap_ends(case.calendar, pause)
    told = expected_ends(case.calendar, pause)
    return paused(
        pause,
        capped=ends is not None and day > ends.date(),
        late=told is not None and day > told.date(),
    )


def _closing_words(case: _Case, ordinal: int, number: int) -> str:
    """What is said on the last day, and on days that only an extension gives."""
    settled, words = case.settled, ""
    if case.limit.unit == case.unit and number > case.granted:
        words = "，延长期限内"
    if ordinal == settled.end:
        return f"{words}，期限届满"
    if ordinal == settled.raw_end:
        return f"{words}，最后一日逢休息日，期限顺延"
    return words


def _rolled_row(case: _Case, day: date) -> Day:
    """A day after a last day that fell on a holiday."""
    clause = "（民法典第二百零三条）"
    if day.toordinal() == case.settled.end:
        return Day(day, None, False, f"休假日结束后的首个工作日，期限届满{clause}", "rolled")
    if case.calendar.is_workday(day):
        return Day(day, None, False, "期限顺延中", "rolled")
    return Day(day, None, False, f"{day_off(case.calendar, day)[0]}，期限顺延{clause}", "rolled")


def _overdue_row(case: _Case, day: date, number: int) -> Day:
    """A day after the due day."""
    calendar, end = case.calendar, date.fromordinal(case.settled.end or 0)
    if not calendar.is_workday(day):
        return Day(day, None, False, f"{day_off(calendar, day)[0]}（已超期）", "overdue")
    late = calendar.count_workdays(end, day)
    return Day(day, number + 1, True, f"已超期第{late}个工作日", "overdue")


def _hour_row(case: _Case, day: date) -> Day:
    """A day of a limit in hours: how many have run when the day, or the limit, ends."""
    settled = case.settled
    midnight = datetime.combine(date.fromordinal(day.toordinal() + 1), datetime.min.time())
    end = midnight.replace(tzinfo=case.start.tzinfo)
    if settled.at is not None and settled.at < end:
        end = max(settled.at, case.start)
    received = settled.received
    ran = used(case.calendar, received, end, unit="hour", pauses=case.pauses)
    if settled.at is not None and day > settled.at.date():
        return Day(day, ran, False, "已超期", "overdue")
    if day < received.date():
        return _start_row(case, day)
    words = "按小时连续计算"
    if day == case.start.date():
        words += f"，自{received:%H:%M}起算"
    standing = [p for p in case.pauses if (s := day_span(p)) and s[0] <= day.toordinal() <= s[1]]
    for pause in standing[:1]:
        words += f"；其间{_paused(case, pause, day)}"
    if settled.at is not None and day == settled.at.date():
        words += f"，{settled.at:%H:%M}届满"
    return Day(day, ran, True, words, "paused" if standing else "hours")


def sentence(
    calendar: Calendar,
    start: datetime,
    limit: Limit,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> str:
    """The clock in one sentence: when it ends, and what the count rests on."""
    start, pauses = to_cst(start), tuple(pauses)
    settled = settle(calendar, start, limit, pauses, extensions)
    words = f"{_counting(start, limit, settled)}，{limit}"
    for extension in extensions:
        told = "，".join(filter(None, (extension.role, extension.basis)))
        who = f"{extension.approver}（{told}）" if told else extension.approver
        words += f"，经{who}批准延长{extension.by}"
    if settled.at is None:
        return f"{words}；现正暂停计时，恢复后才能确定届满日。"
    taken = _taken(calendar, limit, settled, pauses)
    if taken:
        words += f"，扣除暂停时间{taken}"
    year = f"{settled.at.year}年"
    words += f"，{year}{on(settled.at.date())}{settled.at:%H:%M}届满"
    if settled.raw_end is not None and settled.raw_end != settled.end:
        words += "（最后一日逢休息日，已顺延）"
    if settled.provisional:
        words += "；所涉日期的放假安排尚未公布，此为暂定日期"
    return words + "。"


def _counting(start: datetime, limit: Limit, settled: Settled) -> str:
    """From when it counts: 自2026年3月2日（周一）的次日起算."""
    received = settled.received
    late = ""
    if received is not start:
        late = f"{on(start.date())}下班后或休息日收到，视为{on(received.date())}收到，"
    if limit.unit == "hour":
        return f"{late}自收到之时起"
    counting = "当日起算" if limit.count_from == "same_day" else "的次日起算"
    return f"{late}自{received.year}年{on(received.date())}{counting}"


def _taken(calendar: Calendar, limit: Limit, settled: Settled, pauses: tuple[Pause, ...]) -> str:
    """How much of the limit's own kind the pauses took; '' for nothing."""
    if settled.at is None or not any(day_span(pause) for pause in pauses):
        return ""
    unit = limit.unit if limit.unit in ("workday", "hour") else "day"
    begun, first = settled.received, limit.count_from
    whole = used(calendar, begun, settled.at, unit=unit, count_from=first)
    left = used(calendar, begun, settled.at, unit=unit, count_from=first, pauses=pauses)
    return f"{whole - left}{UNITS[unit]}" if whole > left else ""
