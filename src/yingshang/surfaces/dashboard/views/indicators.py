"""Indicators: what each one means, its months, its places, the cities beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.kinds import Channel
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions.service import day_words
from yingshang.city.indicators import service as service
from yingshang.city.indicators.kinds import DefinitionView, Series, ValueView
from yingshang.city.plans import service as plans
from yingshang.surfaces.dashboard import drill
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.map import drawing
from yingshang.surfaces.dashboard.places import by_district, by_unit, with_rest
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["indicator", "indicators"]


@readers
def indicators(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All indicators of a city by topic, each with its value and its months."""
    look = look_at(request, actor)
    kept = (get_language() or "", service.values_revision(look.city))
    listed = _listed(look.city, look.as_of, look.carry, look.running, kept)
    return render(request, "dashboard/indicators.html", {"look": look, "listed": listed})


@dataclass(frozen=True)
class _List:
    """The list as it is shown, the same to everybody who may see it."""

    html: str
    count: int
    missing: int


@lru_cache(maxsize=16)
def _listed(city: str, as_of: date, carry: str, running: str, _kept: tuple[Any, ...]) -> _List:
    """Drawn once for each state of the values, each language and each address."""
    known = service.definitions(city, as_of)
    year = service.board(city, as_of=as_of, period="year")
    months = service.board(city, as_of=as_of, period="month")
    rows = sorted(known, key=lambda one: (one.topic, one.item, one.code))
    topics = [
        (
            topic,
            [
                (one, year[one.code].latest, months[one.code], months[one.code].drawn)
                for one in group
            ],
        )
        for topic, group in groupby(rows, key=lambda one: one.topic)
    ]
    topics.sort(key=lambda one: all(year.value is None for _one, year, *_more in one[1]))
    shown = {"topics": topics, "look": {"carry": carry, "running": running}}
    missing = sum(year[one.code].latest.value is None for one in rows)
    return _List(render_to_string("dashboard/_indicator_list.html", shown), len(rows), missing)


@readers
def indicator(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One indicator: definition, values by month, by place, and in the three cities."""
    look = look_at(request, actor)
    declared = service.definitions(look.city, look.as_of)
    definition = next((one for one in declared if one.code == code), None)
    if definition is None:
        raise Http404(code)
    year = service.series(look.city, codes=[code], as_of=look.as_of, period="year")[code]
    months = service.series(look.city, codes=[code], as_of=look.as_of)[code]
    newest = year.latest
    spread = service.spread(code, look.city, period=newest.period, kind="year")
    districts = by_district(look.city, spread)
    counted = definition.statistic == "count" and definition.is_measured
    drills = drill.may_drill(actor, look.city)
    known, wrong = _known(request.GET.get("known", ""), look)
    context = {
        "look": look,
        "known": known,
        "known_wrong": wrong,
        "known_text": request.GET.get("known", "")[:10],
        "live": _live(definition, look),
        **_sliced(request, definition, look),
        "definition": definition,
        "wording": service.wording(code, look.city, look.as_of),
        "owner": _owner(definition, look.city),
        "year": newest,
        "trend": months.trend,
        "breaks": months.breaks,
        "drills": drills,
        "ways": drill.ways(newest, definition.statistic) if drills else [],
        "months": _months(months, drills, _as_known(definition, look, known)),
        "districts": with_rest(districts, newest) if counted else districts,
        "map": drawing(
            districts,
            service.shapes(look.city, on=look.as_of),
            less=definition.direction == "lower",
        ),
        "may_shape": actor.oversees and actor.region == look.city,
        "units": by_unit(spread),
        "cities_chart": _cities_chart(definition, look.as_of, look, months),
        "reported": service.reported(look.city, as_of=look.as_of, code=code)[:12],
        "promises": _promises(actor, look, code),
    }
    return render(request, "dashboard/indicator.html", context)


def _owner(definition: DefinitionView, city: str) -> str:
    name = accounts.unit_name(f"{city}-{definition.owner}")
    return "" if name == f"{city}-{definition.owner}" else name


def _months(
    months: Series, drills: bool, then: dict[str, ValueView]
) -> list[tuple[ValueView, str, ValueView | None]]:
    """Newest first, each with the way to its cases, and what was known of it on a day before."""
    return [
        (
            one,
            drill.address(one) if drills and drill.has_cases(one) else "",
            then.get(one.period),
        )
        for one in reversed(months.values)
    ]


def _live(definition: DefinitionView, look: Look) -> Any:
    """This very moment, where the page shows today."""
    now = timezone.now()
    if not definition.is_measured or look.as_of != timezone.localdate():
        return None
    return service.live(definition.code, look.city, at=now)


BY = {
    "unit": _lazy("单位"),
    "district": _lazy("区县"),
    "item": _lazy("事项"),
    "channel": _lazy("渠道"),
}
SPANS = {
    "day": _lazy("最后一天"),
    "month": _lazy("本月"),
    "quarter": _lazy("本季"),
    "year": _lazy("本年"),
}


def _sliced(request: HttpRequest, definition: DefinitionView, look: Look) -> dict[str, Any]:
    """The cut that the address asks for: ?by=, ?span=."""
    by, span = request.GET.get("by", "item"), request.GET.get("span", "year")
    by, span = (by if by in BY else "item"), (span if span in SPANS else "year")
    found = None
    if definition.is_measured:
        found = service.sliced(definition.code, look.city, by=by, span=span, day=look.as_of)
    names = _names(by, look) if found else {}
    return {
        "cut": found,
        "cut_rows": [(names.get(row.key, row.key), row) for row in found.rows] if found else [],
        "by": by,
        "span": span,
        "bys": list(BY.items()),
        "spans": list(SPANS.items()),
    }


def _names(by: str, look: Look) -> dict[str, str]:
    if by == "unit":
        return {one.code: one.name for one in accounts.units(look.city, ended=True)}
    if by == "district":
        return dict(accounts.districts(look.city))
    if by == "channel":
        return {str(one.value): str(one.label) for one in Channel}
    items = catalog.items(region=look.city, on=look.as_of, portal_only=False)
    return {item.code: item.name for item in items}


def _known(text: str, look: Look) -> tuple[date | None, str]:
    """The day asked for, and what is wrong with it."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("看不懂日期“%s”，请写成 2026-09-30。") % text[:20]
    if day > timezone.localdate():
        return None, _("%s 还没有到，请填今天或以前的日期。") % day_words(day)
    return day, ""


def _as_known(definition: DefinitionView, look: Look, known: date | None) -> dict[str, ValueView]:
    if known is None:
        return {}
    found = service.as_known(definition.code, look.city, known=known)
    return {one.period: one for one in found}


def _promises(actor: Actor, look: Look, code: str) -> list[Any]:
    return plans.promises(actor, region=look.city, as_of=look.as_of, indicator=code)


def _cities_chart(definition: DefinitionView, as_of: date, look: Look, own: Series) -> Chart | None:
    """The sample cities month by month; a city without this indicator is left out."""
    lines: dict[str, Sequence[Any]] = {}
    labels = [one.period for one in own.values]
    for code, name in accounts.regions():
        if not accounts.is_fictional(code):
            continue
        found = (
            own
            if code == look.city
            else service.series(code, codes=[definition.code], as_of=as_of)[definition.code]
        )
        values = dict(found.drawn)
        if any(value is not None for value in values.values()):
            lines[name] = [values.get(label) for label in labels]
    if not lines:
        return None
    running = {one.period for one in own.values if one.partial and not one.short}
    said = [_("%s（未满月）") % label if label in running else label for label in labels]
    return chart(_("逐月，三个示例城市"), said, lines, unit=definition.unit)
