"""The distance to the frontier: topic by topic, city beside city."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.surfaces.dashboard.cities import Sides, ranks, side_by_side
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["frontier"]


@readers
def frontier(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Scores with both ends of each scale and their basis; what is missing stays missing."""
    look = look_at(request, actor)
    sides = side_by_side(look.city, as_of=look.as_of)
    table = sides.table
    topics = [
        (
            row,
            ranks(row.cells),
            [one for one in table.rows if one.topic == row.topic and one.code],
        )
        for row in table.rows
        if not row.code
    ]
    context = {
        "look": look,
        "sides": sides,
        "topics": topics,
        "totals": table.totals,
        "total_ranks": ranks(table.totals),
        "chart": _radar(sides),
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
    labels = [topic.name for topic in sides.topics]
    return chart(_("各专题得分"), labels, lines, kind="radar", maximum=100)
