"""One application from the form to the licence, as each of the cast does and sees it."""

from datetime import timedelta

from case_samples import later, walk_to_decision

from yingshang.city.cases import service as cases


def test_an_application_becomes_a_licence(accepted, lin, ma, wu, zhou, now):
    ref = accepted.ref
    decided = walk_to_decision(ref, ma, wu, now)
    assert decided.state == "decided"
    assert decided.outcome_label == "准予"
    assert decided.licence.name == "食品经营许可证"
    assert decided.licence.holder == "青岚市明禾餐饮有限公司"
    closed = cases.close(ref=ref, by=zhou, at=later(now, 30))
    assert closed.state == "closed"
    names = [event.name for event in cases.timeline(lin, ref)]
    assert names == [
        "submitted",
        "accepted",
        "step-opened",
        "step-done",
        "step-opened",
        "step-opened",
        "step-done",
        "step-done",
        "step-opened",
        "step-done",
        "decided",
        "licence-issued",
        "closed",
    ]
    assert cases.case_for(lin, ref).seq == len(names)
    assert cases.verify_chain().ok


def test_who_holds_it_and_since_when(accepted, lin, now):
    holder = cases.case_for(lin, accepted.ref).holder_unit
    assert holder.unit == "990100-market"
    assert holder.since == now + timedelta(hours=1)
