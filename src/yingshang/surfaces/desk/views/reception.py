"""Reception: who stands there first, then what for, in one box; the form comes filled in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.hall_place import place_of
from yingshang.surfaces.desk.views import counter
from yingshang.surfaces.kit.forms import whole

__all__ = ["reception"]


@dataclass(frozen=True)
class Hit:
    """An item or a bundle; `address` takes the form that is posted to it."""

    code: str
    name: str
    summary: str
    bundle: bool = False


def _hits(text: str, region: str) -> list[Hit]:
    """What may be meant, the likeliest first; items handled here and bundles in one list."""
    today = timezone.localdate()
    if not text:
        return []
    whole_things = [
        Hit(b.code, b.name, b.summary, bundle=True)
        for b in catalog.search_bundles(text, region=region, on=today)[:3]
    ]
    found = [i for i in catalog.search(text, region=region, on=today, limit=12) if i.is_here]
    items = [Hit(i.code, i.name, i.summary) for i in found]
    return [*items[:1], *whole_things, *items[1:]] if items else whole_things


def _is_number(text: str) -> bool:
    """A citizen number, a credit code or a telephone: digits, perhaps with a letter or two."""
    plain = "".join(text.split())
    return len(plain) in (11, 18) and sum(c.isdigit() for c in plain) >= 8 and plain.isalnum()


def _is_enterprise(code: str) -> bool:
    """A credit code has letters before its last place, or begins with 9."""
    return len(code) == 18 and (code[0] == "9" or not code[:17].isdigit())


@require_http_methods(["GET", "POST"])
@staff("clerk")
def reception(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One box: a number finds the person, words find the item; Enter takes the first hit.

    POST only where a person is looked for, so that no number stands in an address.
    """
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("q", "").strip()[:60]
    party = whole(given.get("party", ""))
    context: dict[str, Any] = {"here": place_of(request, actor), "q": text}
    if request.method == "POST" and _is_number(text):
        people = accounts.search_parties(text)
        context |= {"people": people, "unknown": "" if people else text, "q": ""}
        party = people[0].id if len(people) == 1 else None
        text = ""
    code = "".join(given.get("code", "").split())[:24]
    if party is not None:
        person = accounts.party_view(party)
        context["person"] = person
        context["person_name"] = accounts.mask(person.name)
        context["waiting"] = cases.to_hand_over(actor, at=timezone.now(), party=party)
    else:
        context["unknown"] = context.get("unknown") or code
    firm = _is_enterprise(context.get("unknown", ""))
    context["unknown_kind"] = "enterprise" if firm else "person"
    hits = _hits(text, actor.region)
    if request.method == "POST" and "go" in request.POST and hits and not hits[0].bundle:
        return counter.form(request, item=hits[0].code)
    context["hits"] = hits
    name = "desk/_reception_hits.html" if request.htmx else "desk/reception.html"
    return render(request, name, context)
