"""Orders: one coordinating unit is appointed; it may return the order once; a ruling ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Event, FlowDef, Refusal, Standing

Decision = tuple[Event, ...] | Refusal
Rule = Callable[[FlowDef, Standing, Any], Decision]
AcceptedEvents = Callable[[FlowDef, c.Command, tuple[str, ...]], tuple[Event, ...]]


def order_rules(accepted_events: AcceptedEvents) -> Mapping[str, Rule]:
    """The three rules; `accepted_events` is handed in because appointing may also accept."""

    def assign(flow: FlowDef, standing: Standing, cmd: c.Assign) -> Decision:
        return _assign(flow, standing, cmd, accepted_events)

    return {"assign": assign, "return_assignment": _return, "rule_return": _rule, "amend": _amend}


def _assign(
    flow: FlowDef, standing: Standing, cmd: c.Assign, accepted_events: AcceptedEvents
) -> Decision:
    if not flow.assigned:
        return Refusal(
            "not-assignable", _t("本事项的牵头单位由事项清单确定，不能另行指定。请按清单办理。")
        )
    if not cmd.unit:
        return Refusal("unit-missing", _t("没有选择牵头单位。请选定一个统筹单位后再提交。"))
    if standing.return_pending:
        return Refusal(
            "return-pending", _t("承办单位已申请退回，正等待裁定。请先对退回作出裁定，再确定单位。")
        )
    if standing.unit:
        return Refusal(
            "assigned-already",
            _t(
                "本件已经指定牵头单位，不能再次指定。如承办单位认为不属其职责，请由其依职责申请退回。"
            ),
        )
    assigned = Event("assigned", cmd.by, cmd.at, {"unit": cmd.unit, "reason": cmd.reason.strip()})
    if flow.auto_accept and standing.state == "submitted":
        skipped = tuple(code for code, step in standing.steps.items() if step.status == "skipped")
        return (assigned, *accepted_events(flow, cmd, skipped))
    return (assigned,)


def _return(flow: FlowDef, standing: Standing, cmd: c.ReturnAssignment) -> Decision:
    if not flow.may_return:
        return Refusal("not-returnable", _t("本事项不能退回。请在时限内办理，有困难的请写明情况。"))
    if not standing.unit:
        return Refusal("no-lead-unit", _t("本件还没有指定牵头单位，无从退回。请先指定单位。"))
    if standing.return_pending:
        return Refusal("return-pending", _t("本件已经申请退回，正等待裁定。请等裁定结果。"))
    if standing.returns:
        return Refusal(
            "returned-already",
            _t("退回只能一次，本件的退回已经裁定，裁定后的单位必须承办。请在时限内办理。"),
        )
    if not cmd.window_open:
        return Refusal(
            "return-late",
            _t("退回须在%(window)s提出，现已超过。请在时限内办理，或书面向督查机构说明情况。"),
            window=cmd.window or _t("规定时限内"),
        )
    if not cmd.reason.strip() or not cmd.duties.strip():
        return Refusal(
            "duties-missing", _t("退回必须写明理由并引用本单位的职责规定。请补写后再提交。")
        )
    data = {"unit": standing.unit, "reason": cmd.reason.strip(), "duties": cmd.duties.strip()}
    return (Event("returned", cmd.by, cmd.at, data),)


def _rule(flow: FlowDef, standing: Standing, cmd: c.RuleReturn) -> Decision:
    if not standing.return_pending:
        return Refusal("no-return", _t("本件没有待裁定的退回申请。请刷新页面查看最新情况。"))
    if not cmd.reason.strip():
        return Refusal("reason-missing", _t("裁定必须写明理由。请补写后再提交。"))
    if not cmd.upheld:
        data = {"upheld": False, "unit": standing.unit, "reason": cmd.reason.strip()}
        return (Event("return-ruled", cmd.by, cmd.at, data),)
    if not cmd.unit or cmd.unit == standing.unit:
        return Refusal(
            "unit-missing", _t("同意退回的，须同时确定另一个承办单位。请选定单位后再提交。")
        )
    data = {"upheld": True, "unit": cmd.unit, "reason": cmd.reason.strip()}
    # The new unit's steps run from its own appointment, not from the day the first one had it.
    restarted = [
        Event("step-opened", cmd.by, cmd.at, {"step": step.code})
        for step in flow.steps
        if step.is_lead and step.code in standing.steps and _is_open(standing, step.code)
    ]
    return (Event("return-ruled", cmd.by, cmd.at, data), *restarted)


def _amend(flow: FlowDef, standing: Standing, cmd: c.Amend) -> Decision:
    if not flow.assigned:
        return Refusal(
            "not-assignable",
            _t("本事项的期限和承办单位由事项清单确定，不能另行调整。请按清单办理。"),
        )
    if not cmd.reason.strip():
        return Refusal("reason-missing", _t("调整期限或单位必须写明依据。请补写后再提交。"))
    moves = bool(cmd.unit) and cmd.unit != standing.unit
    if moves and not standing.unit:
        return Refusal("no-lead-unit", _t("本件还没有指定牵头单位，无从移交。请先指定单位。"))
    if standing.state == "decided" and not (moves and cmd.heir):
        return Refusal(
            "answered-already", _t("本件已经报送，期限和单位都不能再调整。请核对后另行办理。")
        )
    undated = cmd.undated and cmd.until is None and cmd.was is not None
    if not moves and cmd.until is None and not undated:
        return Refusal("nothing-changes", _t("期限和单位都没有变化，没有办理。请核对后再提交。"))
    data: dict[str, Any] = {"reason": cmd.reason.strip()}
    if cmd.until is not None:
        data["until"] = cmd.until.isoformat()
    if undated:
        data["undated"] = True
    if (undated or cmd.until is not None) and cmd.was is not None:
        data["was"] = cmd.was.isoformat()
    if not moves:
        return (Event("amended", cmd.by, cmd.at, data),)
    data |= {"unit": cmd.unit, "from": standing.unit} | ({"heir": True} if cmd.heir else {})
    amended = Event("amended", cmd.by, cmd.at, data)
    if standing.state != "accepted" or cmd.heir:
        return (amended,)
    behind = {code for code, step in standing.steps.items() if step.status == "skipped"}
    first = [
        Event("step-opened", cmd.by, cmd.at, {"step": step.code})
        for step in flow.steps
        if step.code not in behind and behind.issuperset(step.after)
    ]
    return (amended, *first)


def _is_open(standing: Standing, code: str) -> bool:
    return standing.steps[code].status == "open"
