"""An order that closes on numbers is not over once its unit has answered with words."""

from dataclasses import replace
from datetime import date

import pytest
from loop_sample import day, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal as NotEnded
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.appraisal.counting import counted
from yingshang.city.supervision.calendars.sources import dated_things
from yingshang.kernel.flow import Refusal

LAND = "990100-land"


@pytest.fixture
def ref(warned, shen, deng):
    """An order due on Friday 13 March, which the natural resources bureau answered on the 4th."""
    made = supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )
    cases.complete_step(ref=made, step="answer", opinion="加强调度", by=deng, at=day(3, 4))
    return made


@pytest.fixture
def slow(ref, zhou, deng):
    """Since then its cases have been as slow as before: four days instead of two."""
    mortgages(12, opened=day(3, 5, 9), finished=day(3, 11, 9), clerk=zhou, officer=deng)
    return ref


def climb(shen, month, number):
    return supervision.climb(at=day(month, number, 20), by=shen)


def late(ref, shen, number):
    return supervision.order(shen, ref, at=day(3, number)).late_on(date(2026, 3, number))


def dated(ref, number):
    found = [one for one in dated_things("990100", day(3, number)) if one.kind == "order"]
    return [one.state for one in found if one.ref == ref]


def told(ref):
    rows = notify.inbox([f"unit:{LAND}"])
    return [one for one in rows if one.title.startswith("还没有达标")]


def test_it_is_late_once_its_day_has_passed_and_the_number_is_not_met(slow, shen):
    climb(shen, 3, 12)
    assert not late(slow, shen, 13)
    assert late(slow, shen, 14)
    (row,) = counted("990100", 2026, ["orders"], at=day(3, 14))["orders"][LAND]
    assert (row["ok"], "没有达标：督办单发出后新收办件" in row["why"]) == (False, True)


def test_its_lamp_is_that_of_the_number_and_not_of_the_words(slow, shen):
    assert supervision.order(shen, slow, at=day(3, 11)).row.lamp == "green"
    climb(shen, 3, 12)
    assert supervision.order(shen, slow, at=day(3, 12)).row.lamp == "yellow"
    (one,) = supervision.orders(shen, at=day(3, 14), open_only=True)
    assert one.row.lamp == "red"


def test_it_waits_for_its_numbers_in_the_list(slow, shen):
    (one,) = supervision.orders(shen, at=day(3, 12), open_only=True)
    assert (one.awaits_numbers, one.state_label) == (True, "待达标")


def test_the_unit_is_told_once_what_is_missing(slow, shen):
    for number in (12, 13):
        climb(shen, 3, number)
    (message,) = told(slow)
    assert "指标为 4 工作日，未达到 ≤ 2 工作日" in message.body
    assert message.link == f"/desk/orders/{slow}/"


def test_the_ladder_goes_on_and_says_by_what_number(slow, shen):
    climb(shen, 3, 12)
    climb(shen, 3, 16)
    urged = supervision.escalations(shen, at=day(3, 16))[0]
    assert urged.rung == "urge"
    assert "至今没有办结。督办单发出后新收办件" in urged.ground
    assert "指标为 4 工作日，未达到 ≤ 2 工作日" in urged.ground
    assert supervision.ladder(shen, slow, at=day(3, 16)).rungs[1].taken is not None


def test_the_day_is_the_units_again(slow, shen):
    assert dated(slow, 12) == ["waiting"]
    climb(shen, 3, 12)
    assert dated(slow, 12) == ["open"]


def test_what_nobody_can_tell_yet_is_held_against_nobody(ref, shen):
    assert climb(shen, 3, 16).taken == 0
    assert not late(ref, shen, 16)
    assert told(ref) == []
    assert supervision.orders(shen, at=day(3, 16), open_only=True)[0].state_label == "待达标"


def test_what_was_missing_stands_where_nothing_can_be_told_any_more(slow, shen):
    climb(shen, 3, 12)
    climb(shen, 11, 2)  # nothing has come in for months
    seen = supervision.order(shen, slow, at=day(11, 2))
    assert "指标为 4 工作日" in seen.short
    assert seen.row.lamp == "red"
    assert not judged(2, month=11)[0]


def judged(number, month=5):
    (row,) = counted("990100", 2026, ["orders"], at=day(month, number))["orders"][LAND]
    return row["ok"], row["why"]


@pytest.fixture
def late_met(slow, shen, zhou, deng):
    """Met on 17 May, two months after its day."""
    climb(shen, 3, 12)
    mortgages(60, opened=day(5, 13, 9), finished=day(5, 16, 9), clerk=zhou, officer=deng)
    climb(shen, 5, 17)
    return slow


