"""decide(flow, standing, command): the events that follow, or why not. Pure and total."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._answers import ANSWERS, accepted_events, opened, return_pending
from yingshang.kernel.flow._closed import closed_verbs
from yingshang.kernel.flow._commitment import decide_now, verify_commitment, withdraw_promise
from yingshang.kernel.flow._delivery import deliver
from yingshang.kernel.flow._evolve import evolve
from yingshang.kernel.flow._hands import hand_over
from yingshang.kernel.flow._hearing import (
    ask,
    call,
    hearing_pause,
    hold,
    not_yet_heard,
    tell,
    waive,
)
from yingshang.kernel.flow._model import (
    REOPEN_GROUNDS,
    SPECIAL_PROCEDURES,
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
        return Refusal("time-naive", "时间缺少时区，无法计时。请使用带时区的时间。")
    if standing.last_at is not None and command.at < standing.last_at:
        return Refusal(
            "time-backwards", "该操作的时间早于本件最近一次记录，不能倒填。请核对时间后再办。"
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
        return Refusal("step-unknown", f"本事项没有“{cmd.step}”这个环节。请刷新页面后再选。")
    if standing.return_pending:
        return return_pending("办结环节")
    if now.status == "waiting":
        names = "、".join(s.name for s in flow.steps if s.code in step.after) or "前面的环节"
        return Refusal("step-waiting", f"“{step.name}”还没有轮到：要等“{names}”办完。请稍后再办。")
    if now.status != "open":
        return Refusal(
            "step-done", f"“{step.name}”已经办结，不能重复办理。请刷新页面查看办理结果。"
        )
    if standing.hearing_chair and standing.hearing_chair == cmd.by:
        return Refusal(
            "hearing-chair",
            "您主持（过）本件的听证，不能再审查本件（行政许可法第四十八条）。请由另一名同事办理。",
        )
    if cmd.result not in ("pass", "fail"):
        return Refusal("step-result", "环节结果只能是“通过”或“不通过”。请重新选择。")
    if cmd.result == "fail" and not str(cmd.data.get("opinion") or "").strip():
        return Refusal("opinion-missing", f"“{step.name}”不通过必须写明意见。请补写后再提交。")
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
            f"“{step.name}”须两名以上工作人员核查，您已签过第一人意见。请由另一名同事签第二人意见。",
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
    if after.open_pause is None and _decides_itself(flow, after):
        yield Event("decided", cmd.by, cmd.at, {"outcome": flow.outcomes[0], "auto": True})


# -- clocks ----------------------------------------------------------------------------------


def _pause(flow: FlowDef, standing: Standing, cmd: c.Pause) -> Decision:
    if standing.open_pause is not None:
        return Refusal(
            "already-paused", "本件已在特别程序中，计时已经停止，不必重复启动。请先结束当前程序。"
        )
    rule = flow.pause_rule(cmd.kind)
    if rule is None and cmd.kind not in SPECIAL_PROCEDURES:
        return Refusal(
            "pause-kind",
            "这不是法律规定可以不计时的情形（行政许可法第四十五条）。"
            "请选择听证、招标、拍卖、检验、检测、检疫、鉴定或专家评审。",
        )
    basis = cmd.basis.strip() or (rule.basis if rule else "")
    if not cmd.reason.strip() or not basis:
        return Refusal(
            "pause-ground", "停止计时必须写明事由和法律依据，并告知申请人所需时间。请补写后再提交。"
        )
    data = {"kind": cmd.kind, "reason": cmd.reason.strip(), "basis": basis}
    more = {
        "expected": cmd.expected.strip() or str((rule and rule.expected) or ""),
        "cap": str((rule and rule.cap) or ""),
        "notice": cmd.notice.strip(),
        "counterpart": cmd.counterpart.strip(),
    }
    data |= {name: value for name, value in more.items() if value}
    return (Event("paused", cmd.by, cmd.at, data),)


def _decides_itself(flow: FlowDef, standing: Standing) -> bool:
    """Every step passed, and nothing that was promised or asked for is still to come."""
    return (
        flow.auto_decide
        and standing.all_passed
        and not (standing.missing or standing.hearing_runs or flow.hearing)
    )


def _resume(flow: FlowDef, standing: Standing, cmd: c.Resume) -> Decision:
    if standing.open_pause is None:
        return Refusal("not-paused", "本件没有进行中的特别程序，计时没有停止。请刷新页面。")
    ended = standing.open_pause.kind
    events = [Event("resumed", cmd.by, cmd.at, {"kind": ended})]
    if standing.hearing_runs and ended != "hearing":
        # asked for meanwhile: its time does not count either, and begins to stand alone
        said = "听证已经申请，仍在进行"
        return (*events, hearing_pause(cmd, standing.hearing_takes, said))
    if standing.steps and _decides_itself(flow, standing):
        data = {"outcome": flow.outcomes[0], "auto": True}
        events.append(Event("decided", cmd.by, cmd.at, data))
    return tuple(events)


def _extend(flow: FlowDef, standing: Standing, cmd: c.Extend) -> Decision:
    taken = len(standing.running_extensions)
    if taken >= flow.max_extensions:
        return Refusal("extended-already", _extended_words(flow, taken))
    if cmd.late:
        return Refusal("extended-late", _late_words(flow))
    if cmd.until is not None and cmd.was is not None and cmd.until <= cmd.was:
        return Refusal("extension-length", "延期后的日期不晚于现有期限，没有办理。请另选日期。")
    rule = flow.extension_rule(cmd.role)
    if rule is None and flow.extensions:
        names = "、".join(declared.name for declared in flow.extensions)
        return Refusal("extension-role", f"本事项的期限只能由{names}批准延长。请选择批准机关。")
    most = rule.workdays if rule else flow.extension_workdays
    law = "行政许可法第四十二条" if flow.licensing else "本事项的规定"
    basis = (rule.basis if rule else "") or law
    if not 1 <= cmd.workdays <= most:
        return Refusal(
            "extension-length",
            f"延长期限只能是 1 到 {most} 个工作日（{basis}）。请修改天数。",
        )
    if not cmd.reason.strip() or not cmd.approver.strip():
        return Refusal(
            "extension-approver",
            "延长期限须经本机关负责人批准并告知申请人理由。请写明批准人和理由。"
            if flow.licensing
            else "延期须写明理由和批准人。请补写后再提交。",
        )
    data = {
        "workdays": cmd.workdays,
        "reason": cmd.reason.strip(),
        "approver": cmd.approver.strip(),
    }
    if rule:
        data |= {"role": rule.role, "basis": rule.basis}
    if cmd.until is not None:
        data["until"] = cmd.until.isoformat()
        data["was"] = cmd.was.isoformat() if cmd.was else ""
    return (Event("extended", cmd.by, cmd.at, data),)


def _extended_words(flow: FlowDef, taken: int) -> str:
    if flow.licensing:
        return "本件的期限已经依法延长过，不能再次延长。请在现有期限内作出决定。"
    return f"本件已经延期 {taken} 次，达到规定的上限，不能再延期。请在现有期限内完成。"


def _late_words(flow: FlowDef) -> str:
    if flow.licensing:
        return (
            "办理期限已经届满，不能再延长：延长须在期限内批准（行政许可法第四十二条）。"
            "请尽快作出决定，并向申请人说明逾期的原因。"
        )
    return "期限已经届满，不能再延期：延期须在到期之前申请。请尽快办结，并说明逾期的原因。"


# -- the end ---------------------------------------------------------------------------------


def _decide(flow: FlowDef, standing: Standing, cmd: c.Decide) -> Decision:
    if cmd.outcome not in flow.outcomes:
        return Refusal("outcome-unknown", "本事项没有这种办理结果。请从列出的结果中选择。")
    if standing.return_pending:
        return return_pending("作出决定")
    if cmd.deemed and standing.open_pause is None:
        return _granted_by_silence(flow, standing, cmd)
    unheard = not_yet_heard(flow, standing, cmd)
    if unheard is not None:
        return unheard
    if standing.open_pause is not None:
        return Refusal("paused", "本件正在特别程序中，不能作出决定。请先结束特别程序。")
    negative = cmd.outcome in flow.negative
    if not negative and standing.missing:
        return still_missing(standing) or ()
    if negative and not cmd.reason.strip():
        return Refusal(
            "reason-missing",
            "不予许可的决定必须说明理由，并告知复议、诉讼的权利（行政许可法第三十八条）。请写明理由。",
        )
    if standing.has_failed and not negative:
        return Refusal(
            "step-failed", "有环节审查不通过，不能作出同意的决定。请作出不予同意的决定并说明理由。"
        )
    if not standing.all_passed and not standing.has_failed:
        names = "、".join(s.name for s in flow.steps if not standing.steps[s.code].is_behind)
        return Refusal("steps-open", f"还有环节没有办完：{names}。请在这些环节办结后再作决定。")
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
            "not-by-silence", "本事项逾期未作决定不视为准予。请由办理单位作出决定并说明情况。"
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
            "本件是申请人自己撤回的，没有可以复议、诉讼的决定，不能重新启动。如仍需办理，请重新申请。",
        )
    if not cmd.ground.strip():
        return Refusal(
            "ground-missing",
            "重新启动必须写明依据，如复议决定、判决或督查结论的文号。请补写后再提交。",
        )
    if cmd.kind and cmd.kind not in REOPEN_GROUNDS:
        return Refusal(
            "ground-kind",
            "重新启动的依据只能是复议决定、判决或监督检查结论。请选择依据的种类。",
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
        return Refusal("note-empty", "没有写内容，无法记录。请写明情况后再提交。")
    return (Event("noted", cmd.by, cmd.at, dict(cmd.data)),)


RULES: Mapping[str, Rule] = {
    **ANSWERS,
    "make_up": make_up,
    "complete_step": _complete_step,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
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
