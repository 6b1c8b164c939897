"""智能审批: a rule decides what is clear, and says why; what is not clear goes to a person.

The item names a rule and the answer that lets the system decide. The rule is tried on the form and
on facts that the city holds; unknown is never taken for yes. What the system does are the same
verbs that a person would use, by the system, with the reasons of the rule as the opinion.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases.actions.complete_step import complete_step
from yingshang.city.cases.actions.decide_now import decide_now
from yingshang.city.cases.actions.note import note
from yingshang.city.cases.kinds import Refusal
from yingshang.city.catalog import service as catalog
from yingshang.kernel.worktime import to_cst

__all__ = ["attend", "check_smart", "facts_held"]

Body = Mapping[str, Any]
HELD = {"same_person": ("idno",), "same_firm": ("uscc",)}


def attend(
    *,
    ref: str,
    item: ItemFlow,
    region: str,
    form: Mapping[str, str],
    party: int | None,
    at: datetime,
) -> bool:
    """Try the item's rule on a case just handed in; True where something was done or noted."""
    declared = item.body.get("smart")
    if not declared:
        return False
    rule = catalog.rule(declared["rule"], region=region, on=to_cst(at).date(), staff=True)
    judged = catalog.judge(rule, {**form, **facts_held(item.body, form, party)})
    with override("zh-hans"):  # what is kept stays Chinese, whatever the screen speaks
        if judged.answer != declared["grant"]:
            return _hand_to_person(ref, judged, at)
        because = "；".join(judged.because) or judged.say
        opinion = _("系统按规则“%(rule)s”核对一致：%(because)s") % {
            "rule": rule.name,
            "because": because,
        }
        try:
            _carry_out(ref, item, opinion, at)
        except Refusal as refusal:
            note(ref=ref, text=_("系统没有自动办结：%s") % refusal.sentence, by=SYSTEM, at=at)
    return True


def _hand_to_person(ref: str, judged: catalog.Judged, at: datetime) -> bool:
    if judged.ask is not None:
        why = _("还不知道“%s”") % judged.ask.label
    else:
        why = f"{judged.name}：{judged.say}" if judged.answer else _("没有对得上的规则")
    note(ref=ref, text=_("系统没有自动办结，请人工办理。%s") % why, by=SYSTEM, at=at)
    return True


def _carry_out(ref: str, item: ItemFlow, opinion: str, at: datetime) -> None:
    """The steps in their order; the decision follows by itself, or at once for instant items."""
    if item.flow.instant:
        decide_now(ref=ref, outcome=item.flow.outcomes[0], reason=opinion, by=SYSTEM, at=at)
        return
    for step in item.flow.steps:
        case = complete_step(ref=ref, step=step.code, opinion=opinion, by=SYSTEM, at=at)
        if case.state != "accepted":
            return


def facts_held(body: Body, form: Mapping[str, str], party: int | None) -> dict[str, str]:
    """What the city knows of who applies: is the number in the form his own?"""
    if party is None:
        return {}
    known = accounts.party_view(party, masked=False)
    own = {known.code, known.profile.get("idno", ""), known.profile.get("uscc", "")}
    facts = {}
    for name, types in HELD.items():
        given = [form.get(f["name"], "") for f in body.get("fields", ()) if f["type"] in types]
        if given:
            facts[name] = "是" if all(number in own for number in given if number) else "否"
    return facts


def check_smart(bodies: Mapping[tuple[str, str, str], Body]) -> None:
    """The rule that an item names exists, has the answer, and asks only for what is known."""
    rules = {code: body for (kind, code, _region), body in bodies.items() if kind == "rule"}
    for (kind, code, _region), body in bodies.items():
        declared = body.get("smart") if kind == "item" else None
        if not declared:
            continue
        rule = rules.get(declared["rule"])
        answers = {a["code"] for a in rule["answers"]} if rule else set()
        known = {f["name"] for f in body.get("fields", ())} | set(HELD)
        asked = {a["name"] for a in rule["asks"]} if rule else set()
        if rule is None or declared["grant"] not in answers or not asked <= known:
            raise Refusal(
                "data-smart",
                f"事项 {code} 的智能审批用不了规则 {declared['rule']}：没有这条规则，或没有答案"
                f"“{declared['grant']}”，或问到没有的事实{'、'.join(sorted(asked - known))}。",
            )
