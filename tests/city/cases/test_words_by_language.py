"""What happened is told in the reader's language; what is sent stays as it was written."""

import pytest
from case_samples import later
from django.utils.translation import override

from yingshang.city.cases import service as cases
from yingshang.city.cases._timeline import describe
from yingshang.city.notify import service as notify
from yingshang.kernel.flow import FlowDef


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


@pytest.mark.parametrize(
    ("name", "data", "english"),
    [
        (
            "paused",
            {"kind": "tender", "reason": "招标中", "basis": "条例", "counterpart": "代理机构"},
            ": 招标中 (条例); the clock stands meanwhile; waiting for 代理机构",
        ),
        ("assigned", {"unit": "990100-market", "reason": "统筹"}, " leads. 统筹."),
        (
            "extended",
            {"approver": "沈正", "workdays": 5, "reason": "情况复杂"},
            "Extended by 5 working days, approved by 沈正: 情况复杂",
        ),
        (
            "amended",
            {"was": "2026-03-01T23:59:59+08:00", "until": "2026-04-01T23:59:59+08:00",
             "reason": "新版方案"},
            "Deadline moved from 1 Mar 2026 to 1 Apr 2026. 新版方案.",
        ),
    ],
)  # fmt: skip
def test_pauses_and_extensions_are_told_in_the_reader_s_language(city, name, data, english):
    with override("en"):
        assert describe(name, data, FlowDef()).endswith(english)
    assert "clock" not in describe(name, data, FlowDef())
