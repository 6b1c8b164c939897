"""What of a process map is asked for in the address, and the map drawn so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.surfaces.dashboard.process_map import Leg, draw, with_ends
from yingshang.surfaces.kit.forms import whole

__all__ = ["map_asked", "map_drawn"]

DETAILS = ((70, gettext_lazy("主干")), (90, gettext_lazy("大多数")), (100, gettext_lazy("全部")))
COVERS = (
    (0, gettext_lazy("最常见的一种")),
    (50, gettext_lazy("占五成的")),
    (80, gettext_lazy("占八成的")),
    (95, gettext_lazy("占九成五的")),
    (100, gettext_lazy("全部")),
)
SHOWS = (("time", gettext_lazy("等了多久")), ("count", gettext_lazy("有多少次")))


def map_asked(asked: QueryDict) -> dict[str, Any]:
    """?detail= (share of the arrows), ?cover= (share of the cases, by the most frequent ways) and
    ?show= (time or count); nonsense falls back."""
    detail, cover = whole(asked.get("detail", "")), whole(asked.get("cover", ""))
    show = asked.get("show", "")
    return {
        "details": DETAILS,
        "detail": detail if detail in dict(DETAILS) else 90,
        "covers": COVERS,
        "cover": cover if cover in dict(COVERS) and asked.get("cover") else 80,
        "shows": SHOWS,
        "map_show": show if show in dict(SHOWS) else "time",
    }


def map_drawn(
    found: Any, asked: Mapping[str, Any], span: Callable[[float], str], names: Mapping[str, str]
) -> dict[str, Any]:
    """The drawing of a map, and how much of it is drawn."""
    cover = asked["cover"]
    ways = found.covering(cover / 100) if cover else 1
    part = found.of_ways(ways)
    legs = [leg_of(edge, asked["map_show"], span, names) for edge in part.edges]
    every, ends = with_ends(legs, [(way.path, way.cases) for way in part.variants])
    counts = {node.activity: node.count for node in part.nodes} | ends
    places = {node.activity: node.place for node in part.nodes}
    return {
        "drawing": draw(counts, places, names, every, asked["detail"] / 100),
        "drawn_ways": len(part.variants),
        "drawn_share": round(100 * part.cases / found.cases) if found.cases else 0,
        "main_way": _main_way(found, span, names),
    }


def _main_way(
    found: Any, span: Callable[[float], str], names: Mapping[str, str]
) -> dict[str, Any] | None:
    """The way that most cases take, step by step, with the usual time between two steps."""
    if not found.variants:
        return None
    way = found.variants[0]
    middles = {(edge.before, edge.after): edge.middle for edge in found.edges}
    waits = [middles.get(pair, 0) for pair in pairwise(way.path)]
    longest = max(waits, default=0)
    hops = [
        {
            "name": names.get(step, step),
            "wait": span(wait) if wait and wait >= 1 else "",  # what ends at once waits for nobody
            "longest": bool(wait) and wait == longest,
        }
        for step, wait in zip(way.path, [None, *waits], strict=True)
    ]
    share = round(100 * way.cases / found.cases)
    return {"hops": hops, "cases": way.cases, "share": share, "middle": span(way.middle)}


def leg_of(
    edge: Any,
    show: str,
    span: Callable[[float], str],
    names: Mapping[str, str],
    *,
    stray: bool = False,
) -> Leg:
    """A transition with its words: how long, or how often."""
    told = {
        "before": names.get(edge.before, edge.before),
        "after": names.get(edge.after, edge.after),
        "count": edge.count,
        "middle": span(edge.middle),
    }
    return Leg(
        before=edge.before,
        after=edge.after,
        count=edge.count,
        middle=edge.middle,
        words=told["middle"] if show == "time" else str(edge.count),
        long=_("%(before)s → %(after)s：%(count)d 次，一半在 %(middle)s 以内") % told,
        heat=edge.middle if show == "time" else edge.count,
        stray=stray,
        one=told["before"],
        two=told["after"],
        span=told["middle"],
    )
