"""The door of audit: acts in their transaction, looks at personal data beside it."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yingshang.city.audit import _reads
from yingshang.city.audit.models import Record
from yingshang.kernel.flow import Refusal

__all__ = [
    "ReadView",
    "RecordView",
    "pending_reads",
    "reads_of",
    "record",
    "record_read",
    "record_reveal",
    "records",
    "take_in_reads",
]


class Who(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class RecordView:
    at: datetime
    by: str
    by_name: str
    action: str
    obj: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class ReadView:
    """One look at personal data: who, when, what (labels), on which page, and what for."""

    at: datetime
    by: str
    by_name: str
    unit: str
    obj: str
    fields: tuple[str, ...]
    page: str
    why: str


def record(
    *, by: Who, at: datetime, action: str, obj: str, detail: dict[str, Any] | None = None
) -> None:
    """Append one record in the caller's transaction."""
    Record.objects.create(
        at=at, by=by.id, by_name=by.name, action=action, obj=obj, detail=detail or {}
    )


def record_reveal(
    *,
    by: Who,
    at: datetime,
    obj: str,
    fields: list[str],
    labels: Iterable[str] = (),
    unit: str = "",
    why: str = "",
) -> None:
    """Record that personal data was unmasked on demand (POST): an act, and a look.

    `fields` are the names of what was shown; `labels` what the person concerned calls them.
    """
    record(by=by, at=at, action="reveal", obj=obj, detail={"fields": sorted(fields)})
    shown = tuple(labels) or fields
    record_read(by=by, at=at, obj=obj, fields=shown, page="reveal", unit=unit, why=why)


def records(*, obj: str, limit: int = 100, within: str = "") -> list[RecordView]:
    """The newest records of one object; ``within``: of actions that begin so."""
    rows = Record.objects.filter(obj=obj, action__startswith=within).order_by("-at", "-pk")
    return [RecordView(r.at, r.by, r.by_name, r.action, r.obj, r.detail) for r in rows[:limit]]


def record_read(
    *,
    by: Who,
    at: datetime,
    obj: str,
    fields: Iterable[str],
    page: str,
    unit: str = "",
    why: str = "",
) -> None:
    """Record that somebody is about to be shown personal data; works during GET.

    Its own connection, one INSERT, committed at once, whatever becomes of the caller's
    transaction. A busy log does not fail the page: the look is kept in a file and taken in later.
    Refusal 'read-unrecorded' where it can be kept nowhere: then nothing may be shown.
    """
    shown = json.dumps(sorted(set(fields)), ensure_ascii=False)
    row = (uuid.uuid4().hex, at, by.id, by.name[:60], unit, obj, shown, page, why.strip()[:200])
    try:
        _reads.add(row)
    except _reads.Unrecorded as error:
        raise Refusal(
            "read-unrecorded",
            "查看记录现在写不下来，所以没有显示个人信息。请稍后再试；一直如此，请告知系统管理员。",
        ) from error


def reads_of(*, obj: str = "", objs: Iterable[str] = (), limit: int = 200) -> list[ReadView]:
    """Who looked at the personal data of one object (or of several), newest first."""
    wanted = [*([obj] if obj else []), *objs]
    if not wanted:
        return []
    return [
        ReadView(at, by, name, unit, of, tuple(json.loads(fields)), page, why)
        for _id, at, by, name, unit, of, fields, page, why in _reads.find(wanted, limit)
    ]


def pending_reads() -> int:
    """How many looks wait in the file: none where the log could always be written."""
    return _reads.waiting()


def take_in_reads() -> int:
    """Bring looks that waited in the file into the log: how many. For the periodic job."""
    return _reads.take_in()
