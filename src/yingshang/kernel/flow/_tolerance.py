"""Tolerant acceptance (容缺): minor materials follow within a promised time, or the case lapses.

Which may be missing, and how long the promise may be, the item declares: never longer than the
time in which the item itself is promised.
"""

from __future__ import annotations

from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Event, FlowDef, Refusal, Standing

Decision = tuple[Event, ...] | Refusal


def longest_make_up(flow: FlowDef) -> int:
    """The longest promise, in the unit of the limit that bounds it; 0 where nothing may miss."""
    limits = [limit for limit in (flow.make_up, flow.promised or flow.statutory) if limit]
    if not flow.missable or not limits:
        return 0
    units = {limit.unit for limit in limits}
    return min(limit.value for limit in limits) if len(units) == 1 else int(limits[0].value)


def tolerated(flow: FlowDef, standing: Standing, cmd: c.Accept) -> dict[str, Any] | Refusal:
    """What the fact of acceptance says about the gap, or why it cannot be accepted with it."""
    strange = [code for code in cmd.missing if code not in flow.missable]
    if strange:
        return Refusal(
            "not-missable",
            _t("材料“%(names)s”是主要材料，不能容缺受理。请一次告知补正，或备齐后受理。"),
            names=tuple(strange),
        )
    promised = set(cmd.missing) <= set(standing.lacking)
    if not promised and not cmd.promise.strip():
        return Refusal(
            "promise-missing",
            _t("容缺受理要有申请人的书面承诺。请收取承诺书、写明编号后再受理。"),
        )
    most = longest_make_up(flow)
    if not 1 <= cmd.make_up <= most or cmd.make_up_by is None:
        return Refusal(
            "make-up-length",
            _t("补交期限只能是 1 到 %(most)s，不得长于本事项的承诺办理时限。请修改补交期限。"),
            most=most,
        )
    data: dict[str, Any] = {
        "missing": list(cmd.missing),
        "make_up": cmd.make_up,
        "make_up_by": cmd.make_up_by.isoformat(),
    }
    if cmd.promise.strip():
        data["promise"] = cmd.promise.strip()
    return data


def make_up(flow: FlowDef, standing: Standing, cmd: c.MakeUp) -> Decision:
    """Some or all of the missing materials, in time."""
    if not standing.missing:
        return Refusal("nothing-missing", _t("本件没有待补交的容缺材料，不必补交。请刷新页面。"))
    brought = [code for code in standing.missing if code in cmd.materials]
    if not brought:
        return Refusal(
            "make-up-empty", _t("没有选择补交的材料。请勾选这次补交的是哪几样后再提交。")
        )
    if standing.make_up_by is not None and cmd.at > standing.make_up_by:
        return Refusal(
            "make-up-late",
            _t(
                "承诺的补交期限已过，本件依承诺视为撤回申请，不能再补交。如仍需办理，请备齐后重新申请。"
            ),
        )
    data = {**cmd.data, "materials": brought, "channel": cmd.channel}
    return (Event("made-up", cmd.by, cmd.at, data),)


def still_missing(standing: Standing) -> Refusal | None:
    """A positive decision waits for every promised material."""
    if not standing.missing:
        return None
    return Refusal(
        "missing-open",
        _t(
            "容缺受理的材料还没有补齐，不能作出同意的决定。请等申请人在承诺期限内补交；"
            "逾期未补的，视为撤回申请。"
        ),
    )
