"""Cases: list, read, submit, supply, and the verbs of one's own steps."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Query, Router
from pydantic import StringConstraints

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Scope
from yingshang.city.cases import service as cases
from yingshang.surfaces.api import answers, cursors
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.keys import Key, actor
from yingshang.surfaces.api.problems import Fault

__all__ = ["IdempotencyKey", "router"]

router = Router(tags=["cases"])
KEY = r"^[\x21-\x7e]+$"
IdempotencyKey = Annotated[
    Annotated[str, StringConstraints(min_length=8, max_length=128, pattern=KEY)] | None,
    Header(
        alias="Idempotency-Key", description="8 到 128 个可见 ASCII 字符；重复发送得到同一个答复"
    ),
]
MustKey = Annotated[
    str,
    StringConstraints(min_length=8, max_length=128, pattern=KEY),
    Header(alias="Idempotency-Key", description="必填：8 到 128 个可见 ASCII 字符"),
]
State = Literal[
    "open",
    "any",
    "submitted",
    "correcting",
    "accepted",
    "refused",
    "decided",
    "closed",
    "withdrawn",
]
Words = Annotated[str, StringConstraints(max_length=80, pattern=s.PLAIN)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/cases", response=s.CaseList, auth=Key(Scope.READ), summary="列出和查找办件")
def list_cases(
    request: HttpRequest,
    state: State = "open",
    item: Words = "",
    q: Words = "",
    mine: bool = False,
    limit: Limit = 50,
    cursor: Annotated[str, StringConstraints(max_length=400)] = "",
) -> dict[str, Any]:
    """Cases that the key's unit leads or has a step in. Open ones come due first, others newest
    first. `mine`: only what waits for the unit. `q`: a number, or words of the subject."""
    by, at = actor(request), timezone.now()
    what = f"cases:{state}:{item}:{q}:{mine}"
    page = cases.queue(
        by,
        at=at,
        state=None if state == "open" else state,
        item=item or None,
        q=q,
        mine=mine,
        size=limit,
        after=cursors.read(by, what, cursor) if cursor else "",
    )
    return {
        "cases": [answers.head(row) for row in page.rows],
        "next": cursors.sealed(by, what, page.next) if page.next else None,
    }


@router.get("/cases/{ref}", response=s.CaseOut, auth=Key(Scope.READ), summary="一个办件")
def read_case(
    request: HttpRequest,
    response: HttpResponse,
    ref: str,
    expand: Literal["", "events"] = "",
) -> dict[str, Any]:
    """With fields, steps and clocks. Fields in full are recorded as a look at personal data."""
    by, at = actor(request), timezone.now()
    case = cases.case_for(by, ref, at=at)
    answers.record_look(by, case, at=at)
    response.headers["ETag"] = answers.etag(case.seq)
    return answers.whole(by, case, at=at, events=expand == "events")


@router.get(
    "/cases/{ref}/events", response=list[s.EventOut], auth=Key(Scope.READ), summary="一个办件的经过"
)
def read_events(request: HttpRequest, ref: str) -> list[cases.EventView]:
    """What happened to the case, oldest first; the hashes chain."""
    return cases.timeline(actor(request), ref)


@router.post(
    "/cases", response={201: s.CaseHead}, auth=Key(Scope.SUBMIT), summary="代申请人提交一个办件"
)
def submit(request: HttpRequest, payload: s.CaseIn, idempotency_key: MustKey) -> HttpResponse:
    """For items that the key's unit leads or has a step in. The same key with the same content
    answers the same; with other content 422."""
    by, at = actor(request), timezone.now()

    def do() -> HttpResponse:
        party = accounts.ensure_party(
            kind=payload.party.kind,
            name=payload.party.name,
            code=payload.party.code,
            phone=payload.party.phone,
            region=by.region,
            by=by,
            at=at,
        )
        if accounts.party_view(party).name != payload.party.name:
            sentence = _("这个证件号码登记的是另一个名称。请核对名称和号码。")
            raise Fault(
                422,
                "other-name",
                sentence,
                errors=[{"field": "party.name", "detail": sentence}],
            )
        case = cases.open_case(
            item=payload.item,
            region=by.region,
            form=payload.form,
            party=party,
            channel=payload.channel,
            district=payload.district,
            files=_files(payload.files),
            # answers are forgotten after a week, cases are not: other content is another case
            key=f"api:{idempotency_key}:{answers.digest(request)[:32]}",
            by=by,
            at=at,
        )
        return answers.told(case, status=201)

    return answers.kept(request, by, idempotency_key, at, do)


def _files(files: list[s.FileIn]) -> list[tuple[str, bytes, str]]:
    found = []
    for n, file in enumerate(files):
        try:
            found.append((file.name, base64.b64decode(file.content, validate=True), file.material))
        except (binascii.Error, ValueError):
            sentence = _("这个文件不是有效的 base64，没有执行。请重新编码。")
            raise Fault(
                422,
                "bad-file",
                sentence,
                errors=[{"field": f"files.{n}.content", "detail": sentence}],
            ) from None
    return found


@router.post(
    "/cases/{ref}/supply",
    response=s.CaseHead,
    auth=Key(Scope.SUBMIT),
    summary="补齐本系统提交的办件",
)
def supply(
    request: HttpRequest, ref: str, payload: s.SupplyIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """What a correction asked for: changed fields are laid over the form, files added."""
    files = _files(payload.files)
    return _verb(request, idempotency_key, cases.supply, ref=ref, form=payload.form, files=files)


def _verb(request: HttpRequest, key: str | None, verb: Any, **args: Any) -> HttpResponse:
    """A verb on one case: If-Match is what the caller has seen, Idempotency-Key makes it safe to
    repeat."""
    by, at = actor(request), timezone.now()
    seq = answers.expected_seq(request)

    def do() -> HttpResponse:
        return answers.told(verb(by=by, at=at, seq=seq, **args))

    return answers.kept(request, by, key, at, do)


# --- verbs of one's own steps and of one's own lead


def _act(path: str, summary: str) -> Any:
    return router.post(path, response=s.CaseHead, auth=Key(Scope.ACT), summary=summary)


@_act("/cases/{ref}/accept", "受理")
def accept(request: HttpRequest, ref: str, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """By the lead unit."""
    return _verb(request, idempotency_key, cases.accept, ref=ref)


@_act("/cases/{ref}/ask-correction", "一次告知补正")
def ask_correction(
    request: HttpRequest,
    ref: str,
    payload: s.AskCorrectionIn,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """The one complete list of what is missing."""
    verb = cases.ask_correction
    return _verb(request, idempotency_key, verb, ref=ref, items=payload.items)


@_act("/cases/{ref}/refuse", "不予受理")
def refuse(
    request: HttpRequest, ref: str, payload: s.ReasonIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """With its reason."""
    return _verb(request, idempotency_key, cases.refuse, ref=ref, reason=payload.reason)


@_act("/cases/{ref}/steps/{step}/complete", "办结本单位环节")
def complete_step(
    request: HttpRequest,
    ref: str,
    step: str,
    payload: s.StepIn,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """By the step's own unit. Where units work in parallel, send no If-Match."""
    return _verb(
        request,
        idempotency_key,
        cases.complete_step,
        ref=ref,
        step=step,
        result=payload.result,
        opinion=payload.opinion,
    )


@_act("/cases/{ref}/pause", "启动特别程序")
def pause(
    request: HttpRequest, ref: str, payload: s.PauseIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """By the lead unit: kind, reason and basis of the special procedure."""
    return _verb(
        request,
        idempotency_key,
        cases.pause,
        ref=ref,
        kind=payload.kind,
        reason=payload.reason,
        basis=payload.basis,
    )


@_act("/cases/{ref}/resume", "结束特别程序")
def resume(request: HttpRequest, ref: str, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """By the lead unit."""
    return _verb(request, idempotency_key, cases.resume, ref=ref)


@_act("/cases/{ref}/decide", "作出决定")
def decide(
    request: HttpRequest, ref: str, payload: s.DecideIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """By the lead unit, when all steps are done; a negative outcome needs its reason."""
    return _verb(
        request,
        idempotency_key,
        cases.decide,
        ref=ref,
        outcome=payload.outcome,
        reason=payload.reason,
    )


@_act("/cases/{ref}/note", "记录情况")
def note(
    request: HttpRequest, ref: str, payload: s.NoteIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """A note in the record of the case."""
    verb = cases.note
    return _verb(request, idempotency_key, verb, ref=ref, text=payload.text)
