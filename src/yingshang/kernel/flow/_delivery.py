"""Delivery: the paper reaches the applicant, by his choice of way, within ten days (art. 44)."""

from __future__ import annotations

from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import DELIVERY_WAYS, Event, FlowDef, Refusal, Standing


def deliver(flow: FlowDef, standing: Standing, cmd: c.Deliver) -> tuple[Event, ...] | Refusal:
    """Who received it, how, and the number under which the post carries it."""
    if standing.delivered_at is not None:
        return Refusal(
            "delivered", _t("本件的结果已经送达，不必重复登记。请刷新页面查看送达记录。")
        )
    if cmd.way not in DELIVERY_WAYS:
        return Refusal("delivery-way", _t("送达方式只能是自取、邮寄或电子送达。请重新选择。"))
    if not cmd.recipient.strip():
        return Refusal("delivery-recipient", _t("送达要写明由谁签收或寄往哪里。请补写后再登记。"))
    if cmd.way == "post" and not cmd.tracking.strip():
        return Refusal(
            "delivery-tracking", _t("邮寄送达要写明运单号，方便申请人查询。请补写运单号。")
        )
    data: dict[str, Any] = {**cmd.data, "way": cmd.way}
    if cmd.tracking.strip():
        data["tracking"] = cmd.tracking.strip()
    if cmd.channel:
        data["channel"] = cmd.channel
    return (Event("delivered", cmd.by, cmd.at, data),)
