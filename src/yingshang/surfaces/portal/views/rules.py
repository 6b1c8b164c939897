"""Rules that people try on themselves: one question after another, then an answer with its why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import NotVisible
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.portal import places

__all__ = ["rule", "rules"]


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """All of them, by topic."""
    city, today = places.city(request), timezone.localdate()
    found = catalog.rules(region=city, on=today, staff=places.actor(request).is_staff)
    topics: dict[str, list[Any]] = {}
    for one in found:
        topics.setdefault(one.topic, []).append(one)
    return render(request, "portal/rules.html", {"topics": topics, "total": len(found)})


@require_GET
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """The answers stand in the address, so a result can be kept, sent on and gone back to."""
    city, today = places.city(request), timezone.localdate()
    actor = places.actor(request)
    found = catalog.rule(code, region=city, on=today, staff=actor.is_staff)
    answers = {name: request.GET[name][:300] for name in request.GET}
    if not answers and actor.party is not None:
        profile = accounts.party_view(actor.party, masked=False).profile
        answers = {a.name: str(profile.get(a.prefill, "")) for a in found.asks if a.prefill}
    judged = catalog.judge(found, answers)
    names = {unit.role: unit.name for unit in accounts.units(city)}
    context = {
        "rule": found,
        "judged": judged,
        "owner": names.get(found.owner, found.owner),
        "leads": _items(judged.items, city, today),
        "back": [(a, _without(judged.asked, a.name)) for a in judged.asked],
        "left": len(found.asks) - len(judged.asked),
    }
    part = request.htmx and request.htmx.target == "judged"
    return render(request, "portal/_judged.html" if part else "portal/rule.html", context)


def _without(asked: Any, name: str) -> list[tuple[str, str]]:
    """The answers before this one: going back to it asks it anew."""
    kept: list[tuple[str, str]] = []
    for ask in asked:
        if ask.name == name:
            break
        kept.append((ask.name, ask.given))
    return kept


def _items(codes: Any, city: str, today: Any) -> list[Any]:
    """What to go on with: items, and bundles of that code, that the city has."""
    found = []
    for code in codes:
        for find, kind in ((catalog.item, "item"), (catalog.bundle, "bundle")):
            try:
                found.append((kind, find(code, region=city, on=today)))
                break
            except NotVisible:
                continue
    return found
