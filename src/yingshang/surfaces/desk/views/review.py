"""The review desk: the document on the left, the ledger on the right, one act one POST.

The script asks with the header X-Review and is answered in JSON (rows drawn anew, one sentence);
without it the same addresses answer with whole pages.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.batches import batch
from yingshang.surfaces.desk.document import paragraphs
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.review_acts import ACTS, Asked, Done
from yingshang.surfaces.desk.views.review_forms import FORMS, form_context

__all__ = ["review", "verb"]

SHOWS = (
    ("open", _lazy("待核对")),
    ("doubt", _lazy("存疑的")),
    ("done", _lazy("已核对")),
    ("all", _lazy("全部")),
)


@require_GET
@staff()
def review(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """All rows of a plan, the doubtful ones first."""
    found = plans.review(plan_id, actor)
    show = request.GET.get("show") or ("open" if found.progress.left else "all")
    by_text = request.GET.get("order") == "text"
    query = request.GET.get("q", "").strip()
    rows = found.rows if by_text else plans.review_order(found.rows)
    rows = [row for row in rows if _shown(row, show) and _holds(row, query)]
    part = batch(rows, request.GET, lambda row: (f"r-{row.id}",))
    context = {
        "plan": found,
        "rows": part.rows,
        "part": part,
        "show": show,
        "shows": SHOWS,
        "by_text": by_text,
        "query": query,
        "progress": found.progress,
        "paragraphs": paragraphs(found),
        "may_edit": plans.may_edit_plan(actor, found.row),
        "certain": plans.CERTAIN,
    }
    return render(request, "desk/review/page.html", context)


def _shown(row: plans.ReviewRow, show: str) -> bool:
    if show == "open":
        return row.waits
    if show == "doubt":
        return row.waits and row.doubtful
    return not row.waits if show == "done" else True


def _holds(row: plans.ReviewRow, query: str) -> bool:
    """What a reviewer would look for: title, number, a unit, the words of a target."""
    if not query:
        return True
    task = row.task
    units = [unit.name for unit in (*task.lead, *task.responsible, *task.cooperating)]
    spans = [target.words for target, _said in row.targets]
    return any(query in text for text in (task.title, task.no, *units, *spans))


@require_http_methods(["GET", "POST"])
@staff()
def verb(request: HttpRequest, actor: Actor, plan_id: int, verb: str) -> HttpResponse:
    """GET opens the form of an act, POST does it."""
    asked = Asked(request, actor, plan_id)
    if request.method == "GET":
        if verb not in FORMS:
            raise NotVisible(verb)
        return _show(asked, verb, form_context(verb, asked), 200)
    act: Callable[[Asked], Done] | None = ACTS.get(verb)
    if act is None:
        raise NotVisible(verb)
    try:
        done = act(asked)
    except Refusal as refusal:
        return _refused(asked, verb, refusal)
    if done.form is not None:  # what was typed does not do
        return _show(asked, verb, form_context(verb, asked, form=done.form), 422)
    if not asked.scripted:
        messages.success(request, done.sentence)
        return redirect(_place(plan_id, done.focus))
    return JsonResponse(_answer(asked, done))


def _place(plan_id: int, task: int | None) -> str:
    address = reverse("desk:review", args=[plan_id])
    return f"{address}?show=all&at=r-{task}#r-{task}" if task else address


def _show(asked: Asked, verb: str, context: dict[str, Any], status: int) -> HttpResponse:
    """A form: as a part for the script, else as a page of its own."""
    context |= {"verb": verb, "plan_id": asked.plan_id, "part": FORMS[verb]}
    if asked.scripted:
        return render(asked.request, FORMS[verb], context, status=status)
    return render(asked.request, "desk/review/form.html", context, status=status)


def _refused(asked: Asked, verb: str, refusal: Refusal) -> HttpResponse:
    """One sentence, and nothing typed is lost: the form comes back with the newest version."""
    if verb in FORMS:
        form = FORMS[verb] and form_context(verb, asked, typed=True)
        return _show(asked, verb, form | {"refusal": refusal.sentence}, 409)
    if not asked.scripted:
        messages.error(asked.request, refusal.sentence)
        return redirect(_place(asked.plan_id, asked.task or None))
    rows = plans.review_rows(asked.plan_id, [asked.task]) if asked.task else ()
    answer = _answer(asked, Done("", touched={asked.task} if asked.task else set()), rows)
    return JsonResponse(answer | {"said": refusal.sentence, "refused": True}, status=409)


def _answer(
    asked: Asked, done: Done, rows: tuple[plans.ReviewRow, ...] | None = None
) -> dict[str, Any]:
    """The rows as they are now, those that are gone, the progress, and a sentence."""
    if rows is None:
        rows = plans.review_rows(asked.plan_id, done.touched) if done.touched else ()
    progress = plans.progress(asked.plan_id, asked.actor)
    row = plans.plan_row(asked.actor, asked.plan_id)
    context = {
        "plan_id": asked.plan_id,
        "may_edit": plans.may_edit_plan(asked.actor, row),
        "progress": progress,
        "certain": plans.CERTAIN,
    }
    answer: dict[str, Any] = {
        "said": done.sentence or _("没有变化。"),
        "rows": [
            {
                "id": row.id,
                "html": render_to_string(
                    "desk/review/_row.html", context | {"row": row}, asked.request
                ),
            }
            for row in rows
        ],
        "gone": sorted(done.touched - {row.id for row in rows}),
        "progress": render_to_string("desk/review/_progress.html", context, asked.request),
        "focus": done.focus,
        "target": done.target,
        "all": done.everything,
    }
    if done.reshaped:
        found = plans.review(asked.plan_id, asked.actor)
        answer["document"] = render_to_string(
            "desk/review/_document.html", {"paragraphs": paragraphs(found)}, asked.request
        )
    return answer
