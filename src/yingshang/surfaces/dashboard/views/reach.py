"""If we reached these values: the score and the rank before and after, and the nearest step."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import FrontierTable
from yingshang.surfaces.dashboard.cities import side_by_side
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at

__all__ = ["reach"]

STEPS = 6  # of the nearest ones that are shown
MOST = Decimal(10) ** 9


@readers
def reach(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything tried stands in the address: to-<indicator>=1.5."""
    look = look_at(request, actor)
    table = side_by_side(look.city, as_of=look.as_of).table
    at = table.regions.index(look.city)
    tried, wrong = _tried(table, request.GET)
    after = indicators.reached(table, look.city, tried) if tried else None
    context: dict[str, Any] = {
        "look": look,
        "wrong": wrong,
        "likely": indicators.LIKELY_WORDS,
        "total": table.totals[at],
        "steps": _moves(table, look.city),
        "peers": indicators.moves(
            table, look.city, dict(list(indicators.best_peers(table, look.city).items())[:STEPS])
        ),
        "topics": _topics(table, after, at, request.GET),
        "before": _standings(table),
    }
    if after:
        context |= {"after": _standings(after), "new": after.totals[at]}
    context["mine"] = next(row for row in context["before"] if row["region"] == look.city)
    if after:
        context["then"] = next(row for row in context["after"] if row["region"] == look.city)
    return render(request, "dashboard/reach.html", context)


def _moves(table: FrontierTable, city: str) -> list[tuple[Any, Any]]:
    """The nearest steps up, each with what it does to the places."""
    steps = indicators.steps_up(table, city)[:STEPS]
    found = {one.code: one for one in indicators.moves(table, city, {s.code: s.to for s in steps})}
    return [(step, found[step.code]) for step in steps if step.code in found]


def _standings(table: FrontierTable) -> list[dict[str, Any]]:
    """Cities in the order of their rank; those without a rank below, not as the last."""
    found = indicators.standing(table)
    rows = [
        {
            "region": cell.region,
            "name": accounts.region_name(cell.region),
            "score": cell.score,
            "reason": cell.reason,
            "range": found.get(cell.region),
        }
        for cell in table.totals
    ]
    return sorted(rows, key=lambda row: (row["score"] is None, -(row["score"] or 0)))


def _topics(
    table: FrontierTable, after: FrontierTable | None, at: int, asked: QueryDict
) -> list[dict[str, Any]]:
    later = {(row.topic, row.code): row for row in (after.rows if after else ())}
    topics: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        topic = topics.setdefault(row.topic, {"name": row.topic, "parts": []})
        cell = row.cells[at]
        new = later[row.topic, row.code].cells[at] if later else None
        moved = new.score if new and new.score != cell.score else None
        if not row.code:
            topic |= {"score": cell.score, "moved": moved, "reason": cell.reason}
            continue
        known = [one.value for one in row.cells if one.value is not None]
        less = row.best is not None and row.worst is not None and row.best < row.worst
        topic["parts"].append(
            {
                "row": row,
                "cell": cell,
                "moved": moved,
                "best_of_us": (min(known) if less else max(known)) if known else None,
                "typed": asked.get(f"to-{row.code}", "").strip()[:20],
            }
        )
    return list(topics.values())


def _tried(table: FrontierTable, asked: QueryDict) -> tuple[dict[str, Decimal], list[str]]:
    tried: dict[str, Decimal] = {}
    wrong = []
    for row in table.rows:
        text = asked.get(f"to-{row.code}", "").strip() if row.code else ""
        if not text:
            continue
        number = _number(text)
        if number is None:
            said = _("“%(name)s”填的“%(text)s”不是可用的数，请填不小于 0 的数字，例如 1.5。")
            wrong.append(said % {"name": row.name, "text": text[:20]})
        else:
            tried[row.code] = number
    return tried, wrong


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= MOST else None
