"""What the logs of other systems show: their ways drawn, where time goes, what strays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.drill import may_drill
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.map_asked import map_asked, map_drawn
from yingshang.surfaces.kit.forms import whole

__all__ = ["log_span", "logs"]

WAYS = 8
FAULT = {
    "skipped": gettext_lazy("没有办“%s”"),
    "extra": gettext_lazy("多出“%s”"),
    "again": gettext_lazy("“%s”办的次数多了"),
    "order": gettext_lazy("“%s”的先后不对"),
}


@readers
def logs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One source of the city's own staff; ?source=, ?way= (the norm), ?case= and of the map."""
    look = look_at(request, actor)
    asked = request.GET
    own = may_drill(actor, look.city)
    sources = indicators.log_sources(actor, region=look.city) if own else []
    context: dict[str, Any] = {
        "look": look,
        "sources": sources,
        **map_asked(asked),
        "may_import": indicators.may_import_logs(actor, look.city),
    }
    if sources:
        chosen = whole(asked.get("source", ""))
        source = chosen if chosen in [one.id for one in sources] else sources[0].id
        way = whole(asked.get("way", "")) or 0
        way = way if way < WAYS else 0
        context |= _told(actor, look, source, way, context)
        if ref := asked.get("case", ""):
            _row, events = indicators.logged_case(actor, region=look.city, source=source, ref=ref)
            context |= {"ref": ref, "events": events}
    return render(request, "dashboard/logs.html", context)


def _told(actor: Actor, look: Look, source: int, way: int, asked: dict[str, Any]) -> dict[str, Any]:
    found = indicators.log_analysis(actor, region=look.city, source=source, way=way)

    def span(minutes: float) -> str:
        return log_span(minutes, found)

    time = sum(edge.total for edge in found.map.edges) or 1
    return (map_drawn(found.map, asked, span, {}) if found.map.cases else {}) | {
        "found": found,
        "way": way,
        "middle": None if found.map.middle is None else span(found.map.middle),
        "covering": found.map.covering(0.8),
        "holds": [
            {
                "before": edge.before,
                "after": edge.after,
                "count": edge.count,
                "share": round(100 * edge.total / time),
                "middle": span(edge.middle),
                "slow": span(edge.slow),
            }
            for edge in found.map.bottlenecks(6)
            if edge.total > 0
        ],
        **_savings(found, span),
        "work": [
            {
                "name": one.activity,
                "count": one.count,
                "unpaired": one.unpaired,
                "working": span(one.working),
                "waiting": span(one.waiting),
            }
            for one in found.worked[:10]
        ],
        "handlers": [
            {"name": one.name, "events": one.events, "middle": span(one.middle)}
            for one in found.handlers
        ],
        "ways": [
            {
                "path": one.path,
                "short": _short(one.path),
                "cases": one.cases,
                "share": f"{100 * one.cases / found.map.cases:.0f}",
                "middle": span(one.middle),
            }
            for one in found.map.variants[:WAYS]
        ],
        "again": [
            {"name": node.activity, "cases": node.repeated}
            for node in sorted(found.map.nodes, key=lambda n: -n.repeated)[:5]
            if node.repeated
        ],
        "faults": _faults(found, look, way),
    }


def _savings(found: Any, span: Callable[[float], str]) -> dict[str, Any]:
    """What would halve the time."""
    rows = [
        {
            "before": one.before,
            "after": one.after,
            "most": span(max(1, one.most)),
            "share": round(100 * one.share),
        }
        for one in found.savings
    ]
    return {"savings": rows, "saved": round(100 * sum(one.share for one in found.savings))}


def _faults(found: Any, look: Look, way: int) -> list[dict[str, Any]]:
    if found.replay is None:
        return []
    asked = {"source": found.source.id, "way": way} | ({} if look.own else {"city": look.city})
    return [
        {
            "words": FAULT[fault.kind] % fault.activity,
            "cases": cases,
            "examples": [
                (ref, "?" + urlencode({**asked, "case": ref}))
                for ref in found.examples.get((fault.kind, fault.activity), ())
            ],
        }
        for fault, cases in found.replay.faults[:10]
    ]


def _short(path: tuple[str, ...]) -> str:
    text = " → ".join(path)
    return text if len(text) <= 40 else text[:39] + "…"


def log_span(minutes: float, found: Any) -> str:
    """Office time, or plain days where no calendar is known for those years."""
    if not found.calendar and minutes >= 2 * found.day:
        return _("%s 天") % f"{minutes / found.day:.1f}"
    return indicators.span_words(minutes, found.day)
