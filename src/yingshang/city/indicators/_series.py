"""One indicator of one place, month by month: what is there, and why the rest is missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext_noop as _

from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._periods import due_in, month_of, months
from yingshang.city.indicators.few import COUNTED, rests_on_few
from yingshang.city.indicators.kinds import (
    DefinitionView,
    Mark,
    PeriodKind,
    Series,
    Source,
    ValueView,
)
from yingshang.city.indicators.models import PastValue, Value
from yingshang.kernel.measures import trend

__all__ = ["NO_DATA", "Place", "shortened", "view_of"]

NO_DATA = _("暂无数据")
_NO_CASES = _("本期没有可统计的办件")
_LACKING = {
    "cases": _("缺少“办件”数据：本市还没有一条"),
    "steps": _("缺少“环节”数据：本市还没有一条"),
    "ratings": _("缺少“评价”数据：本市还没有一条"),
    "items": _("缺少“事项”数据：本市还没有一条"),
}
_SILENT = {
    Source.REPORTED: (_("部门还没有报过这个数"), _("部门没有报这个月的数")),
    Source.RETURNED: (_("承办单位的系统还没有回传"), _("系统没有回传这个月的数")),
}


@dataclass(frozen=True)
class Place:
    """A region, a unit or a district of it, and the kind of period asked for."""

    region: str
    unit: str
    district: str
    kind: str
    empty: Collection[str] = ()  # views of which the newest run found no row at all

    def series(
        self,
        one: Definition,
        stored: Mapping[str, ValueView],
        day: date,
        computed: date | None,
        back: int,
        short: str = "",
    ) -> Series:
        """The last ``back`` periods up to ``day``; ``computed`` = the day of the newest run,
        ``short`` = the month in the middle of which the cases began."""
        if one.is_measured:
            day = min(day, computed) if computed else day  # a value says until when it knows
        names = [*_period_names(day, computed if one.is_measured else None, back)]
        if not one.is_measured and one.every != "month":
            every = _period_names(day, None, 12 * back)
            names = [name for name in every if due_in(one.every, name)][-back:]
        running = month_of(day)
        if not one.is_measured and running in stored and running not in names:
            names = [*names, running][-back:]
        found = [
            stored[name] if name in stored else self.missing(one, name, computed, bool(stored))
            for name in names
        ]
        if short and self.kind == PeriodKind.MONTH:
            found = [shortened(one) if one.period == short else one for one in found]
        breaks = _breaks(found)
        since = breaks[-1] if breaks else ""
        settled = [
            each
            for each in found
            if each.period >= since and (self.kind == PeriodKind.YEAR or not each.partial)
        ]
        moving = trend([each.value for each in settled], one.direction)
        newest = self.newest(one, found, computed)
        word = moving.direction
        if word != "worse" and found and found[-1] not in settled and _falls(one, found, settled):
            word = None
        return Series(one.code, tuple(found), newest, word, moving.change, breaks)

    def missing(
        self, one: Definition, period: str, computed: date | None, heard: bool = False
    ) -> ValueView:
        """What is not there, and why."""
        if one.is_measured:
            reason = NO_DATA if computed is None else _NO_CASES
            if one.view in self.empty and computed is not None:
                reason = _LACKING.get(one.view, f"缺少“{one.view}”数据：本市还没有一条")
        else:
            reason = _SILENT[Source(one.source)][heard]
        return ValueView(
            code=one.code,
            region=self.region,
            period=period,
            kind=self.kind,
            value=None,
            unit=one.unit,
            mark=Mark.MEASURED if one.is_measured else one.source,
            missing_reason=reason,
            unit_code=self.unit,
            district=self.district,
            partial=one.is_measured and computed is not None and _running(period, computed),
        )

    def newest(
        self, one: Definition, found: Sequence[ValueView], computed: date | None
    ) -> ValueView:
        """The last period; of months the last whole one. A missing one is not skipped over,
        except where others tell us: the year's newest figure stands, with its own month."""
        if not found:
            return self.missing(one, "", computed)
        if not one.is_measured:
            year = found[-1].period[:4]
            told = [v for v in found if v.value is not None and v.period[:4] == year]
            return told[-1] if told else found[-1]
        whole = [each for each in found if not each.partial]
        return whole[-1] if self.kind == PeriodKind.MONTH and whole else found[-1]


@lru_cache(maxsize=512)
def _period_names(day: date, computed: date | None, back: int) -> tuple[str, ...]:
    """Months up to ``day``; the one still running only where it was measured as of that day."""
    names = [month_of(month) for month in months(date(day.year - 3, day.month, 1), day)]
    ends = day == date.max or (day + timedelta(days=1)).month != day.month
    if computed != day and not ends:
        names.pop()
    return tuple(names[-back:])


def _breaks(found: Sequence[ValueView]) -> tuple[str, ...]:
    """Periods whose value another edition made than the one before had."""
    made = [each for each in found if each.edition]
    return tuple(now.period for then, now in pairwise(made) if then.edition != now.edition)


def _falls(one: Definition, found: Sequence[ValueView], settled: Sequence[ValueView]) -> bool:
    """Whether the month still running is worse than both whole months before it. What counts
    cases and should be high is low in every month that is not over, and says nothing."""
    value, whole = found[-1].value, [each.value for each in settled if each.value is not None][-2:]
    if value is None or len(whole) < 2:
        return False
    if one.direction == "lower":
        return value > max(whole)
    return one.statistic not in COUNTED and value < min(whole)


def _running(period: str, day: date) -> bool:
    """Whether ``day`` lies in the month and is not its last."""
    return period == month_of(day) and (day + timedelta(days=1)).month == day.month


def shortened(value: ValueView) -> ValueView:
    """The value of a month that is none, for the cases began in it."""
    return replace(value, partial=True, short=True)


def view_of(row: Value | PastValue, one: Definition | DefinitionView) -> ValueView:
    """``one``: the definition that made the value."""
    return ValueView(
        code=row.code,
        region=row.region,
        period=row.period,
        kind=row.kind,
        value=row.value,
        unit=one.unit,
        numerator=row.numerator,
        denominator=row.denominator,
        mark=row.mark,
        missing_reason=row.reason,
        id=row.pk,
        unit_code=row.unit,
        district=row.district,
        until=row.until,
        partial=_running(row.period, row.until),
        skipped=row.skipped,
        edition=row.edition_id,
        few=rests_on_few(row.value, row.denominator, one.statistic),
    )
