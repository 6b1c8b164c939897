"""A number that a unit told with its task, beside what is measured of the same thing."""

from dataclasses import replace

import pytest
from ledger_sample import PLAN, day, evidence, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Task
from yingshang.city.plans.tracking import apart
from yingshang.city.plans.tracking.models import Report, Track
from yingshang.kernel.flow import Refusal


@pytest.fixture
def told(city, shen, deng, zhou):
    """Measured eleven days, told one, nothing bound; (plan, case number)."""
    plan = plans.import_plan(
        data=PLAN.encode(), name="told.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    mortgages(3, opened=day(2, 2), finished=day(2, 12, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(2, 20, 20), by=shen, regions=["990100"])
    own = {plan.tasks[0].targets[0].id: "1"}
    plans.report_progress(ref=ref, percent=90, progress="已压缩", own=own, by=deng, at=day(2, 21))
    return plan, ref


def test_closing_shows_the_indicator_that_waits_to_be_bound(told, shen, deng, client):
    _plan, ref = told
    plans.ask_close(ref=ref, words="已压缩", by=deng, at=day(2, 22), files=[evidence()])
    check = plans.tracked_task(shen, ref, at=day(2, 23)).row.check
    assert "平台有口径一致的指标" in check.fitting
    assert "还没有绑定" in check.fitting
    (line,) = check.numbers
    assert (line.value, "没有办件可以核实" in line.reason) == ("1 工作日", False)
    client.force_login(accounts.user_of("shen"))
    page = client.get(f"/desk/tasks/{ref}/?do=verify").content.decode()
    assert "平台测量着同一件事，还没有绑定" in page


def test_the_two_numbers_are_told_apart_and_the_unit_is_asked_once(told, shen, deng, client):
    _plan, ref = told
    (one,) = plans.told_apart("990100", as_of=day(2, 23).date())
    assert (one.task_ref, one.unit_code, one.told, one.ref) == (ref, "990100-land", 1, "")
    assert one.measured > 5
    assert plans.ask_told(at=day(2, 23)) == 1
    assert plans.ask_told(at=day(2, 24)) == 0
    (one,) = plans.told_apart("990100", as_of=day(2, 24).date())
    form = cases.case_for(deng, one.ref).form
    assert "自报" in form["figures"]
    assert "为 1 工作日" in form["figures"]


def test_the_page_of_contradictions_lists_it(told, shen, client):
    client.force_login(accounts.user_of("shen"))
    page = client.get("/cockpit/contradictions/?as_of=2026-02-23").content.decode()
    assert "没有对不上的数" not in page
    assert "随方案任务自报的数与实测对不上" in page


def measured_of(code, at):
    (seen,) = indicators.series("990100", codes=[code], as_of=at.date(), period="year").values()
    return {one.period: one.value for one in seen.values}


def test_a_number_is_held_against_its_own_month_not_the_newest(told, shen, deng, zhou):
    plan, ref = told
    (one,) = plans.told_apart("990100", as_of=day(2, 23).date())
    said = measured_of(one.code, day(2, 23))["2026-02"]
    own = {plan.tasks[0].targets[0].id: str(round(said, 2))}
    words = {"progress": "已压缩", "why": "录错", "own": own}
    plans.correct_report(ref=ref, percent=90, by=deng, at=day(2, 24), **words)
    mortgages(9, opened=day(3, 2), finished=day(3, 3, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 20, 20), by=shen, regions=["990100"])
    assert measured_of(one.code, day(3, 23))["2026-03"] < said - 2
    assert plans.told_apart("990100", as_of=day(3, 23).date()) == []
    assert plans.ask_told(at=day(3, 23)) == 0


def test_what_was_wrong_in_its_month_is_shown_beside_that_month(told, shen, deng, zhou):
    (before,) = plans.told_apart("990100", as_of=day(2, 23).date())
    mortgages(9, opened=day(3, 2), finished=day(3, 3, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(3, 20, 20), by=shen, regions=["990100"])
    (one,) = plans.told_apart("990100", as_of=day(3, 23).date())
    assert (one.period, one.measured) == ("2026-02", before.measured)


def test_a_week_has_no_measured_number(told):
    Report.objects.update(period="2026-W08")
    assert plans.told_apart("990100", as_of=day(2, 23).date()) == []


def test_the_unit_that_answers_now_is_asked(told, shen):
    name = {"region": "990100", "printed": "", "name": "市登记中心", "kind": "institution"}
    gone = plans.register_unit(**name, by=shen, at=day(1, 6))
    Track.objects.update(unit=gone)  # what is closed stays with the unit that did it
    ends = {"unit": gone, "on": day(2, 22).date(), "basis": "x"}
    accounts.end_unit(**ends, successor="990100-data", by=shen, at=day(2, 22))
    assert Track.objects.get().unit == gone
    (one,) = plans.told_apart("990100", as_of=day(2, 23).date())
    assert one.unit_code == "990100-data"
    assert plans.ask_told(at=day(2, 23)) == 1


def test_a_case_or_a_city_that_is_refused_stops_no_other(told, monkeypatch):
    (one,) = plans.told_apart("990100", as_of=day(2, 23).date())
    refused, really = replace(one, target=0), cases.open_case

    def found(region, *, as_of):
        if region == "990000":
            raise Refusal("x", "x")
        return [refused, one]

    def opened(**said):
        if said["key"] == refused.key:
            raise Refusal("x", "x")
        return really(**said)

    monkeypatch.setattr(apart, "told_apart", found)
    monkeypatch.setattr(cases, "open_case", opened)
    second = Task.objects.exclude(track__isnull=False).first()
    Track.objects.create(task=second, region="990000", ref="X-1", every="month", sent_at=day(1, 7))
    assert plans.ask_told(at=day(2, 23)) == 1
