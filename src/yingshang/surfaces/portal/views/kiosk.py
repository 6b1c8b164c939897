"""Kiosk mode: big targets, no sign-in, back to the start and empty after a while."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.city.halls.kinds import PRIORITY
from yingshang.city.licences import service as licences
from yingshang.surfaces.kit.forms import form_key
from yingshang.surfaces.kit.kiosks import Kiosk, kiosk_of, note_miss
from yingshang.surfaces.portal import forms

__all__ = ["start", "task"]

IDLE = 90  # seconds until the machine goes back to the start
AFTER = 60  # and after something was done


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page. Whatever the last person left in this browser is gone."""
    here = kiosk_of(request)
    if here is not None:
        logout(request)
        request.session.flush()
    return _page(request, "portal/kiosk/start.html", here, {})


def _page(
    request: HttpRequest,
    name: str,
    here: Kiosk | None,
    context: dict[str, Any],
    *,
    status: int = 200,
    idle: int = IDLE,
) -> HttpResponse:
    if here is not None:
        at = timezone.now()
        hall = desks.hall(here.hall, region=here.region, on=timezone.localdate())
        context |= {"hall": hall, "now": desks.openness(hall, at=at), "at": at}
    response = render(request, name, {**context, "kiosk": here}, status=status)
    if here is not None and name != "portal/kiosk/start.html":
        response.headers["Refresh"] = f"{idle}; url=/kiosk/"
    return response


Task = Callable[[HttpRequest, Kiosk], dict[str, Any]]


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task: str) -> HttpResponse:
    """One thing to do. A post answers with its page itself: nothing stands in an address."""
    here = kiosk_of(request)
    if here is None or task not in TASKS:
        raise Http404
    context: dict[str, Any] = {"task": task, "key": form_key(request), **_choices(here, task)}
    name, do = TASKS[task]
    if request.method != "POST":
        return _page(request, name, here, context)
    if here.paused:
        words = "输错的次数太多，这台机器十分钟内不再查询。请到窗口办理。"
        return _page(request, name, here, {**context, "problem": words}, status=409)
    try:
        done = do(request, here)
    except FormInvalid as mistake:
        problem = "；".join(mistake.errors.values())
        context |= {"problem": problem, "form": _form(here, request.POST)}
        return _page(request, name, here, context, status=422)
    except Refusal as refusal:
        answer = _page(request, name, here, {**context, "problem": refusal.sentence}, status=409)
        guess = refusal.code in {"kiosk-unknown", "box-closed", "booking-unknown"}
        return note_miss(request, answer) if guess else answer
    return _page(request, name, here, {**context, **done}, idle=AFTER)


def _choices(here: Kiosk, task: str) -> dict[str, Any]:
    hall = desks.hall(here.hall, region=here.region, on=timezone.localdate())
    if task == "number":
        return {"priorities": [(p, PRIORITY[p]) for p in hall.priority if p != "booked"]}
    return {"form": _form(here, None)} if task == "unsolved" else {}


def _form(here: Kiosk, data: Any) -> forms.ItemForm:
    item = catalog.item(desks.ITEM, region=here.region, on=timezone.localdate())
    return forms.ItemForm(item.body, data)


def _number(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    """A slip with a number: nobody says who they are."""
    taken = desks.take(
        code=here.hall,
        region=here.region,
        counter=request.POST.get("counter", "")[:40],
        how="kiosk",
        by=desks.KIOSK,
        at=timezone.now(),
        priority=request.POST.get("priority", "")[:10],
        key=f"kiosk:{form_key(request)}",
    )
    return _slip(request, taken)


def _slip(request: HttpRequest, taken: desks.VisitView) -> dict[str, Any]:
    at = timezone.now()
    hall = desks.hall(taken.hall, region=taken.region, on=taken.day)
    address = request.build_absolute_uri(f"/halls/number/{taken.token}/")
    return {
        "taken": taken,
        "wait": desks.wait_of(hall, taken.counter, taken.id, at=at),
        "qr": mark_safe(licences.qr_svg(address)),
    }


def _check_in(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    taken = desks.check_in(
        code=here.hall,
        region=here.region,
        booking=request.POST.get("code", "").strip()[:6],
        by=desks.KIOSK,
        at=timezone.now(),
    )
    return _slip(request, taken)


def _papers(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    """The receipt, how the case stands, and the licence, to print; kept nowhere."""
    at, ref = timezone.now(), request.POST.get("ref", "").strip()[:24]
    who = desks.identify(ref=ref, code=request.POST.get("code", "")[:24], hall=here.hall, at=at)
    licence = licences.for_case(ref)
    address = request.build_absolute_uri(f"/verify/{licence.token}/") if licence else ""
    return {
        "case": cases.case_for(who, ref, at=at),
        "licence": licence,
        "address": address,
        "qr": mark_safe(licences.qr_svg(address)) if address else "",
    }


def _box(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    opened = desks.open_box(
        code=here.hall,
        region=here.region,
        slip=request.POST.get("slip", "")[:24],
        digits=request.POST.get("code", "")[:6],
        by=desks.KIOSK,
        at=timezone.now(),
    )
    return {"opened": opened}


def _drop(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    dropped = desks.drop(
        code=here.hall,
        region=here.region,
        name=request.POST.get("name", ""),
        phone=request.POST.get("phone", ""),
        item=request.POST.get("item", ""),
        by=desks.KIOSK,
        at=timezone.now(),
    )
    return {"dropped": dropped}


def _unsolved(request: HttpRequest, here: Kiosk) -> dict[str, Any]:
    form = _form(here, request.POST)
    made = desks.report(
        region=here.region,
        form=form.raw(),
        via="kiosk",
        by=desks.KIOSK,
        at=timezone.now(),
        hall=here.hall,
        key=form_key(request),
    )
    return {"made": made}


TASKS: dict[str, tuple[str, Task]] = {
    "number": ("portal/kiosk/number.html", _number),
    "check-in": ("portal/kiosk/check-in.html", _check_in),
    "papers": ("portal/kiosk/papers.html", _papers),
    "box": ("portal/kiosk/box.html", _box),
    "drop": ("portal/kiosk/drop.html", _drop),
    "unsolved": ("portal/kiosk/unsolved.html", _unsolved),
}
