"""The page on which something about a case was written, drawn again as the case stands now."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.contexts import case_context, order_context
from yingshang.surfaces.desk.views.task import task_context

__all__ = ["drawn_again"]


def drawn_again(
    request: HttpRequest,
    actor: Actor,
    found: cases.CaseView,
    at: datetime,
    more: dict[str, Any],
    refusal: str = "",
) -> HttpResponse:
    """`more`: what stands for what the page would show of itself, with the words still there."""
    if found.family == "plan-task":
        name, context = "desk/tracked_task.html", task_context(actor, found, at)
    elif found.family == "order" and supervision.is_order(found.ref):
        name, context = "desk/order.html", order_context(actor, found, at=at)
    else:
        cases.record_look(case=found, by=actor, at=at, page="case")
        name, context = "desk/case.html", case_context(actor, found, at=at)
    context |= {"refusal": refusal, **more}
    return render(request, name, context, status=409 if refusal else 422)
