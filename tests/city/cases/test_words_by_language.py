"""What happened is told in the reader's language; what is sent stays as it was written."""

from case_samples import later
from django.utils.translation import override

from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify


def test_the_reader_s_language_is_on_the_page_and_never_in_a_message(order, shen, ma, now):
    cases.assign(ref=order.ref, unit="990100-market", reason="统筹", by=shen, at=later(now, 1))
    with override("en"):
        step = cases.case_for(ma, order.ref).steps[0].code
        cases.complete_step(ref=order.ref, step=step, opinion="已整改", by=ma, at=later(now, 2))
        done = next(e for e in cases.timeline(ma, order.ref) if e.name == "step-done")
    assert "Sent" in done.text or "Pass" in done.text
    assert "已整改" in done.text
    [there] = [e.text for e in cases.timeline(ma, order.ref) if e.name == "step-done"]
    assert "已报送" in there or "通过" in there
    bodies = [
        m.body
        for m in notify.inbox([f"user:{shen.id}", "unit:990100-market", "unit:990100-office"])
    ]
    assert not any("Sent" in body or "Pass" in body for body in bodies)
