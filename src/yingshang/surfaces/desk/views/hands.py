"""Who has how much in hand, and who acts for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.surfaces.desk.forms.hands import AbsenceForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["absence", "end_absence", "workload"]


@require_GET
@staff()
def workload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open, due this week, late and done, a person; overseers choose the unit."""
    at = timezone.now()
    units = accounts.units(actor.region) if actor.oversees else []
    asked = request.GET.get("unit", "")[:40]
    known = {unit.code for unit in units}
    unit = asked if asked in known else _pressed(actor, known, at)
    rows = cases.workload(actor, at=at, unit=unit) if unit else []
    most = max((row.open for row in rows), default=0) or 1
    context = {
        "bars": [_bar(row, most) for row in rows],
        "unit": unit,
        "unit_name": accounts.unit_name(unit),
        "units": units,
        "oversees": actor.oversees,
        "total": sum(row.open for row in rows),
        "late": sum(row.late for row in rows),
    }
    return render(request, "desk/workload.html", context)


def _pressed(actor: Actor, known: set[str], at: Any) -> str | None:
    """The unit to look at first: one's own; for overseers, which have little, whose case is due
    first."""
    if not known:
        return actor.unit
    due = cases.queue(actor, size=1, at=at).rows
    holder = due[0].holder if due else ""
    return holder if holder in known else actor.unit if actor.unit in known else min(known)


def _bar(row: Any, most: int) -> dict[str, Any]:
    """Widths in hundredths of the longest bar: late, due this week, the rest."""
    late, week = 100 * row.late / most, 100 * row.week / most
    rest = 100 * max(0, row.open - row.late - row.week) / most
    return {
        "row": row,
        "late": f"{late:.2f}",
        "week_from": f"{late:.2f}",
        "week": f"{week:.2f}",
        "rest_from": f"{late + week:.2f}",
        "rest": f"{rest:.2f}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def absence(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Name a deputy for a time; see who acts for whom in the unit."""
    at = timezone.now()
    form = AbsenceForm(request.POST or None, actor=actor)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            named = accounts.name_deputy(by=actor, at=at, **form.said)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(
                request,
                _("已请%(deputy)s代%(person)s办理，并已告知。")
                % {"deputy": named.deputy_name, "person": named.person_name},
            )
            return redirect("desk:absence")
    wrong = bool(refusal or form.errors)
    context = {
        "form": form,
        "refusal": refusal,
        "rows": _absences(actor, at),
        "may_name": bool(form.fields["deputy"].choices),
        "now": at,
    }
    return render(request, "desk/absence.html", context, status=422 if wrong else 200)


def _absences(actor: Actor, at: Any) -> list[tuple[Any, bool]]:
    """(absence, whether the actor may end it) of the unit; overseers see all units."""
    may_all = actor.role in ("supervisor", "bureau")
    rows = accounts.absences(actor, at=at)
    return [(row, may_all or row.person == actor.id) for row in rows]


@require_POST
@staff()
def end_absence(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Back again: nobody acts in the person's place any more."""
    number = whole(request.POST.get("id", ""))
    if number is not None:
        try:
            accounts.end_absence(id=number, by=actor, at=timezone.now())
            messages.success(request, _("代办已结束。"))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    return redirect("desk:absence")
