"""Evaluations as trees: what they ask, what our numbers answer, what is missing and whose it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at

__all__ = ["tree", "trees"]

BAR = 160


@readers
def trees(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every tree with how much of it has numbers."""
    look = look_at(request, actor)
    rows = [_row(one) for one in indicators.trees(look.city, as_of=look.as_of)]
    return render(request, "dashboard/trees.html", {"look": look, "rows": rows})


@readers
def tree(request: HttpRequest, actor: Actor, tree: str) -> HttpResponse:
    """One tree: first and second level, the indicators that feed them, their values and marks."""
    look = look_at(request, actor)
    try:
        found = indicators.tree(tree, look.city, as_of=look.as_of)
    except Refusal as refusal:
        raise Http404 from refusal
    context = {"look": look, "tree": found, "row": _row(found)}
    return render(request, "dashboard/tree.html", context)


def _row(one: indicators.Tree) -> dict[str, Any]:
    marks = {"measured": 0, "returned": 0, "reported": 0}
    for leaf in one.leaves:
        if leaf.value.value is not None:
            marks[leaf.value.mark] += 1
    return {
        "tree": one,
        "wide": round(BAR * one.answered / len(one.nodes)),
        "second_wide": round(BAR * one.second_answered / max(1, one.second)),
        "marks": marks,
        "without": len(one.leaves) - sum(marks.values()),
    }
