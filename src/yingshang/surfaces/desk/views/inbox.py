"""Messages to the officer and to the officer's unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts.kinds import Actor
from yingshang.city.notify import service as notify
from yingshang.surfaces.desk.gate import addresses, staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["inbox"]


@require_http_methods(["GET", "POST"])
@staff()
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest messages; posting marks those on the page as read."""
    to = addresses(actor)
    if request.method == "POST":
        typed = (whole(text) for text in request.POST.getlist("id"))
        ids = [number for number in typed if number is not None]
        notify.mark_read(to, ids=ids, at=timezone.now())
        return redirect("desk:inbox")
    rows = notify.inbox(to)
    context = {"messages_in": rows, "unread": [m.id for m in rows if not m.read]}
    return render(request, "desk/inbox.html", context)
