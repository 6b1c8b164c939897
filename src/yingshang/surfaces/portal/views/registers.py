"""Registers that are open to everybody: the directory, one list, one record, the files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import RegisterRow
from yingshang.surfaces.kit.records import asked_of, chosen_of, download, filters_of
from yingshang.surfaces.portal.places import city

__all__ = ["export", "record", "register", "registers_page"]

OPEN = ("open", "masked")
EVERYBODY = accounts.ANONYMOUS  # officers too read here what the public reads


@require_GET
def registers_page(request: HttpRequest) -> HttpResponse:
    """What the city publishes, by topic."""
    found = registers.directory(EVERYBODY, region=city(request), on=timezone.localdate())
    q = request.GET.get("q", "").strip()[:60]
    topics: dict[str, list[RegisterRow]] = {}
    for row in found:
        if not q or q in row.name or q in row.topic or q in row.summary:
            topics.setdefault(row.topic, []).append(row)
    context = {"topics": topics, "q": q, "number": len(found), "city": city(request)}
    return render(request, "portal/registers.html", context)


def _declared(request: HttpRequest, register: str) -> registers.Register:
    try:
        return registers.register_view(
            EVERYBODY, register, region=city(request), on=timezone.localdate()
        )
    except accounts.NotVisible as error:
        raise Http404(register) from error


def _asked(request: HttpRequest, found: registers.Register) -> registers.Asked:
    """The public narrows by words and filters; how the office stands with it is its own affair."""
    params = request.GET.copy()
    params.pop("unit", None)
    if not params.get("standing", "").startswith(("count:", "whole:")):
        params.pop("standing", None)
    params["state"] = "current"
    return asked_of(params, found, size=30)


@require_GET
def register(request: HttpRequest, register: str) -> HttpResponse:
    """One open register: searched, filtered, sorted; personal data masked."""
    found, today = _declared(request, register), timezone.localdate()
    asked = _asked(request, found)
    args: dict[str, Any] = {"region": found.region, "on": today}
    context = {
        "register": found,
        "asked": asked,
        "found": registers.listing(EVERYBODY, register, asked, **args),
        "filters": filters_of(found, asked),
        "chosen": chosen_of(found, asked.standing),
        "counts": registers.counts(EVERYBODY, register, **args),
        "owner": accounts.unit_name(registers.owner_unit(found)),
    }
    return render(request, "portal/register.html", context)


@require_GET
def record(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """One record of an open register, as the public may see it."""
    found = _declared(request, register)
    try:
        seen = registers.record(EVERYBODY, record, at=timezone.now())
    except accounts.NotVisible as error:
        raise Http404(record) from error
    if seen.register != register or seen.region != found.region:
        raise Http404(record)
    return render(request, "portal/register_record.html", {"register": found, "record": seen})


@require_GET
def export(request: HttpRequest, register: str, form: str) -> HttpResponse:
    """The list as a file."""
    found = _declared(request, register)
    asked = _asked(request, found)
    at = timezone.now()
    return download(
        registers.export(EVERYBODY, register, region=found.region, at=at, asked=asked, form=form)
    )
