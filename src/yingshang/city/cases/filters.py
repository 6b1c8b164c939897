"""Saved filters: an officer's own ways of looking at the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import SavedFilter

__all__ = ["FilterView", "drop_filter", "own_view", "save_filter", "saved_filters"]

KEYS = ("lamp", "item", "state", "mine", "held", "of", "family", "q")
MOST = 20


@dataclass(frozen=True, slots=True)
class FilterView:
    """`query`: the address' query, without a question mark; '' shows everything."""

    id: int
    name: str
    query: str
    is_default: bool


def save_filter(
    *, name: str, asked: Mapping[str, str], by: Actor, is_default: bool = False
) -> FilterView:
    """Keep the present choices under a name; the same name again replaces them.

    `is_default`: the queue opens with it, and with no other any more.
    """
    name = name.strip()
    if len(name) > 40:
        raise Refusal("name-long", _("筛选的名字最多 40 个字，没有保存。请起一个短些的名字。"))
    if not name:
        raise Refusal("name-missing", _("筛选还没有名字，没有保存。请起一个名字，例如“本周到期”。"))
    query = urlencode({key: asked[key] for key in KEYS if asked.get(key)})
    if len(query) > 400:
        raise Refusal("filter-long", _("筛选条件太长，没有保存。请缩短查找的文字。"))
    with transaction.atomic():
        own = SavedFilter.objects.filter(owner=by.id)
        if own.exclude(name=name).count() >= MOST:
            raise Refusal("filters-many", _("最多保存 %d 个筛选。请先删去不用的。") % MOST)
        if is_default:
            own.update(is_default=False)
        row, _new = SavedFilter.objects.update_or_create(
            owner=by.id, name=name, defaults={"query": query, "is_default": is_default}
        )
    return _view(row)


def drop_filter(*, id: int, by: Actor) -> None:
    """Forget one of one's own filters; another's is not there."""
    SavedFilter.objects.filter(pk=id, owner=by.id).delete()


def saved_filters(actor: Actor) -> list[FilterView]:
    """The actor's own, by name."""
    return [_view(row) for row in SavedFilter.objects.filter(owner=actor.id).order_by("name")]


def own_view(actor: Actor) -> FilterView | None:
    """What the queue opens with, where the actor has said so."""
    row = SavedFilter.objects.filter(owner=actor.id, is_default=True).first()
    return _view(row) if row else None


def _view(row: SavedFilter) -> FilterView:
    return FilterView(row.pk, row.name, row.query, row.is_default)
