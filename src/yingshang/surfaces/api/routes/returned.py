"""Cases that are handled in the sender's own system come back: many in one call, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import ValidationError

from yingshang.city.accounts.kinds import Scope
from yingshang.city.cases import service as cases
from yingshang.surfaces.api import lines
from yingshang.surfaces.api.gate import MOST_BULK, NDJSON
from yingshang.surfaces.api.keys import Key, actor
from yingshang.surfaces.api.problems import Fault

__all__ = ["router"]

router = Router(tags=["returned"])
MOST_LINES = 10_000
LONGEST_LINE = 256 * 1024


@router.post(
    "/returned-cases",
    response={200: str},
    auth=Key(Scope.PUSH, cost=5),
    summary="批量回传在本系统办理的办件",
)
def push(request: HttpRequest) -> HttpResponse:
    """NDJSON in, NDJSON out, one answer a line in the same order. Good lines are written whatever
    becomes of the others; a line sent again is `unchanged`, one that has come further `extended`.
    If the connection breaks, send the same lines again."""
    by, at = actor(request), timezone.now()
    good: list[tuple[int, cases.ReturnedCase]] = []
    answers: dict[int, dict[str, Any]] = {}
    for number, raw in _lines(request):
        try:
            good.append((number, _case(lines.ReturnedCase.model_validate_json(raw))))
        except ValidationError as error:
            answers[number] = _invalid(number, error)
    for (number, case), told in zip(
        good, cases.take_back([case for _n, case in good], by=by, at=at), strict=True
    ):
        answers[number] = {
            "line": number,
            "status": told.status,
            "external_id": case.external_id,
            "ref": told.ref or None,
            "code": told.code or None,
            "field": told.field or None,
            "detail": told.sentence or None,
        }
    written = (
        lines.ReturnedLine.model_validate(answers[number]).model_dump_json(exclude_none=True)
        for number in sorted(answers)
    )
    return HttpResponse("".join(f"{line}\n" for line in written), content_type=NDJSON)


def _lines(request: HttpRequest) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line) of those that are not empty; read as they come, never as a whole."""
    size = 0
    number = 0
    while line := request.readline(LONGEST_LINE + 1):
        number += 1
        size += len(line)
        if len(line) > LONGEST_LINE or size > MOST_BULK:
            raise Fault(
                413,
                "line-too-long",
                _("第 %(n)d 行太长，整批没有执行。每行最多 256 KB。") % {"n": number},
            )
        if number > MOST_LINES:
            raise Fault(
                413,
                "too-many-lines",
                _("超过 %(most)d 行，整批没有执行。请分几次发送。") % {"most": MOST_LINES},
            )
        if line.strip():
            yield number, line


def _invalid(number: int, error: ValidationError) -> dict[str, Any]:
    """The first fault of a line: which field, and what is wrong with it."""
    first = error.errors(include_url=False, include_input=False)[0]
    return {
        "line": number,
        "status": "rejected",
        "code": "invalid",
        "field": ".".join(str(part) for part in first["loc"]) or "line",
        "detail": first["msg"][:200],
    }


def _case(line: lines.ReturnedCase) -> cases.ReturnedCase:
    return cases.ReturnedCase(
        external_id=line.external_id,
        item=line.item,
        form=line.form,
        submitted_at=line.submitted_at,
        party=(line.party.kind, line.party.name, line.party.code) if line.party else None,
        district=line.district,
        channel=line.channel,
        accepted_at=line.accepted_at,
        refused_at=line.refused_at,
        withdrawn_at=line.withdrawn_at,
        decided_at=line.decided_at,
        outcome=line.outcome,
        reason=line.reason,
        steps=tuple((one.step, one.done_at, one.result, one.opinion) for one in line.steps),
        pauses=tuple((p.kind, p.since, p.until, p.reason, p.basis) for p in line.pauses),
    )
