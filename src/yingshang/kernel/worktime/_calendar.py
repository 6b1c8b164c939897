"""Which days are worked: a dated calendar with its sources, and running numbers of its workdays.

Nothing here asks for a weekday alone: the State Council's notice decides (make-up weekends
are working days). Outside the announced years Monday to Friday is assumed, and `is_known`
says that it is an assumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from types import MappingProxyType

from ._office import Hours, Office

__all__ = ["CST", "Calendar", "to_cst"]

CST = timezone(timedelta(hours=8), "CST")
"""China standard time: UTC+8 all year, everywhere in the country, no summer time."""

_LAST_ORDINAL = date.max.toordinal()


def to_cst(instant: datetime) -> datetime:
    """The same instant in China standard time; ValueError for a time without a zone."""
    if instant.tzinfo is CST:
        return instant
    if instant.tzinfo is None:
        raise ValueError("时间没有写明时区，无法确定是哪一天。")
    return instant.astimezone(CST)


def _weekdays_through(ordinal: int) -> int:
    """Monday-to-Friday days from ordinal 1 (a Monday) through `ordinal`."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _nth_weekday(number: int) -> int:
    """Ordinal of the `number`-th Monday-to-Friday day (1 is ordinal 1)."""
    weeks, rest = divmod(number - 1, 5)
    return 7 * weeks + rest + 1


