"""Figures that a bureau's own system reports: a month at once, all or none, its own word."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from yingshang.city.accounts.kinds import Actor, Scope
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import Way
from yingshang.surfaces.api import answers
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.keys import Key, actor
from yingshang.surfaces.api.problems import Fault
from yingshang.surfaces.api.routes.cases import IdempotencyKey

__all__ = ["router"]

router = Router(tags=["figures"])
Figure = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=s.PLAIN)]


class FiguresIn(s.Strict):
    """Indicator code → the number as the system has it, with its unit or % where it has one."""

    period: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    figures: Annotated[dict[s.Code, Figure], Field(min_length=1, max_length=200)]
    confirmed: Annotated[list[s.Code], Field(default_factory=list, max_length=200)]
    note: Annotated[str, StringConstraints(max_length=300, pattern=s.PLAIN)] = ""


class FiguresOut(Schema):
    """`query`: the case in which the unit is asked, where a figure contradicts others."""

    id: int
    rows: int
    mark: str = "reported"
    query: str | None = None


@router.post(
    "/figures",
    response={200: FiguresOut},
    auth=Key(Scope.PUSH, cost=5),
    summary="报一个月的自报数字，全收或全不收",
)
def report(
    request: HttpRequest, payload: FiguresIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """A figure ten times the last one must be named in `confirmed`; 422 says which."""
    by, at = actor(request), timezone.now()
    return answers.kept(request, by, idempotency_key, at, lambda: _take(by, payload, at))


def _take(by: Actor, payload: FiguresIn, at: Any) -> HttpResponse:
    done = indicators.hand_in(
        unit=by.unit or "",
        region=by.region,
        period=payload.period,
        figures=payload.figures,
        confirmed=payload.confirmed,
        note=payload.note,
        way=Way.API,
        by=by,
        at=at,
    )
    if done.id is None:
        faults = [*done.errors, *done.unsure]
        raise Fault(
            422,
            "figures-invalid" if done.errors else "figures-unconfirmed",
            _("有 %(n)d 个数不能收，一个也没有写入。请改正或确认后整批重发。") % {"n": len(faults)},
            errors=[{"field": f"figures.{e.cell}", "detail": e.sentence} for e in faults],
        )
    body = FiguresOut(id=done.id, rows=done.rows, query=done.ref or None)
    return HttpResponse(body.model_dump_json(), content_type="application/json")
