"""Where a page says by when a task is due, the plan's promise stands beside the day that counts."""

import pytest
from django.urls import reverse
from ledger_sample import day, reviewed_plan

from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.moved import words

UNTIL = day(7, 15).date()
BESIDE = "承诺 2026年5月31日，延期至 2026年7月15日"


@pytest.fixture
def plan(city, shen):
    return reviewed_plan(shen, at=day(1, 6))


@pytest.fixture
def longer(plan, shen):
    """The measured task, given until 15 July by the bureau on 12 May."""
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    deng = actor_of(user_of("deng"))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    plans.ask_extension(ref=ref, until=UNTIL, reason="等数据", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    return ref


def read(client, name, address, **asked):
    client.force_login(user_of(name))
    return client.get(address, asked).content.decode()


def test_the_ledger_the_task_and_its_unit_s_page_show_both_days(client, longer):
    assert BESIDE in read(client, "shen", reverse("desk:tasks"))
    assert BESIDE in read(client, "shen", reverse("desk:tracked_task", args=[longer]))
    assert BESIDE in read(client, "deng", reverse("desk:my_tasks"))


def test_the_calendar_of_deadlines_shows_both(client, longer, shen):
    (row,) = [one for one in plans.deadlines("990100", today=day(5, 20).date()) if one.note]
    assert (row.due, row.note) == (UNTIL, BESIDE)
    address = reverse("desk:deadlines")
    assert BESIDE in read(client, "shen", address, month="2026-07", view="list")


def test_the_plan_and_its_promise_keep_their_day_and_show_the_longer_one(
    client, longer, plan, shen
):
    page = read(client, "shen", reverse("desk:plan", args=[plan.id]), as_of="2026-05-20")
    assert "2026年5月31日，延期至 2026年7月15日" in page
    (found,) = plans.promises(shen, plan=plan.id, as_of=day(5, 20).date())
    assert (found.due_on, found.extended_to) == (day(5, 31).date(), UNTIL)
    promise = read(
        client, "shen", reverse("dashboard:promise", args=[found.target.id]), as_of="2026-05-20"
    )
    assert "2026年5月31日前，延期至 2026年7月15日" in promise


def test_of_a_day_before_it_was_granted_there_is_no_longer_day(longer, plan, shen):
    (found,) = plans.promises(shen, plan=plan.id, as_of=day(5, 11).date())
    assert found.extended_to is None


def test_what_is_told_of_a_region_is_told_anew_when_more_time_is_granted(plan, shen):
    (before,) = plans.promises(shen, region="990100", as_of=day(5, 20).date())
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    deng = actor_of(user_of("deng"))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    plans.ask_extension(ref=ref, until=UNTIL, reason="等数据", by=deng, at=day(5, 11))
    plans.rule_extension(ref=ref, granted=True, approver="何副市长", by=shen, at=day(5, 12))
    (after,) = plans.promises(shen, region="990100", as_of=day(5, 20).date())
    assert (before.extended_to, after.extended_to) == (None, UNTIL)


def test_each_reason_has_its_own_words():
    was, new = day(5, 31).date(), UNTIL
    said = {why: words(why, was, new) for why in ("extended", "back", "rested", "set", "kept")}
    assert len(set(said.values())) == 5
    assert all("2026年5月31日" in one and "2026年7月15日" in one for one in said.values())
    assert words("", was, was) == ""
    assert words("set", None, new) == "方案没有写时限，后来定为 2026年7月15日"
