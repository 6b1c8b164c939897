"""The legal answers to an application (Administrative Licensing Law art. 32), and what opens it.

No licence needed, not ours, put right on the spot, one complete correction, acceptance: no sixth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import REFUSAL_KINDS, Event, FlowDef, Refusal, Standing, StepDef
from yingshang.kernel.flow._tolerance import tolerated

Decision = tuple[Event, ...] | Refusal
Rule = Callable[[FlowDef, Standing, Any], Decision]


def opened(step: StepDef, cmd: c.Command) -> Event:
    return Event("step-opened", cmd.by, cmd.at, {"step": step.code})


def return_pending(what: str) -> Refusal:
    return Refusal(
        "return-pending",
        _t("本件已申请退回、正等待裁定，暂不能%(what)s。请等裁定后由确定的单位办理。"),
        what=what,
    )


def _submit(flow: FlowDef, standing: Standing, cmd: c.Submit) -> Decision:
    if cmd.commitment and flow.verify is None:
        return Refusal("no-commitment", _t("本事项不实行告知承诺。请选择一般方式提交。"))
    strange = [code for code in cmd.lacking if code not in flow.missable]
    if strange:
        return Refusal(
            "not-missable",
            _t("材料“%(names)s”不在可容缺的清单内。请备齐后再提交。"),
            names=tuple(strange),
        )
    data = {**cmd.data, "channel": cmd.channel, "unit": cmd.unit}
    if cmd.skipped:
        data["skipped"] = list(cmd.skipped)
    if cmd.commitment:
        data["commitment"] = True
    if cmd.lacking:
        data["lacking"] = list(cmd.lacking)
    submitted = Event("submitted", cmd.by, cmd.at, data)
    if flow.auto_accept and (cmd.unit or not flow.assigned):
        return (submitted, *accepted_events(flow, cmd, cmd.skipped))
    return (submitted,)


def _ask_correction(flow: FlowDef, standing: Standing, cmd: c.AskCorrection) -> Decision:
    items = [item.strip() for item in cmd.items if item.strip()]
    if not items:
        return Refusal(
            "correction-empty",
            _t("补正告知没有写明要补什么。请一次列出全部需要补正的内容（行政许可法第三十二条）。"),
        )
    if standing.corrections >= flow.max_corrections:
        return Refusal(
            "correction-once",
            _t(
                "本件已经一次告知过补正内容，不能再次要求补正（行政许可法第三十二条）。"
                "请受理，或说明理由后作出不予受理决定。"
            ),
        )
    if cmd.late:
        return Refusal(
            "correction-late",
            _t(
                "告知补正的期限已过，本件自收到材料之日起即为受理（行政许可法第三十二条）。"
                "请受理并办理，不能再要求补正。"
            ),
        )
    return (Event("correction-asked", cmd.by, cmd.at, {"items": items}),)


def _correct_on_spot(flow: FlowDef, standing: Standing, cmd: c.CorrectOnSpot) -> Decision:
    if not cmd.what.strip():
        return Refusal("correction-empty", _t("没有写明当场更正了什么。请写明更正的内容后再提交。"))
    data = {**cmd.data, "what": cmd.what.strip()}
    return (Event("corrected", cmd.by, cmd.at, data),)


def _supply(flow: FlowDef, standing: Standing, cmd: c.Supply) -> Decision:
    return (Event("supplied", cmd.by, cmd.at, {**cmd.data, "channel": cmd.channel}),)


def _accept(flow: FlowDef, standing: Standing, cmd: c.Accept) -> Decision:
    if flow.assigned and not standing.unit:
        return Refusal(
            "no-lead-unit", _t("本件还没有牵头单位，不能签收受理。请先指定一个牵头（统筹）单位。")
        )
    if standing.return_pending:
        return return_pending("受理")
    if standing.commitment == "promised" and cmd.deemed_at is None:
        return Refusal(
            "promise-open",
            _t(
                "申请人选择了告知承诺，应当由办理单位当场作出决定，不能改按一般程序受理。"
                "请转请办理单位当场决定；申请人撤回承诺的，先登记撤回。"
            ),
        )
    if not cmd.missing:
        return accepted_events(flow, cmd, cmd.skipped)
    gap = tolerated(flow, standing, cmd)
    return gap if isinstance(gap, Refusal) else accepted_events(flow, cmd, cmd.skipped, gap)


def accepted_events(
    flow: FlowDef,
    cmd: c.Command,
    skipped: tuple[str, ...],
    more: Mapping[str, Any] | None = None,
) -> tuple[Event, ...]:
    """`accepted`, and the steps that stand open from the first moment."""
    data: dict[str, Any] = dict(more or {})
    left_out = [s.code for s in flow.steps if s.code in skipped]
    if left_out:
        data["skipped"] = left_out
    deemed_at: datetime | None = getattr(cmd, "deemed_at", None)
    if deemed_at is not None:
        data["deemed_at"] = deemed_at.isoformat()
    events = [Event("accepted", cmd.by, cmd.at, data)]
    behind = set(left_out)
    events += [
        opened(step, cmd)
        for step in flow.steps
        if step.code not in behind and behind.issuperset(step.after)
    ]
    return tuple(events)


def _refuse(flow: FlowDef, standing: Standing, cmd: c.Refuse) -> Decision:
    reason, body = cmd.reason.strip(), cmd.body.strip()
    if not reason:
        return Refusal(
            "reason-missing", _t("不予受理必须书面说明理由。请写明理由和申请人可以怎么办后再提交。")
        )
    if cmd.kind and cmd.kind not in REFUSAL_KINDS:
        return Refusal(
            "refusal-kind",
            _t(
                "没有这种不予受理的情形。请选择：依法不需要许可、不属于本机关职权，"
                "或补正后仍不符合、材料虚假。"
            ),
        )
    if cmd.kind == "not-ours" and not body:
        return Refusal(
            "body-missing",
            _t(
                "不属于本机关职权的，应当告知申请人向哪个机关申请（行政许可法第三十二条）。"
                "请写明有权机关。"
            ),
        )
    if cmd.kind == "unmet" and not standing.corrections:
        return Refusal(
            "not-asked",
            _t(
                "还没有告知过补正，不能以材料不齐为由不予受理（行政许可法第三十二条）。"
                "请先一次告知需要补正的全部内容。"
            ),
        )
    if cmd.late and cmd.kind in ("", "unmet"):
        return Refusal(
            "refused-late",
            _t(
                "答复申请的期限已过，本件自收到材料之日起即为受理（行政许可法第三十二条），"
                "不能再以材料为由不予受理。请受理并审查，不符合条件的作出不予许可的决定。"
            ),
        )
    data = {"reason": reason}
    if cmd.kind:
        data["kind"] = cmd.kind
    if body:
        data["body"] = body
    return (Event("refused", cmd.by, cmd.at, data),)


def _withdraw(flow: FlowDef, standing: Standing, cmd: c.Withdraw) -> Decision:
    data: dict[str, Any] = {"reason": cmd.reason.strip()} if cmd.reason.strip() else {}
    if cmd.deemed:
        late = _ran_out(flow, standing, cmd)
        if late is not None:
            return late
        data["deemed"] = cmd.deemed
    return (Event("withdrawn", cmd.by, cmd.at, data),)


def _ran_out(flow: FlowDef, standing: Standing, cmd: c.Withdraw) -> Refusal | None:
    """What an applicant left unanswered is deemed withdrawn, but never before its time."""
    if cmd.deemed == "edition" and flow.assigned and cmd.reason.strip():
        return None
    if cmd.deemed == "correction" and standing.state == "correcting":
        return None
    due = standing.make_up_by if standing.missing else None
    if cmd.deemed == "make-up" and due is not None and cmd.at > due:
        return None
    return Refusal(
        "not-lapsed", _t("本件没有逾期未补的材料，不能视为撤回。请继续办理，或由申请人自己撤回。")
    )


ANSWERS: Mapping[str, Rule] = {
    "submit": _submit,
    "ask_correction": _ask_correction,
    "correct_on_spot": _correct_on_spot,
    "supply": _supply,
    "accept": _accept,
    "refuse": _refuse,
    "withdraw": _withdraw,
}