@dataclass(frozen=True)
class Calendar:
    """Working days of one place.

    `exceptions` maps a day to True (worked although a weekend) or False (off although a weekday
    or a weekend named by the notice); `names` gives its holiday. Known from and until (both
    inclusive) bound what has been announced. `sources`: year → notice. `opens`, `closes`:
    business hours, civil code art. 203 (the last day ends at close of business). `office`: the
    unit whose own hours are laid over them.
    """

    name: str
    exceptions: Mapping[date, bool]
    known_from: date
    known_until: date
    sources: Mapping[int, str] = field(default_factory=dict)
    opens: time = time(9)
    closes: time = time(17)
    names: Mapping[date, str] = field(default_factory=dict)
    office: Office | None = None
    _first: int = field(init=False, repr=False, compare=False)
    _last: int = field(init=False, repr=False, compare=False)
    _before: int = field(init=False, repr=False, compare=False)
    _through: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _workdays: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.known_from > self.known_until:
            raise ValueError("日历的起始日不能晚于截止日。")
        if self.opens >= self.closes:
            raise ValueError("日历的上班时间必须早于下班时间。")
        for name in ("exceptions", "sources", "names"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        self._number_the_days()

    def __hash__(self) -> int:
        return hash((self.name, self.known_from, self.known_until, len(self.exceptions)))

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; the plain tables can, and rebuild the numbers.
        return (
            type(self),
            (
                self.name,
                dict(self.exceptions),
                self.known_from,
                self.known_until,
                dict(self.sources),
                self.opens,
                self.closes,
                dict(self.names),
                self.office,
            ),
        )

    def _number_the_days(self) -> None:
        """Number the workdays once, so that no question later walks day by day."""
        exceptions = {day.toordinal(): worked for day, worked in self.exceptions.items()}
        first = min([self.known_from.toordinal(), *exceptions])
        last = max([self.known_until.toordinal(), *exceptions])
        before = _weekdays_through(first - 1)
        through, workdays = [], []
        for ordinal in range(first, last + 1):
            if exceptions.get(ordinal, (ordinal - 1) % 7 < 5):
                workdays.append(ordinal)
            through.append(before + len(workdays))
        for name, value in (
            ("_first", first),
            ("_last", last),
            ("_before", before),
            ("_through", tuple(through)),
            ("_workdays", tuple(workdays)),
        ):
            object.__setattr__(self, name, value)

    def number(self, ordinal: int) -> int:
        """Running number: workdays through the day `ordinal` (date.toordinal())."""
        index = ordinal - self._first
        if index < 0:
            return _weekdays_through(ordinal)
        if ordinal <= self._last:
            return self._through[index]
        return self._through[-1] + _weekdays_through(ordinal) - _weekdays_through(self._last)

    def nth(self, number: int) -> int:
        """Ordinal of the workday with this running number; the inverse of `number`."""
        index = number - self._before - 1
        if index < 0:
            return _nth_weekday(number)
        if index < len(self._workdays):
            return self._workdays[index]
        ordinal = _nth_weekday(number - self._through[-1] + _weekdays_through(self._last))
        if ordinal > _LAST_ORDINAL:
            raise ValueError("期限过长，超出了日历能表示的年份。")
        return ordinal

    def is_workday(self, day: date) -> bool:
        """True when offices work on `day`; beyond the known years Monday to Friday is assumed."""
        ordinal = day.toordinal()
        return self.number(ordinal) > self.number(ordinal - 1)

    def is_known(self, day: date) -> bool:
        """True when the arrangement of `day` has been announced."""
        return self.known_from <= day <= self.known_until

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after `day` (`day` itself is not counted); n >= 1."""
        if n < 1:
            raise ValueError("工作日数必须是大于零的整数。")
        return date.fromordinal(self.nth(self.number(day.toordinal()) + n))

    def count_workdays(self, after: date, until: date) -> int:
        """Workdays in (after, until]; zero when `until` is not later than `after`."""
        return max(0, self.number(until.toordinal()) - self.number(after.toordinal()))

    def next_workday(self, day: date) -> date:
        """The first workday on or after `day`."""
        return date.fromordinal(self.nth(self.number(day.toordinal() - 1) + 1))

    def at(self, office: Office) -> "Calendar":
        """This calendar with a unit's own hours; where they `count`, with its own days too."""
        laid = replace(self, office=office, opens=office.opens, closes=office.closes)
        if not office.counts:
            return laid
        exceptions, names, days = dict(self.exceptions), dict(self.names), dict(office.days)
        for ordinal in range(self._first, self._last + 1):
            day = date.fromordinal(ordinal)
            hours, worked = laid.hours(day), self.is_workday(day)
            if (hours is not None) != worked:
                exceptions[day], names[day], days[day] = not worked, office.name, hours
        return replace(laid, exceptions=exceptions, names=names, office=replace(office, days=days))

    def is_own(self, day: date) -> bool:
        """True when only the office, not the city, makes `day` worked or free."""
        office = self.office
        return office is not None and office.counts and self.names.get(day) == office.name

    def hours(self, day: date) -> Hours | None:
        """When the office is open on `day`, to receive and to act; None when it is closed."""
        worked = self.is_workday(day)
        if self.office is None:
            return (self.opens, self.closes) if worked else None
        holiday = self.exceptions.get(day) is False
        return self.office.hours(day, worked=worked, holiday=holiday)

    def opening(self, day: date) -> Hours:
        """Hours of a working day; the ordinary ones where the office happens to be closed."""
        return self.hours(day) or (self.opens, self.closes)

    def open_from(self, moment: datetime) -> datetime:
        """When what arrives at `moment` (China time) is received: at once, until closing time on
        an open day; later, at the opening of the next open day."""
        day = moment.date()
        hours = self.hours(day)
        if hours is not None and moment.time() <= hours[1]:
            return moment
        for later in range(1, 400):
            hours = self.hours(day + timedelta(later))
            if hours is not None:
                return datetime.combine(day + timedelta(later), hours[0], CST)
        raise ValueError(f"{self.name}一年之内都不开门，无法确定收到的日子。")

    def closing(self, ordinal: int) -> datetime:
        """Close of business of a day (its ordinal); ValueError past the year 9999."""
        if ordinal > _LAST_ORDINAL:
            raise ValueError("期限过长，超出了日历能表示的年份。")
        day = date.fromordinal(ordinal)
        closes = self.closes if self.office is None else self.opening(day)[1]
        return datetime.combine(day, closes, CST)

    def label(self, day: date) -> str:
        """Name of the holiday that `day` belongs to (off or made up for), or ''."""
        return self.names.get(day, "")
