"""Figures that a department reports itself: drop the sheet, see how it is read, confirm, import."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import CellError, Mapping, ValueView
from yingshang.surfaces.desk.forms.reported import SheetForm, packed, unpacked
from yingshang.surfaces.desk.gate import staff

__all__ = ["confirm", "propose", "reported"]

ROLES = ("reviewer", "clerk", "supervisor", "bureau", "leader")


@dataclass(frozen=True)
class Cell:
    """One cell of the preview with what is wrong with it."""

    name: str
    text: str
    fault: str


@require_GET
@staff(*ROLES)
def reported(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures in force, newest month first, and the way to send the next sheet."""
    return _list(request, actor)


def _units(actor: Actor) -> list[tuple[str, str]]:
    """The actor's own unit; overseers may hand in for any unit of their city."""
    found = accounts.units(actor.region)
    if not actor.oversees:
        found = [u for u in found if u.code == actor.unit]
    return [(u.code, u.name) for u in found]


def _list(
    request: HttpRequest, actor: Actor, *, form: SheetForm | None = None, status: int = 200
) -> HttpResponse:
    at = timezone.now()
    own = None if actor.oversees else actor.unit
    rows = indicators.reported(actor.region, as_of=at, unit=own)
    clashes = indicators.contradictions(actor.region, as_of=at, unit=own)
    names = {d.code: d.name for d in indicators.definitions(actor.region, timezone.localdate(at))}
    by_figure = {c.reported_id: c for c in clashes}
    context = {
        "form": form or SheetForm(units=_units(actor), initial={"unit": actor.unit}),
        "rows": [
            (v, _as_said(v), names.get(v.code, v.code), by_figure.get(v.id)) for v in rows[:200]
        ],
        "total": len(rows),
        "clashes": clashes,
        "unit_names": dict(_units(actor)),
        "demo": settings.DEMO,
    }
    return render(request, "desk/reported.html", context, status=status)


def _as_said(figure: ValueView) -> str:
    """All the decimals that the unit gave: 99.966% is not 99.97%."""
    return "–" if figure.value is None else f"{figure.value.normalize():,f}"


@require_POST
@staff(*ROLES)
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the sheet would be read; nothing is written yet."""
    form = SheetForm(request.POST, request.FILES, units=_units(actor))
    if not form.is_valid():
        return _list(request, actor, form=form, status=422)
    upload, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
    data, name = upload.read(), upload.name
    try:
        found = _propose(actor, data, name, unit)
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _list(request, actor, form=form, status=422)
    return _sheet(request, actor, found, data=data, name=name)


def _propose(actor: Actor, data: bytes, name: str, unit: str) -> Mapping:
    return indicators.propose_mapping(
        data=data, name=name, unit=unit, region=actor.region, on=timezone.now()
    )


def _sheet(
    request: HttpRequest,
    actor: Actor,
    found: Mapping,
    *,
    data: bytes,
    name: str,
    errors: tuple[CellError, ...] | None = None,
    refusal: str = "",
    chosen: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    faults = found.errors if errors is None else errors
    context = {
        "mapping": found,
        "columns": [(c, (chosen or {}).get(c.letter, c.indicator)) for c in found.columns],
        "definitions": indicators.definitions(actor.region, timezone.localdate()),
        "unit_name": accounts.unit_name(found.unit),
        "errors": faults,
        "cells": _cells(found, faults),
        "letters": [_letter(i) for i in range(max((len(r) for r in found.preview), default=0))],
        "file": packed(data),
        "name": name,
        "refusal": refusal,
    }
    return render(request, "desk/sheet.html", context, status=status)


def _letter(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _cells(found: Mapping, errors: tuple[CellError, ...]) -> list[tuple[int, list[Cell]]]:
    faults = {error.cell: error.sentence for error in errors}
    rows = []
    for number, row in enumerate(found.preview, start=1):
        cells = [(f"{_letter(i)}{number}", text) for i, text in enumerate(row)]
        rows.append((number, [Cell(name, text, faults.get(name, "")) for name, text in cells]))
    return rows


@require_POST
@staff(*ROLES)
def confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Remember the mapping and take over every figure, or none."""
    data, name = unpacked(request.POST.get("file", "")), request.POST.get("name", "")[:200]
    unit = request.POST.get("unit", "")
    if data is None or unit not in dict(_units(actor)):
        messages.error(request, _("这一页已经失效，没有导入。请重新选择报表文件。"))
        return redirect("desk:reported")
    chosen = {
        key.removeprefix("column-"): value
        for key, value in request.POST.items()
        if key.startswith("column-")
    }
    sheet: dict[str, Any] = {"data": data, "name": name, "unit": unit, "region": actor.region}
    at = timezone.now()
    try:
        found = indicators.confirm_mapping(**sheet, choices=chosen, by=actor, at=at)
        done = indicators.import_reported(**sheet, by=actor, at=at)
    except Refusal as refusal:
        found = _propose(actor, data, name, unit)
        return _sheet(
            request,
            actor,
            found,
            data=data,
            name=name,
            chosen=chosen,
            refusal=refusal.sentence,
            status=409,
        )
    if done.errors:
        return _sheet(request, actor, found, data=data, name=name, errors=done.errors, status=422)
    messages.success(request, _("已导入 %d 个数字，标记为“部门自报”，不与实测混算。") % done.rows)
    return redirect("desk:reported")
