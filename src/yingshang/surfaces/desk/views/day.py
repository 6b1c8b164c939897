"""The day's balance: what the facts say, signed by each clerk; printed, or as a workbook."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.halls import service as desks
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import place_of
from yingshang.surfaces.kit.exports import XLSX
from yingshang.surfaces.kit.forms import whole

__all__ = ["book", "day", "sign"]

ROLES = ("clerk", "supervisor", "bureau", "leader")


def _day(text: str) -> dt.date:
    """The day that was asked for, never one to come; today for nonsense."""
    try:
        asked = parse_date(text)
    except ValueError:
        asked = None
    today = timezone.localdate()
    return min(asked or today, today)


def _show(
    request: HttpRequest, actor: Actor, on: dt.date, problem: str = "", status: int = 200
) -> HttpResponse:
    sheet = desks.day_sheet(actor, day=on, at=timezone.now())
    own = next((row for row in sheet.rows if row.clerk == actor.id), None)
    context: dict[str, Any] = {
        "sheet": sheet,
        "own": own,
        "columns": list(desks.COLUMNS.values()),
        "others": [row for row in sheet.rows if row.clerk != actor.id],
        "left": [(row, ref, item) for row in sheet.rows for ref, item in row.left],
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "desk/day.html", context, status=status)


@require_GET
@staff(*ROLES)
def day(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every clerk of the hall, the own row first to sign; the handover sheet when printed."""
    return _show(request, actor, _day(request.GET.get("day", "")))


@require_POST
@staff("clerk")
def sign(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sign the own day: counted, differences explained, what is left handed on."""
    on, here = _day(request.POST.get("day", "")), place_of(request, actor)
    counted = {name: whole(request.POST.get(name, "")) or 0 for name in ("received", "delivered")}
    try:
        desks.sign_day(
            day=on,
            hall=here.hall.code if here else "",
            counted=counted,
            note=request.POST.get("note", ""),
            next=request.POST.get("next", "")[:150],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return _show(request, actor, on, refusal.sentence, 409)
    return redirect("desk:day")


@require_GET
@staff(*ROLES)
def book(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same as a workbook."""
    on = _day(request.GET.get("day", ""))
    data = desks.day_book(desks.day_sheet(actor, day=on, at=timezone.now()))
    headers = {"Content-Disposition": f'attachment; filename="day-{on:%Y%m%d}.xlsx"'}
    return HttpResponse(data, content_type=XLSX, headers=headers)
