"""A new calendar moves open clocks, says so on each case, and moves nothing twice."""

from datetime import date, datetime

import pytest
from case_items import FORM
from case_samples import later
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import _recompute as recompute
from yingshang.city.cases import service as cases
from yingshang.city.cases._recompute import _suspects
from yingshang.city.cases.models import Case, ClockMove, ClockRun, Step
from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import CST

NOTICE = {
    "title": "关于台风停工的通知",
    "number": "国办发明电〔2026〕1号",
    "published": "2026-03-02",
}


def storm(now, *days: str, region: str = "") -> None:
    """Days off by a later notice; Thursday 5 March 2026 where none is named."""
    first, last = (days or ("2026-03-05",))[0], (days or ("2026-03-05",))[-1]
    holiday = {"name": "台风", "first": first, "last": last, "make_up": []}
    definitions.announce(
        year=2026, notice=NOTICE, holidays=[holiday], by=SYSTEM, at=now, region=region
    )


@pytest.fixture
def settled(city, now):
    """The calendars that were loaded have been followed once."""
    return cases.follow_calendar(at=now, by=SYSTEM)


def test_an_open_case_moves_with_the_calendar(settled, accepted, lin, now):
    assert accepted.promised_due_at.date() == date(2026, 3, 9)
    storm(now)
    at = later(now, 5)
    run = cases.follow_calendar(at=at, by=SYSTEM)
    assert (run.looked, run.moved) == (1, 1)
    assert run.changed == ["2026-03-05"]
    assert cases.case_for(lin, accepted.ref).promised_due_at.date() == date(2026, 3, 10)
    told = cases.timeline(lin, accepted.ref)[-1]
    assert "承诺期限由2026-03-09 17:00改为2026-03-10 17:00" in told.text
    assert "关于台风停工的通知》（国办发明电〔2026〕1号）" in told.text
    assert {move["clock"] for move in told.data["moves"]} == {
        "promised",
        "statutory",
    }
    assert cases.verify_chain().ok


def test_the_record_of_the_run_names_each_clock_that_moved(settled, accepted, now):
    storm(now)
    run = cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    moves = ClockMove.objects.filter(run=run, case=accepted.ref)
    promised = moves.get(clock="promised")
    assert promised.before == datetime(2026, 3, 9, 17, tzinfo=CST)
    assert promised.after == datetime(2026, 3, 10, 17, tzinfo=CST)


