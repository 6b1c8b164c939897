"""The questions asked of a clock: when is it due, how much is used, has a pause lasted too long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ._calendar import Calendar, to_cst
from ._limit import Limit
from ._settle import settle
from ._span import Extension, Pause, paused_days, paused_instants

__all__ = ["Due", "cap_ends", "due", "expected_ends", "over_cap", "over_expected", "used"]

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Due:
    """`at`: the last instant in time (China standard time), None while an open pause holds the
    clock, for nobody can know it then. `provisional`: it leans on days not yet announced."""

    at: datetime | None
    provisional: bool


def due(
    calendar: Calendar,
    start: datetime,
    limit: Limit,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """When a limit that started at `start` (aware) ends.

    Days and months end at close of business of their last day, which moves off a holiday (civil
    code arts. 201-203); hours run from the moment and end at any hour. Extensions of the same
    unit are added to the limit, of another unit they run from its end.
    """
    plain = limit.unit == "workday" and limit.after_hours == "same_day" and limit.value
    if plain and not pauses and not extensions:
        before = to_cst(start).toordinal() - (limit.count_from == "same_day")
        end = calendar.nth(calendar.number(before) + limit.value)
        known_from, known_until = calendar.known_from.toordinal(), calendar.known_until.toordinal()
        return Due(calendar.closing(end), not (known_from <= before + 1 and end <= known_until))
    settled = settle(calendar, start, limit, pauses, extensions)
    return Due(settled.at, settled.provisional)


def used(
    calendar: Calendar,
    start: datetime,
    until: datetime,
    *,
    unit: str = "workday",
    pauses: Iterable[Pause] = (),
    count_from: str = "next_day",
    after_hours: str = "same_day",
) -> int:
    """Whole units ('workday', 'day' or 'hour') used from `start` through `until`, pauses left
    out. The day of `until` counts; a clock that ends on its due day has used its limit."""
    if unit not in ("workday", "day", "hour"):
        raise ValueError(f"已用时间只能按工作日、自然日或小时计算，不能按“{unit}”计算。")
    begun, until = to_cst(start), to_cst(until)
    if after_hours != "same_day":
        begun = calendar.open_from(begun)
    if unit == "hour":
        return _used_seconds(begun, until, pauses) // 3600
    first, last = begun.toordinal() + (count_from == "next_day"), until.toordinal()
    if last < first:
        return 0
    count = calendar.number if unit == "workday" else int
    total = count(last) - count(first - 1)
    if not pauses:
        return total
    for begin, end in paused_days(pauses):
        begin, end = max(begin, first), min(end, last)
        if begin <= end:
            total -= count(end) - count(begin - 1)
    return total


def _used_seconds(start: datetime, until: datetime, pauses: Iterable[Pause]) -> int:
    """Whole seconds in [start, until) that no pause covers."""
    total = max(until - start, timedelta())
    for since, resumed in paused_instants(pauses):
        since, resumed = max(since, start), min(resumed or until, until)
        if since < resumed:
            total -= resumed - since
    return total // timedelta(seconds=1)


def cap_ends(calendar: Calendar, pause: Pause) -> datetime | None:
    """The last instant that a pause with a cap may stand; None without a cap."""
    return due(calendar, pause.since, pause.cap).at if pause.cap else None


def expected_ends(calendar: Calendar, pause: Pause) -> datetime | None:
    """When a pause ends as the applicant was told in writing; None where nothing was said."""
    return due(calendar, pause.since, pause.expected).at if pause.expected else None


def over_cap(calendar: Calendar, pauses: Iterable[Pause], *, at: datetime) -> tuple[Pause, ...]:
    """The pauses that lasted, or at `at` have lasted, longer than their cap allows.

    They are flagged, not cut: what follows from it is the law's business, not arithmetic's.
    """
    return tuple(p for p in pauses if _outlived(p, cap_ends(calendar, p), at))


def over_expected(
    calendar: Calendar, pauses: Iterable[Pause], *, at: datetime
) -> tuple[Pause, ...]:
    """The pauses that take longer than the applicant was told in writing (art. 45)."""
    return tuple(p for p in pauses if _outlived(p, expected_ends(calendar, p), at))


def _outlived(pause: Pause, ends: datetime | None, at: datetime) -> bool:
    """True when a pause stood, or at `at` still stands, after `ends`."""
    return ends is not None and (pause.until or at) - _TICK > ends
