"""Against which promise a unit's own number is held, which way it may be passed, and what a
correction leaves of it."""

import pytest
from ledger_sample import PLAN, day, evidence
from test_own_numbers import LOOSE, promise, report, seen

from yingshang.city.accounts.service import user_of
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking.models import Report
from yingshang.kernel.flow import Refusal

OLD = "不动产抵押登记平均办理时间压缩至2个工作日以内。"


def working(text, shen, deng, name="plan.txt"):
    """(plan, case, targets of its first task), sent out and signed for."""
    plan = plans.import_plan(data=text.encode(), name=name, region="990100", by=shen, at=day(1, 6))
    plans.confirm_task(task=plan.tasks[0].id, by=shen, at=day(1, 6))
    (ref,) = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    plans.sign_task(ref=ref, contact="邓岩", phone="0999-1234567", by=deng, at=day(1, 8))
    return plan, ref, [one.id for one in plan.tasks[0].targets]


@pytest.mark.parametrize(
    ("words", "kept", "missed"),
    [
        ("新建登记服务站5个。", "6", "4"),
        ("登记申请材料压减至3份。", "2", "4"),
    ],
)
def test_more_done_than_promised_is_no_miss(city, shen, deng, words, kept, missed):
    _plan, ref, (target,) = working(PLAN.replace(OLD, words), shen, deng)
    assert Target.objects.get(pk=target).comparator == "="
    report(ref, deng, {target: kept})
    row = seen(shen, ref, day(2, 3)).row
    assert row.check.met
    assert "已达到" in row.check.sentence
    said = {"percent": 40, "progress": "数错了", "by": deng, "why": "数错了"}
    plans.correct_report(ref=ref, own={target: missed}, at=day(2, 4), **said)
    row = seen(shen, ref, day(2, 5)).row
    assert (row.check.met, row.check.own) == (False, True)
    assert "未达到" in row.check.sentence


def test_where_nobody_can_tell_which_way_is_better_nothing_is_missed(city, shen, deng):
    _plan, ref, (target,) = working(PLAN.replace(OLD, "新建登记服务站5个。"), shen, deng)
    Target.objects.filter(pk=target).update(statistic="")
    report(ref, deng, {target: "6"})
    row = seen(shen, ref, day(2, 3)).row
    assert row.check.met
    assert "自报 6 个，承诺 5 个，无法比较" in row.check.sentence
    assert promise(target, day(2, 3)).standing == "nodata"


def test_last_years_number_is_not_held_against_next_years_promise(city, shen, deng):
    plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "2"})
    newer = plans.import_plan(
        data=LOOSE.replace("2026年", "2027年").encode(), name="next.txt", region="990100",
        by=shen, at=day(12, 20),
    )  # fmt: skip
    link = plans.lineage.declare(
        kind="successor", origin=plan.id, heir=newer.id, by=shen, at=day(12, 20)
    )
    plans.lineage.take(
        link=link, origin=plan.tasks[0].id, heir=newer.tasks[0].id, by=shen, at=day(12, 20)
    )
    (mine,) = newer.tasks[0].targets
    later = day(1, 20, year=2027)
    found = seen(deng, ref, later)
    assert found.row.plan == newer.id
    assert promise(mine.id, later).own == ""
    assert "2 份" not in found.row.check.sentence
    assert promise(target, later).actual_text == "", "the case left the old clause"


def test_a_number_stays_with_its_own_target_whatever_the_others_are_called(city, shen, deng):
    _plan, ref, (first,) = working(LOOSE, shen, deng)
    report(ref, deng, {first: "5"})
    row = Target.objects.get(pk=first)
    twin = Target.objects.create(
        task=row.task, order=9, span=row.span, metric=row.metric, comparator="<=", value=3,
        unit=row.unit, status="confirmed",
    )  # fmt: skip
    Target.objects.filter(pk=first).update(status="rejected")
    assert promise(twin.pk, day(2, 3)).own == "", "what was said of another target of the task"


def test_over_an_edition_a_number_follows_the_link_not_the_name(city, shen, deng):
    plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "5"})
    newer = plans.import_plan(
        data=LOOSE.replace("1月5日", "2月5日").encode(), name="again.txt", region="990100",
        by=shen, at=day(2, 10),
    )  # fmt: skip
    (heir,) = newer.tasks[0].targets
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(2, 11))
    Target.objects.filter(pk=heir.id).update(metric="材料")
    name = Target.objects.get(pk=target).metric
    twin = Target.objects.create(
        task_id=newer.tasks[0].id, order=9, span="申请材料", metric=name,
        comparator="<=", value=3, unit="份", status="confirmed",
    )  # fmt: skip
    assert promise(heir.id, day(2, 12)).actual_text == "5 份"
    assert promise(twin.pk, day(2, 12)).own == ""


def test_a_number_told_on_an_edition_comes_home_when_that_is_withdrawn(city, shen, deng):
    plan, ref, (target,) = working(LOOSE, shen, deng)
    newer = plans.import_plan(
        data=LOOSE.replace("1月5日", "2月5日").encode(), name="again.txt", region="990100",
        by=shen, at=day(2, 10),
    )  # fmt: skip
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(2, 11))
    report(ref, deng, {newer.tasks[0].targets[0].id: "5"}, at=day(2, 12))
    plans.withdraw(plan=newer.id, reason="读错了文件", by=shen, at=day(2, 13))
    assert seen(deng, ref, day(2, 14)).row.plan == plan.id
    assert promise(target, day(2, 14)).actual_text == "5 份"


