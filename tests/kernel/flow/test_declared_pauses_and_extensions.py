"""What stops or lengthens a clock beyond the law's own list is declared by the item."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from yingshang.kernel import flow as f
from yingshang.kernel.worktime import CST, Limit

AT = datetime(2026, 3, 2, 10, tzinfo=CST)
PUBLICITY = f.PauseRule(
    "publicity", "公示", "城乡规划法第五十条", Limit(30, "day"), Limit(7, "day")
)
HEAD = f.ExtensionRule("head", "本机关负责人", 10, "行政许可法第四十二条第一款")
GOVERNMENT = f.ExtensionRule("government", "本级人民政府负责人", 15, "行政许可法第四十二条第二款")
FLOW = f.FlowDef(pauses=(PUBLICITY,), extensions=(HEAD, GOVERNMENT), max_extensions=2)


@pytest.fixture
def accepted() -> f.Standing:
    events = [f.Event("submitted", "lin", AT, {"unit": "u"}), f.Event("accepted", "zhou", AT)]
    return f.replay(FLOW, events)


def answer(standing, command, flow=FLOW):
    return f.decide(flow, standing, command)


def test_a_declared_kind_brings_its_basis_its_cap_and_how_long_it_takes(accepted):
    command = f.Pause(
        by="ma", at=AT, kind="publicity", reason="规划条件公示", notice="公示〔2026〕3号"
    )
    (event,) = answer(accepted, command)
    span = f.evolve(FLOW, accepted, event).pauses[0]
    assert (span.basis, span.cap, span.expected) == ("城乡规划法第五十条", "30天", "7天")
    assert span.notice == "公示〔2026〕3号"


def test_the_same_kind_undeclared_is_refused(accepted):
    command = f.Pause(by="ma", at=AT, kind="publicity", reason="公示", basis="某规定")
    assert answer(accepted, command, replace(FLOW, pauses=())).code == "pause-kind"


@pytest.mark.parametrize("kind", f.SPECIAL_PROCEDURES)
def test_the_eight_special_procedures_need_no_declaration_and_keep_their_counterpart(
    accepted, kind
):
    command = f.Pause(
        by="ma",
        at=AT,
        kind=kind,
        reason="依法进行",
        basis="行政许可法第四十五条",
        expected="10个工作日",
        counterpart="市检测中心",
    )
    (event,) = answer(accepted, command, f.FlowDef())
    span = f.evolve(FLOW, accepted, event).pauses[0]
    assert (span.kind, span.expected, span.counterpart) == (kind, "10个工作日", "市检测中心")


@pytest.mark.parametrize(("role", "most"), [("head", 10), ("government", 15)])
def test_each_approver_has_a_cap_of_his_own(accepted, role, most):
    def extend(days):
        command = f.Extend(
            by="ma", at=AT, workdays=days, reason="联合办理", approver="李", role=role
        )
        return answer(accepted, command)

    (event,) = extend(most)
    span = f.evolve(FLOW, accepted, event).extensions[0]
    assert (span.role, span.workdays) == (role, most)
    assert "第四十二条" in span.basis
    refusal = extend(most + 1)
    assert refusal.code == "extension-length"
    assert f"1 到 {most} 个工作日" in refusal.sentence


def test_an_approver_whom_the_item_does_not_know_is_refused(accepted):
    command = f.Extend(by="ma", at=AT, workdays=5, reason="x", approver="王", role="neighbour")
    refusal = answer(accepted, command)
    assert refusal.code == "extension-role"
    assert "本机关负责人、本级人民政府负责人" in refusal.sentence


def test_what_was_kept_is_folded_again_from_the_facts(accepted):
    (paused,) = answer(accepted, f.Pause(by="ma", at=AT, kind="publicity", reason="公示"))
    (resumed,) = answer(
        f.evolve(FLOW, accepted, paused), f.Resume(by="ma", at=AT + timedelta(days=7))
    )
    again = f.replay(
        FLOW,
        [
            f.Event("submitted", "lin", AT, {"unit": "u"}),
            f.Event("accepted", "zhou", AT),
            paused,
            resumed,
        ],
    )
    assert again.pauses[0].cap == "30天"
    assert again.pauses[0].until == AT + timedelta(days=7)
