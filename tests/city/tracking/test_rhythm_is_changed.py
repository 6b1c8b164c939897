"""How often a task is reported on is changed once it is out: with a reason, from that day on."""

import pytest
from ledger_sample import day

from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.flow import Refusal

LAND = "990100-land"


def change(ref, by, at, every="week", reason="省里要求按周调度"):
    plans.change_rhythm(ref=ref, every=every, reason=reason, by=by, at=at)


def owed(ref, by, at):
    return [one.period for one in plans.tracked_task(by, ref, at=at).owed]


def test_what_had_ended_stays_owed_and_what_runs_is_owed_in_the_new_rhythm(measured, shen, deng):
    """A monthly task; from Wednesday 11 March by the week."""
    assert owed(measured, deng, day(3, 10)) == ["2026-01", "2026-02", "2026-03"]
    change(measured, shen, day(3, 11))
    assert owed(measured, deng, day(3, 17)) == ["2026-01", "2026-02", "2026-W11", "2026-W12"]
    plans.report_progress(
        ref=measured, percent=30, progress="已会商", period="2026-W11", by=deng, at=day(3, 17)
    )
    row = plans.tracked_task(deng, measured, at=day(3, 31)).row
    assert "2026-02" in " ".join(owed(measured, deng, day(3, 31)))
    assert row.every == "week"


def test_a_longer_rhythm_leaves_no_gap(measured, shen, deng):
    """Changed back late in the month, that month is owed all the same."""
    change(measured, shen, day(2, 2))
    change(measured, shen, day(2, 25), every="month")
    periods = owed(measured, deng, day(3, 10))
    assert periods == ["2026-01", "2026-W06", "2026-W07", "2026-W08", "2026-02", "2026-03"]
    assert len(set(periods)) == len(periods)


def test_it_is_on_record_and_the_unit_is_told(measured, shen):
    change(measured, shen, day(3, 11))
    said = "报送频次由每月改为每周：省里要求按周调度"
    assert any(said in one.text for one in cases.timeline(shen, measured))
    (told,) = [
        one for one in notify.inbox([f"unit:{LAND}"]) if one.title.startswith("报送频次调整")
    ]
    assert said in told.body
    assert Track.objects.get(ref=measured).rhythms == [["month", "2026-03-11"]]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"every": "hour"}, "从列表里选择"),
        ({"every": "month"}, "现在就是每月报送"),
        ({"reason": " "}, "请写明为什么"),
    ],
)
def test_it_is_refused_in_words(measured, shen, said, words):
    with pytest.raises(Refusal, match=words):
        change(measured, shen, day(3, 11), **said)
    assert Track.objects.get(ref=measured).every == "month"


def test_only_who_sent_it_out_changes_it(measured, deng, shen, he):
    assert "change_rhythm" in plans.tracked_task(shen, measured, at=day(3, 11)).verbs
    for who in (deng, he):
        assert "change_rhythm" not in plans.tracked_task(who, measured, at=day(3, 11)).verbs
        with pytest.raises(Refusal, match="由交办任务的营商局"):
            change(measured, who, day(3, 11))


def test_of_a_past_day_it_is_owed_as_it_was_then(measured, shen, deng):
    before = owed(measured, deng, day(2, 20))
    change(measured, shen, day(3, 11))
    assert owed(measured, deng, day(2, 20)) == before


def test_what_was_asked_for_is_not_called_a_report_that_nobody_asked_for(measured, shen, deng):
    for at, period in ((day(2, 3), "2026-01"), (day(3, 3), "2026-02")):
        plans.report_progress(
            ref=measured, percent=20, progress="已会商", period=period, by=deng, at=at
        )
    change(measured, shen, day(3, 11), every="never")
    plans.report_progress(ref=measured, percent=30, progress="又会商", by=deng, at=day(3, 12))
    found = plans.tracked_task(deng, measured, at=day(3, 13)).reports
    assert {one.period: one.unasked for one in found} == {
        "2026-01": False, "2026-02": False, "2026-03": True,
    }  # fmt: skip


def test_the_days_that_were_too_few_at_the_sending_stay_too_few_after_a_change(reviewed, shen):
    """Sent on Thursday 29 January, by the month, of which a week must be left."""
    refs = plans.send_tasks(
        plan=reviewed.id, by=shen, at=day(1, 29), tasks=[reviewed.tasks[0].id],
        rhythms={reviewed.tasks[0].id: "week"},
    )  # fmt: skip
    (ref,) = refs
    change(ref, shen, day(1, 30), every="month")
    assert owed(ref, shen, day(2, 10)) == ["2026-02"]
    change(ref, shen, day(2, 11))
    change(ref, shen, day(2, 11, 15), every="month")
    assert owed(ref, shen, day(3, 5)) == ["2026-02", "2026-03"]
