"""The kernel jumps on running numbers; a second writing of the law walks day by day. They agree."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
import worktime_naive as naive
from worktime_calendar import national

from yingshang.kernel.worktime import CST, Extension, Limit, Pause, due, used

CASES = 100_000
HALF_HOUR = timedelta(minutes=30)


def random_moment(random: Random, days: int = 3287) -> datetime:
    start = datetime(2018, 1, 1, tzinfo=CST)
    return start + random.randrange(days * 48) * HALF_HOUR


def random_spans(random: Random, start: datetime) -> list[tuple[datetime, datetime]]:
    """Up to four pauses around the start, some empty, some overlapping, some from midnight."""
    spans = []
    for _ in range(random.choice((0, 0, 1, 1, 2, 3, 4))):
        since = start + random.randrange(-5 * 48, 40 * 48) * HALF_HOUR
        if random.random() < 0.3:
            since = datetime.combine(since.date(), time(), CST)
        spans.append((since, since + random.choice((0, 1, 5, 48, 97, 480, 700)) * HALF_HOUR))
    return spans


def random_extensions(random: Random, start: datetime, limit: Limit):
    """None mostly, else one or two, now and then of another unit; and all runs together."""
    units = random.choices(("workday", "day"), (4, 1), k=random.choice((0, 0, 0, 0, 1, 2)))
    bys = [Limit(random.randrange(1, 16), unit) for unit in units]
    more = [Extension(by, "局长", "案情复杂", start) for by in bys]
    return more, [(one.value, one.unit) for one in (limit, *bys)]


@pytest.mark.parametrize("seed", range(5))
def test_limits_in_workdays_days_and_months_agree(seed):
    random = Random(seed)
    for _ in range(CASES // 5):
        start, unit = random_moment(random), random.choice(("workday", "workday", "day", "month"))
        value = random.randrange(1, 14 if unit == "month" else 70)
        count_from = random.choice(("next_day", "next_day", "same_day"))
        spans = random_spans(random, start)
        pauses = [Pause(*span, "correction") for span in spans]
        limit = Limit(value, unit, count_from)
        more, legs = random_extensions(random, start, limit)
        begun = start.astimezone(random.choice((UTC, CST)))
        answer = due(national(), begun, limit, pauses=pauses, extensions=more)
        day = naive.last_day_of_all(start.date(), legs, count_from, spans)
        assert answer.at == datetime.combine(day, time(17), CST), (start, limit, spans)
        if unit == "workday" and not more:
            spent = used(national(), start, answer.at, pauses=pauses, count_from=count_from)
            assert spent == value, (start, limit, spans)


def test_limits_in_hours_agree():
    random = Random(7)
    for _ in range(500):
        start, hours = random_moment(random), random.randrange(0, 100)
        spans = random_spans(random, start)
        pauses = [Pause(*span, "testing") for span in spans]
        answer = due(national(), start, Limit(hours, "hour"), pauses=pauses)
        assert answer.at == naive.last_instant(start, hours, spans), (start, hours, spans)
        assert used(national(), start, answer.at, unit="hour", pauses=pauses) == hours


def test_days_used_agree_with_counting_them():
    random = Random(11)
    for _ in range(500):
        start = random_moment(random)
        until = start + random.randrange(0, 90 * 48) * HALF_HOUR
        spans = random_spans(random, start)
        days = [
            start.date() + timedelta(n) for n in range(1, (until.date() - start.date()).days + 1)
        ]
        open_days = [day for day in days if not naive.is_paused(day, spans)]
        pauses = [Pause(*span, "hearing") for span in spans]
        assert used(national(), start, until, unit="day", pauses=pauses) == len(open_days)
        worked = sum(map(naive.is_workday, open_days))
        assert used(national(), start, until, pauses=pauses) == worked


def test_the_naive_writing_knows_the_example_of_the_style_guide():
    spans = [(datetime(2025, 9, 26, tzinfo=CST), datetime(2025, 10, 9, tzinfo=CST))]
    day = naive.last_day(date(2025, 9, 24), 10, "workday", "next_day", spans)
    assert day == date(2025, 10, 20)
