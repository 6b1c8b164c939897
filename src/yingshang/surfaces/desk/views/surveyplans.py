"""Plans of surveys: what is in force, what waits for the second person, a form to propose."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.surfaces.desk.forms.surveyplans import PlanForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.ruling import ruled

__all__ = ["plan", "plans", "rule"]

KEEPERS = ("supervisor", "bureau")
USUAL = {"every": "quarter", "after_days": 5, "sample": 120, "least": 5, "draw_within": 7}


@require_GET
@staff(*KEEPERS)
def plans(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every plan of the city; drafts with what they would change."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor) -> HttpResponse:
    at, today = timezone.now(), timezone.localdate()
    names = _names(actor)
    asked = {one.code: one.name for one in feedback.questionnaires(actor.region, today)}
    drafts = feedback.survey_planning.plan_drafts(actor, at=at)
    context = {
        "rows": [
            (one, one.next_on(today), _scope(one, names), asked.get(one.survey, one.survey))
            for one in feedback.survey_plans(actor.region, today)
        ],
        "waiting": [(one, _changes(one, names, asked)) for one in drafts if one.proposal.waits],
        "earlier": [one for one in drafts if not one.proposal.waits],
    }
    return render(request, "desk/survey_plans.html", context)


def _items(actor: Actor) -> dict[str, str]:
    """What may be ticked in a new plan: what applicants find on the portal."""
    found = catalog.items(region=actor.region, on=timezone.localdate(), portal_only=True)
    return {one.code: one.name for one in found}


def _names(actor: Actor) -> dict[str, str]:
    """Every item in force by name; those that left the portal say so."""
    found = catalog.items(region=actor.region, on=timezone.localdate(), portal_only=False)
    return {one.code: _gone(one.name) for one in found} | _items(actor)


def _gone(name: str) -> str:
    return _("%s（已下架）") % name


def _choices(actor: Actor, own: list[str]) -> list[tuple[str, str]]:
    """The portal's items and the plan's ``own``: a box that is missing would be sent back as one
    that nobody ticked, and a plan whose last box is missing would ask everybody."""
    names, shown = _names(actor), _items(actor)
    shown |= {code: names.get(code) or _gone(code) for code in own}
    return sorted(shown.items(), key=lambda pair: pair[1])


def _scope(one: feedback.SurveyPlan, names: dict[str, str]) -> str:
    """The population in words; a rule that the page did not write stands as it is."""
    scope = feedback.survey_planning.plan_scope(one.who)
    if scope is None:
        return one.who
    items, online = scope
    said = "、".join(names.get(code) or _gone(code) for code in items) or _("全部办结的申请")
    channel = {"yes": _("只测网上办理的"), "no": _("只测窗口办理的")}.get(online, "")
    return f"{said}（{channel}）" if channel else said


def _changes(
    one: feedback.survey_planning.PlanDraft, names: dict[str, str], asked: dict[str, str]
) -> list[tuple[str, str, str]]:
    """(what, as it is, as it would be) of every line; '' before for a plan that is new."""

    def lines(plan: feedback.SurveyPlan) -> list[tuple[str, str]]:
        return [
            (_("名称"), plan.name),
            (_("用哪份问卷"), asked.get(plan.survey, plan.survey)),
            (_("多久测一次"), plan.every_label),
            (_("期末后第几天定名单"), str(plan.after_days)),
            (_("抽多少件"), str(plan.sample)),
            (_("每组至少几件"), str(plan.least)),
            (_("名单定下后几天内要抽样"), str(plan.draw_within)),
            (_("由谁回访"), plan.surveyor or _("抽样时再定")),
            (_("范围"), _scope(plan, names)),
            (_("依据"), plan.basis),
        ]

    before = dict(lines(one.now)) if one.now else {}
    after = lines(one.plan)
    return [(name, before.get(name, ""), new) for name, new in after if before.get(name) != new]


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def plan(request: HttpRequest, actor: Actor, plan: str = "") -> HttpResponse:
    """The form of one plan; '' a new one."""
    today, status = timezone.localdate(), 200
    known = {one.code: one for one in feedback.survey_plans(actor.region, today)}
    if plan and plan not in known:
        raise Http404(plan)
    initial = _initial(known[plan]) if plan else USUAL
    form = PlanForm(
        request.POST or None,
        surveys=[(one.code, one.name) for one in feedback.questionnaires(actor.region, today)],
        items=_choices(actor, initial.get("items", [])),
        initial=initial,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            wish, reason = form.said()
            try:
                feedback.survey_planning.propose_plan(
                    code=plan, wish=wish, reason=reason, by=actor, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("草案已提交，由另一个人审核发布后生效。"))
                return redirect("desk:survey_plans")
    context = {"form": form, "plan": known.get(plan)}
    return render(request, "desk/survey_plan.html", context, status=status)


def _initial(one: feedback.SurveyPlan) -> dict[str, Any]:
    scope = feedback.survey_planning.plan_scope(one.who)
    items, online = scope or ([], "")
    return {
        **vars(one), "items": items, "online": online, "who": "" if scope is not None else one.who,
    }  # fmt: skip


@require_POST
@staff(*KEEPERS)
def rule(request: HttpRequest, actor: Actor, plan_draft: int, verb: str) -> HttpResponse:
    """The second person's word."""
    word = partial(feedback.survey_planning.rule_plan, proposal=plan_draft)
    done = _("已发布；名单已定的测评不受影响。")
    return ruled(
        request, actor, verb, word, done=done, back="desk:survey_plans", page=_page,
        draft=plan_draft,
    )  # fmt: skip
