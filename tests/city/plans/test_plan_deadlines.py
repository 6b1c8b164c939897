"""Deadlines lie on the city's working calendar, and lateness is said in words."""

from datetime import date

import pytest

from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Task

TODAY = date(2026, 3, 2)


@pytest.fixture
def due(plan):
    """The second task of the sample is due on a day of the test's choice."""

    def put(day):
        Task.objects.filter(pk=plan.tasks[1].id).update(deadline=day)
        return {row.task: row for row in plans.deadlines(plan.region, today=TODAY)}[
            plan.tasks[1].id
        ]

    return put


def test_a_deadline_on_a_holiday_is_shown_on_the_last_working_day_before(due):
    row = due(date(2026, 5, 2))
    assert row.shown == date(2026, 4, 30)
    assert row.due == date(2026, 5, 2)
    assert row.day_off


def test_a_working_day_stays_where_it_is(due):
    row = due(date(2026, 3, 31))
    assert (row.shown, row.day_off) == (row.due, "")
    assert row.words == "还有 29 天（21 个工作日）"


def test_what_was_never_sent_out_is_past_its_day_and_not_said_to_be_undone(due):
    row = due(date(2026, 2, 27))
    assert row.overdue
    assert row.words == "时限已过 3 天，未交办"


def test_the_month_counts_per_day_and_a_unit_sees_its_own(plan, due):
    due(date(2026, 12, 31))
    rows = plans.deadlines(plan.region, today=TODAY)
    weeks = plans.deadline_month(rows, date(2026, 12, 1), region=plan.region, today=TODAY)
    assert all(len(week) == 7 for week in weeks)
    (day,) = [day for week in weeks for day in week if day.rows]
    assert (day.day, len(day.rows)) == (date(2026, 12, 31), 2)
    own = plans.deadlines(plan.region, today=TODAY, unit="990100-market")
    assert [row.task for row in own] == [plan.tasks[0].id]
    assert {one.code: one.rows for one in plans.deadline_counts(rows)}["990100-market"] == 1


def test_a_rejected_task_has_no_deadline(plan, shen, now):
    plans.reject_task(task=plan.tasks[0].id, reason="背景", by=shen, at=now)
    assert plans.deadlines(plan.region, today=TODAY) == []
