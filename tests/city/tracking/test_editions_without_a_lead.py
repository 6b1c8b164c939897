"""A task that nobody leads waits for no unit's signature when its clause changes: it is listed as
one to appoint a lead for."""

import pytest
from django.urls import reverse
from ledger_sample import PLAN, day
from test_cases_follow_editions import AT, declare, seen, stored

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans

TAX = "990100-tax"
CHANGED = PLAN.replace("公布登记收费目录，", "公布登记收费目录和依据，").replace(
    "2026年9月底前", "2026年8月底前"
)


@pytest.fixture
def leaderless(sent):
    """Two units lead it by the plan, and nobody has said which of them answers for it."""
    return sent[2]


@pytest.fixture
def link(leaderless, reviewed, shen):
    return declare(reviewed, stored(CHANGED, AT, shen), shen)


def test_it_waits_for_nobody_and_is_listed_as_needing_a_lead(leaderless, link, shen):
    found = seen(shen, leaderless)
    assert (found.row.stage, str(found.row.due_on)) == ("unassigned", "2026-08-31")
    (passage,) = found.passages
    assert passage.changes
    assert (passage.waits, passage.leaderless) == (False, True)
    assert found.row.facts["change_days"] is None
    passed = plans.passed_of(shen, link)
    assert [one.ref for one in passed.leaderless] == [leaderless]
    (row,) = [one for one in passed.changed if one.ref == leaderless]
    assert not row.waits


def test_the_record_and_the_office_are_told_what_to_do(leaderless, link, shen):
    said = "还没有牵头单位，请营商局指定；指定后由该单位按新条文签收"
    assert any(said in one.text for one in cases.timeline(shen, leaderless))
    told = notify.inbox(["unit:990100-bureau"])
    assert any(said in one.body for one in told if one.title.startswith("任务有改动"))


def test_pages_say_who_is_to_appoint_it(leaderless, link, reviewed, client, shen):
    client.force_login(accounts.user_of("shen"))
    newer = seen(shen, leaderless).row.plan
    page = client.get(reverse("desk:plan_beside", args=[newer, reviewed.id])).content.decode()
    assert "没有牵头单位，等营商局指定" in page
    assert "逐项打开，在“确定牵头单位”里选一个单位" in page
    task = client.get(reverse("desk:tracked_task", args=[leaderless])).content.decode()
    assert "请在“确定牵头单位”里选一个单位" in task
    assert "等待牵头单位签认" not in task
    assert "本件已审核，不需签认" not in task


def test_whoever_is_appointed_signs_for_the_new_words_and_acknowledges_nothing(
    leaderless, link, shen, wu
):
    plans.set_coordinator(ref=leaderless, unit=TAX, by=shen, at=day(3, 3))
    found = seen(wu, leaderless, day(3, 3, 11))
    assert "sign" in found.verbs
    assert "acknowledge" not in found.verbs
    assert plans.passed_of(shen, link).leaderless == ()
