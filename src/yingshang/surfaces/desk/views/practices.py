"""The library of practices: searched, learned into, weighed, made into tasks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.city.plans.service import learning
from yingshang.city.registers.kinds import RecordInvalid
from yingshang.surfaces.desk.forms.learning import DecideForm, LearnForm, PlanForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.views.registers import city_of

__all__ = ["learn", "practice", "practices", "verb"]


@require_GET
@staff()
def practices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What there is to learn and how far we have come; the filters stand in the address."""
    city, today = city_of(actor), timezone.localdate()
    every = learning.practices(actor, region=city, on=today)
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "status", "metric")}
    rows = learning.practices(actor, region=city, on=today, **asked)
    counts = {label: sum(one.status == value for one in every)
              for value, label in learning.Adoption.choices}  # fmt: skip
    context = {
        "rows": rows,
        "every": every,
        "asked": asked,
        "counts": [(value, label, counts[label]) for value, label in learning.Adoption.choices],
        "metrics": sorted({(one.metric, one.metric_name) for one in every if one.metric}),
        "learns": learning.may_learn(actor, region=city, on=today),
        "region": city,
    }
    return render(request, "desk/practices.html", context)


def _units(city: str) -> list[tuple[str, str]]:
    return [(one.name, one.name) for one in accounts.units(city)]


@require_http_methods(["GET", "POST"])
@staff()
def learn(request: HttpRequest, actor: Actor, target_id: int) -> HttpResponse:
    """Take a sentence of another city's plan into the library."""
    city, today = city_of(actor), timezone.localdate()
    if not learning.may_learn(actor, region=city, on=today):
        raise Http404
    told = learning.taught_by(target_id, on=today)
    data = request.POST if request.method == "POST" else None
    form = LearnForm(data, units=_units(city), initial={"practice": told["practice"]})
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            done = _tried(form, lambda: learning.learn(
                target=target_id, region=city, by=actor, at=timezone.now(), **form.cleaned_data
            ))  # fmt: skip
            if done is not None:
                messages.success(request, _("已放进做法库，状态是“研究中”。"))
                return redirect("desk:practice", done)
    return render(request, "desk/practice_learn.html", {"form": form, "told": told}, status=status)


def _tried(form: Form, act: Callable[[], int]) -> int | None:
    """What the verb answered; None where it refused, the reason being on the form."""
    try:
        return act()
    except RecordInvalid as invalid:
        for name, sentence in invalid.errors.items():
            form.add_error(name if name in form.fields else None, sentence)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
    return None


@require_GET
@staff()
def practice(request: HttpRequest, actor: Actor, practice: int) -> HttpResponse:
    """One practice: what it is, how far we are, who decided, its task."""
    return _show(request, actor, practice)


def _forms(actor: Actor, found: learning.Practice, city: str) -> dict[str, Any]:
    year_first = plans.plans(actor, region=city)
    return {
        "plans": [(row.id, f"{row.title}") for row in year_first[:20]],
        "units": _units(city),
    }


def _show(
    request: HttpRequest, actor: Actor, record: int, typed: dict[str, Form] | None = None
) -> HttpResponse:
    city, today = city_of(actor), timezone.localdate()
    found = learning.practice(actor, record, region=city, on=today)
    typed, choices = typed or {}, _forms(actor, found, city)
    start = {"version": found.version, "title": found.practice, "lead": found.owner}
    context = {
        "one": found,
        "typed": typed,
        "history": learning.practice_history(actor, record, on=today),
        "decides": learning.may_learn(actor, region=city, on=today),
        "may_plan": learning.may_plan(actor, city) and found.task is None and choices["plans"],
        "decide": typed.get("decide") or DecideForm(
            initial={"version": found.version, "status": found.status, "measured": found.measured},
            auto_id="decide-%s"),
        "plan": typed.get("plan") or PlanForm(initial=start, auto_id="plan-%s", **choices),
    }  # fmt: skip
    status = 422 if typed else 200
    return render(request, "desk/practice.html", context, status=status)


@require_POST
@staff()
def verb(request: HttpRequest, actor: Actor, practice: int, verb: str) -> HttpResponse:
    """Decide how far we are, or make the practice a task."""
    city, at = city_of(actor), timezone.now()
    found = learning.practice(actor, practice, region=city, on=timezone.localdate())
    if verb == "decide":
        form: Form = DecideForm(request.POST, auto_id="decide-%s")
        act = learning.decide_practice
    elif verb == "plan":
        form = PlanForm(request.POST, auto_id="plan-%s", **_forms(actor, found, city))
        act = learning.plan_practice
    else:
        raise Http404
    if form.is_valid():
        done = _tried(form, lambda: act(practice=practice, by=actor, at=at, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("已记下。") if verb == "decide" else _("已列入方案任务。"))
            return redirect("desk:practice", practice)
    return _show(request, actor, practice, {verb: form})
