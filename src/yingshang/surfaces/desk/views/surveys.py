"""Surveys of satisfaction: prepared, drawn, called, closed; each number with its interval."""

import json
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused

__all__ = ["call", "calls", "contact", "file", "order", "survey", "surveys", "verb"]

KEEPERS = ("bureau", "supervisor")
READERS = ("bureau", "supervisor", "leader", "operator")
WIDE = 300  # of a bar that is 100 %


@require_http_methods(["GET", "POST"])
@staff(*READERS)
def surveys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All surveys of the city; the bureau prepares the next one here."""
    given = request.POST if request.method == "POST" else {}
    wrong = ""
    if request.method == "POST":
        try:
            made = feedback.prepare_survey(
                code=request.POST.get("code", "")[:80],
                region=actor.region,
                since=_day(request.POST.get("since", "")),
                until=_day(request.POST.get("until", "")),
                surveyor=request.POST.get("surveyor", ""),
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            wrong = refusal.sentence
        else:
            messages.success(request, _("名单已定，校验值已公布；请在公开数产生后抽样。"))
            return redirect("desk:survey", made)
    today = timezone.localdate()
    first, last = _quarter_before(today)
    context = {
        "rows": feedback.surveys(actor),
        "forms": feedback.questionnaires(actor.region, today) if actor.role == "bureau" else [],
        "plans": [(one, one.next_on(today)) for one in feedback.survey_plans(actor.region, today)],
        "may_plan": actor.role in KEEPERS,
        "since": given.get("since", f"{first:%Y-%m-%d}"),
        "until": given.get("until", f"{last:%Y-%m-%d}"),
        "surveyor": given.get("surveyor", ""),
        "wrong": wrong,
    }
    return render(request, "desk/surveys.html", context, status=422 if wrong else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("day", _("看不懂日期“%s”，请写成 2026-09-30。") % text[:20]) from None


def _quarter_before(day: date) -> tuple[date, date]:
    last = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


@require_GET
@staff(*READERS)
def survey(request: HttpRequest, actor: Actor, survey: int) -> HttpResponse:
    """One survey: where it stands, what was heard, how anybody checks the sample."""
    return _page(request, actor, survey)


def _page(request: HttpRequest, actor: Actor, survey: int) -> HttpResponse:
    found = feedback.survey(actor, survey)
    context = {
        "one": found,
        "findings": supervision.survey_findings(actor, survey),
        "may_order": actor.role in KEEPERS,
        "may_verify": actor.role in KEEPERS,
        "due_on": (timezone.localdate() + timedelta(days=28)).isoformat(),
        **_shown(found),
    }
    return render(request, "desk/survey.html", context)


@require_POST
@staff("bureau", "supervisor")
def order(request: HttpRequest, actor: Actor, survey: int) -> HttpResponse:
    """An order for what the survey found of one unit."""
    try:
        ref = supervision.order_finding(
            survey=survey,
            unit=request.POST.get("unit", "")[:40],
            due=_day(request.POST.get("due_on", "")),
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        key = f"order-{request.POST.get('unit', '')[:40]}"
        return refused(request, key, refusal, _page, actor, survey, words="due_on")
    messages.success(request, _("已发出督办单。"))
    return redirect("desk:case", ref)


def _shown(found: Any) -> dict[str, Any]:
    if found.results is None:
        return {"questions": [], "strata": []}
    return {
        "questions": [
            _question(one, asked)
            for one, asked in zip(
                found.results.questions, found.questionnaire.questions, strict=True
            )
        ],
        "strata": [
            (*row[:4], "—" if row[4] is None else f"{100 * row[4]:.0f}%")
            for row in found.results.strata
        ],
        "rate": None if found.results.rate is None else f"{100 * found.results.rate:.0f}%",
    }


def _question(one: Any, asked: Any) -> dict[str, Any]:
    share = one.share
    told: dict[str, Any] = {"text": one.text, "counts": one.counts, "words": one.words[:20]}
    if share and share["value"] is not None:
        low = share["value"] if share["low"] is None else share["low"]
        high = share["value"] if share["high"] is None else share["high"]
        told |= {
            "good": "、".join(w for n, w in asked.choices.items() if n in asked.good),
            "share": f"{100 * share['value']:.1f}%",
            "range": f"{100 * low:.1f}%—{100 * high:.1f}%",
            "answered": share["answered"],
            "covered": f"{100 * share['covered']:.0f}%" if share["covered"] < 1 else "",
            "at": round(WIDE * share["value"]),
            "from": round(WIDE * low),
            "wide": max(2, round(WIDE * (high - low))),
        }
    if one.mean and one.mean["value"] is not None:
        told["mean"] = f"{one.mean['value']:.2f}"
    return told


@require_GET
@staff(*READERS)
def file(request: HttpRequest, actor: Actor, survey: int, form: str) -> HttpResponse:
    """The proof (JSON) or the frozen population (CSV), for whoever checks the draw."""
    name, content = feedback.survey_files(actor, survey, form)
    is_text = isinstance(content, str)
    body = content if is_text else json.dumps(content, ensure_ascii=False, indent=1)
    kind = "text/csv; charset=utf-8" if is_text else "application/json"
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_POST
@staff("bureau", "supervisor")
def verb(request: HttpRequest, actor: Actor, survey: int, act: str) -> HttpResponse:
    """Draw, close, or verify the draw once more."""
    at = timezone.now()
    try:
        if act == "draw":
            public = request.POST.get("public", "")
            who = request.POST.get("surveyor", "")
            drawn = feedback.draw_survey(id=survey, public=public, surveyor=who, by=actor, at=at)
            messages.success(request, _("已抽出 %d 件，回访员可以开始回访。") % drawn)
        elif act == "close":
            feedback.close_survey(id=survey, by=actor, at=at)
            messages.success(request, _("测评已结束，结果已固定。"))
        elif act == "verify":
            faults = feedback.verify_survey(id=survey, by=actor, at=at)
            if faults:
                messages.error(request, _("重新核验：与记录不符，见“怎样核验抽样”。"))
            else:
                messages.success(request, _("已重新抽了一遍，与样本一致。"))
        else:
            raise Http404
    except Refusal as refusal:
        return refused(request, act, refusal, _page, actor, survey, words="public")
    return redirect("desk:survey", survey)


@require_GET
@staff("operator")
def calls(request: HttpRequest, actor: Actor, survey: int) -> HttpResponse:
    """Whom to call: no names here, they are shown one by one and recorded."""
    names = _item_names(actor)
    rows = [(names.get(one.item, one.item), one) for one in feedback.call_sheet(actor, survey)]
    context = {"one": feedback.survey(actor, survey), "rows": rows}
    return render(request, "desk/survey_calls.html", context)


def _item_names(actor: Actor) -> dict[str, str]:
    found = catalog.items(region=actor.region, on=timezone.localdate(), portal_only=False)
    return {item.code: item.name for item in found}


@require_http_methods(["GET", "POST"])
@staff("operator")
def call(request: HttpRequest, actor: Actor, call: int) -> HttpResponse:
    """One call: the questions, and what came of it. What was typed stays where it is refused."""
    found, one = feedback.call_view(actor, call)
    wrong = ""
    if request.method == "POST":
        answers = {q.code: request.POST.get(q.code, "") for q in found.questionnaire.questions}
        try:
            feedback.record_call(
                id=call,
                outcome=request.POST.get("outcome", ""),
                answers=answers,
                note=request.POST.get("note", ""),
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            wrong = refusal.sentence
        else:
            messages.success(request, _("已登记。"))
            return redirect("desk:survey_calls", found.row.id)
    return _call_page(request, actor, found, one, wrong=wrong)


@require_POST
@staff("operator")
def contact(request: HttpRequest, actor: Actor, call: int) -> HttpResponse:
    """Name and number for this call; the look is recorded and the applicant can see it."""
    found, one = feedback.call_view(actor, call)
    try:
        shown = feedback.callee(id=call, by=actor, at=timezone.now())
    except Refusal as refusal:
        return _call_page(request, actor, found, one, wrong=refusal.sentence)
    return _call_page(request, actor, found, one, shown=shown)


def _call_page(
    request: HttpRequest, actor: Actor, found: Any, one: Any, *, wrong: str = "", shown: Any = None
) -> HttpResponse:
    asked = found.questionnaire
    item = _item_names(actor).get(one.item, one.item)
    given, city = request.POST, accounts.region_name(found.region)
    context = {
        "survey": found,
        "one": one,
        "item": item,
        "intro": asked.intro.replace("{region}", city).replace("{item}", item),
        "questions": [
            {
                "q": q,
                "given": given.get(q.code, ""),
                "choices": [(str(n), words) for n, words in q.choices.items()],
            }
            for q in asked.questions
        ],
        "outcome": given.get("outcome", ""),
        "note": given.get("note", ""),
        "wrong": wrong,
        "shown": shown,
        "left": asked.tries - one.tries,
    }
    return render(request, "desk/survey_call.html", context, status=422 if wrong else 200)
