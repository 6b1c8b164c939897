"""My appointments: book, move, cancel, take into the calendar."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import NotVisible
from yingshang.city.catalog import service as catalog
from yingshang.city.halls import service as desks
from yingshang.city.halls.kinds import Refusal
from yingshang.surfaces.portal import places

__all__ = ["book", "cancel", "ics", "mine", "move", "post"]


def _days(found: desks.HallView) -> list[tuple[Any, list[desks.SlotView]]]:
    slots = desks.slots(found, at=timezone.now())
    return [(day, list(group)) for day, group in groupby(slots, key=lambda slot: slot.day)]


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, hall: str) -> HttpResponse:
    """Choose what it is about and a slot; one press books it."""
    actor, city, today = places.actor(request), places.city(request), timezone.localdate()
    found = desks.hall(hall, region=city, on=today)
    if not found.books:
        raise NotVisible(hall)
    item = (request.POST if request.method == "POST" else request.GET).get("item", "")
    problem = ""
    if request.method == "POST":
        if actor.party is None:
            raise NotVisible(hall)
        try:
            made = desks.book(
                code=hall,
                region=city,
                slot=request.POST.get("slot", ""),
                item=item,
                party=actor.party,
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            said = {"place": made.hall_name, "code": made.code}
            messages.success(request, _("已预约 %(place)s，到场报预约码 %(code)s。") % said)
            return redirect("portal:bookings")
    offered = [i for i in catalog.items(region=city, on=today) if found.offers(i.code, i.themes)]
    context = {
        "hall": found,
        "days": _days(found),
        "items": [i for i in offered if i.audience != "staff"],
        "item": item,
        "problem": problem,
    }
    return render(request, "portal/book.html", context, status=409 if problem else 200)


@places.signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My own list, those to come first."""
    rows = desks.my_bookings(places.actor(request), at=timezone.now())
    context = {"open": [b for b in rows if b.open], "past": [b for b in rows if not b.open]}
    return render(request, "portal/bookings.html", context)


@places.signed_in
@require_POST
def cancel(request: HttpRequest, booking: int) -> HttpResponse:
    desks.cancel(id=booking, by=places.actor(request), at=timezone.now())
    messages.success(request, _("已取消，位置让给别人了。"))
    return redirect("portal:bookings")


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, booking: int) -> HttpResponse:
    """Another slot in the same hall; the old one is kept until the new one is had."""
    actor, at = places.actor(request), timezone.now()
    view = desks.my_booking(actor, booking, at=at)
    problem = ""
    if request.method == "POST":
        try:
            desks.rebook(id=booking, slot=request.POST.get("slot", ""), by=actor, at=at)
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _("已改约，请看新的时间和预约码。"))
            return redirect("portal:bookings")
    found = desks.hall(view.hall, region=places.city(request), on=timezone.localdate())
    context = {"hall": found, "days": _days(found), "moving": view, "problem": problem}
    return render(request, "portal/book.html", context, status=409 if problem else 200)


@places.signed_in
@require_GET
def ics(request: HttpRequest, booking: int) -> HttpResponse:
    """For the calendar of a phone or computer."""
    at = timezone.now()
    view = desks.my_booking(places.actor(request), booking, at=at)
    data = desks.calendar_file(view, at=at, host=request.get_host().partition(":")[0])
    headers = {"Content-Disposition": 'attachment; filename="booking.ics"'}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, ref: str) -> HttpResponse:
    """The result of my case by courier: order it, see how it stands."""
    actor, view = places.actor(request), places.own_case(request, ref)
    problem = ""
    if request.method == "POST":
        halls = desks.halls(region=view.region, on=timezone.localdate())
        try:
            desks.order_post(
                ref=ref,
                recipient=request.POST.get("recipient", ""),
                phone=request.POST.get("phone", ""),
                address=request.POST.get("address", ""),
                hall=halls[0].code if halls else "",
                by=actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _("已登记邮寄，寄出后这里会有运单号。"))
            return redirect("portal:post", ref)
    known = accounts.party_view(actor.party, masked=False) if actor.party else None
    context = {
        "case": view,
        "post": desks.post_of(actor, ref),
        "known": known,
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "portal/post.html", context, status=409 if problem else 200)
