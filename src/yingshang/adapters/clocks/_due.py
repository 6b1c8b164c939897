"""When the clocks of a table end: the kernel's arithmetic, a column at a time.

Pauses are sorted once by their beginning; overlaps count once because each is cut to what the
ones before it have not covered. Rows whose days lie outside of the table (1950-2250) are answered
by the kernel itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yingshang.adapters.clocks._rows import HELD, NEVER, UNIT_CODES, Ints, Rows, moment, ticks
from yingshang.adapters.clocks._table import DAY, Days, DayTable, day_table
from yingshang.kernel import worktime
from yingshang.kernel.worktime import UNITS, Calendar, Extension, Limit, Pause

__all__ = ["Dues", "due_dates"]

CHUNK = 1 << 14
"""Rows worked at a time: their columns fit into a core's own cache."""
WORKDAY, PLAIN_DAY, HOUR, MONTH = (UNIT_CODES[unit] for unit in ("workday", "day", "hour", "month"))
_HOUR = 3_600_000_000
_FAR = np.int32(1 << 29)  # the last day of an open pause
Spans = list[tuple[Days, Days]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Dues:
    """`at`: ticks, HELD while an open pause holds the clock; `provisional`: it leans on days that
    have not been announced."""

    at: Ints
    provisional: Bools


def due_dates(calendar: Calendar, rows: Rows) -> Dues:
    """When each clock of `rows` ends; the same as kernel.worktime.due, row by row."""
    table = day_table(calendar)
    at = np.empty(len(rows), np.int64)
    provisional = np.empty(len(rows), np.bool_)
    for begin in range(0, len(rows), CHUNK):
        part = slice(begin, begin + CHUNK)
        at[part], provisional[part] = _Chunk(calendar, table, rows.part(part)).due()
    return Dues(at, provisional)


class _Chunk:
    """Some rows, small enough for the cache."""

    def __init__(self, calendar: Calendar, table: DayTable, rows: Rows) -> None:
        self.calendar, self.table, self.rows = calendar, table, rows
        self.pauses = _sorted(rows.pauses)
        self.spans = [_days(since, until) for since, until in self.pauses]

    def due(self) -> tuple[Ints, Bools]:
        """(ticks, provisional) of every row."""
        rows = self.rows
        begun, day, moved = self._received()
        first = day + 1 if rows.same_day is None else day + ~rows.same_day
        if rows.extensions is None:
            raw, at, held = self._leg(begun, day, first, rows.value, rows.unit)
            last_unit, any_workday = rows.unit, rows.unit == WORKDAY
        else:
            raw, at, held, last_unit, any_workday = self._legs(begun, day, first)
        hours = last_unit == HOUR
        end = raw
        if not (last_unit == WORKDAY).all() or not rows.value.all():
            end, stuck = self._roll(raw)
            held = held | (stuck & ~hours)
        closing = end * np.int64(DAY) + self._closes(end)
        due = np.where(hours, at, closing) if hours.any() else closing
        due[held] = HELD
        leans = np.where(any_workday, first, raw)
        known = self._known(end) & self._known(leans)
        known = known | hours if hours.any() else known
        if moved is not None:
            known &= ~moved | (self._known(self._day(rows.start)) & self._known(day))
        self._beyond(due, known, held, first, end)
        return due, ~known | held

    # -- the start ------------------------------------------------------------------------------

    def _received(self) -> tuple[Ints, Days, Bools | None]:
        """When each row counts as received, its day, and whether that moved it."""
        start, late = self.rows.start, self.rows.next_workday
        day = self._day(start)
        if late is None or not late.any():
            return start, day, None
        table, index = self.table, self._index(day)
        time = start - day * np.int64(DAY)
        moved = late & ~(table.is_open[index] & (time <= table.closes[index]))
        later = table.next_open[index]
        opening = later * np.int64(DAY) + table.opens[self._index(later)]
        return np.where(moved, opening, start), np.where(moved, later, day), moved

    # -- running --------------------------------------------------------------------------------

    def _legs(self, begun: Ints, day: Days, first: Days) -> tuple[Days, Ints, Bools, Ints, Bools]:
        """The limit, then its extensions; those of the unit before them are added to it."""
        rows, extensions = self.rows, self.rows.extensions
        assert extensions is not None
        value, unit = rows.value.copy(), rows.unit.copy()
        at, held = begun, np.zeros(len(rows), np.bool_)
        any_workday = unit == WORKDAY
        for more, its_unit in extensions:
            added = (its_unit == unit) | (more == 0)
            value = np.where(added, value + more, value)
            if added.all():
                continue
            raw, reached, stood = self._leg(at, day, first, value, unit)
            rolled, stuck = self._roll(raw)
            stood |= stuck & (unit != HOUR)
            closing = rolled * np.int64(DAY) + self._closes(rolled)
            reached = np.where(unit == HOUR, reached, closing)
            at = np.where(added, at, reached)
            day = np.where(added, day, self._day(reached))
            first = np.where(added, first, day + 1)
            held |= stood & ~added
            value, unit = np.where(added, value, more), np.where(added, unit, its_unit)
            any_workday = any_workday | (unit == WORKDAY)
        raw, at, stood = self._leg(at, day, first, value, unit)
        return raw, at, held | stood, unit, any_workday

    def _leg(
        self, at: Ints, day: Days, first: Days, value: Ints, unit: Ints
    ) -> tuple[Days, Ints, Bools]:
        """One run: its last day before rolling, its end in ticks (hours only), held or not."""
        value = value.astype(np.int32)
        if (unit == WORKDAY).all():
            raw, held = self._workdays(first, value)
            reached = at
        else:
            months = unit == MONTH
            if months.any():
                value = np.where(months & (value > 0), self._month_days(day, first, value), value)
            by_day, held_days = self._plain_days(first, value)
            raw, held = self._workdays(first, value)
            workdays, hours = unit == WORKDAY, unit == HOUR
            raw, held = np.where(workdays, raw, by_day), np.where(workdays, held, held_days)
            reached = at
            if hours.any():
                reached, held_hours = self._hours(at, value)
                raw, held = (
                    np.where(hours, self._day(reached), raw),
                    np.where(hours, held_hours, held),
                )
        nothing = (value == 0) & (unit != HOUR)
        if nothing.any():
            raw, held = np.where(nothing, day, raw), held & ~nothing
        return raw, reached, held

    def _workdays(self, first: Days, value: Days) -> tuple[Days, Bools]:
        """The value-th workday from `first` on that no pause touches."""
        number, nth = self.table.number, self.table.nth
        target = number(first - 1) + value
        held = np.zeros(len(first), np.bool_)
        floor = first
        for begin, last in self.spans:
            begin = np.maximum(begin, floor)
            hit = (nth(target) >= begin) & (last >= begin)
            target += (number(last) - number(begin - 1)) * hit
            held |= hit & (last == _FAR)
            floor = np.maximum(floor, last + 1)
        return nth(target), held

    def _plain_days(self, first: Days, value: Days) -> tuple[Days, Bools]:
        """The value-th day from `first` on that no pause touches."""
        target = first - 1 + value
        held = np.zeros(len(first), np.bool_)
        floor = first
        for begin, last in self.spans:
            begin = np.maximum(begin, floor)
            hit = (target >= begin) & (last >= begin)
            target = target + np.where(hit & (last != _FAR), last - begin + 1, 0).astype(np.int32)
            held |= hit & (last == _FAR)
            floor = np.maximum(floor, last + 1)
        return target, held

    def _hours(self, at: Ints, value: Days) -> tuple[Ints, Bools]:
        """The instant so many hours later, paused time left out."""
        target = at + value * np.int64(_HOUR)
        held = np.zeros(len(at), np.bool_)
        floor = at
        for since, until in self.pauses:
            since = np.maximum(since, floor)
            hit = (until > since) & (target > since)
            open_ = until == NEVER
            target = target + np.where(hit & ~open_, until - since, 0)
            held |= hit & open_
            floor = np.maximum(floor, until)
        return target, held

    def _month_days(self, day: Days, first: Days, months: Days) -> Days:
        """A period of months as days from `first` (civil code art. 202)."""
        dates = day.astype("M8[D]")
        month = dates.astype("M8[M]")
        nth_day = (dates - month.astype("M8[D]")).astype(np.int32) + 1
        end = (month + months.astype("m8[M]")).astype("M8[D]")
        after = (month + (months + 1).astype("m8[M]")).astype("M8[D]")
        length = (after - end).astype(np.int32)
        corresponding = end.astype(np.int32) + np.minimum(nth_day, length) - 1
        back = (first == day) & (nth_day <= length)
        return (corresponding - back - first + 1).astype(np.int32)

    def _roll(self, end: Days) -> tuple[Days, Bools]:
        """Move last days off holidays and pauses (civil code art. 203); True where one is open."""
        stuck = np.zeros(len(end), np.bool_)
        number, nth = self.table.number, self.table.nth
        for _ in range(len(self.spans) + 1):
            end = nth(number(end - 1) + 1)
            moved = np.zeros(len(end), np.bool_)
            for begin, last in self.spans:
                inside = (begin <= end) & (end <= last) & ~stuck
                stuck |= inside & (last == _FAR)
                inside &= last != _FAR
                end = np.where(inside, last + 1, end)
                moved |= inside
            if not moved.any():
                break
        return end, stuck

    # -- days -----------------------------------------------------------------------------------

    def _day(self, tick: Ints) -> Days:
        return (tick // DAY).astype(np.int32)

    def _index(self, day: Days) -> Days:
        return np.clip(day - self.table.first, 0, self.table.last - self.table.first)

    def _closes(self, day: Days) -> Ints:
        if self.calendar.office is None:
            return self.table.closes[:1]
        return self.table.closes[self._index(day)]

    def _known(self, day: Days) -> Bools:
        first, last = self.table.known
        return (day >= first) & (day <= last)

    def _beyond(self, due: Ints, known: Bools, held: Bools, first: Days, end: Days) -> None:
        """Let the kernel answer rows whose days lie outside of the table."""
        low, high = self.table.first + 400, self.table.last - 400
        outside = (first < low) | (first > high) | (~held & (end > high))
        for row in np.flatnonzero(outside):
            answer = _by_kernel(self.calendar, self.rows, int(row))
            held[row] = answer.at is None
            due[row] = HELD if answer.at is None else ticks(answer.at)
            known[row] = not answer.provisional


def _sorted(pauses: Ints | None) -> list[tuple[Ints, Ints]]:
    """The pauses of each row by their beginning."""
    if pauses is None:
        return []
    since, until = pauses[:, 0], pauses[:, 1]
    if len(pauses) == 1:
        return [(since[0], until[0])]
    if len(pauses) == 2:
        swap = since[0] > since[1]
        if not swap.any():
            return [(since[0], until[0]), (since[1], until[1])]
        return [
            (np.minimum(since[0], since[1]), np.where(swap, until[1], until[0])),
            (np.maximum(since[0], since[1]), np.where(swap, until[0], until[1])),
        ]
    order = np.argsort(since, axis=0, kind="stable")
    since, until = np.take_along_axis(since, order, 0), np.take_along_axis(until, order, 0)
    return list(zip(since, until, strict=True))


def _days(since: Ints, until: Ints) -> tuple[Days, Days]:
    """First and last day that pauses touch; the last before the first for an empty one."""
    first = (since // DAY).astype(np.int32)
    last = ((until - 1) // DAY).astype(np.int32) if until.max() < NEVER else None
    if last is None:
        last = np.where(until >= NEVER, _FAR, (np.minimum(until, 1 << 60) - 1) // DAY)
        last = last.astype(np.int32)
    empty = until <= since
    if empty.any():
        last = np.where(empty, first - 1, last)
    return first, last


def _by_kernel(calendar: Calendar, rows: Rows, row: int) -> worktime.Due:
    """One row, asked of the kernel."""
    units = list(UNITS)
    limit = Limit(
        int(rows.value[row]),
        units[rows.unit[row]],
        "same_day" if rows.same_day is not None and rows.same_day[row] else "next_day",
        "",
        "next_workday" if rows.next_workday is not None and rows.next_workday[row] else "same_day",
    )
    start = moment(int(rows.start[row]))
    assert start is not None
    pauses = []
    for since, until in () if rows.pauses is None else rows.pauses[:, :, row]:
        begins = moment(int(since))
        assert begins is not None
        pauses.append(Pause(begins, None if until == NEVER else moment(int(until)), ""))
    extensions = [
        Extension(Limit(int(value), units[unit]), "", "", start)
        for value, unit in (() if rows.extensions is None else rows.extensions[:, :, row])
        if value
    ]
    return worktime.due(calendar, start, limit, pauses=pauses, extensions=extensions)
