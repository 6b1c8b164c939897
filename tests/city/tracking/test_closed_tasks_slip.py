"""A closed task that no longer keeps its promise is on the bureau's desk at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from ledger_sample import PLAN, day, evidence, mortgages

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.city.plans.lineage.models import TargetLink
from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.flow import Refusal

LOOSE = PLAN.replace("压缩至2个工作日以内。", "便利化，申请材料压减至3份以内。")
STRICTER = LOOSE.replace("压减至3份", "压减至2份").replace("1月5日", "2月25日")


def closed(text, own, shen, deng, **more):
    """The first task of a plan, closed on the unit's own number; (plan, case number)."""
    plan = plans.import_plan(
        data=text.encode(), name="slip.txt", region="990100", by=shen, at=day(1, 6)
    )
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    target = plan.tasks[0].targets[0].id
    plans.report_progress(
        ref=ref, percent=90, progress="已梳理", own={target: own}, by=deng, at=day(2, 2)
    )
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(2, 5), files=[evidence()])
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(2, 6))
    plans.close_task(ref=ref, by=shen, at=day(2, 7), **more)
    return plan, ref


@pytest.fixture
def stricter(city, shen, deng, client):
    """Closed with three papers of at most three; the second edition asks for at most two."""
    plan, ref = closed(LOOSE, "3", shen, deng)
    newer = plans.import_plan(
        data=STRICTER.encode(), name="slip2.txt", region="990100", by=shen, at=day(3, 1)
    )
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(3, 2))
    client.force_login(accounts.user_of("shen"))
    assert ref in client.get("/desk/tasks/?show=todo").content.decode()
    page = client.get(f"/desk/tasks/{ref}/").content.decode()
    assert f"/desk/plans/{newer.id}/links/" in page, "nobody has looked at the new number yet"
    assert "没有轮到您办" not in page
    waiting = TargetLink.objects.get(heir__task__plan=newer.id)
    plans.lineage.settle(target_link=waiting.pk, by=shen, at=day(3, 3))
    return ref


def seen(actor, ref, at):
    return plans.tracked_task(actor, ref, at=at)


def test_a_stricter_edition_puts_a_closed_task_on_the_bureaus_desk(stricter, shen, deng, client):
    found = seen(shen, stricter, day(3, 4))
    assert found.verbs == {"restart", "leave_closed"}
    assert (found.row.stage, found.row.lamp.lamp, found.row.lamp.word) == (
        "closed",
        "red",
        "销号后未达标",
    )
    assert "请营商局决定是否重新启动" in found.row.check.sentence
    assert seen(deng, stricter, day(3, 4)).verbs == frozenset()
    client.force_login(accounts.user_of("shen"))
    page = client.get("/desk/tasks/?show=todo").content.decode()
    assert stricter in page
    page = client.get(f"/desk/tasks/{stricter}/").content.decode()
    assert "不重新启动" in page
    assert "这项任务现在没有轮到您办" not in page


def test_it_starts_anew_with_a_new_date(stricter, shen):
    with pytest.raises(Refusal, match="新的完成时限"):
        plans.restart_task(
            ref=stricter, reason="要两份", due=day(3, 4).date(), by=shen, at=day(3, 4)
        )
    plans.restart_task(ref=stricter, reason="要两份", due=day(6, 30).date(), by=shen, at=day(3, 4))
    row = seen(shen, stricter, day(3, 5)).row
    assert (row.running, row.reopened, str(row.due_on)) == (True, 1, "2026-06-30")


def test_it_stays_closed_on_a_reason_that_is_kept(stricter, shen, client):
    with pytest.raises(Refusal, match="理由"):
        plans.leave_closed(ref=stricter, reason=" ", by=shen, at=day(3, 4))
    plans.leave_closed(ref=stricter, reason="省里系统年底统一改", by=shen, at=day(3, 4))
    found = seen(shen, stricter, day(3, 5))
    assert (found.verbs, found.row.lamp.lamp) == (frozenset(), "green")
    assert "沈正决定不重新启动：省里系统年底统一改" in found.row.check.sentence
    texts = [one.text for one in cases.timeline(shen, stricter)]
    assert any("不重新启动：省里系统年底统一改" in text for text in texts)
    with pytest.raises(Refusal, match="不用决定"):
        plans.leave_closed(ref=stricter, reason="再说一次", by=shen, at=day(3, 6))
    due = found.row.look_back_due
    assert plans.open_look_backs(
        at=timezone.now() + timedelta(days=366 * (due.year + 1 - timezone.now().year)), by=shen
    ), "as before"


