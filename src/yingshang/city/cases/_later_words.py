"""Sentences of the facts beside steps and decision: tolerance, commitment, hearing, delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases.kinds import DELIVERY_LABELS, REFUSAL_LABELS, REOPEN_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import FlowDef

__all__ = ["WORDS", "day", "licensed", "moment", "refused", "reopened", "withdrawn"]

Data = Mapping[str, Any]
ACTS = {
    "renew": "准予延续",
    "change": "准予变更",
    "suspend": "暂停使用",
    "reinstate": "恢复使用",
    "revoke": "撤销",
    "withdraw": "撤回",
    "forfeit": "吊销",
    "cancel": "注销",
}


def day(iso: str) -> str:
    """An ISO moment as a date."""
    return definitions.day_words(datetime.fromisoformat(iso))


def moment(iso: str) -> str:
    return definitions.moment_words(datetime.fromisoformat(iso))


def refused(data: Data, flow: FlowDef) -> str:
    kind = data.get("kind", "")
    words = f"{REFUSAL_LABELS[kind]}。" if kind and kind != "other" else ""
    words += data.get("reason", "")
    return f"{words}（请向{data['body']}申请）" if data.get("body") else words


def withdrawn(data: Data, flow: FlowDef) -> str:
    lapsed = {
        "make-up": _("逾期没有补交承诺的材料，依承诺视为撤回申请"),
        "correction": _("逾期没有补正，视为撤回申请"),
        "edition": _("新一版方案删去了本条，按版本撤销交办"),
    }.get(data.get("deemed", ""), "")
    reason = data.get("reason", "")
    return definitions.sentences(lapsed, reason) if lapsed and reason else lapsed or reason


def amended(data: Data, flow: FlowDef) -> str:
    parts = []
    if data.get("until"):
        if data.get("was"):
            said = {"was": day(data["was"]), "until": day(data["until"])}
            parts.append(_("期限由%(was)s改为%(until)s") % said)
        else:
            parts.append(_("期限改为%s") % day(data["until"]))
    if data.get("undated"):
        parts.append(_("取消期限（原为%s），今后无期限，时钟停走") % day(data["was"]))
    if data.get("unit"):
        units = {key: accounts.unit_name(data[key]) for key in ("from", "unit")}
        parts.append(_("牵头单位由%(from)s改为%(unit)s，由其重新签收") % units)
    return definitions.sentences(definitions.listed(parts, "；"), data["reason"])


def reopened(data: Data, flow: FlowDef) -> str:
    kind = data.get("kind", "")
    ground = f"{REOPEN_LABELS[kind] if kind else ''}{data['ground']}"
    parts = [_("依据：%s") % ground]
    if data.get("until"):
        parts.append(_("期限改为%s") % day(data["until"]))
    elif not flow.assigned:
        parts.append(_("办理期限重新起算"))
    return definitions.listed(parts, "；")


def licensed(data: Data, flow: FlowDef) -> str:
    words = f"{data.get('name', '')} {data.get('number', '')}"
    if data.get("act"):
        words = f"{ACTS[data['act']]}：{words}"
    return f"{words}，有效期至 {data['valid_until']}" if data.get("valid_until") else words


def _checked(data: Data, flow: FlowDef) -> str:
    reason = data.get("reason", "")
    if data["result"] == "kept":
        return f"核查结果与承诺一致，决定继续有效。{reason}"
    if data["result"] == "mending":
        return f"与承诺不符，责令在{day(data['until'])}前整改：{reason}"
    cause = "承诺不实" if data.get("untrue") else "逾期未整改到位"
    return f"{cause}，撤销原决定：{reason}"


def _called(data: Data, flow: FlowDef) -> str:
    return f"{moment(data['on'])}，{data['place']}，主持人 {data['chair']}"


def _delivered(data: Data, flow: FlowDef) -> str:
    words = str(DELIVERY_LABELS.get(data["way"], data["way"]))
    return f"{words}，运单号 {data['tracking']}" if data.get("tracking") else words


WORDS: Mapping[str, Callable[[Data, FlowDef], str]] = {
    "corrected": lambda d, f: d["what"],
    "made-up": lambda d, f: f"补交 {len(d['materials'])} 项材料",
    "promise-withdrawn": lambda d, f: "改按一般程序办理。" + d.get("reason", ""),
    "commitment-checked": _checked,
    "hearing-told": lambda d, f: (
        f"{d['reason']}。要求听证的，请在{day(d['ask_by'])}前提出（行政许可法第四十七条）"
    ),
    "hearing-asked": lambda d, f: f"应在{day(d['hold_by'])}前组织听证。" + d.get("reason", ""),
    "hearing-waived": lambda d, f: "当事人放弃听证",
    "hearing-called": _called,
    "hearing-held": lambda d, f: d["record"],
    "delivered": _delivered,
}