def test_a_run_that_was_broken_off_is_taken_up_again(settled, accepted, now, monkeypatch):
    storm(now)
    with monkeypatch.context() as broken:
        broken.setattr(recompute, "_suspects", lambda batch: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    assert ClockMove.objects.count() == 0
    run = cases.follow_calendar(at=later(now, 6), by=SYSTEM)
    assert (run.moved, ClockRun.objects.count()) == (1, 2)


def test_a_worker_that_still_knew_the_old_calendar_is_corrected_within_the_hour(
    settled, opened, zhou, now, monkeypatch
):
    storm(now)
    assert cases.follow_calendar(at=later(now, 1), by=SYSTEM).moved == 1
    old = definitions.declared_calendar()
    with monkeypatch.context() as stale:
        stale.setattr(definitions, "calendar", lambda *a, **k: old)
        case = cases.accept(ref=opened.ref, by=zhou, at=later(now, 1.1))
        assert case.promised_due_at.date() == date(2026, 3, 9)
    run = cases.follow_calendar(at=later(now, 1.5), by=SYSTEM)
    assert "promised" in set(run.moves.values_list("clock", flat=True))
    assert Case.objects.get(ref=opened.ref).due_at.date() == date(2026, 3, 10)


def test_following_again_does_nothing(settled, accepted, now):
    storm(now)
    assert cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    assert cases.follow_calendar(at=later(now, 6), by=SYSTEM) is None
    assert cases.recompute_clocks(at=later(now, 6), by=SYSTEM, reason="再算") == []


def test_an_open_step_moves_too(settled, accepted, now):
    before = Step.objects.get(case=accepted.ref, code="review").due_at
    assert before == datetime(2026, 3, 3, 17, tzinfo=CST)
    storm(now, "2026-03-03")
    cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    step = Step.objects.get(case=accepted.ref, code="review")
    assert step.due_at == datetime(2026, 3, 4, 17, tzinfo=CST)
    assert step.warn_at is not None
    assert ClockMove.objects.filter(clock="step:review").count() == 1


def test_a_case_that_waits_for_acceptance_moves_its_acceptance(settled, opened, now):
    storm(now)
    cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    case = Case.objects.get(ref=opened.ref)
    assert case.next_due_at == datetime(2026, 3, 10, 17, tzinfo=CST)
    assert [m.clock for m in ClockMove.objects.all()] == ["acceptance"]


def test_a_case_whose_clocks_end_before_the_changed_day_is_not_even_looked_at(
    settled, accepted, now
):
    storm(now, "2026-11-02", "2026-11-04")
    run = cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    assert (run.looked, run.moved) == (0, 0)


def test_a_local_holiday_moves_the_cases_of_its_region_only(settled, accepted, now):
    storm(now, region="990200")
    assert cases.follow_calendar(at=later(now, 5), by=SYSTEM).moved == 0
    storm(now, region="990100")
    assert cases.follow_calendar(at=later(now, 6), by=SYSTEM).moved == 1


def test_a_paused_case_has_nothing_to_move_and_is_right_when_it_runs_on(settled, accepted, ma, now):
    cases.pause(
        ref=accepted.ref,
        kind="testing",
        reason="检测",
        basis="行政许可法第四十五条",
        by=ma,
        at=later(now, 3),
    )
    storm(now)
    assert cases.follow_calendar(at=later(now, 5), by=SYSTEM).moved == 0
    resumed = cases.resume(ref=accepted.ref, by=ma, at=later(now, 24))
    # Monday and Tuesday stood still, Thursday is off: 4, 6, 9, 10, 11 March
    assert resumed.promised_due_at.date() == date(2026, 3, 11)


def test_new_hours_of_a_hall_move_the_hour(settled, opened, now):
    body = {"code": "990100-hall", "name": "市政务服务中心", "opens": "09:00", "closes": "18:00"}
    definitions.publish(
        kind="office", code="990100-hall", region="990100", body=body, by=SYSTEM, at=now
    )
    assert cases.follow_calendar(at=later(now, 5), by=SYSTEM).moved == 1
    case = Case.objects.get(ref=opened.ref)
    assert case.next_due_at == datetime(2026, 3, 9, 18, tzinfo=CST)


def test_the_same_calendar_moves_nothing(accepted, now):
    assert cases.recompute_clocks(at=later(now, 5), by=SYSTEM, reason="核对") == []


def test_the_first_run_takes_over_what_is_there(accepted, now):
    run = cases.follow_calendar(at=later(now, 5), by=SYSTEM)
    assert (run.moved, ClockRun.objects.count()) == (0, 1)
    assert cases.follow_calendar(at=later(now, 6), by=SYSTEM) is None


def test_looking_at_many_cases_asks_the_database_no_more_than_at_few(settled, items, lin, now):
    def opened(n):
        for _ in range(n):
            cases.open_case(
                item="test-permit",
                region=items,
                form=FORM,
                party=lin.party,
                channel="web",
                by=lin,
                at=now,
            )
        batch = list(Case.objects.order_by("ref"))
        with CaptureQueriesContext(connection) as asked:
            assert _suspects(batch) == []
        return len(asked)

    opened(1)  # reads the calendar and the item once
    assert opened(1) == opened(12)


def test_a_case_with_a_whole_history_moves_by_all_of_it(settled, accepted, ma, now):
    cases.extend(
        ref=accepted.ref, workdays=5, reason="复杂", approver="局长", by=ma, at=later(now, 5)
    )
    pause = {"kind": "hearing", "reason": "听证", "basis": "行政许可法第四十五条"}
    cases.pause(ref=accepted.ref, **pause, by=ma, at=later(now, 24))
    resumed = cases.resume(ref=accepted.ref, by=ma, at=later(now, 50))
    before = resumed.promised_due_at
    storm(now, "2026-03-10", "2026-03-11")
    assert cases.follow_calendar(at=later(now, 51), by=SYSTEM).moved == 1
    after = Case.objects.get(ref=accepted.ref).due_at
    assert definitions.calendar().count_workdays(before.date(), after.date()) == 2
