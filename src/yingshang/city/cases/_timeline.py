"""What happened, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import _later_words as later_life
from yingshang.city.cases import _views as v
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.cases.kinds import PAUSE_LABELS, outcome_label
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import FlowDef

__all__ = ["describe", "timeline"]

Data = Mapping[str, Any]


def timeline(case: Case, flow: FlowDef) -> list[v.EventView]:
    """The facts of a case in order, each with a sentence and its hash."""
    rows = CaseEvent.objects.filter(case=case).order_by("seq")
    views = []
    for row in rows:
        data = json.loads(row.data)
        label = str(EVENT_LABELS.get(row.name, row.name))
        text = describe(row.name, data, flow)
        views.append(
            v.EventView(row.seq, row.name, label, row.at, row.by, row.by_name, text, row.hash, data)
        )
    return views


def describe(name: str, data: Data, flow: FlowDef) -> str:
    """The sentence of one fact."""
    write = WORDS.get(name)
    return write(data, flow) if write else ""


def _step_name(data: Data, flow: FlowDef) -> str:
    step = flow.step(data["step"])
    return definitions.said(step.name) if step else str(data["step"])


def _submitted(data: Data, flow: FlowDef) -> str:
    cross = data.get("cross") or {}
    if cross.get("mode") == "collect":
        place = accounts.region_name(cross["from"])
        unit = accounts.unit_name(cross["unit"])
        return _("%(place)s %(unit)s 代收并移交") % {"place": place, "unit": unit}
    if cross.get("mode") == "remote":
        return _("从%s网上提交申请") % accounts.region_name(cross["from"])
    return _("交办") if flow.assigned else _("提交申请")


def _step_done(data: Data, flow: FlowDef) -> str:
    step = flow.step(data["step"])
    result = _("通过") if data["result"] == "pass" else _("不通过")
    if step is not None and step.answers and data["result"] == "pass":
        result = _("已报送")
    if data["step"] == "sign" and data["result"] == "pass":
        result = _("已签收")
    words = _("%(step)s：%(result)s") % {"step": _step_name(data, flow), "result": result}
    return definitions.sentences(words, data["opinion"]) if data.get("opinion") else words


def _decided(data: Data, flow: FlowDef) -> str:
    words = outcome_label(data["outcome"])
    if data.get("auto") and flow.guards:  # it ends when its conditions are met, not with this
        return _("各环节已经办完，还没有办结：要核对条件，达到了才能销号")
    if data.get("auto"):
        words += _("（各环节全部通过，系统自动作出）")
    if data.get("deemed"):
        words += _("（原证到期前未作决定，视为准予延续，行政许可法第五十条）")
    if data.get("mode") == "commitment":
        words += _("（以告知承诺方式当场作出）")
    if data.get("hearing"):
        words += _("（依据第 %s 号听证笔录）") % data["hearing"]
    return words + _("：") + data["reason"] if data.get("reason") else words


def _accepted(data: Data, flow: FlowDef) -> str:
    if data.get("deemed_at"):
        return _("逾期未告知补正，自收到申请材料之日起即为受理（行政许可法第三十二条）")
    if data.get("missing"):
        said = {"n": len(data["missing"]), "by": later_life.day(data["make_up_by"])}
        return _("容缺受理：%(n)d 项材料应在%(by)s前补交，逾期视为撤回申请") % said
    if data.get("mode"):
        return _("当场受理、当场决定")
    return _("承办单位收到，开始计时") if flow.assigned else _("材料齐全，予以受理")


def _paused(data: Data, flow: FlowDef) -> str:
    rule = flow.pause_rule(data["kind"])
    kind = PAUSE_LABELS.get(data["kind"]) or (rule and rule.name) or data["kind"]
    said = {"kind": kind, "reason": data.get("reason", ""), "basis": data.get("basis", "")}
    parts = [_("%(kind)s：%(reason)s（%(basis)s），期间不计时") % said]
    if data.get("expected"):
        number = _("（%s）") % data["notice"] if data.get("notice") else ""
        parts.append(_("已书面告知需%s") % data["expected"] + number)
    if data.get("counterpart"):
        parts.append(_("等待%s") % data["counterpart"])
    return definitions.listed(parts, "；")


def _ruled(data: Data, flow: FlowDef) -> str:
    words = _("同意退回，改由%s承办") if data["upheld"] else _("不同意退回，仍由%s承办")
    return definitions.sentences(words % accounts.unit_name(data["unit"]), data["reason"])


def _closed(data: Data, flow: FlowDef) -> str:
    if data.get("override_reason"):
        return _("例外销号：没有达到条件，由具名人员写明理由：%s") % data["override_reason"]
    return _("办结归档")


def _assigned(data: Data, flow: FlowDef) -> str:
    words = _("由%s牵头") % accounts.unit_name(data["unit"])
    return definitions.sentences(words, definitions.said(data.get("reason") or ""))


def _handed_over(data: Data, flow: FlowDef) -> str:
    unit = accounts.unit_name(data["unit"])
    giver, taker = data.get("from_name") or _("待领"), data.get("to_name") or _("待领")
    words = _("%(unit)s：%(giver)s → %(taker)s") % {"unit": unit, "giver": giver, "taker": taker}
    return definitions.sentences(words, data["reason"]) if data.get("reason") else words


def _extended(data: Data, flow: FlowDef) -> str:
    """To the day that was asked for, where one was: how many working days that is nobody may know
    yet, of a year whose holidays are not announced."""
    if until := data.get("until"):
        day = definitions.day_words(datetime.fromisoformat(until))
        said = _("经%(approver)s批准延期至 %(day)s：%(reason)s")
        return said % {"approver": data["approver"], "day": day, "reason": data["reason"]}
    return _("经%(approver)s批准延长 %(workdays)s 个工作日：%(reason)s") % data


WORDS: Mapping[str, Callable[[Data, FlowDef], str]] = {
    "submitted": _submitted,
    "correction-asked": lambda d, f: _("需补正：%s") % definitions.listed(d.get("items", ()), "；"),
    "supplied": lambda d, f: _("已补齐材料"),
    "accepted": _accepted,
    "refused": later_life.refused,
    "step-opened": lambda d, f: _("等待办理：%s") % _step_name(d, f),
    "step-checked": lambda d, f: _("%s：第一人已核查") % _step_name(d, f),
    "step-done": _step_done,
    "paused": _paused,
    "resumed": lambda d, f: _("恢复计时"),
    "extended": _extended,
    "decided": _decided,
    "licence-issued": later_life.licensed,
    "closed": _closed,
    "withdrawn": later_life.withdrawn,
    "reopened": later_life.reopened,
    "assigned": _assigned,
    "returned": lambda d, f: _("%(reason)s（职责依据：%(duties)s）") % d,
    "return-ruled": _ruled,
    "amended": later_life.amended,
    "noted": lambda d, f: d.get("text", ""),
    "handed-over": _handed_over,
    "moved": _handed_over,
    **later_life.WORDS,
}
