"""Registers as they come in and go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from yingshang.surfaces.api.shapes import PLAIN, Schema, Strict, Value

__all__ = ["BatchIn", "BatchOut", "RecordIn", "RecordOut", "RecordPage", "RegisterList"]

Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
Fields = Annotated[dict[Name, Value], Field(max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=PLAIN)]


class ColumnOut(Schema):
    name: str
    label: str
    type: str
    unit: str
    required: bool
    personal: bool


class RegisterRow(Schema):
    """A register that the key's unit sees; `writes`: it may write in it."""

    code: str
    name: str
    topic: str
    public: str
    records: int
    near: int
    late: int
    writes: bool
    key: list[str]
    fields: list[ColumnOut]


class RegisterList(Schema):
    registers: list[RegisterRow]


class RecordRow(Schema):
    """A record in a list: its columns as shown, personal data masked."""

    id: int
    key: str
    title: str
    state: str
    version: int
    valid_until: date | None
    standing: str
    flagged: bool
    changed_at: datetime
    fields: dict[str, str]


class RecordPage(Schema):
    records: list[RecordRow]
    total: int
    page: int
    pages: int


class RecordOut(Schema):
    """One record. `masked`: fields of which only a part is shown."""

    id: int
    key: str
    title: str
    state: str
    version: int
    unit: str
    valid_from: date | None
    valid_until: date | None
    standing: str
    flags: list[str]
    fields: dict[str, str]
    masked: list[str]


class RecordIn(Strict):
    """`version`: the one that was read, so that nothing written since is lost."""

    fields: Fields
    version: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class BatchIn(Strict):
    records: Annotated[list[Fields], Field(min_length=1, max_length=1000)]


class BatchOut(Schema):
    added: int
    changed: int
    same: int
    flagged: int


class RecordWritten(Schema):
    id: int
    key: str
    version: int
    created: bool
