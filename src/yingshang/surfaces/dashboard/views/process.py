"""Where the time of cases goes: the ways they take, drawn; what strays; what holds them up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.drill import may_drill
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.map_asked import map_asked, map_drawn
from yingshang.surfaces.kit.forms import whole

__all__ = ["asked_item", "process", "span_of"]

SPANS = (30, 90, 180, 365)
WAYS = 8
STRAY = {
    "early": gettext_lazy("“%(one)s”早于应在其前的“%(other)s”"),
    "twice": gettext_lazy("“%(one)s”办了不止一次"),
    "foreign": gettext_lazy("出现了事项没有申报的“%(one)s”"),
    "missing": gettext_lazy("没有办“%(one)s”就作出了决定"),
}


@readers
def process(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One item's cases over 30 to 365 days; ?item=, ?days= and the map's choices in the address."""
    look = look_at(request, actor)
    asked = request.GET
    items, code, days = asked_item(look, asked, SPANS, 90)
    context: dict[str, Any] = {
        "look": look,
        "items": items,
        "code": code,
        "days": days,
        "spans": SPANS,
        **map_asked(asked),
        "may_drill": may_drill(actor, look.city),
        "sees_logs": actor.oversees,
    }
    if code:
        context |= _told(look, code, days, context)
    return render(request, "dashboard/process.html", context)


def asked_item(
    look: Look, asked: QueryDict, spans: tuple[int, ...], usual: int
) -> tuple[list[catalog.ItemView], str, int]:
    """The items that are handled here in steps, the one asked for (else the one with most cases, ''
    where there is none), and the days asked for."""
    items = [
        item
        for item in catalog.items(region=look.city, on=look.as_of, portal_only=False)
        if item.body.get("handled") == "here" and item.body.get("steps")
    ]
    codes = [item.code for item in items]
    code = asked.get("item", "")
    days = whole(asked.get("days", ""))
    days = days if days in spans else usual
    if code not in codes:
        since, until = span_of(look, days)
        decided = cases.decided_counts(region=look.city, since=since, until=until)
        code = max(codes, key=lambda one: decided.get(one, 0), default="")
    return items, code, days


def span_of(look: Look, days: int) -> tuple[datetime, datetime]:
    """The last days, with the one looked at, whole: no fact lies beyond this moment, and what was
    made of the same days and facts can be used again."""
    last = timezone.make_aware(datetime.combine(look.as_of + timedelta(days=1), time.min))
    return last - timedelta(days=days), last


def _told(look: Look, code: str, days: int, asked: dict[str, Any]) -> dict[str, Any]:
    since, until = span_of(look, days)
    found = indicators.process(look.city, item=code, since=since, until=until)
    name = found.names

    def span(minutes: float) -> str:
        return indicators.span_words(minutes, found.day)

    whole_time = sum(edge.total for edge in found.map.edges) or 1
    holds = [
        {
            "before": name[edge.before],
            "after": name[edge.after],
            "unit": found.units[edge.after],
            "count": edge.count,
            "middle": span(edge.middle),
            "slow": span(edge.slow),
            "share": round(100 * edge.total / whole_time),
        }
        for edge in found.map.bottlenecks(6)
        if edge.total
    ]
    return (map_drawn(found.map, asked, span, name) if found.map.cases else {}) | {
        "found": found,
        "middle": None if found.map.middle is None else span(found.map.middle),
        "holds": holds,
        "ways": [
            {
                "path": [name[one] for one in way.path],
                "cases": way.cases,
                "share": _percent(way.cases, found.map.cases),
                "middle": span(way.middle),
            }
            for way in found.map.variants[:WAYS]
        ],
        "covering": found.map.covering(0.8),
        "again": [
            {"name": name[node.activity], "cases": node.repeated}
            for node in sorted(found.map.nodes, key=lambda n: -n.repeated)[:5]
            if node.repeated
        ],
        "strays": [
            {
                "words": STRAY[one.deviation.kind]
                % {
                    "one": name.get(one.deviation.activity, one.deviation.activity),
                    "other": name.get(one.deviation.other, one.deviation.other),
                },
                "cases": one.cases,
                "examples": one.examples,
            }
            for one in found.strays[:8]
        ],
    }


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "<1" if share < 1 else f"{share:.0f}"
