"""Drafts of one ground, one after the other: the newest counts.

A draft that was dismissed keeps its reason and its key; one that is made after it carries a number
behind the key (`…#2`), so that the unique column still settles a race between two that draft.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.supervision.models import Warning

__all__ = ["drafts_of", "newest", "next_key", "taken_back", "taken_back_of"]


def drafts_of(stem: str, region: str) -> QuerySet[Warning]:
    """All drafts of one ground, the newest first."""
    mine = Q(key=stem) | Q(key__startswith=f"{stem}#")
    return Warning.objects.filter(mine, region=region).select_related("order").order_by("-pk")


def newest(stem: str, region: str) -> Warning | None:
    """The draft that counts; None where there has never been one."""
    return drafts_of(stem, region).first()


def taken_back(row: Warning) -> bool:
    """Its order was withdrawn by who gave it: the ground stands as if none had been given."""
    if row.status != Warning.Status.ORDERED:
        return False
    return cases.case_for(SYSTEM, row.order.ref).state == "withdrawn"


def taken_back_of(rows: Iterable[Warning], *, at: datetime) -> set[int]:
    """Those of many whose order was withdrawn; what it costs does not grow with them."""
    ordered = {row.order.ref: row.pk for row in rows if row.status == Warning.Status.ORDERED}
    found = cases.by_refs(SYSTEM, ordered, at=at)
    return {ordered[one.ref] for one in found if one.state == "withdrawn"}


def next_key(stem: str, region: str, *, after: str = Warning.Status.DISMISSED.value) -> str:
    """The key of one more; the same again unless the newest stands ``after``, or its order was
    taken back."""
    last = newest(stem, region)
    if last is None or not (last.status == after or taken_back(last)):
        return stem
    return f"{stem}#{drafts_of(stem, region).count() + 1}"
