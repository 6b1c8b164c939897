"""Cases closed in a heap at the end of a month, and the heaps that are honest."""

from dataclasses import replace
from datetime import timedelta

from suspicion_situations import case, day, flagged, ordinary_month, plain, said, why

KIND = "bulk-closing"
LAST = day(3, 31, 16)


def closed_unseen(n, *, begun=None, minute=2.0, by="ma", **more):
    """The n-th case of a heap: every step and the decision within the same minute."""
    begun, ended = begun or day(3, 25), LAST + timedelta(minutes=n * minute)
    return case(
        ("submitted", f"party:{n}", begun - timedelta(hours=1)),
        ("accepted", "zhou", begun),
        ("step-opened", "zhou", begun, {"step": "review"}),
        ("step-done", by, ended - timedelta(seconds=40), {"step": "review"}, said("同意")),
        ("decided", by, ended, {"outcome": "granted"}),
        ("closed", by, ended + timedelta(minutes=1)),
        due=more.pop("due", begun + timedelta(days=12)),
        **more,
    )


HEAP = [closed_unseen(n) for n in range(15)]


def test_a_heap_without_work_at_the_month_end_is_a_ground_for_each_case():
    assert flagged([*ordinary_month(), *HEAP]) == {KIND: [one.ref for one in HEAP]}


def test_the_ground_counts_cases_and_minutes():
    (found,) = why([*ordinary_month(), *HEAP], HEAP[3].ref)
    words = " ".join(reason.sentence for reason in found.reasons)
    assert "28 分钟内连续办结 15 件" in words
    assert "同几分钟内办完" in words
    assert len(found.drawn["minutes"]) == 15


def test_limits_that_fall_on_the_month_end_explain_a_peak():
    peak = [
        plain(day(3, 19), LAST + timedelta(minutes=9 * n), due=day(3, 31, 17)) for n in range(6)
    ]
    assert flagged([*ordinary_month(), *peak]) == {}


def test_catching_up_after_leave_is_not():
    month = [one for one in ordinary_month() if not _of(one, "ma", after=day(3, 20))]
    back = [
        plain(day(3, 20), LAST + timedelta(minutes=6 * n), due=day(4, 1, 17)) for n in range(12)
    ]
    assert flagged([*month, *back]) == {}


def _of(one, who, *, after):
    ended = one.last(("decided",))
    return ended.by == who and ended.at > after


def test_a_heap_in_mid_month_is_of_another_kind():
    moved = [
        replace(one, acts=tuple(replace(a, at=a.at - timedelta(days=14)) for a in one.acts))
        for one in HEAP
    ]
    assert flagged([*ordinary_month(), *moved]) == {}


def test_instant_items_decided_in_batches_are_not():
    batch = [
        replace(closed_unseen(n, begun=LAST), instant=True, item="stamp", limit=1)
        for n in range(15)
    ]
    assert flagged([*ordinary_month(), *batch]) == {}


def test_a_joint_meeting_decides_many_at_once():
    meeting = [
        replace(
            one,
            acts=(
                *one.acts[:3],
                replace(one.acts[3], at=day(3, 30), said=said("集体会审通过", "meeting")),
                *one.acts[4:],
            ),
        )
        for one in HEAP
    ]
    assert flagged([*ordinary_month(), *meeting]) == {}
