"""My calendar: what comes up, the private addresses for calendar programs, and what they read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.licences import service as licences
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff

__all__ = ["calendars", "change", "feed", "page_of"]

KINDS = ("person", "unit")
PAGES = {
    "task": "desk:tracked_task",
    "sign": "desk:tracked_task",
    "milestone": "desk:tracked_task",
    "report": "desk:tracked_task",
    "look_back": "desk:tracked_task",
    "evidence": "desk:evaluation",
    "order": "desk:order",
    "instruction": "desk:instruction",
    "material": "desk:round",
    "joint": "desk:meeting",
    "appeal": "desk:appraisal_sheet",
}


@require_GET
@staff()
def calendars(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What comes up, and how to have it in a calendar of one's own."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, token: str = "", kind: str = "") -> HttpResponse:
    days = supervision.coming_days(actor, at=timezone.now())
    told = [(one, page_of(one.kind, one.ref)) for one in days]
    context: dict[str, object] = {
        "feeds": supervision.feed_addresses(actor),
        "days": [line for line in told if not line[0].late],
        "late": [line for line in told if line[0].late],
        "made": kind,
    }
    if token:
        address = request.build_absolute_uri(reverse("desk:calendar_feed", args=[token]))
        context |= {
            "address": address,
            "webcal": "webcal://" + address.split("://", 1)[1],
            "qr": mark_safe(licences.qr_svg(address)),
        }
    return render(request, "desk/calendars.html", context)


@require_POST
@staff()
def change(request: HttpRequest, actor: Actor, kind: str, verb: str) -> HttpResponse:
    """Make or renew an address, or end it."""
    if kind not in KINDS or verb not in ("make", "stop"):
        raise Http404
    at = timezone.now()
    try:
        if verb == "make":
            # the one page that shows the address: it is kept nowhere, so no redirect
            token = supervision.make_feed(kind=kind, by=actor, at=at)
            return _page(request, actor, token, kind)
        supervision.stop_feed(kind=kind, by=actor, at=at)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已停用，原来的地址立即失效。"))
    return redirect("desk:calendars")


@require_safe
def feed(request: HttpRequest, feed: str) -> HttpResponse:
    """The calendar itself: whoever has the address reads it; there is nothing else to sign in."""

    def link(kind: str, ref: str) -> str:
        return request.build_absolute_uri(page_of(kind, ref))

    try:
        found = supervision.calendar_feed(feed, at=timezone.now(), link=link)
    except NotVisible as error:
        raise Http404 from error
    answer = HttpResponse(found.data, content_type=found.mime)
    answer.headers["ETag"] = f'"{found.tag}"'
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=f'"{found.tag}"', response=answer) or answer


def page_of(kind: str, ref: str) -> str:
    """The page on which a thing is worked on; '' where it has none."""
    if kind == "number":  # a plan's target: both numbers
        return reverse("desk:target", args=[int(one) for one in ref.split("-")])
    return reverse(PAGES.get(kind, "desk:case"), args=[ref]) if ref else ""
