"""How the cases of a few months are spread over the time they took, and where the time went."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yingshang.adapters.lake import Lake
from yingshang.adapters.sql import to_sql
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._facts import gather, lay_out, open_sealed
from yingshang.city.indicators._measure import conditions
from yingshang.city.indicators._periods import Period, as_day
from yingshang.city.indicators.models import Run

__all__ = ["Spread", "StepSum", "quarter_before", "spans"]

_DAYS = ("max", "each", "mean", "median")


@dataclass(frozen=True)
class StepSum:
    """All that one step of an item took in the window."""

    step: str
    unit: str
    cases: int
    workdays: int
    late: int


@dataclass(frozen=True)
class Spread:
    """``cases``: time used → how many cases; of a share, ``above`` of ``below`` meet it.

    ``reason`` where there is nothing to count.
    """

    cases: dict[int, int]
    above: int = 0
    below: int = 0
    steps: tuple[StepSum, ...] = ()
    reason: str = ""


def quarter_before(day: date) -> tuple[date, date]:
    """First and last day of the last whole quarter before a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last = first - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def spans(*, code: str, region: str, since: date, until: date) -> Spread:
    """The cases behind an indicator in the days ``since`` … ``until``, counted by their time."""
    run = Run.objects.filter(region=region).order_by("-pk").first()
    if run is None:
        return Spread({}, reason="这个地区暂无数据，没有可以数的办件")
    one = definition(code, region, as_day(run.as_of))
    if not one.is_measured or one.view != "cases":
        return Spread({}, reason=f"“{one.name}”不是从办件测出来的，数不出件数")
    window = _window(since, until)
    with Lake() as lake:
        if not open_sealed(lake, region, run.facts):
            gather(lake, region, run.as_of)
        lay_out(lake, run.as_of, [window], ["cases", "steps"])
        where, below, above = conditions(one)
        steps = _steps(lake, one.item) if one.item else ()
        if one.statistic == "share" and above is not None:
            rows = lake.run(
                f"SELECT count(*) FILTER (WHERE {above}), count(*) FROM cases_in "
                f"WHERE ({where}) AND ({below or 'true'}) AND ({above}) IS NOT NULL"
            )
            return Spread({}, int(rows[0][0]), int(rows[0][1]), steps)
        if one.statistic not in _DAYS or one.value is None:
            return Spread({}, reason=f"“{one.name}”不是按每件的用时算的，数不出件数")
        value = to_sql(one.value)
        counted = lake.run(
            f"SELECT ({value}) AS v, count(*) FROM cases_in WHERE ({where}) "
            f"AND ({value}) IS NOT NULL GROUP BY v ORDER BY v"
        )
    return Spread({int(value): int(number) for value, number in counted}, steps=steps)


def _window(since: date, until: date) -> Period:
    start = datetime(since.year, since.month, since.day)
    stop = datetime(until.year, until.month, until.day) + timedelta(days=1)
    return Period("month", f"{since:%Y-%m}", start, stop, until)


def _steps(lake: Lake, item: str) -> tuple[StepSum, ...]:
    rows = lake.run(
        "SELECT step, coalesce(max(unit), ''), count(*), sum(coalesce(used_workdays, 0)), "
        "count(*) FILTER (WHERE on_time = false) FROM steps_in WHERE item = ? GROUP BY step "
        "ORDER BY 4 DESC, 1",
        [item],
    )
    return tuple(
        StepSum(s, unit, int(n), int(days or 0), int(late)) for s, unit, n, days, late in rows
    )
