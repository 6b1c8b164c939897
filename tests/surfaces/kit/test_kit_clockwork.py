"""A clock drawn as a small calendar, and the bar of who had the time."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Sample

import pytest

from yingshang.kernel.worktime import CST, Calendar, Limit, Pause, due, explain
from yingshang.surfaces.kit.templatetags import clockwork

CALENDAR = Calendar(
    "试",
    {date(2026, 3, 5): False},
    date(2026, 1, 1),
    date(2026, 12, 31),
    names={date(2026, 3, 5): "节"},
)
START = datetime(2026, 3, 2, 10, tzinfo=CST)


def cells(limit: str, *, pauses=(), until=None):
    rule = Limit.parse(limit)
    ends = due(CALENDAR, START, rule, pauses=pauses)
    days = explain(CALENDAR, START, rule, pauses=pauses, until=until)
    return clockwork.day_cells(Sample(due=ends.at, days=days))


def test_each_day_stands_under_its_weekday_with_its_word():
    shown = {cell.day.day: (cell.column, cell.look, cell.word) for cell in cells("4个工作日")}
    assert shown[2] == (1, "start", "起算")
    assert shown[3] == (2, "counted", "1")
    assert shown[5] == (4, "holiday", "假")
    assert shown[7] == (6, "free", "休")
    assert [cell.day.day for cell in cells("4个工作日") if cell.is_due] == [9]


def test_paused_and_overdue_days_look_different():
    pause = Pause(START + timedelta(days=1), START + timedelta(days=2), "testing")
    shown = {
        cell.day.day: cell.look
        for cell in cells("1个工作日", pauses=[pause], until=datetime(2026, 3, 10, tzinfo=CST))
    }
    assert (shown[3], shown[6], shown[9]) == ("paused", "counted", "overdue")


def test_the_legend_tells_only_what_is_shown():
    looks = [look for look, _words in clockwork.day_legend(cells("1个工作日"))]
    assert looks == ["start", "counted", "due"]


def test_the_due_day_is_the_day_in_china_whatever_the_zone():
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    (row,) = clockwork.day_cells(
        Sample(
            due=late,
            days=[Sample(day=date(2026, 3, 10), code="workday", counted=True, number=1, why="")],
        )
    )
    assert row.is_due


def share(kind: str, minutes: int) -> Sample:
    return Sample(kind=kind, name=kind, minutes=minutes, workdays=0, share=0)


@pytest.mark.parametrize("minutes", [[1, 1, 1], [7], [0, 5], [123, 4567, 8, 90, 1]])
def test_the_bar_is_filled_to_the_end(minutes):
    parts = clockwork.share_parts([share("unit", each) for each in minutes])
    assert sum(part.width for part in parts) == 1000
    assert parts[-1].at + parts[-1].width == 1000


def test_units_have_shades_of_their_own_and_the_others_their_own_look():
    kinds = ["unit", "applicant", "unit", "special", "nobody"]
    looks = [part.look for part in clockwork.share_parts([share(kind, 10) for kind in kinds])]
    assert looks == ["unit-0", "applicant", "unit-1", "special", "nobody"]
    assert clockwork.share_parts([]) == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 分钟"),
        (59, "59 分钟"),
        (60, "1 小时"),
        (125, "2 小时 5 分钟"),
        (1440, "1 天"),
        (4600, "3 天 4 小时"),
    ],
)
def test_minutes_are_said_in_words(minutes, words):
    assert clockwork.time_spent(minutes) == words
