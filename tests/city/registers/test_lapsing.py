"""Owners are told of what lapses and of what is due: by working days, and once each."""

from datetime import datetime, timedelta

import pytest
from registers_kit import FEE, FIRM, entered

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.city.registers import service as registers

pytestmark = pytest.mark.django_db


def inbox(unit):
    return [m for m in notify.inbox([f"unit:{unit}"]) if m.topic == "registers"]


def test_a_record_that_will_lapse_warns_its_owner_once(port, now):
    entered(port, "port-fees", {**FEE, "valid_until": "2026-03-20"}, now)
    assert registers.warn_lapsing(at=now, by=SYSTEM).records == 1
    (message,) = inbox("990100-port")
    assert "即将到期" in message.title
    assert "港口作业包干费（2026年3月20日）" in message.body
    for hours in (1, 24, 100):
        again = registers.warn_lapsing(at=now + timedelta(hours=hours), by=SYSTEM)
        assert (again.records, again.messages) == (0, 0)
    assert len(inbox("990100-port")) == 1


def test_a_record_that_has_lapsed_is_told_once_more(port, now):
    entered(port, "port-fees", {**FEE, "valid_until": "2026-03-20"}, now)
    registers.warn_lapsing(at=now, by=SYSTEM)
    after = datetime(2026, 3, 21, 8, tzinfo=now.tzinfo)
    assert registers.warn_lapsing(at=after, by=SYSTEM).records == 1
    assert "已过有效期" in inbox("990100-port")[0].title
    assert registers.warn_lapsing(at=after + timedelta(days=1), by=SYSTEM).records == 0


def test_a_record_that_was_renewed_is_warned_of_its_new_last_day(port, now):
    id = entered(port, "port-fees", {**FEE, "valid_until": "2026-03-20"}, now)
    registers.warn_lapsing(at=now, by=SYSTEM)
    registers.change(record=id, form={**FEE, "valid_until": "2026-03-25"}, by=port, at=now)
    assert registers.warn_lapsing(at=now, by=SYSTEM).records == 1


def test_twenty_working_days_before_are_not_twenty_days_before(port, now):
    """From 2 March 2026 the twentieth working day is 30 March."""
    for number, day in enumerate(("2026-03-30", "2026-03-31")):
        form = {**FEE, "charged_as": f"箱{number}", "valid_until": day}
        entered(port, "port-fees", form, now)
    assert registers.warn_lapsing(at=now, by=SYSTEM).records == 1


def test_many_records_are_one_message(port, now):
    for number in range(8):
        form = {**FEE, "charged_as": f"箱{number}", "valid_until": "2026-03-20"}
        entered(port, "port-fees", form, now)
    told = registers.warn_lapsing(at=now, by=SYSTEM)
    assert (told.records, told.messages) == (8, 1)
    assert "等 8 条" in inbox("990100-port")[0].body


def test_an_ended_record_warns_nobody(port, now):
    id = entered(port, "port-fees", {**FEE, "valid_until": "2026-03-20"}, now)
    registers.end(record=id, reason="停收", by=port, at=now)
    assert registers.warn_lapsing(at=now, by=SYSTEM).records == 0


def test_a_duty_is_told_a_working_day_before_and_when_it_is_late(keeper, now):
    """Fifteen working days from 9 February 2026, over the Spring Festival, end on 9 March."""
    entered(keeper, "intermediaries", {**FIRM, "complained_on": "2026-02-09"}, now)
    (duty,) = registers.record(
        keeper,
        registers.listing(
            keeper, "intermediaries", registers.Asked(), region="990100", on=now.date()
        ).rows[0].id,
        at=now,
    ).duties  # fmt: skip
    days = {}
    for ahead in range(20):
        at = now + timedelta(days=ahead)
        if registers.warn_lapsing(at=at, by=SYSTEM).records:
            days[at.date()] = inbox("990100-approval")[0].title
    first, second = sorted(days)
    assert definitions.calendar("990100").add_workdays(first, 1) >= duty.due > first
    assert second == duty.due + timedelta(days=1)
    assert "尚未办" in days[first]
    assert "已经超期" in days[second]


def test_after_a_new_declaration_its_columns_sort(port, now):
    id = entered(port, "port-fees", {**FEE, "phone": "0531-88880009"}, now)
    body = definitions.edition("register", "port-fees", on=now.date()).body
    fields = [{**f, "sort": True} if f["name"] == "phone" else f for f in body["fields"]]
    definitions.publish(
        kind="register",
        code="port-fees",
        region="",
        body={**body, "fields": fields},
        by=port,
        at=now,
    )
    asked = registers.Asked(sort="phone")
    args = {"region": "990100", "on": now.date()}
    assert registers.listing(port, "port-fees", asked, **args).rows == ()
    assert registers.follow_declarations(at=now) == 1
    assert registers.follow_declarations(at=now) == 0
    assert [r.id for r in registers.listing(port, "port-fees", asked, **args).rows] == [id]
