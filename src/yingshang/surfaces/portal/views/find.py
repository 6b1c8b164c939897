"""Find an item: front page, search, guide."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.plans import service as plans
from yingshang.surfaces.portal import browse, finding, look, places

__all__ = ["home", "search", "suggest"]

FEW = 4  # bundles above a list of items
MOST = 120  # what a question may find: five pages
HOT = ("开公司", "接电", "房产证", "饭店许可证", "公司注销", "投诉")


def _dressed(items: list[Any]) -> list[dict[str, Any]]:
    return [{"item": i, "icon": look.icon_of(i)} for i in items]


# What became of a promise, and the lamp that says it: a unit's own word is no green lamp.
LAMPS = {
    "met": "green",
    "missed": "red",
    "near": "yellow",
    "reported": "reported",
    "nodata": "grey",
}


def _a_few_of_each(rows: list[Any], each: int = 1) -> list[dict[str, Any]]:
    """The kept, the missed, the near and the unknown alike: nothing is picked to please."""
    return [
        {"row": row, "lamp": lamp}
        for standing, lamp in LAMPS.items()
        for row in [r for r in rows if r.standing == standing][:each]
    ]


def _promises(request: HttpRequest) -> dict[str, Any]:
    """The promises band: a few that can be checked, and how many there are of each lamp."""
    found = plans.promises(
        places.actor(request), region=places.city(request), as_of=timezone.localdate()
    )
    rows = [one.in_public for one in found if one.checked]
    return {
        "total": len(rows),
        "lamps": {
            lamp: sum(r.standing == standing for r in rows) for standing, lamp in LAMPS.items()
        },
        "shown": _a_few_of_each(rows),
    }


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page: one search box, what waits for me, themes, bundles, promises."""
    city, today, actor = places.city(request), timezone.localdate(), places.actor(request)
    found = catalog.items(region=city, on=today)
    whole = catalog.bundles(region=city, on=today)
    everything = [*whole, *found]
    context = {
        "mine": cases.my_cases(actor, at=timezone.now(), limit=3),
        "bundles": _dressed(look.usual_bundles(whole)),
        "bundle_count": len(whole),
        "usual": _dressed(look.usual(found, elder=request.preferences.elder)),
        "total": len(everything),
        "sides": [(who, name, look.themes(everything, who)) for who, name in browse.WHO.items()],
        "zones": _zones(everything),
        "hot": HOT,
        "promises": _promises(request),
        "cities": [(c, n) for c, n in accounts.regions() if accounts.is_fictional(c)],
    }
    return render(request, "portal/home.html", context)


def _zones(items: list[Any]) -> list[dict[str, Any]]:
    """The zones that hold something, with how much."""
    rows = []
    for code, (name, icon, note) in browse.ZONES.items():
        count = len(browse.narrowed(items, browse.Choice(zone=code)))
        rows.append({"code": code, "name": name, "icon": icon, "note": note, "count": count})
    return [row for row in rows if row["count"]]


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Search by name, everyday words or pinyin; browse by theme, bureau, audience, zone."""
    city, today = places.city(request), timezone.localdate()
    choice = browse.Choice.of(request.GET)
    whole, found, others, near, ahead = _looked_up(choice, city, today)
    page = browse.page_of(found, request.GET.get("page", ""))
    first = page.number == 1
    context = {
        "choice": choice,
        "q": choice.text,
        "theme": choice.theme,
        "found": page,
        "rows": _dressed(list(page.rows)),
        "bundles": _dressed(
            whole[: len(whole) if choice.zone == "bundle" else FEW] if first else []
        ),
        "bundle_count": len(whole),
        "bundles_ahead": ahead,
        "others": finding.shown(others),
        "near": near,
        "hot": HOT,
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "portal/_results.html", context)
    return render(request, "portal/search.html", {**context, **_facets(choice, city, today)})


def _looked_up(choice: browse.Choice, city: str, today: Any) -> tuple[Any, ...]:
    """(bundles, items, what other apps offer, nearest words, do the bundles come first)."""
    if not choice.text:
        whole = browse.narrowed(catalog.bundles(region=city, on=today), choice)
        found = browse.narrowed(catalog.items(region=city, on=today), choice)
        return whole, found, (), (), not choice.unit
    answer = catalog.find(choice.text, region=city, on=today, limit=MOST)
    rows = [r for r in answer.rows if r.entry.kind in {"item", "bundle"}]
    first = rows[0].entry.kind == "bundle" if rows else False
    whole = browse.narrowed((r.entry.view for r in answer.of("bundle")[:3]), choice)
    found = browse.narrowed((r.entry.view for r in answer.of("item")), choice)
    others = [r for r in answer.rows if r.entry.kind not in {"item", "bundle"}][:6]
    return whole, found, others, answer.near, first


def _facets(choice: browse.Choice, city: str, today: Any) -> dict[str, Any]:
    """What the list can be narrowed by, with how many there are of each."""
    items = catalog.items(region=city, on=today)
    whole = catalog.bundles(region=city, on=today)
    leads = Counter(i.lead for i in (*items, *whole))
    names = {unit.role: unit.name for unit in accounts.units(city)}
    units = sorted(((names[r], r, n) for r, n in leads.items() if r in names), key=lambda u: -u[2])
    sides = [choice.who] if choice.who else list(browse.WHO)
    tiles = {t.slug: t for who in sides for t in look.themes([*whole, *items], who)}
    if choice.theme and choice.theme not in tiles:  # an item's own word, from an older address
        tiles = {choice.theme: look.Theme(choice.theme, choice.theme, "category", 0), **tiles}
    zone = browse.ZONES[choice.zone][0] if choice.zone else ""
    return {
        "heading": zone or names.get(choice.unit) or browse.WHO.get(choice.who) or _("找事项"),
        "who": browse.WHO,
        "where": browse.WHERE,
        "zones": _zones([*whole, *items]),
        "themes": list(tiles.values()),
        "units": units,
        "kept": choice.kept("unit"),
    }


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """A few things that may be meant, while somebody is still typing."""
    text = request.GET.get("q", "").strip()[:60]
    found = catalog.suggest(text, region=places.city(request), on=timezone.localdate())
    return render(request, "portal/_suggestions.html", {"found": finding.shown(found)})
