"""A target split to the counties, and what they return."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.exports import xlsx_response

__all__ = ["give_back", "split", "splits", "splits_file"]


@require_http_methods(["GET", "POST"])
@staff()
def split(request: HttpRequest, actor: Actor, plan_id: int, target_id: int) -> HttpResponse:
    """The parts, what they make, who is missing; those who keep the plan may split anew."""
    refusal = ""
    if request.method == "POST":
        names = [code for code, _name in accounts.districts(plans.plan_row(actor, plan_id).region)]
        given = {
            code: (request.POST.get(f"value-{code}", ""), request.POST.get(f"unit-{code}", ""))
            for code in names
            if request.POST.get(f"value-{code}", "").strip() or request.POST.get("how") == "equal"
        }
        try:
            warning = plans.split_target(
                target=target_id,
                how="equal" if request.POST.get("how") == "equal" else "own",
                places=given,
                by=actor,
                at=timezone.now(),
            )
        except Refusal as error:
            refusal = str(error)
        else:
            messages.success(request, _("目标已分解到县区。"))
            if warning:
                messages.warning(request, warning)
            return redirect("desk:split", plan_id, target_id)
    return _show(request, actor, plan_id, target_id, refusal)


def _show(
    request: HttpRequest, actor: Actor, plan_id: int, target_id: int, refusal: str = ""
) -> HttpResponse:
    found = plans.split_of(actor, target_id, as_of=_today())
    if found.plan != plan_id:
        raise accounts.NotVisible(f"target {target_id}")
    row = plans.plan_row(actor, plan_id)
    region, closed = row.region, plans.why_no_parts(actor, row)
    shares = {one.place: one for one in found.places}
    context = {
        "split": found,
        "plan": row,
        "region": region,
        "lines": [
            _line(code, name, shares.get(code), found.stated.get(code), request.POST)
            for code, name in accounts.districts(region)
        ],
        "typed": request.POST,
        "closed": closed,
        "may_split": not closed
        and plans.may_edit_plan(actor, row)
        and plans.may_direct(actor, region),
        "returns": [
            one
            for one in found.places
            if row.withdrawn_at is None
            and (plans.may_direct(actor, region) or actor.region == one.place)
        ],
        "refusal": refusal,
    }
    return render(request, "desk/split.html", context, status=409 if refusal else 200)


def _line(
    code: str,
    name: str,
    share: plans.PlaceView | None,
    stated: Decimal | None,
    typed: Mapping[str, str],
) -> tuple[str, str, Any, str]:
    """(code, name, value, unit) of a county: as it stands, or as it was typed and refused."""
    value, unit = (share.amount or "", share.unit_name or "") if share else ("", "")
    value = value or (f"{stated:f}" if stated is not None else "")
    return code, name, typed.get(f"value-{code}", value), typed.get(f"unit-{code}", unit)


def _today() -> date:
    return timezone.localdate()


@require_POST
@staff()
def give_back(request: HttpRequest, actor: Actor, plan_id: int, target_id: int) -> HttpResponse:
    """A county's number."""
    names = ("place", "value", "numerator", "denominator")
    said = {name: request.POST.get(name, "").strip() for name in names}
    try:
        plans.return_share(target=target_id, by=actor, at=timezone.now(), **said)
    except Refusal as error:
        return _show(request, actor, plan_id, target_id, str(error))
    messages.success(request, _("已报送。"))
    return redirect("desk:split", plan_id, target_id)


@require_GET
@staff()
def splits(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Every target of a plan: which county has which part, what they make, who is missing."""
    found = plans.plan_row(actor, plan_id)
    closed = plans.why_no_parts(actor, found)
    rows = [] if closed else plans.splits_of(actor, plan_id, as_of=_today())
    places = accounts.districts(found.region)
    split = [row for row in rows if row.places]
    context = {
        "plan": found,
        "places": places,
        "lines": [(row, _cells(row, places)) for row in split],
        "unsplit": [row for row in rows if not row.places],
        "missing": sum(bool(row.missing) for row in split),
        "overdue": sum(place.overdue for row in split for place in row.places),
        "off": sum(bool(row.warning) for row in split),
        "closed": closed,
        "may_split": plans.may_edit_plan(actor, found),
    }
    return render(request, "desk/splits.html", context)


def _cells(
    row: plans.SplitView, places: list[tuple[str, str]]
) -> list[tuple[str, plans.PlaceView | None]]:
    by_place = {one.place: one for one in row.places}
    return [(name, by_place.get(code)) for code, name in places]


@require_GET
@staff()
def splits_file(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """The same as a workbook."""
    plans.why_no_parts(actor, plans.plan_row(actor, plan_id))
    rows = plans.splits_of(actor, plan_id, as_of=_today())
    return xlsx_response(f"目标分解-{plan_id}.xlsx", plans.splits_xlsx(rows, at=timezone.now()))
