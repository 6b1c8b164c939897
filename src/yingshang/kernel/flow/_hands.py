"""In whose hands a unit's share of a case lies. It moves no clock: the unit answers all along."""

from __future__ import annotations

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Event, FlowDef, Refusal, Standing


def hand_over(flow: FlowDef, standing: Standing, cmd: c.HandOver) -> tuple[Event, ...] | Refusal:
    """From one officer to a colleague, or (`moved`) by who oversees; '' is nobody in particular."""
    if cmd.giver == cmd.taker:
        return Refusal(
            "same-hands", _t("移交前后是同一个人，没有变化。请另选一名同事，或直接放回本单位待领。")
        )
    if cmd.moved and not cmd.reason.strip():
        return Refusal(
            "reason-missing", _t("调整承办人必须写明理由，理由会留在记录里。请补写后再办。")
        )
    data = {
        "unit": cmd.unit,
        "from": cmd.giver,
        "from_name": cmd.giver_name,
        "to": cmd.taker,
        "to_name": cmd.taker_name,
    }
    if cmd.reason.strip():
        data["reason"] = cmd.reason.strip()
    return (Event("moved" if cmd.moved else "handed-over", cmd.by, cmd.at, data),)
