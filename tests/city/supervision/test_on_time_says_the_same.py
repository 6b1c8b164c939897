"""Indicators, appraisals, lists and lamps say the same of an order: what its unit handed in in time
is in time, however long others examine it; what was sent back has its new day."""

from datetime import date, timedelta

import pytest

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.counting import counted

CODE, MARKET = "order-on-time-rate", "990100-market"
FOUND = {
    "round": "2026年上半年", "number": "1", "indicator": "开办企业", "confirmed": "属实",
    "finding": "印章环节未计入时间", "owner": "市市场监督管理局", "told_on": "2026-02-20",
}  # fmt: skip
PDF = [cases.Upload("佐证.pdf", b"%PDF-1.4\n%%EOF\n")]


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


def answer(ref, by, at):
    cases.complete_step(ref=ref, step="answer", opinion="已改", by=by, at=at, files=PDF)


def rate(city, at, code=CODE):
    """(numerator, denominator) of the month."""
    indicators.compute(at=at, by=SYSTEM, regions=[city])
    found = indicators.values(code, city, as_of=at, period="month")
    (one,) = [one for one in found if one.period == f"{at:%Y-%m}"]
    return one.numerator or 0, one.denominator or 0


def everywhere(ref, by, city, at):
    """What the others say: the appraisal's rows, the list of late ones, the lamp."""
    rows = counted(city, 2026, ["orders"], at=at)["orders"].get(MARKET, [])
    late = supervision.order(by, ref, at=at).late_on(at.date())
    return [one["ok"] for one in rows], late, cases.case_for(by, ref, at=at).lamp


def test_an_order_that_is_checked_after_its_day_was_done_in_time(order, city, ma, shen, on):
    answer(order, ma, on(3))
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=on(24))
    assert rate(city, on(25)) == (1, 1)
    assert everywhere(order, shen, city, on(25)) == ([True], False, "green")


def test_an_order_that_waits_for_its_check_is_no_late_one(order, city, ma, shen, on):
    answer(order, ma, on(3))
    assert rate(city, on(25)) == (0, 0)
    (row,) = [one for one in cases.facts(region=city, at=on(25)) if one["ref"] == order]
    assert (row["overdue_open"], row["on_time"]) == (False, True)
    assert everywhere(order, shen, city, on(25)) == ([True], False, "green")


def test_an_order_that_was_sent_back_is_late_past_its_new_day(order, city, ma, shen, on):
    answer(order, ma, on(3))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))  # until 31 March
    assert rate(city, on(25)) == (0, 0)
    answer(order, ma, on(28))
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=on(32))
    assert rate(city, on(33)) == (1, 1)


def test_an_order_that_was_sent_back_and_not_answered_again_is_late(order, city, ma, shen, on):
    answer(order, ma, on(3))
    supervision.send_back(ref=order, words="缺二月台账", by=shen, at=on(22))
    assert rate(city, on(31)) == (0, 1)


def test_an_order_handed_in_late_stays_late_while_it_is_checked(order, city, ma, shen, on):
    answer(order, ma, on(22))
    assert rate(city, on(25)) == (0, 1)
    supervision.confirm_order(ref=order, words="看过台账", by=shen, at=on(26))
    assert rate(city, on(27)) == (0, 1)
    assert everywhere(order, shen, city, on(27)) == ([False], True, "red")


def test_what_a_unit_never_handed_in_is_late(order, city, shen, on):
    assert rate(city, on(25)) == (0, 1)
    assert on(25).date() > date(2026, 3, 22)
