"""Due dates a second: the kernel one by one, and the adapter over a table, two pauses each."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from yingshang.adapters import clocks as bulk
from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import CST, Limit, Pause, due

ONE_BY_ONE, IN_BULK, ROUNDS = 20_000, 1_000_000, 5
MINUTE = 60_000_000
FIRST = datetime(2018, 6, 1, tzinfo=CST)
UNITS = ("workday", "day", "hour", "month")


def clocks() -> list[dict[str, Any]]:
    """The best of five rounds; the two ways are compared row by row before anything is timed."""
    calendar = definitions.declared_calendar()
    listed = _listed(Random(1), ONE_BY_ONE)
    table = bulk.rows_of(listed)
    answers = bulk.due_dates(calendar, table).at
    for (start, limit, pauses, _), tick in zip(listed, answers, strict=True):
        assert due(calendar, start, limit, pauses=pauses).at == bulk.moment(int(tick))

    def one_by_one() -> None:
        for start, limit, pauses, _ in listed:
            due(calendar, start, limit, pauses=pauses)

    rows = [_row("one by one, two pauses", ONE_BY_ONE, one_by_one, floor=50_000)]
    for name, units in (("workdays", ("workday",)), ("mixed units", UNITS)):
        many = _table(np.random.default_rng(1), units)
        rows.append(
            _row(
                f"in bulk, two pauses, {name}",
                IN_BULK,
                lambda many=many: bulk.due_dates(calendar, many),
                floor=2_000_000 if name == "workdays" else None,
            )
        )
    return rows


def _listed(random: Random, count: int) -> list[tuple[datetime, Limit, list[Pause], list[Any]]]:
    """Cases of eight years, half of the pauses overlapping."""
    listed = []
    for _ in range(count):
        start = FIRST + timedelta(minutes=random.randrange(60 * 24 * 2900))
        pauses = []
        for _ in range(2):
            since = start + timedelta(minutes=random.randrange(60 * 24 * 20))
            pauses.append(Pause(since, since + timedelta(minutes=random.randrange(14_400)), "x"))
        listed.append((start, Limit(random.randrange(1, 45), "workday"), pauses, []))
    return listed


def _table(random: np.random.Generator, units: tuple[str, ...]) -> bulk.Rows:
    """The same kind of cases as columns."""
    n = IN_BULK
    start = bulk.ticks(FIRST) + random.integers(0, 60 * 24 * 2900, n) * MINUTE
    since = start + random.integers(0, 60 * 24 * 20, (2, n)) * MINUTE
    until = since + random.integers(0, 14_400, (2, n)) * MINUTE
    codes = np.array([list(bulk.UNIT_CODES).index(unit) for unit in units])
    return bulk.Rows(
        start,
        random.integers(1, 45, n),
        codes[random.integers(0, len(codes), n)],
        pauses=np.stack([since, until], axis=1),
    )


def _row(what: str, count: int, work: Callable[[], object], floor: int | None) -> dict[str, Any]:
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    row = {"what": what, "rows": count, "per_s": round(count / min(took))}
    row["median_per_s"] = round(count / sorted(took)[ROUNDS // 2])
    return row | ({"floor": floor} if floor else {})