def test_a_number_that_is_met_since_presses_nobody(late_met, shen):
    assert climb(shen, 5, 18).taken == 0
    cases.close(ref=late_met, by=shen, at=day(5, 18))
    assert climb(shen, 5, 19).taken == 0


def test_a_number_that_was_met_late_was_not_kept_whether_it_is_closed_or_not(late_met, shen):
    told = (False, "应于 2026年3月13日，2026年3月4日 完成；2026年5月17日 才达标")
    assert judged(18) == told
    assert supervision.order(shen, late_met, at=day(5, 18)).late_on(date(2026, 5, 18))
    cases.close(ref=late_met, by=shen, at=day(5, 18))
    assert judged(19) == told
    seen = supervision.order(shen, late_met, at=day(5, 19))
    assert (seen.row.lamp, seen.short) == ("red", "")


def test_a_past_day_is_told_alike_before_and_after_it_was_met(slow, shen, zhou, deng):
    climb(shen, 3, 12)
    assert late(slow, shen, 16)
    mortgages(60, opened=day(5, 13, 9), finished=day(5, 16, 9), clerk=zhou, officer=deng)
    climb(shen, 5, 17)
    assert late(slow, shen, 16)
    assert not late(slow, shen, 13)


def test_met_and_closed_before_a_night_has_looked_it_was_met_on_that_day(slow, shen, zhou, deng):
    climb(shen, 3, 12)
    mortgages(60, opened=day(3, 12, 9), finished=day(3, 13, 9), clerk=zhou, officer=deng)
    cases.close(ref=slow, by=shen, at=day(3, 13))
    assert judged(20, month=3)[0]
    assert supervision.order(shen, slow, at=day(3, 20)).row.lamp == "green"


def test_closed_all_the_same_it_was_not_kept(slow, shen):
    climb(shen, 3, 12)
    cases.close(ref=slow, by=shen, at=day(3, 20), override_reason="另案处理")
    ok, why = judged(21, month=3)
    assert (ok, "没有达标：督办单发出后新收办件" in why) == (False, True)
    climb(shen, 3, 21)
    assert supervision.order(shen, slow, at=day(3, 21)).row.lamp == "red"


def test_who_is_reopened_owes_words_again(slow, shen, deng):
    climb(shen, 3, 12)
    cases.reopen(ref=slow, kind="inspection", ground="没有达标", by=shen, at=day(3, 12, 21))
    assert not supervision.order(shen, slow, at=day(3, 12, 21)).awaits_numbers
    assert supervision.order(shen, slow, at=day(3, 12, 21)).state_label == "办理中"
    cases.complete_step(ref=slow, step="answer", opinion="再加强", by=deng, at=day(3, 12, 22))
    assert supervision.order(shen, slow, at=day(3, 12, 22)).short == ""
    climb(shen, 3, 13)
    assert len(told(slow)) == 2


def merge(shen, **said):
    values = {"unit": LAND, "successor": "990100-data", "on": date(2026, 3, 12), "basis": "x"}
    accounts.end_unit(**(values | said), by=shen, at=day(3, 12))


@pytest.fixture
def alone(monkeypatch):
    """The bureau has nothing else in hand."""
    monkeypatch.setattr(accounts, "HOLDINGS", accounts.HOLDINGS)
    kept = list(accounts.HOLDINGS)
    accounts.HOLDINGS[:] = [one for one in kept if one.__name__ == "in_hand"]
    yield
    accounts.HOLDINGS[:] = kept


def test_an_order_that_awaits_its_number_goes_along_into_another_unit(alone, slow, shen, deng):
    climb(shen, 3, 11)
    merge(shen)
    seen = supervision.order(shen, slow, at=day(3, 12))
    assert (seen.row.unit, seen.row.state, seen.awaits_numbers) == ("990100-data", "decided", True)
    assert "指标为 4 工作日" in seen.short
    (row,) = counted("990100", 2026, ["orders"], at=day(3, 14))["orders"]["990100-data"]
    assert not row["ok"]
    accounts.restore_unit(unit=LAND, why="登记错了", by=shen, at=day(3, 13))
    assert supervision.order(shen, slow, at=day(3, 13)).row.unit == LAND


def test_it_goes_along_too_where_the_system_registers_the_end(alone, slow, shen):
    values = {"unit": LAND, "successor": "990100-data", "on": date(2026, 3, 12), "basis": "x"}
    accounts.end_unit(**values, by=accounts.SYSTEM, at=day(3, 12))
    assert supervision.order(shen, slow, at=day(3, 12)).row.unit == "990100-data"


