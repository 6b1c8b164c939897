"""Drafts: what was typed survives a closed tab."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.adapters import rows as database
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases._views import DraftView
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Draft

__all__ = ["hand_in_draft", "my_draft", "my_drafts", "owner", "save_draft"]

LONGEST = 20_000
HAND_IN = (
    "UPDATE cases_draft SET handed_in = TRUE, form = '{}'"
    " WHERE actor = %s AND region = %s AND item = %s"
)


def owner(actor: Actor) -> str:
    """Whose drafts these are: an agent's for a principal are kept apart from his own."""
    return f"{actor.id}@{actor.party}" if actor.mandate else actor.id


def save_draft(
    *,
    item: str,
    region: str,
    form: Mapping[str, Any],
    by: Actor,
    at: datetime,
    page: str = "",
    typed: int = 0,
) -> DraftView:
    """Keep the form as typed, unchecked; one draft a person and item.

    A page saves while it is typed in, and once more as it closes. What it sent first may arrive
    last: `page` names the page and `typed` counts what was typed in it, and of one page nothing
    older is written over what is newer, nor over what was handed in since.
    """
    kept = {str(name): str(value) for name, value in form.items() if value not in (None, "")}
    if by.id == "anonymous":
        raise Refusal("not-signed-in", _("还没有登录，草稿没有保存。请先登录再填写。"))
    if sum(len(k) + len(v) for k, v in kept.items()) > LONGEST:
        raise Refusal("draft-long", _("内容太长，草稿没有保存。请把长材料改为附件上传。"))
    written = {
        "form": kept,
        "updated_at": at,
        "page": page[:40],
        "typed": typed,
        "handed_in": False,
    }
    with transaction.atomic():
        row, new = Draft.objects.select_for_update().get_or_create(
            actor=owner(by), region=region, item=item, defaults=written
        )
        if not new and not _overtaken(row, page[:40], typed):
            for name, value in written.items():
                setattr(row, name, value)
            row.save(update_fields=list(written))
    return _view(row)


def _overtaken(row: Draft, page: str, typed: int) -> bool:
    """Whether what is kept is newer than what arrives, or the same and handed in already."""
    if not page or row.page != page:
        return False
    return row.typed >= typed if row.handed_in else row.typed > typed


def my_draft(actor: Actor, item: str, region: str | None = None) -> DraftView | None:
    """The actor's draft of an item; None where there is none."""
    rows = Draft.objects.filter(actor=owner(actor), item=item, handed_in=False)
    if region:
        rows = rows.filter(region=region)
    row = rows.order_by("-updated_at").first()
    return _view(row) if row else None


def my_drafts(actor: Actor) -> list[DraftView]:
    """All drafts of the actor, the latest first."""
    rows = Draft.objects.filter(actor=owner(actor), handed_in=False)
    return [_view(row) for row in rows.order_by("-updated_at")]


def hand_in_draft(*, item: str, region: str, by: Actor) -> None:
    """It became a case: nothing of it is kept but that."""
    database.change(HAND_IN, (owner(by), region, item))


def _view(row: Draft) -> DraftView:
    return DraftView(row.item, row.region, dict(row.form), row.updated_at)
