"""Licences at the desk: an original compared, a licence looked up, existing ones brought in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.surfaces.desk.gate import staff

__all__ = ["check_original"]


@require_POST
@staff("clerk", "reviewer")
def check_original(request: HttpRequest, actor: Actor, ref: str, file_id: int) -> HttpResponse:
    """The copy was compared with its original: it may be used again (C becomes B)."""
    try:
        cases.check_original(ref=ref, file=file_id, by=actor, at=timezone.now())
        messages.success(request, _("已记下：这份材料与原件核对无误。"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("desk:case", ref)
