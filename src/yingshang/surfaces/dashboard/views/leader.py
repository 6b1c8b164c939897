"""One screen for who has ten seconds: kept or not, the worst, the best, our place, what moved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yingshang.city.accounts.kinds import Actor
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at

__all__ = ["leader"]

MOVES, GROUNDS = 4, 3


@readers
def leader(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Are we keeping our promises?"""
    look = look_at(request, actor)
    found = plans.learning.look_over(actor, region=look.city, as_of=look.as_of)
    context = {
        "look": look,
        "g": found,
        "rungs_waiting": supervision.rungs_waiting(actor),
        "bar": _bar(found.counts, found.total),
        "better": sum(one.better is True for one in found.moved),
        "worse": sum(one.better is False for one in found.moved),
        "moves": found.moved[:MOVES],
        "more_moves": max(0, len(found.moved) - MOVES),
        "soon": found.soon[: MOVES if not found.moved else 2],
        "grounds": found.grounds[:GROUNDS],
        "twins": _twins([*found.moved, *found.soon]),
    }
    return render(request, "dashboard/leader.html", context)


def _twins(rows: Iterable[Any]) -> set[int]:
    """Tasks of which several promises are listed: each says which it is."""
    pairs = {(row.promise.task.id, row.promise.target.id) for row in rows}
    times = Counter(task for task, _target in pairs)
    return {task for task, number in times.items() if number > 1}


def _bar(counts: Mapping[str, int], total: int) -> list[tuple[str, str, str]]:
    """(what, where it begins, how wide): parts of a hundred, as numbers of a drawing."""
    found, start = [], 0.0
    for key, number in counts.items():
        if number:
            width = 100 * number / total
            found.append((key, f"{start:.3f}", f"{width:.3f}"))
            start += width
    return found
