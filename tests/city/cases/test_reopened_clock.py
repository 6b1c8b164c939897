"""A case that a review has reopened gets its time to decide anew, from the day of reopening."""

from datetime import timedelta

from case_samples import later, walk_to_decision

from yingshang.city.cases import service as cases

GROUND = "行政复议决定书〔2026〕3号"


def test_the_time_to_decide_runs_from_the_reopening(accepted, ma, wu, shen, now):
    given = cases.case_for(shen, accepted.ref).due_at - later(now, 1)
    walk_to_decision(accepted.ref, ma, wu, now)
    again = now + timedelta(days=120)
    cases.reopen(ref=accepted.ref, ground=GROUND, by=shen, at=again)
    found = cases.case_for(shen, accepted.ref, at=later(again, 1))
    assert abs(found.due_at - again - given) < timedelta(days=10)  # holidays apart
    assert found.lamp == "green"
    lines = {line.kind: line for line in cases.clock(shen, accepted.ref, at=later(again, 3)).limits}
    assert lines["statutory"].start == lines["promised"].start == again
    walk_to_decision(accepted.ref, ma, wu, again)
    once_more = cases.case_for(shen, accepted.ref, at=later(again, 11))
    assert (once_more.state, once_more.used_workdays) == ("decided", 0)  # the same day
