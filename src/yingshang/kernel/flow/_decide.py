"""decide(flow, standing, command): the events that follow, or why not. Pure and total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._answers import ANSWERS, accepted_events, opened, return_pending
from yingshang.kernel.flow._clocks import decides_itself, extend, pause, resume
from yingshang.kernel.flow._closed import closed_verbs
from yingshang.kernel.flow._commitment import decide_now, verify_commitment, withdraw_promise
from yingshang.kernel.flow._delivery import deliver
from yingshang.kernel.flow._evolve import evolve
from yingshang.kernel.flow._hands import hand_over
from yingshang.kernel.flow._hearing import (
    ask,
    call,
    hold,
    not_yet_heard,
    tell,
    waive,
)
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import (
    REOPEN_GROUNDS,
    STATES,
    Event,
    FlowDef,
    Refusal,
    Standing,
    StepDef,
)
from yingshang.kernel.flow._orders import order_rules
from yingshang.kernel.flow._table import ALLOWED, LICENSING_ONLY, not_licensing, out_of_table
from yingshang.kernel.flow._tolerance import make_up, still_missing

Decision = tuple[Event, ...] | Refusal
Rule = Callable[[FlowDef, Standing, Any], Decision]


def decide(flow: FlowDef, standing: Standing, command: c.Command) -> Decision:
    """Answer `command` for a case that stands at `standing`.

    Never raises for a well-typed command: what may not be done comes back as a Refusal.
    """
    if command.at.tzinfo is None:
        return Refusal("time-naive", _t("时间缺少时区，无法计时。请使用带时区的时间。"))
    if standing.last_at is not None and command.at < standing.last_at:
        return Refusal(
            "time-backwards", _t("该操作的时间早于本件最近一次记录，不能倒填。请核对时间后再办。")
        )
    if standing.state not in ALLOWED[command.verb]:
        return out_of_table(standing.state, command.verb)
    if not flow.licensing and command.verb in LICENSING_ONLY:
        return not_licensing(command.verb)
    return RULES[command.verb](flow, standing, command)


_BY_STATE = {
    state: frozenset(
        verb for verb, states in ALLOWED.items() if state in states and verb != "issue_licence"
    )
    for state in STATES
}


def allowed(flow: FlowDef, standing: Standing) -> frozenset[str]:
    """Verbs that the state and the flow leave open (form and rights are the caller's to check)."""
    return _BY_STATE[standing.state] - closed_verbs(flow, standing)


# -- steps -----------------------------------------------------------------------------------


def _complete_step(flow: FlowDef, standing: Standing, cmd: c.CompleteStep) -> Decision:
    step, now = flow.step(cmd.step), standing.steps.get(cmd.step)
    if step is None or now is None:
        return Refusal(
            "step-unknown", _t("本事项没有“%(step)s”这个环节。请刷新页面后再选。"), step=cmd.step
        )
    if standing.return_pending:
        return return_pending("办结环节")
    if now.status == "waiting":
        names = tuple(s.name for s in flow.steps if s.code in step.after)
        return Refusal(
            "step-waiting",
            _t("“%(step)s”还没有轮到：要等“%(names)s”办完。请稍后再办。"),
            step=step.name,
            names=names or _t("前面的环节"),
        )
    if now.status != "open":
        return Refusal(
            "step-done",
            _t("“%(step)s”已经办结，不能重复办理。请刷新页面查看办理结果。"),
            step=step.name,
        )
    if standing.hearing_chair and standing.hearing_chair == cmd.by:
        return Refusal(
            "hearing-chair",
            _t(
                "您主持（过）本件的听证，不能再审查本件（行政许可法第四十八条）。请由另一名同事办理。"
            ),
        )
    if cmd.result not in ("pass", "fail"):
        return Refusal("step-result", _t("环节结果只能是“通过”或“不通过”。请重新选择。"))
    if cmd.result == "fail" and not str(cmd.data.get("opinion") or "").strip():
        return Refusal(
            "opinion-missing", _t("“%(step)s”不通过必须写明意见。请补写后再提交。"), step=step.name
        )
    data = {**cmd.data, "step": step.code, "result": cmd.result}
    sent_back = cmd.result == "fail" and step.on_fail == "back"  # one pair of eyes is enough
    if step.two_person and not sent_back:
        checked = _two_person(step, now.checked_by, now.checked_result, cmd, data)
        if checked is not None:
            return checked
        data["first_by"] = now.checked_by
    done = Event("step-done", cmd.by, cmd.at, data)
    return (done, *_after_step(flow, standing, step, done, cmd))


def _two_person(
    step: StepDef, first_by: str, first_result: str, cmd: c.CompleteStep, data: Mapping[str, Any]
) -> Decision | None:
    """Verification on the facts takes two or more staff (Administrative Licensing Law art. 34)."""
    if not first_by or (first_by != cmd.by and first_result != cmd.result):
        return (Event("step-checked", cmd.by, cmd.at, dict(data)),)
    if first_by == cmd.by:
        return Refusal(
            "two-person",
            _t(
                "“%(step)s”须两名以上工作人员核查，您已签过第一人意见。请由另一名同事签第二人意见。"
            ),
            step=step.name,
        )
    return None


def _after_step(
    flow: FlowDef, standing: Standing, step: StepDef, done: Event, cmd: c.CompleteStep
) -> Iterator[Event]:
    if cmd.result == "fail":
        if step.on_fail == "back":
            for code in step.after:
                earlier = flow.step(code)
                if earlier is not None:
                    yield opened(earlier, cmd)
        return
    after = evolve(flow, standing, done)
    for later in flow.steps:
        if after.steps[later.code].status != "waiting":
            continue
        if all(after.steps[code].is_behind for code in later.after):
            yield opened(later, cmd)
    if after.open_pause is None and decides_itself(flow, after):
        yield Event("decided", cmd.by, cmd.at, {"outcome": flow.outcomes[0], "auto": True})


# -- the end ---------------------------------------------------------------------------------


def _decide(flow: FlowDef, standing: Standing, cmd: c.Decide) -> Decision:
    if cmd.outcome not in flow.outcomes:
        return Refusal("outcome-unknown", _t("本事项没有这种办理结果。请从列出的结果中选择。"))
    if standing.return_pending:
        return return_pending("作出决定")
    if cmd.deemed and standing.open_pause is None:
        return _granted_by_silence(flow, standing, cmd)
    unheard = not_yet_heard(flow, standing, cmd)
    if unheard is not None:
        return unheard
    if standing.open_pause is not None:
        return Refusal("paused", _t("本件正在特别程序中，不能作出决定。请先结束特别程序。"))
    negative = cmd.outcome in flow.negative
    if not negative and standing.missing:
        return still_missing(standing) or ()
    if negative and not cmd.reason.strip():
        return Refusal(
            "reason-missing",
            _t(
                "不予许可的决定必须说明理由，并告知复议、诉讼的权利（行政许可法第三十八条）。请写明理由。"
            ),
        )
    if standing.has_failed and not negative:
        return Refusal(
            "step-failed",
            _t("有环节审查不通过，不能作出同意的决定。请作出不予同意的决定并说明理由。"),
        )
    if not standing.all_passed and not standing.has_failed:
        return Refusal(
            "steps-open",
            _t("还有环节没有办完：%(names)s。请在这些环节办结后再作决定。"),
            names=tuple(s.name for s in flow.steps if not standing.steps[s.code].is_behind),
        )
    data: dict[str, Any] = {"outcome": cmd.outcome}
    if cmd.reason.strip():
        data["reason"] = cmd.reason.strip()
    if standing.hearing == "held":
        data["hearing"] = standing.hearing_seq
    return (Event("decided", cmd.by, cmd.at, data),)


def _granted_by_silence(flow: FlowDef, standing: Standing, cmd: c.Decide) -> Decision:
    """No decision before the old licence ended: the renewal is granted (art. 50). What a review
    has reopened was decided in time; silence grants it no more."""
    if not flow.renewal or standing.reopened or cmd.outcome in flow.negative:
        return Refusal(
            "not-by-silence", _t("本事项逾期未作决定不视为准予。请由办理单位作出决定并说明情况。")
        )
    data = {"outcome": cmd.outcome, "deemed": True}
    return (Event("decided", cmd.by, cmd.at, data),)


def _issue_licence(flow: FlowDef, standing: Standing, cmd: c.IssueLicence) -> Decision:
    return (Event("licence-issued", cmd.by, cmd.at, dict(cmd.data)),)


def _close(flow: FlowDef, standing: Standing, cmd: c.Close) -> Decision:
    data: dict[str, Any] = {"channel": cmd.channel} if cmd.channel else {}
    if cmd.blocked:
        if not cmd.override_reason.strip():
            return cmd.blocked[0]
        data["override_reason"] = cmd.override_reason.strip()
        data["overridden"] = [refusal.code for refusal in cmd.blocked]
    return (Event("closed", cmd.by, cmd.at, data),)


def _reopen(flow: FlowDef, standing: Standing, cmd: c.Reopen) -> Decision:
    if standing.state == "withdrawn" and not standing.deemed:
        return Refusal(
            "withdrawn-freely",
            _t(
                "本件是申请人自己撤回的，没有可以复议、诉讼的决定，不能重新启动。如仍需办理，请重新申请。"
            ),
        )
    if not cmd.ground.strip():
        return Refusal(
            "ground-missing",
            _t("重新启动必须写明依据，如复议决定、判决或督查结论的文号。请补写后再提交。"),
        )
    if cmd.kind and cmd.kind not in REOPEN_GROUNDS:
        return Refusal(
            "ground-kind",
            _t("重新启动的依据只能是复议决定、判决或监督检查结论。请选择依据的种类。"),
        )
    data = {"ground": cmd.ground.strip()}
    if cmd.kind:
        data["kind"] = cmd.kind
    if cmd.until is not None:
        data["until"] = cmd.until.isoformat()
    reopened = Event("reopened", cmd.by, cmd.at, data)
    after = evolve(flow, standing, reopened)
    behind = {code for code, step in after.steps.items() if step.status == "skipped"}
    again = [
        opened(step, cmd)
        for step in flow.steps
        if step.code not in behind and behind.issuperset(step.after)
    ]
    return (reopened, *again)


def _note(flow: FlowDef, standing: Standing, cmd: c.Note) -> Decision:
    if not str(cmd.data.get("text") or "").strip() and "digest" not in cmd.data:
        return Refusal("note-empty", _t("没有写内容，无法记录。请写明情况后再提交。"))
    return (Event("noted", cmd.by, cmd.at, dict(cmd.data)),)


RULES: Mapping[str, Rule] = {
    **ANSWERS,
    "make_up": make_up,
    "complete_step": _complete_step,
    "pause": pause,
    "resume": resume,
    "extend": extend,
    "tell_hearing": tell,
    "ask_hearing": ask,
    "waive_hearing": waive,
    "call_hearing": call,
    "hold_hearing": hold,
    "decide": _decide,
    "decide_now": decide_now,
    "withdraw_promise": withdraw_promise,
    "verify_commitment": verify_commitment,
    "issue_licence": _issue_licence,
    "deliver": deliver,
    "close": _close,
    "reopen": _reopen,
    "note": _note,
    "hand_over": hand_over,
    **order_rules(accepted_events),
}
