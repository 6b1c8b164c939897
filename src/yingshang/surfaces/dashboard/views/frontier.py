"""The distance to the frontier: topic by topic, city beside city."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.cities import Sides, side_by_side
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["frontier"]

METHODS = (
    ("frontier", gettext_lazy("固定的最优和最差")),
    ("peers", gettext_lazy("在所比城市之间（带保底分）")),
)

KEEPERS = (Role.SUPERVISOR, Role.BUREAU)  # who may propose other ends


@readers
def frontier(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Scores with both ends of each scale and their basis; what is missing stays missing."""
    look = look_at(request, actor)
    method = request.GET.get("method", "")
    method = method if method in dict(METHODS) else ""
    sides = side_by_side(look.city, as_of=look.as_of, method=method)
    table = sides.table
    topics = [
        (
            row,
            indicators.standing(table, row.topic),
            [one for one in table.rows if one.topic == row.topic and one.code],
        )
        for row in table.rows
        if not row.code
    ]
    doubts = indicators.doubted([code for _n, code, _name in sides.cities], as_of=look.as_of)
    context = {
        "look": look,
        "doubts": doubts,
        "doubted_topics": {
            code: {row.topic for row in table.rows if row.code in found}
            for code, found in doubts.items()
        },
        "method": table.detail["method"],
        "methods": METHODS,
        "rule": table.detail["rule"],
        "sides": sides,
        "names": {code: name for _n, code, name in sides.cities},
        "topics": topics,
        "totals": table.totals,
        "total_ranks": indicators.standing(table),
        "chart": _radar(sides),
        "may_change": actor.role in KEEPERS and actor.region == look.city,
    }
    return render(request, "dashboard/frontier.html", context)


def _radar(sides: Sides) -> Chart | None:
    """One shape a city; a city that lacks a topic is left out, a hole would read as a zero."""
    lines: dict[str, Sequence[Any]] = {
        name: [topic.dots[i].score for topic in sides.topics]
        for i, _code, name in sides.cities
        if sides.topics and all(topic.dots[i].score is not None for topic in sides.topics)
    }
    if not lines:
        return None
    labels = [definitions.said(topic.name) for topic in sides.topics]
    return chart(_("各专题得分"), labels, lines, kind="radar", maximum=100)
