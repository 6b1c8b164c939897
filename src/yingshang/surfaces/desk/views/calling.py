"""Calling numbers, the guide desk, the day's appointments: few buttons, one key each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.city.halls.kinds import PRIORITY
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import Place, own_halls, place_of, seat
from yingshang.surfaces.desk.refused import refused
from yingshang.surfaces.kit.forms import form_key, whole

__all__ = ["act", "appointments", "book", "calling", "place", "take"]

SHOWN = ("waiting", "called", "serving", "skipped")
Verb = Callable[..., desks.VisitView]
VERBS: dict[str, Verb] = {
    "recall": desks.recall,
    "start": desks.start,
    "skip": desks.skip,
    "finish": desks.finish,
    "restore": desks.restore,
}


@require_GET
@staff("clerk")
def calling(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is at my window, who comes next, who was passed over."""
    return _shown(request, actor)


def _shown(request: HttpRequest, actor: Actor, *, booking: str = "") -> HttpResponse:
    """The page; with the digits of a booking that was refused, to be mended there."""
    at, here = timezone.now(), place_of(request, actor)
    context: dict[str, Any] = {"halls": own_halls(actor), "here": here, "key": form_key(request)}
    if here:
        today = timezone.localdate()
        shown = desks.numbers(
            here.hall, day=today, states=["waiting", "called", "serving", "skipped"]
        )
        mine = [v for v in shown if v.window == here.window and v.state in ("called", "serving")]
        context |= {
            "mine": mine[0] if mine else None,
            "waiting": [v for v in shown if v.waiting and v.counter == here.counter.code],
            "skipped": [v for v in shown if v.state == "skipped"],
            "others": [c for c in here.hall.counters if c.code != here.counter.code],
            "waits": desks.waits(here.hall, at=at),
            "now": desks.openness(here.hall, at=at),
            "priorities": [
                (code, PRIORITY[code]) for code in here.hall.priority if code != "booked"
            ],
        }
    context["booking"] = booking
    return render(request, "desk/calling.html", context, status=409 if booking else 200)


@require_POST
@staff("clerk")
def place(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sit down at a window."""
    if not seat(request, actor, request.POST.get("place", "")[:120]):
        raise Http404
    return redirect("desk:calling")


def _here(request: HttpRequest, actor: Actor) -> Place:
    found = place_of(request, actor)
    if found is None:
        raise Refusal("no-window", _("还没有选窗口，没有办理。请先在叫号页选大厅和窗口。"))
    return found


@require_POST
@staff("clerk")
def take(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The guide desk gives a number, or checks a booking in by its six digits."""
    here, at = _here(request, actor), timezone.now()
    said = {"code": here.hall.code, "region": here.hall.region, "by": actor, "at": at}
    booking = request.POST.get("booking", "").strip()[:6]
    try:
        if booking:
            taken = desks.check_in(**said, booking=booking)
        else:
            taken = desks.take(
                **said,
                counter=request.POST.get("counter", "")[:40],
                how="clerk",
                priority=request.POST.get("priority", "")[:10],
                key=f"clerk:{actor.id}:{form_key(request)}",
            )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        if booking:
            return _shown(request, actor, booking=booking)
    else:
        messages.success(request, _("已取号 %s。") % taken.number)
    return redirect("desk:calling")


@require_POST
@staff("clerk")
def act(request: HttpRequest, actor: Actor, verb: str) -> HttpResponse:
    """Call next (ending what is at the window first, if asked), recall, start, skip, finish …"""
    here, at = _here(request, actor), timezone.now()
    number = whole(request.POST.get("visit", "")) or 0
    try:
        if verb == "next":
            if number:
                desks.finish(id=number, by=actor, at=at)
            _call(request, here, actor, at)
        elif verb == "transfer":
            to = request.POST.get("counter", "")[:40]
            moved = desks.transfer(id=number, counter=to, by=actor, at=at)
            said = {"n": moved.number, "c": moved.counter_name}
            messages.success(request, _("%(n)s 已转到“%(c)s”，号和次序不变。") % said)
        elif verb in VERBS:
            VERBS[verb](id=number, by=actor, at=at)
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("desk:calling")


def _call(request: HttpRequest, here: Place, actor: Actor, at: Any) -> None:
    called = desks.call_next(
        code=here.hall.code, counter=here.counter.code, window=here.window, by=actor, at=at
    )
    if called is None:
        messages.info(request, _("这一类业务现在没有人等候。"))


@require_GET
@staff("clerk")
def appointments(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A day's list of a hall: names masked, the codes are for checking in."""
    return _appointments(request, actor)


def _appointments(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = own_halls(actor)
    code = request.GET.get("hall", "") or request.POST.get("hall", "")
    here = place_of(request, actor)
    hall = next((h for h in found if h.code == code), here.hall if here else None)
    hall = hall or next((h for h in found if h.books), None)
    if hall is None:
        raise Http404
    today = timezone.localdate()
    try:
        day = parse_date(request.GET.get("day", "")) or today
    except ValueError:
        day = today
    context = {
        "hall": hall,
        "halls": [h for h in found if h.books],
        "day": day,
        "rows": desks.bookings_of_day(actor, hall, day=day),
        "slots": desks.slots(hall, at=timezone.now()) if hall.books else (),
        "items": catalog.items(region=hall.region, on=today),
    }
    return render(request, "desk/appointments.html", context)


@require_POST
@staff("clerk")
def book(request: HttpRequest, actor: Actor) -> HttpResponse:
    """For who calls or comes in person: a booking without any phone."""
    hall, typed = request.POST.get("hall", "")[:40], request.POST.get("who", "")[:24]
    known = accounts.search_parties(typed)
    if len(known) != 1:
        words = _("按这个号码没有找到唯一的人，没有预约。请先在接待页登记。")
        return refused(request, "book", words, _appointments, actor)
    try:
        made = desks.book(
            code=hall,
            region=actor.region[:4] + "00",
            slot=request.POST.get("slot", "")[:20],
            item=request.POST.get("item", "")[:80],
            party=known[0].id,
            by=actor,
            at=timezone.now(),
        )
        messages.success(request, _("已代为预约，预约码 %s，请抄给办事人。") % made.code)
    except Refusal as refusal:
        return refused(request, "book", refusal, _appointments, actor)
    return redirect("desk:appointments")
