"""Plans of a place that was noted for them follow when its name is put right, or when it turns out
to be another place."""

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._history import write
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.models import Plan, Preview
from yingshang.city.plans.review.models import Teaching
from yingshang.kernel.flow import Refusal

__all__ = ["follow", "keepers"]


def keepers(place: str) -> set[str]:
    """Who brought in the plans of a place, or of one that lies under it."""
    held = {place, *accounts.under_noted(place)}
    rows = Plan.objects.filter(withdrawn_at=None, region__in=held)
    return set(rows.values_list("imported_by", flat=True))


def follow(change: accounts.PlaceChange, by: Actor, at: datetime) -> None:
    """The plans of the place are those of the other one; their history says what it was called."""
    rows = list(Plan.objects.select_for_update().filter(region=change.old).order_by("pk"))
    if change.new != change.old:
        require_edit(by, change.new)
        _require_apart(rows, change)
        Preview.objects.filter(region=change.old).update(region=change.new)
        _dictionary(change, by, at)
    for row in rows:
        row.region = change.new
        row.save(update_fields=["region"])
        write(
            row, events.HEADED, by=by, at=at, field="region",
            old=change.old_name, new=change.new_name, reason=change.reason,
        )  # fmt: skip


def _require_apart(rows: list[Plan], change: accounts.PlaceChange) -> None:
    """Refuse where one of them is of the same paper as a plan of the other place, both in force."""
    there = Plan.objects.filter(region=change.new, withdrawn_at=None)
    papers = set(there.values_list("document", flat=True))
    for row in rows:
        if row.withdrawn_at is None and row.document_id in papers:
            raise Refusal(
                "plan-twice",
                _(
                    "两个地方都导入了《%(title)s》的同一份文件，没有合并；"
                    "请先撤回“%(place)s”的那一份。"
                )
                % {"title": row.title, "place": change.old_name},
            )


def _dictionary(change: accounts.PlaceChange, by: Actor, at: datetime) -> None:
    """What was taught of the one holds of the other, unless that was taught another meaning."""
    mine = Teaching.objects.filter(region=change.old, removed_at=None)
    there = set(
        Teaching.objects.filter(region=change.new, removed_at=None).values_list("kind", "phrase")
    )
    for entry in mine:
        if (entry.kind, entry.phrase) in there:
            entry.removed_at, entry.removed_by_name = at, by.name
            entry.save(update_fields=["removed_at", "removed_by_name"])
    Teaching.objects.filter(region=change.old).update(region=change.new)
