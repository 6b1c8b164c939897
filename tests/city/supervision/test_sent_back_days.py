"""An order that was answered in time and sent back after its day has one new day, everywhere."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, Seat
from yingshang.city.definitions import service as definitions
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Order

MARKET, NEW = "990100-market", date(2026, 3, 31)
FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip


@pytest.fixture
def order(city, shen, fang, now):
    """Given on 2 March, due on the 22nd."""
    record = registers.add(register="assessor-findings", region=city, form=FOUND, by=fang, at=now)
    draft, _none = supervision.recorded(shen, "assessor-findings", record)
    due = (now + timedelta(days=20)).date()
    return supervision.order_from(warning=draft, by=shen, at=now, due=due)


@pytest.fixture
def on(now):
    return lambda days: now + timedelta(days=days)


@pytest.fixture
def back(order, ma, shen, on):
    """Answered on 5 March, sent back on the 24th: until the 31st there is time again."""
    answer(order, ma, on(3))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))
    return order


def answer(ref, by, at):
    cases.complete_step(ref=ref, step="answer", opinion="已改", by=by, at=at)


def lamps(ref, by, at):
    """Of the list, of the case itself, and as the database counts them."""
    page = cases.queue(by, at=at, family="order", state="any")
    (row,) = [one for one in page.rows if one.ref == ref]
    counted = {lamp for lamp, n in page.counts.items() if n}
    assert counted == {row.lamp}
    assert cases.case_for(by, ref, at=at).lamp == row.lamp
    return row.lamp


def test_its_lamp_is_no_red_one_before_the_new_day(back, ma, shen, on):
    assert lamps(back, shen, on(23)) in ("green", "yellow")
    assert "red" not in {one.lamp for one in cases.clock(shen, back, at=on(23)).limits}
    assert lamps(back, shen, on(30)) == "red"


def test_answered_again_by_then_it_is_green_while_it_is_checked_and_after(back, ma, shen, on):
    answer(back, ma, on(24))
    assert lamps(back, shen, on(40)) == "green"
    supervision.give_proof(ref=back, files=[("证.pdf", b"%PDF-1.4\n%%EOF\n")], by=ma, at=on(40))
    supervision.confirm_order(ref=back, words="看过台账", by=shen, at=on(41))
    assert lamps(back, shen, on(42)) == "green"


def test_answered_again_after_it_the_lamp_is_red(back, ma, shen, on):
    answer(back, ma, on(31))
    assert lamps(back, shen, on(32)) == "red"


def test_what_came_late_at_first_stays_red(order, ma, shen, on):
    answer(order, ma, on(22))
    supervision.send_back(ref=order, words="缺台账", by=shen, at=on(23))
    assert lamps(order, shen, on(24)) == "red"
    assert supervision.order(shen, order, at=on(24)).due_on == date(2026, 3, 22)


def test_the_new_day_stands_on_the_order_and_in_calendars(back, shen, on):
    assert supervision.order(shen, back, at=on(23)).due_on == NEW
    (due,) = [one for one in dated_things("990100", on(23)) if one.kind == "order"]
    assert (due.day, due.state) == (NEW, "open")
    assert cases.case_for(shen, back, at=on(23)).due_at.date() == NEW
    late = [one.ref for one in cases.due_clocks(at=on(23))]
    assert back not in late


def test_a_later_day_that_was_granted_takes_the_place_of_the_new_one(back, shen, on):
    until = on(0).replace(month=4, day=10)
    cases.amend(ref=back, until=until, reason="同意延期", by=shen, at=on(23))
    assert supervision.order(shen, back, at=on(23)).due_on == date(2026, 4, 10)
    assert Case.objects.get(pk=back).again_due_at is None


def test_before_the_new_day_the_unit_may_ask_for_a_later_one(back, ma, shen, on):
    assert supervision.delays(ma, cases.case_for(ma, back), at=on(23)).may_ask
    until = date(2026, 4, 3)
    supervision.ask_delay(ref=back, until=until, reason="等月底台账", by=ma, at=on(23))
    supervision.rule_delay(ref=back, granted=True, by=shen, at=on(24))
    assert supervision.order(shen, back, at=on(24)).due_on == until
    assert not supervision.delays(ma, cases.case_for(ma, back), at=on(33)).may_ask


def test_past_the_new_day_nobody_asks_for_a_later_one(back, ma, on):
    with pytest.raises(Refusal, match="期限2026年3月31日已过"):
        supervision.ask_delay(ref=back, until=date(2026, 4, 9), reason="等", by=ma, at=on(30))


def test_an_upgrade_gives_old_cases_their_new_day(back, shen, on):
    def rows():
        fields = ("again_due_at", "next_due_at", "queue_at", "warn_at")
        seats = Seat.objects.filter(case=back, stage__gt=0).values_list("unit", "queue_at")
        return (*Case.objects.filter(pk=back).values_list(*fields), sorted(seats))

    was, case = rows(), Case.objects.get(pk=back)
    Case.objects.update(again_due_at=None, next_due_at=case.due_at, queue_at=case.due_at)
    Case.objects.update(warn_at=None)
    Seat.objects.filter(case=back).update(queue_at=case.due_at)
    Order.objects.update(due_on=date(2026, 3, 22))
    for app, name in (
        ("cases", "0014_what_was_sent_back_has_its_new_day"),
        ("supervision", "0025_orders_that_were_sent_back_have_their_new_day"),
    ):
        import_module(f"yingshang.city.{app}.migrations.{name}").fill(apps, None)
    assert rows() == was
    assert Order.objects.get(ref=back).due_on == NEW


def test_a_warning_that_an_upgrade_took_away_is_given_back(back):
    was = Case.objects.get(pk=back).warn_at
    assert was is not None
    Case.objects.update(warn_at=None)
    name = "yingshang.city.cases.migrations.0015_what_was_sent_back_has_its_warning"
    import_module(name).fill(apps, None)
    assert Case.objects.get(pk=back).warn_at == was


def test_a_second_answer_that_came_late_stays_late_however_often_it_is_sent_back(
    back, ma, shen, on
):
    answer(back, ma, on(38))
    assert lamps(back, shen, on(39)) == "red"
    supervision.send_back(ref=back, words="还缺", by=shen, at=on(40))
    assert lamps(back, shen, on(41)) == "red"
    answer(back, ma, on(42))
    assert lamps(back, shen, on(43)) == "red"
    assert supervision.order(shen, back, at=on(43)).due_on == NEW
    (row,) = counted("990100", 2026, ["orders"], at=on(60))["orders"][MARKET]
    assert (row["ok"], row["why"]) == (
        False, "退回后重新报送：应于 2026年3月31日，2026年4月13日 完成",
    )  # fmt: skip
    (fact,) = [one for one in cases.facts(region="990100", at=on(60)) if one["ref"] == back]
    assert not fact["on_time"]


def test_each_answer_in_time_that_is_sent_back_has_time_anew(back, ma, shen, on):
    answer(back, ma, on(28))
    supervision.send_back(ref=back, words="还缺", by=shen, at=on(30))
    assert supervision.order(shen, back, at=on(31)).due_on > NEW
    assert lamps(back, shen, on(31)) in ("green", "yellow")


def test_an_earlier_day_that_is_set_takes_the_place_of_the_new_one_too(back, ma, shen, on):
    until = on(0).replace(month=3, day=27, hour=18)
    cases.amend(ref=back, until=until, reason="提前", by=shen, at=on(23))
    assert supervision.order(shen, back, at=on(23)).due_on == until.date()
    assert cases.timeline(shen, back)[-1].text.startswith("期限由2026年3月31日改为2026年3月27日")
    assert {one.due for one in cases.clock(shen, back, at=on(23)).limits} == {until}
    assert lamps(back, shen, on(26)) == "red"
    answer(back, ma, on(24))
    assert lamps(back, shen, on(30)) == "green"


def test_days_off_by_a_later_notice_move_the_new_day_of_the_order_too(back, ma, shen, on):
    cases.follow_calendar(at=on(22), by=SYSTEM)
    notice = {"title": "关于台风停工的通知", "number": "1号", "published": "2026-03-25"}
    off = {"name": "台风", "first": "2026-03-30", "last": "2026-03-31", "make_up": []}
    definitions.announce(year=2026, notice=notice, holidays=[off], by=SYSTEM, at=on(23), region="")
    cases.follow_calendar(at=on(24), by=SYSTEM)
    assert cases.case_for(shen, back, at=on(24)).due_at.date() == date(2026, 4, 2)
    assert supervision.order(shen, back, at=on(24)).due_on == date(2026, 4, 2)
