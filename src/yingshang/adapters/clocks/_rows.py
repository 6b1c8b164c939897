"""The columns of many clocks. An instant is a tick: microseconds of China time since 1970."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from yingshang.kernel.worktime import CST, UNITS, Extension, Limit, Pause, to_cst

__all__ = ["HELD", "NEVER", "UNIT_CODES", "Ints", "Rows", "moment", "rows_of", "ticks"]

Ints = NDArray[np.int64]

NEVER = 1 << 61
"""The tick at which a pause that has not ended ends."""
HELD = -(1 << 61)
"""The due tick of a clock that an open pause holds."""

UNIT_CODES = {unit: code for code, unit in enumerate(UNITS)}
_EPOCH = datetime(1970, 1, 1, tzinfo=CST)
_MICROSECOND = timedelta(microseconds=1)

Clock = tuple[datetime, Limit, Sequence[Pause], Sequence[Extension]]


@dataclass(frozen=True)
class Rows:
    """n clocks as columns; absent columns (None) mean the ordinary case for all rows.

    `start` ticks (n); `value`, `unit` (n; codes of UNIT_CODES); `same_day`: the start day counts
    (n, bool); `next_workday`: what arrives after hours counts from the next opening (n, bool);
    `pauses` ticks (k, 2, n): since and until, NEVER while open, since = until for none;
    `extensions` (m, 2, n): value and unit code, 0 of any unit for none.
    """

    start: Ints
    value: Ints
    unit: Ints
    same_day: NDArray[np.bool_] | None = None
    next_workday: NDArray[np.bool_] | None = None
    pauses: Ints | None = None
    extensions: Ints | None = None

    def __len__(self) -> int:
        return len(self.start)

    def part(self, where: slice | NDArray[np.intp]) -> Rows:
        """Some of the rows."""
        return Rows(
            self.start[where],
            self.value[where],
            self.unit[where],
            None if self.same_day is None else self.same_day[where],
            None if self.next_workday is None else self.next_workday[where],
            None if self.pauses is None else self.pauses[:, :, where],
            None if self.extensions is None else self.extensions[:, :, where],
        )


def ticks(instant: datetime) -> int:
    """An aware instant as microseconds of China time since 1970."""
    return (to_cst(instant) - _EPOCH) // _MICROSECOND


def moment(tick: int) -> datetime | None:
    """The instant of a tick, in China time; None for HELD."""
    return None if tick == HELD else _EPOCH + tick * _MICROSECOND


def rows_of(clocks: Iterable[Clock]) -> Rows:
    """Columns of clocks that stand as objects: (start, limit, pauses, extensions) each."""
    listed = list(clocks)
    n = len(listed)
    most = max((len(pauses) for _, _, pauses, _ in listed), default=0)
    longest = max((len(extensions) for *_, extensions in listed), default=0)
    pauses = np.zeros((most, 2, n), np.int64)
    extensions = np.zeros((longest, 2, n), np.int64)
    for row, (_, limit, stops, more) in enumerate(listed):
        extensions[:, 1, row] = UNIT_CODES[limit.unit]
        for k, pause in enumerate(stops):
            until = NEVER if pause.until is None else ticks(pause.until)
            pauses[k, :, row] = ticks(pause.since), until
        for m, extension in enumerate(more):
            extensions[m, :, row] = extension.by.value, UNIT_CODES[extension.by.unit]
    limits = [limit for _, limit, _, _ in listed]
    return Rows(
        np.array([ticks(start) for start, *_ in listed], np.int64),
        np.array([limit.value for limit in limits], np.int64),
        np.array([UNIT_CODES[limit.unit] for limit in limits], np.int64),
        np.array([limit.count_from == "same_day" for limit in limits], np.bool_),
        np.array([limit.after_hours == "next_workday" for limit in limits], np.bool_),
        pauses if most else None,
        extensions if longest else None,
    )
