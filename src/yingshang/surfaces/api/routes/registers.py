"""Registers: list, read, put by key, many at once. Keys are those that the register declares."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import StringConstraints

from yingshang.city.accounts.kinds import Actor, Scope
from yingshang.city.registers import service as registers
from yingshang.surfaces.api import answers
from yingshang.surfaces.api import record_shapes as r
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.keys import Key, actor
from yingshang.surfaces.api.problems import Fault
from yingshang.surfaces.api.routes.cases import IdempotencyKey

__all__ = ["router"]

router = Router(tags=["registers"])
Words = Annotated[str, StringConstraints(max_length=60, pattern=s.PLAIN)]
Sort = Annotated[str, StringConstraints(max_length=61, pattern=r"^-?[a-z0-9_]*$")]
# near, late, flagged, duty:<code>, count:<code>
Standing = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9:-]*$")]
Page = Annotated[int, Query(ge=1, le=100_000)]
Size = Annotated[int, Query(ge=1, le=500)]


@router.get("/registers", response=r.RegisterList, auth=Key(Scope.REGISTERS), summary="登记簿目录")
def list_registers(request: HttpRequest) -> dict[str, Any]:
    """Every register that the key's unit sees, with its columns."""
    by, today = actor(request), timezone.localdate()
    stand = {row.code: row for row in registers.directory(by, region=by.region, on=today)}
    declared = {one.code: one for one in registers.declared(region=by.region, on=today)}
    return {"registers": [_register(declared[code], row) for code, row in stand.items()]}


def _register(found: registers.Register, row: Any) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "topic": found.topic,
        "public": found.public,
        "records": row.records,
        "near": row.near,
        "late": row.late,
        "writes": row.may_write,
        "key": list(found.key),
        "fields": [
            {
                "name": c.name,
                "label": c.label,
                "type": c.type,
                "unit": c.unit,
                "required": c.required,
                "personal": c.personal,
            }
            for c in found.columns
        ],
    }


@router.get(
    "/registers/{code}/records",
    response=r.RecordPage,
    auth=Key(Scope.REGISTERS),
    summary="一个登记簿的记录",
)
def list_records(
    request: HttpRequest,
    code: s.Code,
    q: Words = "",
    sort: Sort = "",
    standing: Standing = "",
    page: Page = 1,
    limit: Size = 100,
) -> dict[str, Any]:
    """Records in force, as the list shows them; personal data is masked."""
    by = actor(request)
    asked = registers.Asked(q=q, sort=sort, standing=standing, page=page, size=limit)
    found = registers.listing(by, code, asked, region=by.region, on=timezone.localdate())
    return {
        "records": [_row(row) for row in found.rows],
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
    }


ROW = ("id", "key", "title", "state", "version", "valid_until", "standing", "flagged", "changed_at")


def _row(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ROW}
    return values | {"fields": {c.name: c.value for c in row.cells if c.value}}


@router.get(
    "/registers/{code}/record",
    response=r.RecordOut,
    auth=Key(Scope.REGISTERS),
    summary="按键读一条记录",
)
def read_record(
    request: HttpRequest, code: s.Code, response: HttpResponse, key: r.Key
) -> dict[str, Any]:
    """Personal data in full only for the unit that keeps the record; that look is recorded."""
    by, at = actor(request), timezone.now()
    id = registers.id_of(by, code, key, region=by.region, on=timezone.localdate())
    full = Scope.REGISTERS_WRITE.value in by.scopes
    found = registers.record(by, id, at=at, full=full, page="api")
    response.headers["ETag"] = answers.etag(found.version)
    return {
        "id": found.id,
        "key": found.key,
        "title": found.title,
        "state": found.state,
        "version": found.version,
        "unit": found.unit,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "standing": found.standing,
        "flags": list(found.flags),
        "fields": {f.name: f.value for f in found.fields if f.value},
        "masked": [f.name for f in found.fields if f.masked],
    }


@router.put(
    "/registers/{code}/record",
    response={200: r.RecordWritten, 201: r.RecordWritten},
    auth=Key(Scope.REGISTERS_WRITE),
    summary="按键写一条记录",
)
def put_record(request: HttpRequest, code: s.Code, payload: r.RecordIn, key: r.Key) -> Status:
    """The record of this key is entered, or changed to say exactly this."""
    by, at = actor(request), timezone.now()
    id, new = registers.put(
        register=code,
        region=by.region,
        key=key,
        form=payload.fields,
        version=payload.version,
        by=by,
        at=at,
    )
    found = registers.record(by, id, at=at)
    told = {"id": id, "key": found.key, "version": found.version, "created": new}
    return Status(201 if new else 200, told)


@router.post(
    "/registers/{code}/batch",
    response={200: r.BatchOut},
    auth=Key(Scope.REGISTERS_WRITE, cost=5),
    summary="一批记录，全写入或全不写入",
)
def batch(
    request: HttpRequest,
    code: s.Code,
    payload: r.BatchIn,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """At most 1,000 records; those with a known key are changed. One that is wrong stops all."""
    by, at = actor(request), timezone.now()
    return answers.kept(request, by, idempotency_key, at, lambda: _batch(by, code, payload, at))


def _batch(by: Actor, code: str, payload: r.BatchIn, at: Any) -> HttpResponse:
    done = registers.put_all(register=code, region=by.region, forms=payload.records, by=by, at=at)
    if done.errors:
        raise Fault(
            422,
            "records-invalid",
            _("有 %(n)d 处不对，一条也没有写入。请改正后整批重发。") % {"n": done.faults},
            errors=[
                {"field": f"records.{e.row}.{e.cell}", "detail": e.sentence} for e in done.errors
            ],
        )
    body = r.BatchOut(added=done.added, changed=done.changed, same=done.same, flagged=done.flagged)
    return HttpResponse(body.model_dump_json(), content_type="application/json")
