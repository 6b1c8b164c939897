"""Messages to the applicant: what happened, read marks, nothing that only a phone would get."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import NotVisible
from yingshang.city.notify import service as notify
from yingshang.surfaces.kit.forms import whole
from yingshang.surfaces.portal import places

__all__ = ["mine"]


@places.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The newest messages; posting marks those on the page as read."""
    actor = places.actor(request)
    if actor.party is None:
        raise NotVisible("messages")
    to = [f"party:{actor.party}"]
    if request.method == "POST":
        typed = (whole(text) for text in request.POST.getlist("id"))
        ids = [number for number in typed if number is not None]
        notify.mark_read(to, ids=ids, at=timezone.now())
        return redirect("portal:messages")
    rows = notify.inbox(to, limit=100)
    context = {"rows": rows, "unread": [m.id for m in rows if not m.read]}
    return render(request, "portal/messages.html", context)
