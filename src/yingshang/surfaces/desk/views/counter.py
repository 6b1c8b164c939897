"""The counter: a walk-in in under two minutes. Item, person, form, accepted, receipt."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.catalog import service as catalog
from yingshang.city.catalog.service import ItemView
from yingshang.surfaces.desk.forms.counter import CounterForm, PersonForm
from yingshang.surfaces.desk.gate import staff
from yingshang.surfaces.desk.held import filled, named
from yingshang.surfaces.kit import own_licences
from yingshang.surfaces.kit.forms import form_key, uploads_of

__all__ = ["form", "pick"]

COUNTERS = ("clerk", "operator")
FIRST_ITEMS, FIRST_BUNDLES = 18, 6  # before anything is typed
FAMILY = {"clerk": "application", "operator": "ticket"}


@require_GET
@staff(*COUNTERS)
def pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose the item by typing: name, everyday words, pinyin, initials or code."""
    q, today = request.GET.get("q", "").strip()[:60], timezone.localdate()
    city = _city(request, actor)
    offered = [i for i in catalog.items(region=city, on=today) if _receives(i, actor, city)]
    if q:
        found = catalog.search(q, region=city, on=today, limit=12)
        shown = [i for i in offered if i.code.startswith(q.lower())]
        shown += [i for i in found if i in offered and i not in shown]
    else:
        shown = _most_received(offered, actor, city)
    context: dict[str, Any] = {"q": q, "items": shown, "city": city, "cities": _cities(actor)}
    context["others"] = 0 if q else len(offered) - len(shown)
    if actor.role == "clerk" and city == actor.region:
        context["bundles"] = (
            catalog.search_bundles(q, region=city, on=today)
            if q
            else catalog.bundles(region=city, on=today)[:FIRST_BUNDLES]
        )
    if not request.htmx and actor.role == "clerk":
        context["received"] = cases.received_elsewhere(actor, at=timezone.now())
    name = "desk/_pick.html" if request.htmx else "desk/pick.html"
    return render(request, name, context)


def _most_received(offered: list[ItemView], actor: Actor, city: str) -> list[ItemView]:
    """What this city's people came for in the last quarter, the most frequent first; the box finds
    everything else."""
    now = timezone.now()
    since = now - timedelta(days=90)
    often = dict(cases.rateable_counts(region=city, since=since, until=now, by="item"))
    own = FAMILY[actor.role]
    rest = sorted(offered, key=lambda i: (i.family != own, -often.get(i.code, 0)))
    return rest[:FIRST_ITEMS]


@require_http_methods(["GET", "POST"])
@staff(*COUNTERS)
def form(request: HttpRequest, actor: Actor, item: str) -> HttpResponse:
    """The whole form on one screen; posting it files the case and, if all is there, accepts it."""
    city = _city(request, actor)
    found = catalog.item(item, region=city, on=timezone.localdate())
    if not _receives(found, actor, city):
        raise accounts.NotVisible(item)
    if request.method != "POST":
        return _show(request, actor, found, _person(None), _form(found, city, None))
    if "look" in request.POST:
        return _look(request, actor, found)
    return _file(request, actor, found)


def _city(request: HttpRequest, actor: Actor) -> str:
    """The city that decides: the window's own, or the one that it receives for."""
    asked = request.POST.get("city") or request.GET.get("city", "")
    return asked if asked in dict(_cities(actor)) else actor.region


def _cities(actor: Actor) -> list[tuple[str, str]]:
    """The window's own city first, then those that it may receive for."""
    if actor.role != "clerk":
        return [(actor.region, accounts.region_name(actor.region))]
    own = (actor.region, accounts.region_name(actor.region))
    real = accounts.is_fictional(actor.region)
    others = [c for c in accounts.regions() if accounts.is_fictional(c[0]) == real and c != own]
    return [own, *others]


def _receives(item: ItemView, actor: Actor, city: str) -> bool:
    """Handled here, and, for another city, open to be received elsewhere (异地代收代办)."""
    return item.is_here and (city == actor.region or "collect" in item.body.get("cross_region", ()))


def _person(data: Any) -> PersonForm:
    return PersonForm(data, auto_id="person-%s", prefix="who")


def _form(found: ItemView, city: str, data: Any) -> CounterForm:
    places = accounts.districts(city)
    return CounterForm(found.body.get("fields", ()), data, districts=places, auto_id="form-%s")


