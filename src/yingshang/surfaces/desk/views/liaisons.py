"""The liaison list: who has named whom, who has not, a word to those who have not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.gate import staff

__all__ = ["liaisons", "remind"]


@require_GET
@staff()
def liaisons(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every unit of the city with its leader in charge and its liaison."""
    rows = supervision.liaison_list(actor, at=timezone.now())
    missing = sum(one.record is None for one in rows)
    context = {
        "rows": rows,
        "missing": missing,
        "named": len(rows) - missing,
        "may_remind": actor.role in ("supervisor", "bureau"),
    }
    return render(request, "desk/liaisons.html", context)


@require_POST
@staff("supervisor", "bureau")
def remind(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask the units that have not named one."""
    try:
        told = supervision.remind_unnamed(by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已提醒 %d 个单位。") % told)
    return redirect("desk:liaisons")
