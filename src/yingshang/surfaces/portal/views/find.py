"""Find an item: front page, search, guide."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.plans import service as plans
from yingshang.surfaces.portal import flow, look, measured, places

__all__ = ["home", "item", "search"]

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


def _a_few_of_each(rows: list[Any], each: int = 2) -> list[dict[str, Any]]:
    """The kept, the missed, the near and the unknown alike: nothing is picked to please."""
    return [
        {"row": row, "lamp": lamp}
        for standing, lamp in LAMPS.items()
        for row in [r for r in rows if r.standing == standing][:each]
    ]


def _promises(request: HttpRequest) -> dict[str, Any]:
    """The promises band: a few that can be checked, and how many there are of each lamp."""
    rows = plans.promises(
        places.actor(request), region=places.city(request), as_of=timezone.localdate()
    )
    return {
        "total": len(rows),
        "lamps": {
            lamp: sum(r.standing == standing for r in rows) for standing, lamp in LAMPS.items()
        },
        "shown": _a_few_of_each(rows),
    }


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page: one search box, the usual things, a firm's life, what the city promised."""
    found = catalog.items(region=places.city(request), on=timezone.localdate())
    actor = places.actor(request)
    context = {
        "mine": cases.my_cases(actor, at=timezone.now(), limit=3),
        "bundles": catalog.bundles(region=places.city(request), on=timezone.localdate()),
        "usual": _dressed(look.usual(found, elder=request.preferences.elder)),
        "stages": look.stages(found),
        "hot": HOT,
        "promises": _promises(request),
        "cities": [(c, n) for c, n in accounts.regions() if accounts.is_fictional(c)],
    }
    return render(request, "portal/home.html", context)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Search by name, everyday words or pinyin; without words, browse by theme."""
    city, today = places.city(request), timezone.localdate()
    text = request.GET.get("q", "").strip()[:60]
    theme = request.GET.get("theme", "")
    groups = catalog.themes(region=city, on=today)
    bundles = [b for b in catalog.bundles(region=city, on=today) if not theme or theme in b.themes]
    if text:
        found = catalog.search(text, region=city, on=today)
        bundles = catalog.search_bundles(text, region=city, on=today)
    elif theme in groups:
        found = groups[theme]
    else:
        found = list({i.code: i for row in groups.values() for i in row}.values())
    context = {
        "q": text,
        "theme": theme,
        "themes": list(groups),
        "found": _dressed(found),
        "bundles": bundles,
        "hot": HOT,
    }
    part = request.htmx and request.htmx.target == "results"
    return render(request, "portal/_results.html" if part else "portal/search.html", context)


@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of one item: who, what, how long, which bureau when, and where to begin."""
    city, today = places.city(request), timezone.localdate()
    found = catalog.item(code, region=city, on=today)
    names = {unit.role: unit.name for unit in accounts.units(city)}
    context = {
        "item": found,
        "icon": look.icon_of(found),
        "lead_name": names.get(found.lead, found.lead),
        "columns": flow.columns(found.body.get("steps", ()), names=names),
        "bundles": catalog.bundles_with(code, region=city, on=today),
        "measured": measured.typical(found, region=city, as_of=today),
        "guide": catalog.guide(found, region=city),
        "handover": catalog.handover(found.body, names.get(found.lead, found.lead)),
    }
    return render(request, "portal/item.html", context)
