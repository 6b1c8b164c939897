"""A month's figures by form, who still owes them, and what the reviewer says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import CellError, DueRow, ReviewState
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.refused import refused

__all__ = ["ask", "figure_sheet", "figures_due", "proof", "rule"]

ROLES = ("reviewer", "clerk", "supervisor", "bureau", "leader")
LARGEST = 10 * 1024 * 1024
STATES = {
    "waiting": (_lazy("待审核"), "submitted"),
    "accepted": (_lazy("已采用"), "closed"),
    "returned": (_lazy("已退回，请重报"), "correcting"),
    "late": (_lazy("已过期限"), "refused"),
    "open": (_lazy("还没有报"), "new"),
}


@dataclass(frozen=True)
class Line:
    """One figure of the form: what is owed, what was typed, what is wrong with it."""

    row: DueRow
    typed: str
    fault: str
    leap: str
    state: Any
    tone: str


@dataclass(frozen=True)
class UnitDue:
    """One unit in the overview of a month."""

    code: str
    name: str
    rows: tuple[tuple[DueRow, Any], ...]
    said: int
    late: int

    @property
    def missing(self) -> int:
        return len(self.rows) - self.said


def _last_month() -> str:
    first = timezone.localdate().replace(day=1)
    return (first - timedelta(days=1)).strftime("%Y-%m")


def _month(request: HttpRequest) -> str:
    """The month asked for; one that is none, or that is not over yet, is last month."""
    asked = request.GET.get("month", "") or request.POST.get("month", "")
    try:
        year, number = asked.split("-")
        found = date(int(year), int(number), 1).strftime("%Y-%m")
    except (ValueError, OverflowError):
        return _last_month()
    return found if "2000-01" <= found <= timezone.localdate().strftime("%Y-%m") else _last_month()


def _months() -> list[str]:
    """The last twelve whole months, newest first."""
    found, first = [], timezone.localdate().replace(day=1)
    for _n in range(12):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first.strftime("%Y-%m"))
    return found


def _unit(request: HttpRequest, actor: Actor) -> str:
    """Whose sheet: one's own; overseers may open that of any unit of their city."""
    asked = request.GET.get("unit", "") or request.POST.get("unit", "")
    if actor.oversees and asked in {one.code for one in accounts.units(actor.region)}:
        return asked
    return actor.unit or ""


@require_http_methods(["GET", "POST"])
@staff(*ROLES)
def figure_sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures that a unit owes for a month, to be filled in one by one or all at once."""
    if request.method == "POST":
        return _take(request, actor)
    return _sheet(request, actor)


def _sheet(
    request: HttpRequest,
    actor: Actor,
    *,
    errors: Iterable[CellError] = (),
    unsure: Iterable[CellError] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    month, unit, at = _month(request), _unit(request, actor), timezone.now()
    faults = {one.cell: one.sentence for one in errors}
    leaps = {one.cell: one.sentence for one in unsure}
    rows = indicators.due(actor.region, month=month, as_of=at, unit=unit)
    lines = [
        Line(
            row,
            request.POST.get(f"f-{row.code}", "")[:60] or _plain(row.value),
            faults.get(row.code, ""),
            leaps.get(row.code, ""),
            *STATES[row.state],
        )
        for row in rows
    ]
    context = {
        "lines": lines,
        "month": month,
        "months": _months(),
        "unit": unit,
        "unit_name": accounts.unit_name(unit) if unit else "",
        "deadline": indicators.deadline(actor.region, month),
        "fault": faults.get("", "") or refusal,
        "faults": len(faults),
        "leaps": len(leaps),
        "people": accounts.person_names({one.said_by for one in rows if one.said_by}),
        "note": request.POST.get("note", "")[:300],
    }
    return render(request, "desk/figures.html", context, status=status)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    month, unit, at = _month(request), _unit(request, actor), timezone.now()
    owed = {
        row.code: _plain(row.value)
        for row in indicators.due(actor.region, month=month, as_of=at, unit=unit)
    }
    typed = {code: request.POST.get(f"f-{code}", "")[:60].replace("\x00", "?") for code in owed}
    upload = request.FILES.get("proof")
    if upload is not None and upload.size > LARGEST:
        return _sheet(request, actor, refusal=_("佐证文件超过 10 MB，没有提交。"), status=422)
    try:
        done = indicators.hand_in(
            unit=unit,
            region=actor.region,
            period=month,
            figures={code: text for code, text in typed.items() if text != owed[code]},
            confirmed=[code for code in typed if request.POST.get(f"ok-{code}")],
            note=request.POST.get("note", "").replace("\x00", ""),
            proof=(upload.name or "", upload.read()) if upload is not None else None,
            by=actor,
            at=at,
        )
    except Refusal as refusal:
        return _sheet(request, actor, refusal=refusal.sentence, status=409)
    if done.id is None:
        return _sheet(request, actor, errors=done.errors, unsure=done.unsure, status=422)
    messages.success(request, _("已报 %d 个数字，等待审核；标记为“部门自报”。") % done.rows)
    if done.ref:
        messages.warning(request, _("有数字对不上，已开出核对 %s，请在期限内说明。") % done.ref)
    return redirect(f"{reverse('desk:figure_sheet')}?month={month}&unit={unit}")


@require_GET
@staff(*ROLES)
def figures_due(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who has reported for the month and who has not; what waits for a reviewer."""
    return _due_page(request, actor)


