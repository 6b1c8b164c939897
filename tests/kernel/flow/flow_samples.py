"""Samples shared by the flow tests: one flow of each kind, and well-formed commands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from yingshang.kernel import flow as f
from yingshang.kernel.worktime import Limit

CST = timezone(timedelta(hours=8))
T0 = datetime(2026, 3, 2, 9, 30, tzinfo=CST)

PERMIT = f.FlowDef(
    licensing=True,
    steps=(
        f.StepDef("check", "形式审查", "market"),
        f.StepDef("site", "现场核查", "market", after=("check",), two_person=True),
        f.StepDef("fire", "消防意见", "fire", after=("check",)),
        f.StepDef("sign", "签发", "market", after=("site", "fire")),
    ),
)
ORDER = f.FlowDef(
    steps=(
        f.StepDef("answer", "整改答复", "lead"),
        f.StepDef("verify", "核查", "office", after=("answer",), on_fail="back"),
    ),
    outcomes=("done", "terminated"),
    auto_accept=True,
    auto_decide=True,
    assigned=True,
    may_return=True,
)
PLAIN = f.FlowDef()
INSTANT = f.FlowDef(steps=(f.StepDef("look", "核对", "market"),), instant=True, licensing=True)
COMMITMENT = f.FlowDef(
    licensing=True,
    steps=(f.StepDef("site", "现场核查", "market", two_person=True),),
    verify=Limit(30, "workday"),
    mend=Limit(10, "workday"),
)
TOLERANT = f.FlowDef(
    licensing=True,
    steps=(f.StepDef("check", "审查", "market"),),
    promised=Limit(8, "workday"),
    missable=("lease", "photo"),
    make_up=Limit(5, "workday"),
)
TOLD = f.FlowDef(steps=(f.StepDef("check", "审查", "market"),), hearing="told", licensing=True)
HELD = f.FlowDef(steps=(f.StepDef("check", "审查", "market"),), hearing="held", licensing=True)
RENEWAL = f.FlowDef(steps=(f.StepDef("check", "审查", "market"),), renewal=True, licensing=True)
LEVELS = f.FlowDef(
    licensing=True,
    steps=(
        f.StepDef("first", "县级初审", "county", preliminary=True),
        f.StepDef("second", "审查", "market", after=("first",)),
    ),
)
FLOWS = {
    "permit": PERMIT,
    "order": ORDER,
    "plain": PLAIN,
    "instant": INSTANT,
    "commitment": COMMITMENT,
    "tolerant": TOLERANT,
    "told": TOLD,
    "held": HELD,
    "renewal": RENEWAL,
    "levels": LEVELS,
}


def well_formed(verb: str, standing: f.Standing, at: datetime, by: str = "wu") -> f.Command:
    """A command of that verb with nothing left out, fitting where the case stands."""
    open_steps = standing.open_steps
    first_by = standing.steps[open_steps[0]].checked_by if open_steps else ""
    who = "zhou" if first_by == by else by
    # what a clerk or a reviewer would write for that verb
    extra: dict[str, dict] = {
        "submit": {"unit": "990100-market"},
        "correct_on_spot": {"what": "门牌号写错，当场改正"},
        "make_up": {"materials": standing.missing[:1]},
        "decide_now": {"outcome": "granted"},
        "verify_commitment": {"result": "kept"},
        "tell_hearing": {"reason": "涉及相邻业主重大利益", "ask_by": at + timedelta(days=7)},
        "ask_hearing": {"hold_by": at + timedelta(days=28)},
        "call_hearing": {
            "on": at + timedelta(hours=1),
            "earliest": at,
            "place": "政务服务中心 301",
            "chair": "何青",
            "chair_id": "he",
        },
        "hold_hearing": {"record": "双方陈述意见，无新证据"},
        "deliver": {"way": "post", "recipient": "林晓", "tracking": "SF100"},
        "ask_correction": {"items": ("补营业场所证明",)},
        "refuse": {"reason": "不属于本机关职权"},
        "complete_step": {"step": open_steps[0] if open_steps else "check", "by": who},
        "pause": {"kind": "hearing", "reason": "利害关系人申请", "basis": "行政许可法第四十五条"},
        "extend": {"workdays": 5, "reason": "案情复杂", "approver": "局长"},
        "decide": {"outcome": "refused", "reason": "不符合条件"},
        "reopen": {"ground": "行政复议决定书〔2026〕3号", "kind": "reconsideration"},
        "assign": {"unit": "990100-tax", "reason": "统筹"},
        "return_assignment": {"reason": "非本单位职责", "duties": "三定规定", "window_open": True},
        "rule_return": {"upheld": True, "unit": "990100-land", "reason": "职责清单"},
        "amend": {"unit": "990100-land", "until": at + timedelta(days=30), "reason": "新一版方案"},
        "note": {"data": {"text": "电话回访"}},
        "hand_over": {"unit": "990100-market", "giver": "ma", "taker": "sun"},
    }
    return f.COMMANDS[verb](**{"by": by, "at": at, **extra.get(verb, {})})


def run(flow: f.FlowDef, *commands: f.Command) -> tuple[f.Standing, list[f.Event]]:
    """Fold the commands; a refusal fails the test."""
    standing, events = f.Standing(), []
    for command in commands:
        decided = f.decide(flow, standing, command)
        assert not isinstance(decided, f.Refusal), f"{command.verb}: {decided}"
        for event in decided:
            standing = f.evolve(flow, standing, event)
            events.append(event)
    return standing, events


def names(decided: f.Decision) -> list[str]:
    assert not isinstance(decided, f.Refusal), decided
    return [
        event.name + (f":{event.data['step']}" if "step" in event.data else "") for event in decided
    ]


def after(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)
