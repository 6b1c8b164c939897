"""What rested, or rests, before the house is brought up to date has its day afterwards as well."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from ledger_sample import day, evidence
from test_suspended_tasks import suspend

from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, Seat, Step
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track

CLOCKS = ("again_due_at", "next_due_at", "queue_at")
APPLY = "apply"


def upgraded(ref):
    """As the house of yesterday wrote it, and then brought up to date; (was, is) of its dates."""
    was = _dates(ref)
    case = Case.objects.get(ref=ref)
    Track.objects.update(again_on=None)
    Seat.objects.update(queue_at=case.due_at)
    Step.objects.filter(code=APPLY).exclude(due_at=None).update(due_at=case.due_at)
    Case.objects.update(
        again_due_at=None, next_due_at=case.due_at, queue_at=case.due_at, warn_at=case.due_at
    )
    for name in ("cases.migrations.0016", "plans.migrations.0018"):
        app, _dot, step = name.rpartition(".")
        module = f"yingshang.city.{app}.{step}_what_rested_has_its_new_day"
        import_module(module).fill(apps, None)
    return was, _dates(ref)


def _dates(ref):
    case = Case.objects.filter(ref=ref).values(*CLOCKS).get()
    track = Track.objects.values("again_on").get(ref=ref)
    step = Step.objects.filter(case=ref, code=APPLY).values("due_at").get()
    seats = set(Seat.objects.filter(case=ref, stage__gt=0).values_list("queue_at", flat=True))
    return case | track | step | {"seats": seats}


@pytest.fixture
def resumed(measured, shen):
    suspend(measured, shen, day(5, 21))
    plans.resume_task(ref=measured, by=shen, at=day(6, 10))
    return measured


def test_what_rested_has_one_day_on_every_page(resumed, shen):
    was, now = upgraded(resumed)
    assert now == was
    found = plans.tracked_task(shen, resumed, at=day(6, 12)).row
    lines = cases.clock(shen, resumed, at=day(6, 12)).limits
    assert {one.due.date() for one in lines if one.kind == "step:apply"} == {found.due_on}
    assert (str(found.due_on), found.days_late) == ("2026-06-21", 0)


def test_what_rests_now_is_red_on_no_list(measured, shen):
    suspend(measured, shen, day(5, 21))
    was, now = upgraded(measured)
    assert now == was
    (line,) = cases.by_refs(shen, [measured], at=day(7, 20))
    assert line.lamp == "grey"


def test_what_was_given_more_time_after_its_rest_keeps_that_day(resumed, deng, shen):
    plans.ask_extension(
        ref=resumed, until=date(2026, 7, 10), reason="等数据", by=deng, at=day(6, 15)
    )
    plans.rule_extension(ref=resumed, granted=True, approver="何副市长", by=shen, at=day(6, 16))
    was, now = upgraded(resumed)
    assert now == was


def test_what_was_closed_after_its_rest_was_in_time(resumed, deng, shen):
    plans.ask_close(ref=resumed, words="已压缩", by=deng, at=day(6, 19), files=[evidence()])
    was, now = upgraded(resumed)
    assert (now["again_due_at"], now["again_on"]) == (was["again_due_at"], was["again_on"])
