"""A survey's plan is changed by two persons: one proposes it, another publishes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import ProposalView
from yingshang.city.feedback.surveys.acting import population_of
from yingshang.city.feedback.surveys.declared import questionnaires
from yingshang.city.feedback.surveys.planned import (
    EVERY,
    KIND,
    SurveyPlan,
    parse_who,
    plan_of,
    span_of,
    survey_plans,
)
from yingshang.city.feedback.surveys.tables import WHO_LENGTH
from yingshang.kernel.worktime import to_cst

__all__ = [
    "WHO_LENGTH",
    "PlanDraft",
    "plan_drafts",
    "plan_scope",
    "propose_plan",
    "rule_plan",
    "who_of",
]

PLANS = frozenset({Role.BUREAU, Role.SUPERVISOR})
LINK = "/desk/surveys/plans/"
LIMITS = {"after_days": (1, 60), "sample": (1, 5000), "least": (0, 100), "draw_within": (1, 60)}
# What the page writes, and reads back into its own fields; any other rule is shown as it stands.
_OURS = re.compile(r"(?:item in \[([^\]]*)\])?(?: and )?(?:online == (True|False))?")


@dataclass(frozen=True)
class PlanDraft:
    """``now``: the plan in force that it would replace; ``size``: how many applications its last
    span holds, None where that cannot be said."""

    proposal: ProposalView
    plan: SurveyPlan
    now: SurveyPlan | None
    size: int | None


def who_of(items: list[str], online: str) -> str:
    """The rule of a population that names items and a channel; '' is every application."""
    parts = []
    if items:
        parts.append("item in [" + ", ".join(f"'{one}'" for one in items) + "]")
    if online in ("yes", "no"):
        parts.append(f"online == {online == 'yes'}")
    return " and ".join(parts)


def plan_scope(who: str) -> tuple[list[str], str] | None:
    """(items, 'yes' | 'no' | '') of a rule as the page writes it; None for any other."""
    found = _OURS.fullmatch(who)
    if found is None:
        return None
    items = re.findall(r"'([^']*)'", found[1] or "")
    online = {"True": "yes", "False": "no"}.get(found[2] or "", "")
    return (items, online) if who_of(items, online) == who else None


def plan_drafts(actor: Actor, *, at: datetime) -> list[PlanDraft]:
    """What was proposed for the actor's city, the newest first."""
    known = {one.code: one for one in survey_plans(actor.region, to_cst(at).date())}
    return [
        PlanDraft(
            one, plan_of(one.body), known.get(one.code),
            _size(plan_of(one.body), actor.region, at) if one.waits else None,
        )
        for one in definitions.proposals(actor, KIND)
    ]  # fmt: skip


def _size(plan: SurveyPlan, region: str, at: datetime) -> int | None:
    day = to_cst(at).date()
    asked = next((one for one in questionnaires(region, day) if one.code == plan.survey), None)
    if asked is None or plan.every not in EVERY:
        return None
    return len(population_of(asked, region, *span_of(plan.every, day), plan.who))


@override("zh-hans")  # what is written stays Chinese, whatever language the screen speaks
def propose_plan(
    *, code: str, wish: Mapping[str, Any], reason: str, by: Actor, at: datetime
) -> int:
    """Another edition of a plan, or (``code`` '') a new one; ``wish`` holds the fields of the
    plan. Nothing holds before another person has agreed."""
    if by.role not in PLANS or not by.region:
        raise Refusal("not-keeper", _("测评计划由营商局或督办人员提出，没有提交。"))
    day = to_cst(at).date()
    body = _checked(dict(wish), by.region, at)
    known = {one.code for one in survey_plans(by.region, day)}
    if code and code not in known:
        raise NotVisible(f"survey plan {code}")
    body["code"] = code or _new_code(known, by)
    return definitions.propose(kind=KIND, code=body["code"], body=body, reason=reason, by=by, at=at)


def _new_code(known: set[str], by: Actor) -> str:
    """Letters only, as the schema of a plan wants it; those proposed once are not used again."""
    taken = known | {one.code for one in definitions.proposals(by, KIND)}
    letters = "abcdefghijklmnopqrstuvwxyz"
    codes = (f"own-{one}{other}" for one in letters for other in letters)
    return next(code for code in codes if code not in taken)


def _checked(body: dict[str, Any], region: str, at: datetime) -> dict[str, Any]:
    """The body as it will be published; Refusal with the first fault."""
    for name in ("name", "survey", "every", "who", "surveyor", "basis"):
        body[name] = str(body.get(name, "")).replace("\0", "").strip()
    if len(body["name"]) < 2:
        raise Refusal("plan-name", _("请写明计划的名称，至少两个字。"))
    if len(body["basis"]) < 4:
        raise Refusal("plan-basis", _("请写明依据，至少四个字，如文件名称或会议决定。"))
    if body["survey"] not in {one.code for one in questionnaires(region, to_cst(at).date())}:
        raise Refusal("survey-unknown", _("请从列表里选一份问卷。"))
    if body["every"] not in (*EVERY, "never"):
        raise Refusal("plan-every", _("请选择多久测一次。"))
    for name, (low, high) in LIMITS.items():
        if not isinstance(body.get(name), int) or not low <= body[name] <= high:
            raise Refusal(
                "plan-number",
                _("有一个数不在允许的范围里（%(low)d 到 %(high)d），请改正后再提交。")
                % {"low": low, "high": high},
            )
    _require_fits(body["who"])
    parse_who(body["who"])
    return {name: value for name, value in body.items() if value != ""}


def _require_fits(who: str) -> None:
    """Who ticked boxes is told of boxes: the characters of the rule are nothing that he sees."""
    scope = plan_scope(who)
    if scope is None or len(who) <= WHO_LENGTH:
        return
    items, online = scope
    fit = next(n for n in range(len(items), -1, -1) if len(who_of(items[:n], online)) <= WHO_LENGTH)
    raise Refusal("too-many-items", _("勾选的事项太多，最多约 %d 项；一项都不勾就是全部。") % fit)


@override("zh-hans")
def rule_plan(*, proposal: int, agreed: bool, words: str, by: Actor, at: datetime) -> None:
    """Another person of the bureau or the supervisors publishes it, or says why not."""
    if by.role not in PLANS:
        raise NotVisible(f"proposal {proposal}")
    definitions.rule_proposal(
        proposal=proposal, kind=KIND, agreed=agreed, words=words, by=by, at=at, link=LINK
    )
