"""One verb for the cases that were chosen in a list: looked over, done, answered one by one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.kit.forms import whole

__all__ = ["many"]

MOST = 200  # numbers taken from one form; the service says how many may be done at once


@require_POST
@staff()
def many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`do` names the verb; `pick` are the chosen cases, each with the seq that was seen.

    Claiming and giving back are done at once. Accepting, handing over and moving are looked over
    first (`sure`), so that neither a wrong key nor a wrong click does them.
    """
    picked, do = _picked(request), request.POST.get("do", "")
    do, _colon, one = do.partition(":")
    if one:
        picked = {one[:24]: None} if slug_re.match(one[:24]) else {}
    if do not in VERBS:
        return redirect(_next(request))
    if not picked:
        messages.error(request, _("没有选中任何办件。请先在列表里选择，再办理。"))
        return redirect(_next(request))
    verb = VERBS[do]
    if do in LOOKED_OVER and request.POST.get("sure") != "1":
        return _look_over(request, actor, do, picked)
    try:
        answers = verb(request, actor, picked)
    except Refusal as refusal:
        return _look_over(request, actor, do, picked, refusal=refusal.sentence)
    return _answered(request, do, answers)


def _picked(request: HttpRequest) -> dict[str, int | None]:
    """number → seq that was seen; what is no number at all is passed over."""
    found: dict[str, int | None] = {}
    for text in request.POST.getlist("pick")[:MOST]:
        ref, _colon, seq = text.partition(":")
        if slug_re.match(ref[:24]):
            found[ref[:24]] = whole(seq)
    return found


def _next(request: HttpRequest) -> str:
    """Back to the list as it was: only ever a page of ours."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe and target.startswith("/") else reverse("desk:queue")


def _accept(request: HttpRequest, actor: Actor, picked: dict[str, int | None]) -> list[Any]:
    return cases.accept_many(refs=picked, by=actor, at=timezone.now())


def _claim(request: HttpRequest, actor: Actor, picked: dict[str, int | None]) -> list[Any]:
    return cases.claim_many(refs=[*picked], by=actor, at=timezone.now())


def _release(request: HttpRequest, actor: Actor, picked: dict[str, int | None]) -> list[Any]:
    return cases.release_many(refs=[*picked], by=actor, at=timezone.now())


def _hand(request: HttpRequest, actor: Actor, picked: dict[str, int | None]) -> list[Any]:
    to, note = request.POST.get("to", ""), request.POST.get("note", "")
    return cases.hand_over_many(refs=[*picked], to=to, note=note, by=actor, at=timezone.now())


def _move(request: HttpRequest, actor: Actor, picked: dict[str, int | None]) -> list[Any]:
    unit, _slash, to = request.POST.get("to", "").partition("/")
    reason = request.POST.get("note", "").strip()
    if not unit:
        raise Refusal("to-missing", _("还没有选由谁承办。请从名单里选一人，或选放回待领。"))
    if not reason:
        raise Refusal("reason-missing", _("调整承办人必须写明理由，理由会留在记录里。请补写。"))
    return cases.move_many(
        refs=[*picked], unit=unit, to=to, reason=reason, by=actor, at=timezone.now()
    )


Verb = Callable[[HttpRequest, Actor, dict[str, int | None]], list[Any]]
VERBS: dict[str, Verb] = {
    "accept": _accept,
    "claim": _claim,
    "release": _release,
    "hand": _hand,
    "move": _move,
}
LOOKED_OVER = ("accept", "hand", "move")


def _look_over(
    request: HttpRequest,
    actor: Actor,
    do: str,
    picked: dict[str, int | None],
    *,
    refusal: str = "",
) -> HttpResponse:
    """The chosen cases once more, with what else the verb needs to know."""
    at = timezone.now()
    rows = cases.by_refs(actor, [*picked], at=at)
    if not rows:
        messages.error(request, _("没有选中任何办件。请先在列表里选择，再办理。"))
        return redirect(_next(request))
    context = {
        "do": do,
        "rows": rows,
        "picked": picked,
        "refusal": refusal,
        "next": _next(request),
        "takers": _takers(actor, do, [*picked], request.POST.get("of", "")),
        "typed": {"to": request.POST.get("to", ""), "note": request.POST.get("note", "")[:500]},
        "now": at,
    }
    return render(request, "desk/many.html", context, status=409 if refusal else 200)


def _takers(actor: Actor, do: str, refs: list[str], of: str) -> list[tuple[str, str, Any]]:
    """(heading, key, people) to choose from: colleagues, or the officers of the units that hold."""
    if do == "hand" and actor.unit:
        people = accounts.actors(region=actor.region, unit=actor.unit)
        return [("", "", [(p.id, p.name) for p in people if p.id != actor.id])]
    if do != "move":
        return []
    rows = cases.by_refs(actor, refs, at=timezone.now())
    units = [of] if of else sorted({row.holder for row in rows} - {"", "applicant"})
    groups = []
    for unit in units:
        people = accounts.actors(region=actor.region, unit=unit)
        named = [(f"{unit}/{p.id}", p.name) for p in people if p.is_staff]
        groups.append((accounts.unit_name(unit), unit, [*named, (f"{unit}/", _("放回待领"))]))
    return groups


def _answered(request: HttpRequest, do: str, answers: list[Any]) -> HttpResponse:
    """All done: a word, and back to the list. Otherwise, and always for accepting: one by one."""
    done = [a for a in answers if a.done]
    if len(done) == len(answers) and do != "accept":
        messages.success(request, _said(do, len(done)))
        return redirect(_next(request))
    context = {
        "do": do,
        "said": _said(do, len(done)),
        "done": done,
        "not_done": [a for a in answers if not a.done],
        "next": _next(request),
    }
    return render(request, "desk/many_done.html", context)


def _said(do: str, n: int) -> str:
    words = {
        "accept": ngettext("已受理 %d 件。", "已受理 %d 件。", n),
        "claim": ngettext("已认领 %d 件。", "已认领 %d 件。", n),
        "release": ngettext("已放回 %d 件。", "已放回 %d 件。", n),
        "hand": ngettext("已移交 %d 件，并告知接办人。", "已移交 %d 件，并告知接办人。", n),
        "move": ngettext("已调整 %d 件，并告知双方。", "已调整 %d 件，并告知双方。", n),
    }
    return words[do] % n
