"""Dated things of the city: kept up by the tick, read at private addresses, reminded of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from ledger_sample import day

from yingshang.city.accounts.models import User
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.calendars import keeping, kinds
from yingshang.city.supervision.calendars.kinds import Whose
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import CalendarFeed, CalendarItem
from yingshang.city.supervision.ordering import Ground, order_by_hand


def keep(at):
    return supervision.keep_calendars(at=at, regions=["990100"])


def read(token, at):
    found = supervision.calendar_feed(token, at=at, link=lambda kind, ref: f"https://x/{ref}")
    events = Calendar.from_ical(found.data).walk("VEVENT")
    return found.tag, {str(one["summary"]): one for one in events}


def item(kind, ref):
    return CalendarItem.objects.get(kind=kind, ref=ref)


def test_a_unit_reads_its_own_days_and_nobody_elses(sent, deng, wu):
    keep(day(1, 8))
    _tag, land = read(supervision.make_feed(kind="unit", by=deng, at=day(1, 8)), day(1, 8))
    _tag, tax = read(supervision.make_feed(kind="person", by=wu, at=day(1, 8)), day(1, 8))
    assert any("压缩抵押登记时间" in title for title in land)
    assert not any("压缩抵押登记时间" in title for title in tax)
    event = next(one for title, one in land.items() if title.startswith("到期"))
    assert event.decoded("dtstart").isoformat() == "2026-05-31"
    assert str(event["url"]) == f"https://x/{sent[0]}"
    assert not any(str(one.get("description", "")).count("邓") for one in land.values())


def test_asking_twice_is_the_same_bytes_and_an_extension_a_revision(measured, deng, shen):
    keep(day(1, 9))
    token = supervision.make_feed(kind="unit", by=deng, at=day(1, 9))
    tag, _events = read(token, day(1, 9))
    assert keep(day(1, 9, 15)) == 0
    assert read(token, day(1, 9, 15))[0] == tag
    before = item("task", measured)
    plans.ask_extension(
        ref=measured, until=day(7, 31).date(), reason="等待省系统", by=deng, at=day(3, 2)
    )
    plans.rule_extension(ref=measured, granted=True, approver="何远", by=shen, at=day(3, 3))
    keep(day(3, 3))
    after = item("task", measured)
    assert after.uid == before.uid
    assert (after.day.isoformat(), after.sequence) == ("2026-07-31", before.sequence + 1)
    assert after.modified_at == day(3, 3)
    assert read(token, day(3, 3))[0] != tag


def test_what_came_since_the_last_tick_is_there_when_it_is_asked_for(measured, deng, shen):
    keep(day(3, 2))
    token = supervision.make_feed(kind="unit", by=deng, at=day(3, 2))
    before = CalendarItem.objects.count()
    ref = order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "另一件事", "交办"),
        region="990100", unit="990100-land", demand="办", due=day(3, 13).date(), by=shen,
        at=day(3, 2, 11),
    )  # fmt: skip
    plans.ask_extension(
        ref=measured, until=day(7, 31).date(), reason="等待省系统", by=deng, at=day(3, 2, 11)
    )
    plans.rule_extension(ref=measured, granted=True, approver="何远", by=shen, at=day(3, 2, 11))
    at = day(3, 2, 11)
    assert ref in {one.ref for one in supervision.coming_days(deng, at=at)}
    tag, events = read(token, at)
    assert any("另一件事" in title for title in events)
    later = next(
        one
        for title, one in events.items()
        if title.startswith("到期") and str(one["url"]).endswith(f"/{measured}")
    )
    assert later.decoded("dtstart").isoformat() == "2026-07-31"
    assert read(token, at + timedelta(minutes=9))[0] == tag  # told once, not at every asking
    assert CalendarItem.objects.count() == before  # who reads writes nothing
    assert keep(at) > 0
    assert {str(one["uid"]) for one in read(token, at)[1].values()} == {
        str(one["uid"]) for one in events.values()
    }


def test_who_asks_has_only_his_own_worked_out(sent, deng, wu, shen, monkeypatch):
    asked = []

    def source(region, at, whose):
        asked.append(whose)
        return dated_things(region, at, whose)

    monkeypatch.setattr(kinds, "SOURCES", [source])
    monkeypatch.setattr(keeping, "SOURCES", [source])
    at = day(1, 8)
    for kind, by in (("unit", deng), ("person", deng), ("person", shen)):
        read(supervision.make_feed(kind=kind, by=by, at=at), at)
    land = "990100-land"
    assert asked == [Whose(land, ""), Whose(land, "deng"), Whose(None, "shen")]


def test_what_is_worked_out_for_a_unit_is_what_it_has_of_the_whole_city(measured, deng, shen):
    order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "另一件事", "交办"),
        region="990100", unit="990100-land", demand="办", due=day(3, 13).date(), by=shen,
        at=day(3, 2, 11),
    )  # fmt: skip
    order_by_hand(
        Ground("leader-instruction", "instruction", "x|2", "别家的事", "交办"),
        region="990100", unit="990100-market", demand="办", due=day(3, 13).date(), by=shen,
        at=day(3, 2, 11),
    )  # fmt: skip
    at = day(3, 3)
    city = list(dated_things("990100", at))
    assert {one.unit for one in city} > {"990100-land", "990100-market"}
    for unit in {one.unit for one in city}:
        own = [one for one in dated_things("990100", at, Whose(unit, "")) if one.unit == unit]
        assert own == [one for one in city if one.unit == unit and not one.reader]


def test_an_order_that_went_to_another_unit_leaves_the_calendar_of_the_first(sent, deng, shen):
    ref = order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "另一件事", "交办"),
        region="990100", unit="990100-land", demand="办", due=day(3, 13).date(), by=shen,
        at=day(3, 2, 11),
    )  # fmt: skip
    keep(day(3, 2, 12))
    token = supervision.make_feed(kind="unit", by=deng, at=day(3, 2, 12))
    cases.amend(ref=ref, unit="990100-market", reason="职责", by=shen, at=day(3, 2, 14))

    def states(at):
        return [
            str(one.get("status"))
            for title, one in read(token, at)[1].items()
            if "另一件事" in title
        ]

    assert states(day(3, 2, 15)) == ["CANCELLED"]
    keep(day(3, 2, 16))
    assert states(day(3, 2, 17)) == []


def test_a_task_that_was_taken_back_is_cancelled_in_every_calendar(measured, deng, shen):
    keep(day(1, 9))
    token = supervision.make_feed(kind="unit", by=deng, at=day(1, 9))
    plans.cancel_task(ref=measured, reason="重复", by=shen, at=day(1, 12))
    keep(day(1, 12))
    _tag, events = read(token, day(1, 12))
    states = {str(one["status"]) for one in events.values() if measured in str(one.get("url"))}
    assert states == {"CANCELLED"}


def test_an_address_is_kept_as_a_digest_renewed_and_ended(sent, deng, wu):
    old = supervision.make_feed(kind="person", by=deng, at=day(1, 8))
    row = CalendarFeed.objects.get()
    assert old not in (row.mark, row.digest)
    assert len(old) > 40
    new = supervision.make_feed(kind="person", by=deng, at=day(1, 9))
    for gone in (old, new[:-1] + ("A" if new[-1] != "A" else "B"), new[:12], "", "x" * 48):
        with pytest.raises(NotVisible):
            read(gone, day(1, 9))
    read(new, day(1, 9))
    supervision.stop_feed(kind="person", by=deng, at=day(1, 10))
    with pytest.raises(NotVisible):
        read(new, day(1, 10))
    with pytest.raises(Refusal, match="没有订阅地址"):
        supervision.stop_feed(kind="person", by=deng, at=day(1, 10))
    with pytest.raises(Refusal, match="不属于任何单位"):
        supervision.make_feed(kind="unit", by=replace(wu, unit=None), at=day(1, 10))


def test_who_has_left_reads_nothing_any_more(sent, deng):
    token = supervision.make_feed(kind="person", by=deng, at=day(1, 8))
    User.objects.filter(username="deng").update(is_active=False)
    with pytest.raises(NotVisible):
        read(token, day(1, 9))


def test_an_instruction_is_in_the_calendar_of_its_readers_alone(city, shen, deng, he):
    supervision.register_instruction(
        leader="何远", source="来信", words="请三日内办结。", received_on=day(3, 2).date(),
        reply_by=day(3, 20).date(), units=["990100-land"], readers=["he"],
        scan=("批示.pdf", b"%PDF-1.4\n%%EOF\n"), by=shen, at=day(3, 2),
    )  # fmt: skip
    keep(day(3, 2))
    for person, sees in ((he, True), (shen, True), (deng, False)):
        token = supervision.make_feed(kind="person", by=person, at=day(3, 2))
        _tag, events = read(token, day(3, 2))
        assert any("批示件" in title for title in events) is sees
        assert "三日内" not in "".join(events)


def boxes(*people):
    return {who: [m for m in notify.inbox([f"user:{who}"]) if m.topic == "days-due"]
            for who in people}  # fmt: skip


def test_one_reminder_a_person_and_day_bundles_what_comes_near(measured, deng, shen):
    nodes = [("接入省系统", day(3, 31).date()), ("公布清单", day(3, 31).date())]
    plans.propose_milestones(ref=measured, nodes=nodes, by=deng, at=day(1, 9))
    plans.rule_milestones(ref=measured, agreed=True, by=shen, at=day(1, 10))
    for at in (day(3, 23), day(3, 24), day(3, 24, 16), day(3, 25), day(3, 28), day(3, 29)):
        keep(at)
        supervision.remind_of_days(at=at, regions=["990100"])
    found = [one for one in boxes("deng")["deng"] if "节点到期" in one.body]
    assert len(found) == 1  # five working days before; the next step is two before
    assert found[0].body.count("节点到期") == 2
    assert boxes("wu") == {"wu": []}
    for at in (day(3, 30), day(3, 31)):  # one day before: of the step of two; then the day itself
        keep(at)
        supervision.remind_of_days(at=at, regions=["990100"])
    assert sum("节点到期" in one.body for one in boxes("deng")["deng"]) == 3


def test_what_is_done_or_waits_is_not_mentioned(measured, deng, shen):
    nodes = [("接入省系统", day(3, 31).date())]
    plans.propose_milestones(ref=measured, nodes=nodes, by=deng, at=day(1, 9))
    plans.rule_milestones(ref=measured, agreed=True, by=shen, at=day(1, 10))
    first = plans.tracked_task(deng, measured, at=day(3, 20)).milestones[0].id
    plans.finish_milestone(ref=measured, milestone=first, words="已接入", by=deng, at=day(3, 20))
    keep(day(3, 30))
    supervision.remind_of_days(at=day(3, 30), regions=["990100"])
    assert not any("节点到期" in one.body for one in boxes("deng")["deng"])


def test_a_look_back_is_in_the_calendars_of_the_unit_and_the_office(measured, deng, fang, shen):
    plans.ask_close(ref=measured, words="已压缩至2天内", by=deng, at=day(3, 9))
    plans.verify_closing(ref=measured, passed=True, opinion="已核", by=shen, at=day(3, 10))
    plans.close_task(ref=measured, override_reason="常务会议纪要3号同意", by=shen, at=day(3, 12))
    (due,) = {one.due_on for one in plans.dated_work("990100", at=day(3, 12)) if "back" in one.kind}
    keep(day(3, 12))
    for person in (deng, fang):
        token = supervision.make_feed(kind="unit", by=person, at=day(3, 12))
        (mine,) = [
            one for name, one in read(token, day(3, 12))[1].items() if name.startswith("回头看")
        ]
        assert mine.decoded("dtstart") == due
    near = day(due.month, due.day)
    for person, times in ((shen, 1), (fang, 1), (deng, 1)):  # once, though two units have it
        told = supervision.coming_days(person, at=near)
        assert [one.ref for one in told if one.kind == "look_back"] == [measured] * times
    late = near + timedelta(days=9)
    assert not [one for one in supervision.coming_days(deng, at=late) if one.kind == "look_back"]
    plans.open_look_backs(at=near, by=shen)
    plans.look_back(ref=measured, kept=False, words="用时回升", due=day(12, 30).date(), by=shen,
                    at=near)  # fmt: skip
    assert not [one for one in supervision.coming_days(fang, at=near) if one.kind == "look_back"]


def test_an_overdue_task_is_counted_as_a_task_and_not_among_the_cases(measured, shen):
    indicators.compute(at=day(6, 10, 20), by=shen, regions=["990100"])
    codes = ["overdue-open-count", "task-overdue-count"]
    at = day(6, 10, 21)
    now = [indicators.live(code, "990100", at=at).month.value for code in codes]
    assert now == [0, 1]


def test_a_second_look_back_stands_beside_the_first_in_every_calendar(measured, deng, fang, shen):
    def close(at):
        plans.ask_close(ref=measured, words="已压缩至2天内", by=deng, at=at)
        plans.verify_closing(ref=measured, passed=True, opinion="已核", by=shen, at=at)
        plans.close_task(ref=measured, override_reason="常务会议纪要3号同意", by=shen, at=at)

    def dated():
        return [d for d in plans.dated_work("990100", at=at) if d.kind == "look_back"]

    at = day(3, 12)
    close(at)
    (first,) = dated()
    at = day(first.due_on.month, first.due_on.day)
    plans.open_look_backs(at=at, by=shen)
    plans.look_back(ref=measured, kept=False, words="用时回升", due=day(12, 30).date(), by=shen,
                    at=at)  # fmt: skip
    at += timedelta(days=3)
    plans.sign_task(ref=measured, contact="邓岩", phone="0999-1234567", by=deng, at=at)
    close(at)
    keep(at)
    assert {one.state: one.due_on > first.due_on for one in dated()} == {
        "done": False,
        "open": True,
    }
    for person, kind in ((deng, "unit"), (fang, "unit"), (fang, "person")):
        _tag, told = read(supervision.make_feed(kind=kind, by=person, at=at), at)
        assert len([title for title in told if "回头看" in title]) == 2
