"""Cities, or the districts of one, by the first-level indicators of an evaluation: a radar, a
league, files of both."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import Look, look_at
from yingshang.surfaces.dashboard.radar import radar
from yingshang.surfaces.kit.exports import csv_response, xlsx_response

__all__ = ["league"]

METHODS = (
    ("peers", gettext_lazy("在所比城市之间（所有指标都计入）")),
    ("frontier", gettext_lazy("固定的最优和最差（只计有标尺的指标）")),
)
AMONG = (("", gettext_lazy("城市之间")), ("districts", gettext_lazy("本市各区县之间")))
USUAL = "national"
RAIL = 200  # width of the small bar of a subject


@readers
def league(request: HttpRequest, actor: Actor) -> HttpResponse:
    """?tree= the evaluation, ?method= peers or frontier, ?among=districts those of the city,
    ?place= the one that is looked at, ?format= csv or xlsx."""
    look = look_at(request, actor)
    trees = indicators.tree_names(look.city, as_of=look.as_of)
    code = request.GET.get("tree", "")
    code = code if code in dict(trees) else next((c for c, _n in trees if c == USUAL), "")
    method = request.GET.get("method", "")
    method = method if method in dict(METHODS) else METHODS[0][0]
    among = request.GET.get("among", "")
    among = among if among in dict(AMONG) else ""
    city = look.city if among else ""
    regions = [c for c, _n in accounts.districts(city)] if city else _cities(look)
    context: dict[str, Any] = {
        "look": look, "trees": trees, "methods": METHODS, "method": method,
        "amongs": AMONG, "among": among,
    }  # fmt: skip
    try:
        if not regions:
            raise Refusal("no-districts", _("本市没有登记区县，不能在区县之间比较。"))
        found = indicators.league(
            code, regions, as_of=look.as_of, method=method, scale_of=look.city, city=city
        )
    except Refusal as refusal:
        return render(request, "dashboard/league.html", {**context, "wrong": refusal.sentence})
    wanted, name = request.GET.get("format", ""), f"{found.name}{_('（区县）') if city else ''}"
    if wanted == "xlsx":
        return xlsx_response(
            f"{name}-{look.as_of}.xlsx", indicators.league_xlsx(found, as_of=look.as_of)
        )
    if wanted == "csv":
        file = f"league-{code}{'-districts' if city else ''}-{look.as_of}.csv"
        return csv_response(file, *indicators.league_rows(found))
    place = request.GET.get("place", "")
    own = look.city if not city else place if place in regions else found.ranked[0].region
    beside = indicators.distance_beside(found, own, as_of=look.as_of, scale_of=look.city)
    return render(
        request, "dashboard/league.html", {**context, **_shown(found, own), "beside": beside}
    )


def _cities(look: Look) -> list[str]:
    """The sample cities, and the city looked at where it is another one."""
    regions = [code for code, _name in accounts.regions() if accounts.is_fictional(code)]
    return regions if look.city in regions else [*regions, look.city]


def _shown(found: indicators.League, own: str) -> dict[str, Any]:
    """``own``: the city, or the district, that is looked at."""
    mine = found.seats_of(own)
    names = {region: accounts.region_name(region) for region in found.regions}
    rows = [
        {
            "subject": subject,
            "seat": seat,
            "bar": _bar(seat),
            "others": [
                (names[one.region], one, None if one.low is None else _x(one.low))
                for one in subject.seats
                if one.region != own
            ],
        }
        for subject, seat in mine
    ]
    return {
        "league": found,
        "likely": indicators.LIKELY_WORDS,
        "own": own,
        "own_name": names[own],
        "places": [(names[one.region], one, _bar(one)) for one in found.ranked],
        "rows": rows,
        "others": [names[region] for region in found.regions if region != own],
        "answered": sum(seat.known > 0 for _subject, seat in mine),
        "radar": radar(
            [subject.name for subject, _seat in mine],
            [
                None
                if seat.low is None or seat.high is None
                else (float(seat.low), float(seat.high))
                for _subject, seat in mine
            ],
            [None if subject.best is None else float(subject.best) for subject, _seat in mine],
            _("各一级指标得分雷达图，数字见右边的表"),
        ),
    }


def _x(score: Any) -> float:
    return round(float(score) * RAIL / 100, 1)


def _bar(seat: indicators.Seat) -> tuple[float, float] | None:
    """(left, width) of what is possible; a known score is a narrow mark."""
    if seat.low is None or seat.high is None:
        return None
    left = _x(seat.low)
    return min(left, RAIL - 4), max(4.0, _x(seat.high) - left)