def _due_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    month, at = _month(request), timezone.now()
    rows = indicators.due(
        actor.region, month=month, as_of=at, unit=None if actor.oversees else actor.unit or ""
    )
    units: dict[str, list[DueRow]] = {}
    for row in rows:
        units.setdefault(row.unit_code, []).append(row)
    table = [_unit_due(found) for found in units.values()]
    doubts = indicators.contradictions(
        actor.region, as_of=at, unit=None if actor.oversees else actor.unit or "-"
    )
    told = indicators.hand_ins(actor)
    context: dict[str, Any] = {
        "people": accounts.person_names({one.by for one in told} | {o.reviewed_by for o in told}),
        "units": sorted(table, key=lambda one: (-one.missing, one.code)),
        "month": month,
        "months": _months(),
        "deadline": indicators.deadline(actor.region, month),
        "owed": len(rows),
        "said": sum(one.said for one in table),
        "silent": sum(not one.said for one in table),
        "hand_ins": told,
        "may_rule": actor.oversees,
        "unasked": sum(not one.ref for one in doubts),
        "doubts": len(doubts),
    }
    return render(request, "desk/figures_due.html", context)


def _unit_due(rows: list[DueRow]) -> UnitDue:
    return UnitDue(
        rows[0].unit_code,
        rows[0].unit_name,
        tuple((row, STATES[row.state][0]) for row in rows),
        sum(row.value is not None for row in rows),
        sum(row.state == "late" for row in rows),
    )


@require_POST
@staff("supervisor", "bureau", "leader")
def rule(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Accept or return one delivery."""
    accept = request.POST.get("verdict") == "accept"
    try:
        indicators.review(
            hand_in=file_id,
            verdict=ReviewState.ACCEPTED if accept else ReviewState.RETURNED,
            reason=request.POST.get("reason", "").replace("\x00", ""),
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return refused(request, f"rule-{file_id}", refusal, _due_page, actor)
    messages.success(request, _("已采用。") if accept else _("已退回，请单位重报。"))
    return redirect("desk:figures_due")


@require_GET
@staff(*ROLES)
def proof(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """The file that came with a delivery."""
    name, path = indicators.evidence(actor, file_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_POST
@staff("supervisor", "bureau")
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every unit is asked now about its figures that do not agree; the night does it too."""
    ref = indicators.ask(actor.region, at=timezone.now())
    if ref:
        messages.success(request, _("已请单位说明，每个单位一份核对，限期办理。"))
    else:
        messages.info(request, _("没有新的矛盾，都已经请单位说明过。"))
    return redirect("desk:figures_due")
