"""Verbs of one record: add, change, end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yingshang.adapters import rows
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.registers._schema import Register, owner_unit
from yingshang.city.registers._values import clean, key_text
from yingshang.city.registers._write import Draft, Origin, stale, write
from yingshang.city.registers.access import must_write, seen
from yingshang.city.registers.kinds import RecordInvalid, Source, State
from yingshang.city.registers.models import Record
from yingshang.kernel.worktime import to_cst

__all__ = ["add", "change", "end", "put"]


def _register(code: str, by: Actor, region: str, at: datetime) -> Register:
    return seen(code, by, region=region, on=to_cst(at).date())


def _locked(found: Register, **names: Any) -> Record | None:
    rows = Record.objects.select_for_update()
    return rows.filter(register=found.code, region=found.region, **names).first()


def add(
    *,
    register: str,
    region: str,
    form: Mapping[str, Any],
    by: Actor,
    at: datetime,
    source: str = Source.FORM,
    told: str = "",
) -> int:
    """Enter one record: its id. RecordInvalid names what is wrong; Refusal 'not-yours', 'known'
    (a record of the same key stands already). One that had been ended is taken up again."""
    found = _register(register, by, region, at)
    must_write(by, found)
    body = clean(found, form, at=at)
    key = key_text(found, body) or uuid.uuid4().hex
    with rows.turn():
        row = _locked(found, key=key)
        if row is not None and row.state == State.CURRENT:
            raise RecordInvalid({found.key[0]: _known(found, body)})
        draft = Draft(key, body, by.unit or owner_unit(found))
        if row is not None:
            must_write(by, found, row)
            draft = Draft(key, body, row.unit, row.pk, row.version, row.body, "restore")
        write(found, [draft], Origin(by, at, source, told))
    return draft.id


def _known(found: Register, body: Mapping[str, str]) -> str:
    named = "、".join(f"{found.declared[n]['label']}“{body.get(n, '')}”" for n in found.key)
    return f"{named} 已经登记过，没有重复保存。请打开原来那条修改。"


def change(
    *,
    record: int,
    form: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    source: str = Source.FORM,
    told: str = "",
) -> int:
    """Replace what a record says; its version then. `version`: the one that was read, so that
    nothing written since is lost (Refusal 'stale'). The same again changes nothing."""
    with rows.turn():
        row, found = _one(record, by, at)
        if version is not None and version != row.version:
            raise stale()
        if row.state != State.CURRENT:
            raise Refusal("ended", "这条记录已经移出，不能修改。要恢复，请重新登记同一条。")
        body = clean(found, form, at=at)
        key = key_text(found, body) or row.key
        if key != row.key and _locked(found, key=key) is not None:
            raise RecordInvalid({found.key[0]: _known(found, body)})
        if body == row.body:
            return row.version
        draft = Draft(key, body, row.unit, row.pk, row.version, row.body, "change")
        write(found, [draft], Origin(by, at, source, told))
    return row.version + 1


def end(
    *,
    record: int,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    source: str = Source.FORM,
) -> int:
    """Take a record out of the register, with a reason; it stays with its history."""
    if not reason.strip():
        raise Refusal("reason-missing", "移出记录必须写明理由。请补写后再提交。")
    with rows.turn():
        row, found = _one(record, by, at)
        if version is not None and version != row.version:
            raise stale()
        if row.state != State.CURRENT:
            raise Refusal("ended", "这条记录已经移出，不必再移出一次。请刷新页面查看。")
        draft = Draft(row.key, row.body, row.unit, row.pk, row.version, row.body, "end")
        draft.state = State.ENDED.value
        write(found, [draft], Origin(by, at, source, reason.strip()))
    return row.version + 1


def _one(record: int, by: Actor, at: datetime) -> tuple[Record, Register]:
    row = Record.objects.select_for_update().filter(pk=record).first()
    if row is None:
        raise NotVisible(record)
    found = _register(row.register, by, row.region, at)
    must_write(by, found, row)
    return row, found


def put(
    *,
    register: str,
    region: str,
    key: str,
    form: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    source: str = Source.API,
) -> tuple[int, bool]:
    """Enter the record of this key, or change it: (id, was it new). The form must say the same
    key (Refusal 'key-differs'); a register without a key has nothing to put by."""
    found = _register(register, by, region, at)
    must_write(by, found)
    if not found.key:
        raise Refusal("no-key", f"“{found.name}”没有唯一键，不能按键写入。请用批量新增。")
    body = clean(found, form, at=at)
    if key_text(found, body) != key:
        raise Refusal("key-differs", "地址里的键与内容里的不一致，没有写入。请核对后重发。")
    row = Record.objects.filter(register=found.code, region=region, key=key).first()
    if row is None or row.state != State.CURRENT:
        if version:
            raise stale()
        id = add(register=register, region=region, form=body, by=by, at=at, source=source)
        return id, True
    change(record=row.pk, form=body, by=by, at=at, version=version, source=source)
    return row.pk, False
