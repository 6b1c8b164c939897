"""What the units wrote in a step, for many cases at once, with the papers that lie in the cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from yingshang.city.cases._views import FileView
from yingshang.city.cases.models import Attachment, Step

__all__ = ["Written", "written"]


@dataclass(frozen=True, slots=True)
class Written:
    """`words`: what was handed in, "" while the step stands open (again); `due_at`: until when."""

    words: str
    by_name: str
    at: datetime | None
    open: bool
    due_at: datetime | None
    files: tuple[FileView, ...] = ()


def written(refs: Iterable[str], steps: Collection[str]) -> dict[str, Written]:
    """By case; each has at most one of the steps. No actor: the caller says who may read."""
    refs, files = list(refs), defaultdict(list)
    for one in Attachment.objects.filter(case__in=refs).order_by("pk"):
        view = FileView(one.pk, one.name, one.material, one.mime, one.size, one.at, one.by)
        files[one.case_id].append(view)
    rows = Step.objects.filter(case__in=refs, code__in=steps)
    return {
        row.case_id: Written(
            words=row.opinion if row.status == "done" else "",
            by_name=row.by_name if row.status == "done" else "",
            at=row.done_at if row.status == "done" else None,
            open=row.status == "open",
            due_at=row.due_at,
            files=tuple(files[row.case_id]),
        )
        for row in rows
    }