def test_a_new_number_stands_without_the_words_said_of_the_one_before(city, shen, deng):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "5"})
    report(ref, deng, {target: "2"}, at=day(3, 2))
    (line,) = seen(deng, ref, day(3, 3)).reports[0].numbers
    assert (line.value, line.reason, line.period) == ("2 份", "", "")


# -- corrections -------------------------------------------------------------------------------


def correct(ref, deng, own, at=None):
    plans.correct_report(
        ref=ref, percent=41, progress="措辞更正", why="措辞", by=deng, at=at or day(2, 12), own=own
    )


def test_a_correction_of_words_keeps_the_number(city, shen, deng):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "5"})
    correct(ref, deng, None)
    assert promise(target, day(2, 13)).actual_text == "5 份"
    correct(ref, deng, {target: ""}, at=day(2, 14))
    (line,) = seen(deng, ref, day(2, 15)).reports[0].numbers
    assert (line.value, line.number) == ("", "")
    assert promise(target, day(2, 15)).own == ""
    assert promise(target, day(2, 13)).actual_text == "5 份"


def test_the_form_of_a_correction_offers_the_number_of_the_earlier_edition(city, shen, deng):
    plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {target: "5"})
    newer = plans.import_plan(
        data=LOOSE.replace("1月5日", "2月5日").encode(), name="again.txt", region="990100",
        by=shen, at=day(2, 10),
    )  # fmt: skip
    plans.lineage.declare(kind="edition", origin=plan.id, heir=newer.id, by=shen, at=day(2, 11))
    (heir,) = newer.tasks[0].targets
    assert seen(deng, ref, day(2, 12)).typed == {heir.id: "5"}
    correct(ref, deng, {heir.id: "4"})
    (line,) = seen(deng, ref, day(2, 13)).reports[0].numbers
    assert (line.target, line.value) == (heir.id, "4 份")


def test_words_kept_before_numbers_were_read_are_offered_as_a_number(city, shen, deng):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    report(ref, deng, {})
    row = Report.objects.get()
    (line,) = row.numbers
    line |= {"value": "5份", "mark": "reported"}
    row.save()
    assert seen(deng, ref, day(2, 12)).typed == {target: "5"}
    correct(ref, deng, None)
    assert Report.objects.get().numbers == [line]


def test_a_correction_leaves_what_was_measured_as_it_stood(measured, reviewed, deng, monkeypatch):
    (target,) = reviewed.tasks[0].targets
    report(measured, deng, {})
    row = Report.objects.get()
    row.numbers[0] |= {"value": "2.5 工作日", "lamp": "red"}  # as it was on that day
    row.save()
    correct(measured, deng, {})
    (line,) = Report.objects.get().numbers
    assert (line["value"], line["lamp"]) == ("2.5 工作日", "red")
    with pytest.raises(Refusal, match="由系统指标计算"):
        correct(measured, deng, {target.id: "1"})


# -- in public ---------------------------------------------------------------------------------


def test_the_public_sees_a_units_own_number_only_once_it_was_verified(city, shen, deng, client):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    plans.confirm_target(target=target, by=shen, at=day(1, 6))
    report(ref, deng, {target: "2"})
    mine = promise(target, day(2, 3))
    assert (mine.standing, mine.actual_text) == ("reported", "2 份")
    shown = mine.in_public
    assert (shown.standing, shown.lamp, shown.actual_text) == ("nodata", "grey", "")
    assert (shown.reason, shown.own, shown.reported_text) == ("暂无数据", "", "")
    plans.ask_close(ref=ref, words="已压减", by=deng, at=day(2, 5), files=[evidence()])
    assert promise(target, day(2, 5)).in_public.actual_text == ""
    listed = {
        one.target.id: one for one in plans.promises(shen, region="990100", as_of=day(2, 6).date())
    }
    assert not listed[target].own_verified
    plans.verify_closing(ref=ref, passed=True, opinion="已核", by=shen, at=day(2, 6))
    listed = {
        one.target.id: one for one in plans.promises(shen, region="990100", as_of=day(2, 6).date())
    }
    assert listed[target].in_public.actual_text == "2 份", "though it was kept before"
    assert promise(target, day(2, 5)).in_public.actual_text == ""


def test_the_front_page_of_the_portal_holds_no_unverified_number(city, shen, deng, client):
    _plan, ref, (target,) = working(LOOSE, shen, deng)
    plans.confirm_target(target=target, by=shen, at=day(1, 6))
    report(ref, deng, {target: "2"})
    client.force_login(user_of("shen"))
    page = client.get("/").content.decode()
    band = page.split('class="promise-band ')[1].split("</section>")[0]
    assert "2 份" not in band
    assert "暂无数据" in band


def test_shares_of_a_number_whose_way_is_unknown_say_what_the_task_says(city, shen, deng):
    words = "便利化，取消证明事项30项。"
    _plan, ref, (target,) = working(PLAN.replace("压缩至2个工作日以内。", words), shen, deng)
    report(ref, deng, {target: "33"})
    assert not promise(target, day(3, 1)).own_short
    plans.split_target(target=target, how="equal", by=shen, at=day(1, 8))
    late = day(12, 31).date().replace(year=2027)
    first, *rest = plans.split_of(shen, target, as_of=late).places
    plans.return_share(target=target, place=first.place, value=first.amount, by=shen, at=day(2, 1))
    for one in rest:
        more = str(int(one.amount) + 1)
        plans.return_share(target=target, place=one.place, value=more, by=shen, at=day(2, 1))
    split = plans.split_of(shen, target, as_of=late)
    assert [one.met for one in split.places] == [True, *(None for _ in rest)]
    assert not any(one.overdue for one in split.places)
    assert "无法比较" in split.rolled_says
    assert "还差" not in split.rolled_says
