"""Clocks stop, run again and are given longer: each with its ground."""

from __future__ import annotations

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._hearing import hearing_pause
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import (
    SPECIAL_PROCEDURES,
    Event,
    FlowDef,
    Refusal,
    Standing,
)

Decision = tuple[Event, ...] | Refusal


def pause(flow: FlowDef, standing: Standing, cmd: c.Pause) -> Decision:
    if standing.open_pause is not None:
        return Refusal(
            "already-paused",
            _t("本件已在特别程序中，计时已经停止，不必重复启动。请先结束当前程序。"),
        )
    rule = flow.pause_rule(cmd.kind)
    if rule is None and cmd.kind not in SPECIAL_PROCEDURES:
        return Refusal(
            "pause-kind",
            _t(
                "这不是法律规定可以不计时的情形（行政许可法第四十五条）。"
                "请选择听证、招标、拍卖、检验、检测、检疫、鉴定或专家评审。"
            ),
        )
    basis = cmd.basis.strip() or (rule.basis if rule else "")
    if not cmd.reason.strip() or not basis:
        return Refusal(
            "pause-ground",
            _t("停止计时必须写明事由和法律依据，并告知申请人所需时间。请补写后再提交。"),
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


def decides_itself(flow: FlowDef, standing: Standing) -> bool:
    """Every step passed, and nothing that was promised or asked for is still to come."""
    return (
        flow.auto_decide
        and standing.all_passed
        and not (standing.missing or standing.hearing_runs or flow.hearing)
    )


def resume(flow: FlowDef, standing: Standing, cmd: c.Resume) -> Decision:
    if standing.open_pause is None:
        return Refusal("not-paused", _t("本件没有进行中的特别程序，计时没有停止。请刷新页面。"))
    ended = standing.open_pause.kind
    events = [Event("resumed", cmd.by, cmd.at, {"kind": ended})]
    if standing.hearing_runs and ended != "hearing":
        # asked for meanwhile: its time does not count either, and begins to stand alone
        said = "听证已经申请，仍在进行"
        return (*events, hearing_pause(cmd, standing.hearing_takes, said))
    if standing.steps and decides_itself(flow, standing):
        data = {"outcome": flow.outcomes[0], "auto": True}
        events.append(Event("decided", cmd.by, cmd.at, data))
    return tuple(events)


def extend(flow: FlowDef, standing: Standing, cmd: c.Extend) -> Decision:
    taken = len(standing.running_extensions)
    if taken >= flow.max_extensions:
        return _extended(flow, taken)
    if cmd.late:
        return Refusal("extended-late", _late_words(flow))
    if cmd.until is not None and cmd.was is not None and cmd.until <= cmd.was:
        return Refusal("extension-length", _t("延期后的日期不晚于现有期限，没有办理。请另选日期。"))
    rule = flow.extension_rule(cmd.role)
    if rule is None and flow.extensions:
        return Refusal(
            "extension-role",
            _t("本事项的期限只能由%(names)s批准延长。请选择批准机关。"),
            names=tuple(declared.name for declared in flow.extensions),
        )
    most = rule.workdays if rule else flow.extension_workdays
    law = _t("行政许可法第四十二条") if flow.licensing else _t("本事项的规定")
    basis = (rule.basis if rule else "") or law
    if not 1 <= cmd.workdays <= most:
        return Refusal(
            "extension-length",
            _t("延长期限只能是 1 到 %(most)s 个工作日（%(basis)s）。请修改天数。"),
            most=most,
            basis=basis,
        )
    if not cmd.reason.strip() or not cmd.approver.strip():
        return Refusal(
            "extension-approver",
            _t("延长期限须经本机关负责人批准并告知申请人理由。请写明批准人和理由。")
            if flow.licensing
            else _t("延期须写明理由和批准人。请补写后再提交。"),
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


def _extended(flow: FlowDef, taken: int) -> Refusal:
    if flow.licensing:
        once = _t("本件的期限已经依法延长过，不能再次延长。请在现有期限内作出决定。")
        return Refusal("extended-already", once)
    often = _t("本件已经延期 %(n)s 次，达到规定的上限，不能再延期。请在现有期限内完成。")
    return Refusal("extended-already", often, n=taken)


def _late_words(flow: FlowDef) -> str:
    if flow.licensing:
        return _t(
            "办理期限已经届满，不能再延长：延长须在期限内批准（行政许可法第四十二条）。"
            "请尽快作出决定，并向申请人说明逾期的原因。"
        )
    return _t("期限已经届满，不能再延期：延期须在到期之前申请。请尽快办结，并说明逾期的原因。")