def test_what_stands_on_the_ladder_goes_along_and_comes_back(alone, slow, shen):
    climb(shen, 3, 11)
    one = supervision.take(ref=slow, rung="urge", skipped="紧急", by=shen, at=day(3, 11, 21))
    merge(shen)
    told = supervision.escalation(shen, one, at=day(3, 12))
    assert (told.status, told.unit) == ("standing", "990100-data")
    accounts.restore_unit(unit=LAND, why="登记错了", by=shen, at=day(3, 13))
    told = supervision.escalation(shen, one, at=day(3, 13))
    assert (told.status, told.unit) == ("standing", LAND)


def test_what_the_unit_had_answered_counts_for_its_heir(alone, slow, shen, deng):
    """It does not begin at the foot of the ladder, nor is a lower rung taken of it again."""
    climb(shen, 3, 11)
    told = {"ref": slow, "skipped": "紧急", "by": shen, "at": day(3, 11, 21)}
    one = supervision.take(rung="order", **told)
    supervision.answer(escalation=one, words="在改", by=deng, at=day(3, 11, 22))
    merge(shen)
    found = supervision.ladder(shen, slow, at=day(3, 12))
    taken = {rung.code: rung.taken.unit for rung in found.rungs if rung.taken}
    assert taken["order"] == LAND
    assert not next(rung for rung in found.rungs if rung.code == "urge").may_take
    with pytest.raises(Refusal, match="不能再退回"):
        supervision.take(ref=slow, rung="urge", by=shen, at=day(3, 12))
    heir = replace(deng, unit="990100-data")
    assert one in [view.id for view in supervision.escalations(heir, at=day(3, 12))]


def test_a_later_day_that_was_asked_for_is_still_ruled_on(alone, warned, shen, deng):
    made = supervision.order_from(
        warning=warned, unit=LAND, by=shen, at=day(3, 2), due=date(2026, 3, 13)
    )
    supervision.ask_delay(ref=made, until=date(2026, 3, 17), reason="x", by=deng, at=day(3, 11))
    cases.amend(ref=made, unit="990100-data", heir=True, reason="机构合并", by=shen, at=day(3, 12))
    supervision.rule_delay(ref=made, granted=True, by=shen, at=day(3, 12))
    assert supervision.order(shen, made, at=day(3, 12)).due_on == date(2026, 3, 17)


def test_a_unit_that_ends_without_an_heir_has_its_order_in_hand(alone, slow, shen):
    with pytest.raises(NotEnded, match="没有办完的办件"):
        merge(shen, successor="")


def lit(shen, ref, lamp, at, **how):
    page = cases.queue(shen, at=at, family="order", lamp=lamp, **how)
    return ref in [one.ref for one in page.rows], page.counts[lamp], page.total


def test_in_a_list_of_cases_it_is_what_the_list_of_orders_says(slow, shen):
    climb(shen, 3, 12)
    page = cases.queue(shen, at=day(3, 16), family="order", state="any")
    (row,) = [one for one in supervision.as_orders(page.rows) if one.ref == slow]
    assert (row.lamp, row.state_label) == ("red", "待达标")


@pytest.mark.parametrize("state", ["any", "decided"])
def test_its_lamp_is_one_in_lists_counts_filters_and_on_its_own_page(slow, shen, state):
    climb(shen, 3, 12)
    assert lit(shen, slow, "yellow", day(3, 12), state=state) == (True, 1, 1)
    assert lit(shen, slow, "green", day(3, 16), state=state) == (False, 0, 0)
    assert lit(shen, slow, "red", day(3, 16), state=state) == (True, 1, 1)
    assert cases.case_for(shen, slow, at=day(3, 16)).lamp == "red"
    assert cases.by_refs(shen, [slow], at=day(3, 16))[0].lamp == "red"


def test_its_unit_finds_it_among_what_is_red_and_its_turn(slow, shen, deng):
    climb(shen, 3, 12)
    assert lit(deng, slow, "red", day(3, 16), mine=True) == (True, 1, 1)


def test_closed_all_the_same_it_stays_red_in_lists(slow, shen):
    climb(shen, 3, 12)
    cases.close(ref=slow, by=shen, at=day(3, 20), override_reason="另案处理")
    assert lit(shen, slow, "red", day(3, 21), state="closed") == (True, 1, 1)


def test_who_supervises_hears_how_many_are_past_their_day_and_short(slow, shen, deng, zhou):
    climb(shen, 3, 12)
    assert supervision.missed(shen, at=day(3, 13)) == 0
    assert [supervision.missed(who, at=day(3, 16)) for who in (shen, deng, zhou)] == [1, 1, 0]
    (one,) = supervision.orders(shen, at=day(3, 16))
    assert one.missed_on(date(2026, 3, 16))
    cases.close(ref=slow, by=shen, at=day(3, 20), override_reason="另案处理")
    assert supervision.missed(shen, at=day(3, 21)) == 0
