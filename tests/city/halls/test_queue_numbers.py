"""Numbers: taken within hours, called in the published order, every act a fact."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.halls import _order, _waiting
from yingshang.city.halls import service as halls
from yingshang.city.halls.models import HallEvent, Visit


def later(now, minutes):
    return now + timedelta(minutes=minutes)


def call(zhou, at, window="1", counter="general"):
    return halls.call_next(code="center", counter=counter, window=window, by=zhou, at=at)


def test_numbers_run_on_by_letter_and_day(number, zhou, now):
    assert [number(zhou, now).number for _ in range(2)] == ["A001", "A002"]
    assert number(zhou, now, counter="property").number == "B001"
    assert number(zhou, later(now, 24 * 60)).number == "A001"


@pytest.mark.parametrize(
    ("moment", "word"),
    [("2026-03-02 08:59", "09:00"), ("2026-03-02 17:00", "03月03日"), ("2026-05-01 10:00", "05月")],
)
def test_outside_hours_no_number_is_given_and_it_says_when(number, zhou, now, moment, word):
    at = datetime.fromisoformat(moment).replace(tzinfo=now.tzinfo)
    with pytest.raises(Refusal) as refusal:
        number(zhou, at)
    assert refusal.value.code == "hall-closed"
    assert word in refusal.value.sentence


def test_a_make_up_saturday_is_an_ordinary_day(number, zhou, now):
    at = datetime(2026, 5, 9, 16, 30, tzinfo=now.tzinfo)
    assert number(zhou, at).number == "A001"


def test_one_person_holds_one_running_number(number, lin, zhou, now):
    first = number(lin, now, how="phone", party=lin.party)
    assert number(lin, now, how="phone", party=lin.party).id == first.id
    with pytest.raises(Refusal) as refusal:
        number(lin, now, how="phone", party=None)
    assert refusal.value.code == "sign-in"


def test_the_same_form_posted_twice_is_one_number(number, zhou, now):
    assert number(zhou, now, key="k").id == number(zhou, now, key="k").id


@pytest.mark.django_db(transaction=True)
def test_two_numbers_taken_at_once_differ(number, zhou, now, at_once):
    said = at_once(lambda: number(zhou, now), lambda: number(zhou, now))
    assert {one.number for one in said} == {"A001", "A002"}


@pytest.mark.django_db(transaction=True)
def test_two_windows_never_call_the_same_number(number, zhou, now, at_once):
    for _ in range(3):
        number(zhou, now)
    said = at_once(lambda: call(zhou, now, "1"), lambda: call(zhou, now, "2"))
    assert {one.number for one in said} == {"A001", "A002"}


def test_one_is_called_served_and_gone_and_every_act_is_a_fact(number, zhou, now):
    taken = number(zhou, now)
    called = call(zhou, later(now, 5))
    assert (called.id, called.window, called.state) == (taken.id, "1", "called")
    halls.recall(id=taken.id, by=zhou, at=later(now, 6))
    halls.start(id=taken.id, by=zhou, at=later(now, 7))
    done = halls.finish(id=taken.id, by=zhou, at=later(now, 17))
    assert done.state == "done"
    names = HallEvent.objects.filter(kind="visit", subject=taken.id).order_by("seq")
    assert [f.name for f in names] == ["taken", "called", "recalled", "started", "finished"]
    with pytest.raises(Refusal) as refusal:
        halls.finish(id=taken.id, by=zhou, at=later(now, 18))
    assert refusal.value.code == "number-moved"


def test_a_window_finishes_before_it_calls_again(number, zhou, now):
    number(zhou, now), number(zhou, now)
    call(zhou, now)
    with pytest.raises(Refusal) as refusal:
        call(zhou, now)
    assert refusal.value.code == "still-serving"
    assert call(zhou, now, "2").number == "A002"
    assert call(zhou, now, "3") is None


def test_who_was_passed_over_comes_back_to_the_own_place(number, zhou, now):
    first, second = number(zhou, now), number(zhou, later(now, 1))
    call(zhou, later(now, 2))
    halls.skip(id=first.id, by=zhou, at=later(now, 3))
    halls.restore(id=first.id, by=zhou, at=later(now, 4))
    assert call(zhou, later(now, 5)).id == first.id
    assert second.number == "A002"


def test_who_is_sent_to_another_counter_keeps_number_and_place(number, zhou, now):
    moved = number(zhou, now)
    number(zhou, later(now, 1), counter="property")
    call(zhou, later(now, 2))
    there = halls.transfer(id=moved.id, counter="property", by=zhou, at=later(now, 3))
    assert (there.number, there.counter, there.state) == ("A001", "property", "waiting")
    assert call(zhou, later(now, 4), "5", "property").id == moved.id


def test_who_ends_a_visit_is_asked_by_what_hangs_in(number, zhou, now, monkeypatch):
    asked = []
    monkeypatch.setattr(halls, "VISIT_ENDED", halls.VISIT_ENDED)
    halls.VISIT_ENDED.append(lambda visit, at: asked.append(visit.number))
    try:
        number(zhou, now), call(zhou, now)
        halls.finish(id=Visit.objects.get().pk, by=zhou, at=later(now, 9))
    finally:
        halls.VISIT_ENDED.pop()
    assert asked == ["A001"]


def test_an_old_lady_comes_first_without_asking(number, qin, zhou, now):
    number(zhou, now)
    hers = number(zhou, later(now, 1), party=qin.party)
    assert hers.priority == "elder"
    assert call(zhou, later(now, 2)).id == hers.id


def test_a_priority_that_the_hall_has_not_declared_is_refused(number, zhou, now):
    with pytest.raises(Refusal) as refusal:
        number(zhou, now, priority="important")
    assert refusal.value.code == "priority-unknown"


def test_only_the_halls_own_clerks_call(number, zhou, wu, lin, shen, now):
    number(zhou, now)
    for stranger in (wu, lin, shen):
        with pytest.raises(NotVisible):
            call(stranger, now)


@given(
    st.lists(st.booleans(), max_size=30),
    st.integers(min_value=0, max_value=6),
    st.integers(min_value=1, max_value=5),
)
def test_everybody_is_called_once_and_nobody_waits_behind_more_than_the_rule_allows(
    kinds, run, in_a_row
):
    waiting = list(enumerate(kinds))
    order = _order.in_order(waiting, run=run, in_a_row=in_a_row)
    assert sorted(order) == [id for id, _ in waiting]
    for kind in (True, False):  # within a kind, who came first is called first
        own = [id for id in order if kinds[id] is kind]
        assert own == sorted(own)
    streak = run
    ordinary_left = kinds.count(False)
    for id in order:
        if kinds[id]:
            streak += 1
            assert streak <= in_a_row or not ordinary_left
        else:
            ordinary_left -= 1
            streak = 0


@given(
    st.integers(min_value=0, max_value=500),
    st.integers(min_value=1, max_value=7200),
    st.integers(min_value=1, max_value=20),
)
def test_the_estimate_is_whole_minutes_rounded_up(ahead, seconds, windows):
    minutes = _waiting.minutes_for(ahead, seconds, windows)
    assert minutes * 60 * windows >= ahead * seconds
    assert ahead == 0 or (minutes - 1) * 60 * windows < ahead * seconds


def test_the_wait_is_worked_out_from_todays_visits_once_there_are_enough(
    center, number, zhou, now, django_assert_max_num_queries
):
    line = halls.waits(center, at=now)[0]
    assert (line.measured, line.seconds, line.minutes) == (False, 12 * 60, 0)
    for n in range(3):
        number(zhou, later(now, n))
        seen = call(zhou, later(now, 10 * n + 5))
        halls.start(id=seen.id, by=zhou, at=later(now, 10 * n + 6))
        halls.finish(id=seen.id, by=zhou, at=later(now, 10 * n + 10))
    mine = [number(zhou, later(now, 35)) for _ in range(4)][-1]
    with django_assert_max_num_queries(4):
        wait = halls.wait_of(center, "general", mine.id, at=later(now, 36))
    assert (wait.line.measured, wait.line.seconds, wait.line.windows) == (True, 240, 1)
    assert (wait.ahead, wait.minutes) == (3, 12)


def test_the_list_of_halls_asks_once_for_all_waits(city, now, django_assert_num_queries):
    places = halls.halls(region=city, on=now.date())
    assert places[0].code == "center"
    with django_assert_num_queries(1):
        assert halls.live(places, at=now)["center"] == 0
