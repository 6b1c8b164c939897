"""Hearing (Administrative Licensing Law arts. 46-48): told, asked, called, held, decided on it.

While a hearing that was asked for is prepared and held, the decision clock stands (art. 45).
"""

from __future__ import annotations

from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Event, FlowDef, Refusal, Standing

Decision = tuple[Event, ...] | Refusal
BASIS = "行政许可法第四十五条、第四十七条"
BASIS_HELD = "行政许可法第四十五条、第四十六条"


def tell(flow: FlowDef, standing: Standing, cmd: c.TellHearing) -> Decision:
    if standing.hearing:
        return Refusal(
            "hearing-told", _t("本件已经告知过听证权利，不必重复告知。请按申请人的答复继续办理。")
        )
    if not cmd.reason.strip() or cmd.ask_by is None:
        return Refusal(
            "hearing-ground", _t("告知听证权利要写明涉及哪些重大利益关系。请补写后再告知。")
        )
    data = {"reason": cmd.reason.strip(), "ask_by": cmd.ask_by.isoformat()}
    return (Event("hearing-told", cmd.by, cmd.at, data),)


def ask(flow: FlowDef, standing: Standing, cmd: c.AskHearing) -> Decision:
    if standing.hearing != "told":
        return Refusal(
            "hearing-not-open",
            _t("现在不能申请听证：还没有告知听证权利，或已经答复过。请刷新页面查看进度。"),
        )
    if standing.hearing_by is not None and cmd.at > standing.hearing_by:
        return Refusal(
            "hearing-late",
            _t(
                "申请听证须在被告知之日起五日内提出，现已超过（行政许可法第四十七条）。"
                "有意见的，可以书面向办理单位陈述。"
            ),
        )
    if cmd.hold_by is None:
        return Refusal("hearing-date", _t("没有算出组织听证的期限。请联系系统管理员核对工作日历。"))
    data = {"who": cmd.who, "hold_by": cmd.hold_by.isoformat()}
    if cmd.reason.strip():
        data["reason"] = cmd.reason.strip()
    if cmd.takes:
        data["takes"] = cmd.takes
    asked = Event("hearing-asked", cmd.by, cmd.at, data)
    if standing.open_pause is not None:
        return (asked,)
    return (asked, hearing_pause(cmd, cmd.takes, "申请人、利害关系人申请听证"))


def hearing_pause(cmd: c.Command, takes: str, reason: str, basis: str = BASIS) -> Event:
    """The clock stands for a hearing; `takes`: how long, as the applicant is told in writing."""
    stop = {"kind": "hearing", "reason": reason, "basis": basis}
    if takes:
        stop["expected"] = takes
    return Event("paused", cmd.by, cmd.at, stop)


def waive(flow: FlowDef, standing: Standing, cmd: c.WaiveHearing) -> Decision:
    if standing.hearing != "told":
        return Refusal(
            "hearing-not-open",
            _t("现在不能放弃听证：还没有告知听证权利，或已经答复过。请刷新页面查看进度。"),
        )
    if flow.hearing == "held":
        return Refusal(
            "hearing-required", _t("本事项依法应当听证，不能放弃。请按通知的时间、地点参加听证。")
        )
    return (Event("hearing-waived", cmd.by, cmd.at, {"who": cmd.who}),)


def call(flow: FlowDef, standing: Standing, cmd: c.CallHearing) -> Decision:
    if not standing.hearing_runs and not (flow.hearing == "held" and standing.hearing == "told"):
        return Refusal(
            "hearing-not-asked", _t("没有人申请听证，不必通知。请在告知期满后继续办理。")
        )
    place, chair = cmd.place.strip(), cmd.chair.strip()
    if cmd.on is None or not place or not chair:
        return Refusal("hearing-call", _t("听证通知要写明时间、地点和主持人。请补全后再通知。"))
    if cmd.earliest is not None and cmd.on < cmd.earliest:
        return Refusal(
            "hearing-notice",
            _t("听证须在举行的七日前通知时间、地点（行政许可法第四十八条）。请把时间往后改。"),
        )
    if standing.hearing_runs and standing.hearing_by is not None and cmd.on > standing.hearing_by:
        return Refusal(
            "hearing-hold-by",
            _t("听证应当在申请后二十日内组织（行政许可法第四十七条）。请把时间提前。"),
        )
    if cmd.chair_id and cmd.chair_id in _reviewers(standing):
        return Refusal(
            "hearing-chair",
            _t("审查本件的工作人员不能主持听证（行政许可法第四十八条）。请另行指定主持人。"),
        )
    data: dict[str, Any] = {"on": cmd.on.isoformat(), "place": place, "chair": chair}
    if cmd.chair_id:
        data["chair_id"] = cmd.chair_id
    called = Event("hearing-called", cmd.by, cmd.at, data)
    if standing.hearing_runs or standing.open_pause is not None:
        return (called,)
    # a hearing that the law itself asks for (art. 46) stops the clock when it is called
    return (called, hearing_pause(cmd, cmd.takes, "依法应当听证", BASIS_HELD))


def _reviewers(standing: Standing) -> set[str]:
    steps = standing.steps.values()
    return {who for step in steps for who in (step.by, step.checked_by) if who}


def hold(flow: FlowDef, standing: Standing, cmd: c.HoldHearing) -> Decision:
    if standing.hearing != "called":
        return Refusal(
            "hearing-not-called", _t("还没有通知听证的时间、地点，不能录入笔录。请先发出听证通知。")
        )
    if standing.hearing_on is not None and cmd.at < standing.hearing_on:
        return Refusal(
            "hearing-early", _t("还没有到通知的听证时间，不能录入笔录。请在听证举行之后再录。")
        )
    if not cmd.record.strip():
        return Refusal(
            "hearing-record",
            _t("听证应当制作笔录，决定要根据笔录作出（行政许可法第四十八条）。请写明笔录要点。"),
        )
    held = Event("hearing-held", cmd.by, cmd.at, {**cmd.data, "record": cmd.record.strip()})
    pause = standing.open_pause
    if pause is None or pause.kind != "hearing":
        return (held,)
    return (held, Event("resumed", cmd.by, cmd.at, {"kind": pause.kind}))


def not_yet_heard(flow: FlowDef, standing: Standing, cmd: c.Decide) -> Refusal | None:
    """Why a decision must wait for a hearing, or for the days in which it may be asked for."""
    now = standing.hearing
    if standing.hearing_runs:
        return Refusal(
            "hearing-open",
            _t("已经申请听证但还没有举行，不能作出决定。请举行听证并录入笔录后再决定。"),
        )
    if flow.hearing == "held" and now != "held":
        return Refusal(
            "hearing-required",
            _t("本事项依法应当听证（行政许可法第四十六条）。请告知、通知并举行听证后再作决定。"),
        )
    if flow.hearing == "told" and not now:
        return Refusal(
            "hearing-untold",
            _t(
                "作出决定前应当告知申请人、利害关系人有要求听证的权利（行政许可法第四十七条）。请先告知。"
            ),
        )
    if now == "told" and standing.hearing_by is not None and cmd.at <= standing.hearing_by:
        return Refusal(
            "hearing-window",
            _t("申请听证的期限还没有过，不能作出决定。请等期满，或等当事人书面放弃。"),
        )
    if now == "held" and not cmd.reason.strip():
        return Refusal(
            "hearing-reason",
            _t(
                "经过听证的，决定要根据听证笔录作出（行政许可法第四十八条）。请写明依据笔录的理由。"
            ),
        )
    return None
