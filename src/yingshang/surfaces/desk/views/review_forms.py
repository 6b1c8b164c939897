"""The forms that open in a row of the review desk."""

from typing import Any

from django import forms
from django.utils import timezone

from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms.ledger import CorrectionForm
from yingshang.surfaces.desk.forms.review import MarkForm, ReviewTargetForm, task_form
from yingshang.surfaces.desk.views.review_acts import Asked

__all__ = ["FORMS", "form_context"]

FORMS = {
    "edit": "desk/review/_edit.html",
    "reject": "desk/review/_reject.html",
    "split": "desk/review/_split.html",
    "add": "desk/review/_add.html",
    "merge": "desk/review/_merge.html",
}


def form_context(
    verb: str, asked: Asked, *, form: forms.Form | None = None, typed: bool = False
) -> dict[str, Any]:
    """What the part of a verb needs. ``typed``: fill it with what was sent, not with the ledger."""
    if verb == "add" and not asked.task:
        marked = {"form": form or _marked(asked, typed), "start": asked.number("start")}
        return marked | {"there": asked.there, "outside": asked.outside}
    row = asked.row
    target = asked.target if asked.is_target else None
    context: dict[str, Any] = {
        "row": row,
        "target": target,
        "version": target.version if target else row.task.version,
        "start": asked.number("start"),
    }
    if verb == "edit":
        context["form"], context["now"] = (form, []) if form else _edit(asked, typed)
    elif verb == "reject":
        context["reasons"] = plans.TARGET_REASONS if target else plans.TASK_REASONS
        context["typed"] = asked.given.get("reason", "")
    elif verb == "split":
        context["sentences"] = plans.sentences(row.id)
    elif verb == "merge":
        context |= _partner(row)
    else:
        context["form"] = form or _marked(asked, typed)
        context |= {"there": asked.there, "outside": asked.outside}
    return context


def _partner(row: plans.ReviewRow) -> dict[str, Any]:
    """The task that would be merged with this one, and the deadlines there are to choose from."""
    found = plans.follower(row.id)
    other = plans.review_rows(row.task.plan, [found])[0] if found else None
    both = (row.task.deadline, other.task.deadline if other else None)
    days = sorted({day for day in both if day}, reverse=True)
    return {"other": other, "days": days if len(days) > 1 else []}


def _edit(asked: Asked, typed: bool) -> tuple[CorrectionForm, list[tuple[str, str]]]:
    """The form; after a refusal what was changed in it, over what the ledger holds now."""
    metrics = plans.metric_choices(asked.actor.region, timezone.localdate())
    held: CorrectionForm
    form: CorrectionForm
    if asked.is_target:
        held = ReviewTargetForm.filled(asked.target, metrics)
        form = ReviewTargetForm(asked.given, metrics=metrics, auto_id="review-%s")
    else:
        held = task_form(asked.row.task)
        form = task_form(asked.row.task, asked.given)
    if not typed:
        return held, []
    return form.over(held), _now(form, held)


def _now(form: CorrectionForm, held: CorrectionForm) -> list[tuple[str, str]]:
    """Where what was typed differs from what the ledger holds now: (label, the present value)."""
    return [
        (str(form.fields[name].label), str(value or "–"))
        for name, value in held.initial.items()
        if name in form.fields and str(form.data.get(name, "")) != str(value or "")
    ]


def _marked(asked: Asked, typed: bool) -> forms.Form:
    if typed:
        return MarkForm(asked.given, auto_id="review-%s")
    words = plans.words_at(asked.plan_id, asked.number("start"), asked.number("end"))
    row = asked.there or (asked.row if asked.task else None)
    task = row.task if row and not asked.outside else None
    title, limit = (task.title, task.deadline) if task else ("", None)
    year = plans.plan_row(asked.actor, asked.plan_id).year
    initial = {"words": words} | (plans.guess_target(words, title, year, limit) if words else {})
    return MarkForm(initial=initial, auto_id="review-%s")
