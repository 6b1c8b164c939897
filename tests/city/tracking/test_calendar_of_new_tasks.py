"""A task that was sent out today stands in calendars with all that its unit owes first."""

from datetime import date

from ledger_sample import day
from test_calendars import keep, read
from test_own_numbers import LOOSE, report, seen

from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision


def sent_out(shen, at, text=LOOSE):
    plan = plans.import_plan(
        data=text.encode(), name="plan.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=at)
    return ref


def coming(actor, at):
    return {(one.kind, one.day) for one in supervision.coming_days(actor, at=at)}


def test_the_limit_to_sign_and_the_next_report_are_in_the_calendar(city, shen, deng):
    at = day(1, 30)  # a Friday: too few days of January are left to report on
    ref = sent_out(shen, at)
    row = seen(deng, ref, at).row
    assert row.next_report is not None
    assert {("sign", date(2026, 2, 3)), ("report", row.next_report)} <= coming(deng, at)
    keep(at)
    token = supervision.make_feed(kind="unit", by=deng, at=at)
    titles = list(read(token, at)[1])
    assert any(one.startswith("签收任务：") for one in titles)
    assert any(one.startswith("报送2026年2月进展：") for one in titles)
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(2, 2))
    assert not any(kind == "sign" for kind, _day in coming(deng, day(2, 2)))
    keep(day(2, 2))
    assert any(one.startswith("（已办结）签收任务：") for one in read(token, day(2, 2))[1])


def test_the_report_that_is_next_on_the_page_is_next_in_the_calendar(city, shen, deng):
    ref = sent_out(shen, day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    report(ref, deng, {}, at=day(1, 20), period="2026-01")
    row = seen(deng, ref, day(1, 20)).row
    assert [one for kind, one in coming(deng, day(1, 20)) if kind == "report"] == [row.next_report]


def test_a_report_of_days_that_are_not_reported_on_says_so(city, shen, deng):
    ref = sent_out(shen, day(1, 30))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 30, 11))
    report(ref, deng, {}, at=day(1, 30, 12))
    (first,) = seen(deng, ref, day(1, 30, 13)).reports
    assert (first.period, first.unasked) == ("2026-01", True)
    report(ref, deng, {}, at=day(2, 9), period="2026-02")
    assert [one.unasked for one in seen(deng, ref, day(2, 9, 11)).reports] == [False, True]