def test_while_a_look_back_is_open_it_is_decided_there(stricter, shen):
    """The page offers nothing else then, and the door says the same."""
    due = seen(shen, stricter, day(3, 4)).row.look_back_due
    at = day(3, 5).replace(year=due.year + 1)
    assert plans.open_look_backs(at=at, by=shen) == [stricter]
    assert seen(shen, stricter, at).verbs == {"look_back"}
    until = at.date() + timedelta(days=30)
    with pytest.raises(Refusal, match="请先办回头看"):
        plans.restart_task(ref=stricter, reason="要两份", due=until, by=shen, at=at)
    with pytest.raises(Refusal, match="请先办回头看"):
        plans.leave_closed(ref=stricter, reason="年底统一改", by=shen, at=at)


def test_a_bound_indicator_that_misses_puts_it_there_too(city, shen, deng, zhou):
    plan, ref = closed(PLAN, "1", shen, deng)
    assert seen(shen, ref, day(2, 8)).verbs == frozenset()
    mortgages(3, opened=day(2, 9), finished=day(2, 20, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(2, 24, 20), by=shen, regions=["990100"])
    target = plan.tasks[0].targets[0].id
    best = plans.suggest_bindings(target=target, at=day(2, 25))[0]
    plans.bind(target=target, indicator=best.indicator, by=shen, at=day(2, 25))
    found = seen(shen, ref, day(2, 25, 11))
    assert found.verbs == {"restart", "leave_closed"}
    assert found.row.slipped


def test_an_exception_that_was_answered_for_is_not_asked_again(city, shen, deng):
    _plan, ref = closed(LOOSE, "5", shen, deng, override_reason="省里新增两份，本市无权取消")
    found = seen(shen, ref, day(2, 8))
    assert (found.verbs, found.row.lamp.word) == (frozenset(), "例外销号")


def test_a_task_that_was_closed_late_says_so(city, shen, deng, client):
    early = LOOSE.replace("2026年5月底前", "2026年1月底前")
    _plan, ref = closed(early, "3", shen, deng)
    client.force_login(accounts.user_of("shen"))
    for address in (f"/desk/tasks/{ref}/", "/desk/tasks/?show=closed"):
        assert "销号时已超过完成时限 7 天" in client.get(address).content.decode()


TWICE = PLAN.replace("2个工作日", "1个工作日")


@pytest.fixture
def missing(city, shen, deng, zhou):
    """Closed on the unit's own number; its indicator, bound since, misses the working day."""
    plan, ref = closed(TWICE, "1", shen, deng)
    mortgages(3, opened=day(2, 9), finished=day(2, 20, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(2, 24, 20), by=shen, regions=["990100"])
    target = plan.tasks[0].targets[0].id
    best = plans.suggest_bindings(target=target, at=day(2, 25))[0]
    plans.bind(target=target, indicator=best.indicator, by=shen, at=day(2, 25))
    return ref


def slips(actor, ref, language):
    with override(language):
        return seen(actor, ref, day(2, 26)).row.slipped


def test_a_closed_task_says_the_same_to_whoever_reads_it(missing, shen):
    assert slips(shen, missing, "zh-hans")
    assert slips(shen, missing, "en")
    with override("en"):
        plans.leave_closed(ref=missing, reason="省里系统年底统一改", by=shen, at=day(2, 25, 11))
    assert not slips(shen, missing, "zh-hans")
    assert not slips(shen, missing, "en")
    kept = Track.objects.get(ref=missing).closed_on["left"]
    assert "working" not in str(kept)
    assert "≤ 1 工作日" in str(kept)


def test_what_was_frozen_before_still_answers_in_every_language(missing, shen):
    plans.leave_closed(ref=missing, reason="省里系统年底统一改", by=shen, at=day(2, 25, 11))
    track = Track.objects.get(ref=missing)
    for line in track.closed_on["left"]["numbers"]:
        line.pop("pledge", None)
    track.save(update_fields=["closed_on"])
    assert not slips(shen, missing, "zh-hans")
    assert not slips(shen, missing, "en")


def test_a_name_that_was_corrected_is_not_asked_again(missing, shen):
    plans.leave_closed(ref=missing, reason="省里系统年底统一改", by=shen, at=day(2, 25, 11))
    track = Track.objects.get(ref=missing)
    Target.objects.filter(task=track.task_id).update(metric="抵押登记办理时间（平均）")
    assert not slips(shen, missing, "zh-hans")
    Target.objects.filter(task=track.task_id).update(value="0.5")
    assert slips(shen, missing, "zh-hans"), "another value is another promise"
