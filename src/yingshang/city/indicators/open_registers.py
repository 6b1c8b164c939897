"""Registers that are open to everybody as open tables; what is personal in them stays masked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from yingshang.city.accounts.service import ANONYMOUS
from yingshang.city.indicators._open_kinds import OpenColumn, OpenKind, OpenTable
from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import Column, RegisterRow

__all__ = ["PREFIX", "one_register", "open_registers"]

PREFIX = "register-"
_KINDS = {"number": "decimal", "date": "date", "yesno": "boolean"}
Words = Callable[[str], str]


def open_registers(region: str, on: date, english: Words) -> list[OpenTable]:
    """Every register that the public may read and that has a record."""
    declared = {one.code: one for one in registers.declared(region=region, on=on)}
    return [
        _table(row, declared[row.code], on, english)
        for row in registers.directory(ANONYMOUS, region=region, on=on)
        if row.records
    ]


def one_register(region: str, code: str, on: date, english: Words) -> OpenTable | None:
    """One of them, by ``register-`` and its own code."""
    name = code.removeprefix(PREFIX)
    if name == code:
        return None
    rows = registers.directory(ANONYMOUS, region=region, on=on, only=name)
    if not rows or not rows[0].records:
        return None
    found = registers.register_view(ANONYMOUS, name, region=region, on=on)
    return _table(rows[0], found, on, english)


def _table(row: RegisterRow, found: registers.Register, on: date, english: Words) -> OpenTable:
    words = sha256(repr((found.shape, found.columns)).encode()).hexdigest()
    hidden = [column.label for column in found.columns if column.personal]
    return OpenTable(
        code=f"{PREFIX}{row.code}",
        kind=OpenKind.REGISTER,
        region=row.region,
        name=row.name,
        english=english(row.code),
        description=row.summary or row.name,
        topic=row.topic,
        owner=found.owner,
        columns=tuple(_column(column) for column in found.columns),
        key=found.key,
        read=lambda: registers.texts(ANONYMOUS, row.code, region=row.region, on=on),
        stamp=f"{words}:{row.records}:{row.changed_at}",
        modified=row.changed_at,
        facts={"masked": "、".join(hidden)} if hidden else {},
    )


def _column(column: Column) -> OpenColumn:
    kind = "string" if column.personal else _KINDS.get(column.type, "string")
    return OpenColumn(
        column.name, column.label, "", kind, column.required, column.unit, column.personal
    )
