"""What no night has seen of an order's number is not lost, nor written over what came meanwhile."""

from datetime import date

import pytest
from loop_sample import day, mortgages

from yingshang.city.cases import service as cases
from yingshang.city.supervision import closing, outstanding
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.bulletins._past import ended
from yingshang.city.supervision.models import Order

LAND = "990100-land"


@pytest.fixture
def slow(warned, shen, zhou, deng):
    """An order due on Friday 13 March, answered on the 4th; its cases are as slow as before."""
    made = supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )
    cases.complete_step(ref=made, step="answer", opinion="加强调度", by=deng, at=day(3, 4))
    mortgages(12, opened=day(3, 5, 9), finished=day(3, 11, 9), clerk=zhou, officer=deng)
    return made


def climb(shen, number):
    return supervision.climb(at=day(3, number, 20), by=shen)


def quick(zhou, deng):
    """From the 16th its cases are quick, and the number is met."""
    mortgages(60, opened=day(3, 15, 9), finished=day(3, 16, 9), clerk=zhou, officer=deng)


def judged(number):
    (row,) = counted("990100", 2026, ["orders"], at=day(3, number))["orders"][LAND]
    return row["ok"], row["why"]


LATE = (False, "应于 2026年3月13日，2026年3月4日 完成；2026年3月17日 才达标")


def test_short_on_its_day_and_met_before_a_night_looked_it_was_not_kept(slow, shen, zhou, deng):
    quick(zhou, deng)
    climb(shen, 17)
    assert judged(18) == LATE
    climb(shen, 18)
    assert judged(19) == LATE
    assert supervision.order(shen, slow, at=day(3, 19)).row.lamp == "red"


def test_closed_before_any_night_looked_it_was_not_kept_either(slow, shen, zhou, deng):
    quick(zhou, deng)
    cases.close(ref=slow, by=shen, at=day(3, 17))
    assert judged(18) == LATE


def test_a_night_that_saw_it_met_on_its_day_has_said_so(slow, shen, zhou, deng):
    mortgages(60, opened=day(3, 12, 9), finished=day(3, 13, 9), clerk=zhou, officer=deng)
    climb(shen, 13)
    climb(shen, 17)
    assert judged(18)[0]
    assert supervision.order(shen, slow, at=day(3, 18)).looked_on == date(2026, 3, 17)


def test_a_night_that_saw_it_met_on_its_day_did_not_see_the_day_end(slow, shen, zhou, deng):
    mortgages(24, opened=day(3, 12, 9), finished=day(3, 12, 15), clerk=zhou, officer=deng)
    supervision.climb(at=day(3, 13, 9), by=shen)
    assert Order.objects.get(ref=slow).short == ""
    mortgages(48, opened=day(3, 5, 9), finished=day(3, 13, 15), clerk=zhou, officer=deng)
    mortgages(400, opened=day(3, 15, 9), finished=day(3, 16, 9), clerk=zhou, officer=deng)
    climb(shen, 17)
    assert judged(18) == LATE


def test_nothing_is_asked_of_a_day_on_which_nothing_could_be_told(warned, shen, zhou, deng):
    made = supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )
    cases.complete_step(ref=made, step="answer", opinion="加强调度", by=deng, at=day(3, 4))
    quick(zhou, deng)
    climb(shen, 17)
    assert judged(18)[0]


def meanwhile(monkeypatch, act):
    """While the night looks, somebody acts."""

    def check(order, at, seen=None):
        found = closing.check(order, at, seen)
        act()
        return found

    monkeypatch.setattr(outstanding, "closing", type("_", (), {"check": check, "Seen": dict}))


def test_an_order_closed_while_the_night_looks_stays_as_it_was_closed(slow, shen, monkeypatch):
    def act():
        cases.close(ref=slow, by=shen, at=day(3, 12, 20), override_reason="另案处理")

    meanwhile(monkeypatch, act)
    climb(shen, 12)
    row = Order.objects.get(ref=slow)
    assert (row.short, row.looked_on) == ("", None)


def test_an_order_reopened_while_the_night_looks_is_not_short(slow, shen, monkeypatch):
    def act():
        cases.reopen(ref=slow, kind="inspection", ground="再查", by=shen, at=day(3, 12, 20))

    meanwhile(monkeypatch, act)
    climb(shen, 12)
    assert Order.objects.get(ref=slow).short == ""


def test_one_that_cannot_be_looked_at_stops_no_ladder(slow, shen, monkeypatch, caplog):
    def act():
        raise ValueError("broken")

    meanwhile(monkeypatch, act)
    climb(shen, 12)
    assert slow in caplog.text


def test_of_a_past_day_it_was_open_until_it_was_closed(slow, shen, zhou, deng):
    climb(shen, 13)
    quick(zhou, deng)
    cases.close(ref=slow, by=shen, at=day(3, 17))
    (seen,) = supervision.orders(shen, at=day(3, 20))
    assert not ended(seen, day(3, 16))
    assert seen.late_on(date(2026, 3, 16))
    assert ended(seen, day(3, 18))


def checked(shen, ref, number):
    at = day(3, number)
    seen = supervision.order(shen, ref, at=at)
    told = supervision.as_checked(
        seen, supervision.closing_check(shen, ref, at=at), date(2026, 3, number)
    )
    return told.row.lamp, bool(told.short)


def test_where_the_number_of_now_is_shown_it_has_a_later_word_than_the_night(
    slow, shen, zhou, deng
):
    assert checked(shen, slow, 12) == ("yellow", True)  # no night has looked
    climb(shen, 12)
    mortgages(60, opened=day(3, 12, 9), finished=day(3, 13, 9), clerk=zhou, officer=deng)
    assert checked(shen, slow, 13) == ("green", False)


def test_past_its_day_it_stays_late_though_it_is_met_now(slow, shen, zhou, deng):
    climb(shen, 14)
    quick(zhou, deng)
    assert checked(shen, slow, 17) == ("red", False)