def _show(
    request: HttpRequest,
    actor: Actor,
    found: ItemView,
    person: PersonForm,
    typed: CounterForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "item": found,
        "person": person,
        "form": typed,
        "key": form_key(request),
        "materials": found.body.get("materials", ()),
        "seen": request.POST.getlist("seen"),
        "received_by_phone": actor.role == "operator",
        "city": _city(request, actor),
        "elsewhere": _city(request, actor) != actor.region,
        **more,
    }
    context["own_licences"] = own_licences.offered(
        more.get("party") or _known(request),
        context["materials"],
        on=timezone.localdate(),
        posted=request.POST,
    )
    name = "desk/_counter.html" if request.htmx else "desk/counter.html"
    return render(request, name, context, status=status)


def _known(request: HttpRequest) -> int | None:
    """The applicant whose licences were offered before, where the form comes back."""
    if not any(name.startswith("own-") for name in request.POST):
        return None
    kind, code = request.POST.get("who-kind", ""), request.POST.get("who-code", "").strip()
    return accounts.find_party(kind=kind, code=code.upper())


def _look(request: HttpRequest, actor: Actor, found: ItemView) -> HttpResponse:
    """Fill in what the city already holds about this number; the look is recorded."""
    person = _person(named(request.POST))
    person.is_valid()
    code = person.cleaned_data.get("code", "")
    if not code:
        person.errors.pop("name", None)
        return _show(
            request,
            actor,
            found,
            person,
            _form(found, _city(request, actor), request.POST),
            status=422,
        )
    kind = person.cleaned_data["kind"]
    fields = found.body.get("fields", ())
    data, known, notes = filled(actor, request.POST, kind=kind, code=code, fields=fields)
    fresh, typed = _person(None), _form(found, _city(request, actor), None)
    typed.initial = data.dict()
    fresh.initial = {name: data.get(f"who-{name}", "") for name in fresh.fields}
    return _show(
        request,
        actor,
        found,
        fresh,
        typed,
        looked=True,
        known=known is not None,
        party=known,
        notes=notes,
    )


def _file(request: HttpRequest, actor: Actor, found: ItemView) -> HttpResponse:
    person, typed, at = (
        _person(request.POST),
        _form(found, _city(request, actor), request.POST),
        timezone.now(),
    )
    city = _city(request, actor)
    accept = "accept" in request.POST and actor.role == "clerk" and city == actor.region
    missing = _missing(request, found) if accept else []
    if not person.is_valid() or missing:
        return _show(request, actor, found, person, typed, status=422, missing=missing)
    try:
        party = person.register(region=actor.region, by=actor, at=at)
        case = cases.open_case(
            item=found.code,
            region=city,
            district=typed.district(),
            form=typed.raw(),
            party=party,
            channel="phone" if actor.role == "operator" else "window",
            by=actor,
            at=at,
            key=form_key(request),
            files=uploads_of(request.FILES, found.body.get("materials", ())),
            own=own_licences.chosen(request, found.body.get("materials", ())),
            seen=request.POST.getlist("seen"),
        )
    except FormInvalid as wrong:
        typed.explain(wrong.errors)
        return _show(request, actor, found, person, typed, status=422)
    except Refusal as refusal:
        return _show(request, actor, found, person, typed, status=409, refusal=refusal.sentence)
    if accept:
        _accept(request, actor, case)
    else:
        messages.success(request, _("已收件，编号 %s。") % case.ref)
    return redirect("desk:receipt", case.ref)


def _accept(request: HttpRequest, actor: Actor, case: Any) -> None:
    """Accepted in the same minute; if that is refused the case stays filed, and it says why."""
    if case.state != "submitted":  # the same form posted twice, or accepted by the item itself
        return
    try:
        cases.accept(ref=case.ref, by=actor, at=timezone.now(), seq=case.seq)
        messages.success(request, _("已当场受理，编号 %s。请打印凭证交给申请人。") % case.ref)
    except Refusal as refusal:
        text = _("已收件，但没有受理：%s") % refusal.sentence
        messages.warning(request, text)


def _missing(request: HttpRequest, found: ItemView) -> list[str]:
    """Required materials that were neither seen at the counter nor uploaded."""
    seen = set(request.POST.getlist("seen"))
    seen |= set(own_licences.chosen(request, found.body.get("materials", ())))
    seen |= {
        m["code"] for m in found.body.get("materials", ()) if f"file-{m['code']}" in request.FILES
    }
    return [
        m["name"]
        for m in found.body.get("materials", ())
        if m.get("required") and m["code"] not in seen
    ]
