"""The second person's word on a draft, the same for everything that two persons change."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.surfaces.desk.refused import refused

__all__ = ["ruled"]


def ruled(
    request: HttpRequest,
    actor: Actor,
    verb: str,
    rule: Callable[..., object],
    *,
    done: str,
    back: str,
    page: Callable[[HttpRequest, Actor], HttpResponse],
    draft: int,
) -> HttpResponse:
    """Publish or refuse by ``rule(agreed=, words=, by=, at=)``, tell, and go ``back``.

    ``done`` is what is told of a draft that was published; another verb is 404. A refusal draws
    ``page(request, actor)`` again, with the words in the form of this ``draft``.
    """
    if verb not in ("publish", "refuse"):
        raise Http404
    agreed = verb == "publish"
    words = request.POST.get("words", "")[:1000].replace("\x00", "")
    try:
        rule(agreed=agreed, words=words, by=actor, at=timezone.now())
    except Refusal as refusal:
        return refused(request, f"refuse-{draft}", refusal, page, actor, words="words")
    messages.success(request, done if agreed else _("已退回草案。"))
    return redirect(back)
