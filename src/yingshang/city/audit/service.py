"""The door of audit: acts are recorded in their transaction, reveals of personal data beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yingshang.city.audit.models import Record

__all__ = ["RecordView", "record", "record_reveal", "records"]


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


def record(
    *, by: Who, at: datetime, action: str, obj: str, detail: dict[str, Any] | None = None
) -> None:
    """Append one record in the caller's transaction."""
    Record.objects.create(
        at=at, by=by.id, by_name=by.name, action=action, obj=obj, detail=detail or {}
    )


def record_reveal(*, by: Who, at: datetime, obj: str, fields: list[str]) -> None:
    """Record that unmasked personal data was shown. Called by POST verbs only: GET cannot write."""
    record(by=by, at=at, action="reveal", obj=obj, detail={"fields": sorted(fields)})


def records(*, obj: str, limit: int = 100) -> list[RecordView]:
    """The newest records of one object."""
    rows = Record.objects.filter(obj=obj).order_by("-at", "-pk")[:limit]
    return [RecordView(r.at, r.by, r.by_name, r.action, r.obj, r.detail) for r in rows]
