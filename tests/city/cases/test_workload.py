"""How much lies with whom; what nobody has claimed stands in front."""

from datetime import timedelta

import pytest
from case_items import FORM
from case_samples import later
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases

MARKET = "990100-market"


@pytest.fixture
def sun(city, now):
    unit = {"role": "reviewer", "region_id": "990100", "unit_id": MARKET}
    accounts.ensure_people([{"username": "sun", "label": "孙莉", **unit}], at=now)
    return accounts.actor_of(accounts.user_of("sun"))


@pytest.fixture
def four(items, lin, zhou, now):
    """Four accepted permits at the market regulator, due in five working days."""
    refs = []
    for _ in range(4):
        case = cases.open_case(
            item="test-permit",
            region=items,
            form=FORM,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
        cases.accept(ref=case.ref, by=zhou, at=later(now, 1))
        refs.append(case.ref)
    return refs


def by_person(actor, at, **said):
    return {row.person: row for row in cases.workload(actor, at=at, **said)}


def test_it_counts_what_lies_with_each_and_what_each_has_done(four, ma, sun, now):
    at = later(now, 2)
    for ref in four[:2]:
        cases.claim(ref=ref, by=ma, at=at)
    cases.claim(ref=four[2], by=sun, at=at)
    cases.complete_step(ref=four[2], step="review", by=sun, at=later(now, 3))
    rows = by_person(ma, later(now, 4))
    assert (rows["ma"].open, rows["ma"].turn, rows["ma"].done) == (2, 2, 0)
    assert (rows["sun"].open, rows["sun"].done) == (1, 1)
    assert (rows[""].open, rows[""].name) == (1, "")
    assert cases.workload(ma, at=at)[0].person == ""


def test_due_this_week_ends_on_sunday_night_and_late_is_late(four, ma, now):
    """Opened on a Monday, due in a week: next week's until that week has come."""
    cases.claim(ref=four[0], by=ma, at=later(now, 2))
    due = cases.case_for(ma, four[0]).due_at
    for at, week, late in (
        (later(now, 3), 0, 0),
        (due - timedelta(hours=2), 1, 0),
        (due + timedelta(hours=1), 0, 1),
    ):
        row = by_person(ma, at)["ma"]
        assert (row.week, row.late) == (week, late), at


def test_work_older_than_thirty_days_is_not_counted(four, ma, now):
    cases.complete_step(ref=four[0], step="review", by=ma, at=later(now, 2))
    assert by_person(ma, now + timedelta(days=30))["ma"].done == 1
    assert by_person(ma, now + timedelta(days=31))["ma"].done == 0


def test_the_window_counts_what_it_accepted(four, zhou, now):
    assert by_person(zhou, later(now, 2))["zhou"].done == 4


def test_who_is_away_is_shown_with_the_deputy(four, ma, sun, now):
    accounts.name_deputy(deputy="sun", since=now, until=later(now, 48), by=ma, at=now)
    assert by_person(ma, later(now, 2))["ma"].deputy == "孙莉"


def test_others_units_are_for_overseers(four, wu, shen, now):
    assert by_person(shen, later(now, 2), unit=MARKET)[""].open == 4
    with pytest.raises(Refusal):
        cases.workload(wu, at=now, unit=MARKET)
    with pytest.raises(accounts.NotVisible):
        cases.workload(shen, at=now, unit="990200-nowhere")
    with pytest.raises(Refusal):
        cases.workload(shen, at=now, unit="990200-market")


def test_it_takes_four_questions(four, ma, now, django_assert_num_queries):
    cases.workload(ma, at=now)
    with django_assert_num_queries(4):
        cases.workload(ma, at=now)


def test_done_work_is_found_by_its_partial_index(four, ma, now):
    """Both databases see it only while the query names the facts as the index does."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table of a few rows whole")
    with CaptureQueriesContext(connection) as asked:
        cases.workload(ma, at=now)
    (sql,) = [q["sql"] for q in asked.captured_queries if "cases_caseevent" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "cases_work_done_by_person" in plan
