"""Drafts and editions as pages show them: lists, differences side by side, previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.catalog.access import draft_for, may_edit, visible_to
from yingshang.city.catalog.exchange.columns import ITEM, MATERIAL, STEP, Column, get
from yingshang.city.catalog.exchange.rows import COVERED, ItemRows, Units, rows_of, units_of
from yingshang.city.catalog.judging import DraftFault, judge_draft, owned_paths
from yingshang.city.catalog.models import Draft
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView

if TYPE_CHECKING:
    from yingshang.city.catalog.service import ItemView

__all__ = [
    "Difference",
    "DraftRow",
    "DraftView",
    "FormColumn",
    "compare_editions",
    "differences",
    "draft_preview",
    "draft_view",
    "drafts",
    "editions_of",
    "may_write",
]

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One heading in two states, as text; `changed` where they differ."""

    heading: str
    old: str
    new: str
    changed: bool
    group: str = ""


@dataclass(frozen=True)
class FormColumn:
    """A column as the editor shows it: its cell, and whether it may be written."""

    column: Column
    cell: Any
    owned: bool


@dataclass(frozen=True)
class DraftRow:
    id: int
    code: str
    name: str
    lead: str
    state: str
    state_label: str
    origin_label: str
    changed_by: str
    changed_at: datetime
    effective_on: date | None


@dataclass(frozen=True)
class DraftView:
    row: DraftRow
    revision: int
    note: str
    body: Body = field(repr=False)
    base: EditionView | None = field(repr=False)
    faults: tuple[DraftFault, ...]
    differences: tuple[Difference, ...]
    authors: tuple[str, ...]
    form: tuple[FormColumn, ...]
    rows: ItemRows = field(repr=False)
    rest: Body = field(repr=False)

    @property
    def changed(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.changed)

    @property
    def blocks(self) -> tuple[DraftFault, ...]:
        return tuple(f for f in self.faults if f.blocks)


def may_write(actor: Actor, *, region: str, lead: str) -> bool:
    return may_edit(actor, region=region, lead=lead)


def drafts(actor: Actor, *, open_only: bool = True) -> list[DraftRow]:
    """Drafts that this officer may see, newest change first."""
    rows = visible_to(actor)
    if open_only:
        rows = rows.filter(state__in=["draft", "review", "approved"])
    found = list(rows.order_by("-changed_at", "-pk")[:300])
    names = accounts.person_names(r.changed_by for r in found)
    return [_row(r, names) for r in found]


def _row(r: Draft, names: Mapping[str, str]) -> DraftRow:
    return DraftRow(
        r.pk,
        r.code,
        r.name,
        r.lead,
        r.state,
        str(r.get_state_display()),
        str(r.get_origin_display()),
        names.get(r.changed_by, r.changed_by),
        r.changed_at,
        r.effective_on,
    )


def draft_view(actor: Actor, draft: int) -> DraftView:
    """One draft with what is wrong with it and what it changes; NotVisible for others."""
    r = draft_for(actor, draft)
    base = definitions.edition_by_id(r.base) if r.base else None
    before: Body = base.body if base else {}
    units = units_of(r.region)
    rows = rows_of(r.body, units)
    owned = owned_paths(before)
    people = accounts.person_names([*r.authors, r.changed_by])
    return DraftView(
        _row(r, people),
        r.revision,
        r.note,
        r.body,
        base,
        tuple(judge_draft(r.body, before, r.region)),
        tuple(differences(before, r.body, units)),
        tuple(people[a] for a in r.authors),
        tuple(FormColumn(c, rows.cells.get(c.heading, ""), _owned(c, owned)) for c in ITEM),
        rows,
        {k: v for k, v in r.body.items() if k not in COVERED},
    )


def _owned(column: Column, owned: Mapping[tuple[str, ...], str]) -> bool:
    if column.key == "code" or (owned and column.key == "guide.superior"):
        return True
    return any(column.path[: len(path)] == path for path in owned)


def differences(old: Body, new: Body, units: Units) -> list[Difference]:
    """Every heading of two bodies side by side: elements, materials, steps, and what else."""
    found = []
    for c in ITEM:
        a, b = get(old, c.path), get(new, c.path)
        before, after = _text(c, a, units), _text(c, b, units)
        if before or after or a != b:
            found.append(Difference(c.heading, before, after, a != b, c.group))
    found += _lists(_("材料"), MATERIAL, old.get("materials", ()), new.get("materials", ()), units)
    found += _lists(_("环节"), STEP, old.get("steps", ()), new.get("steps", ()), units)
    for key in sorted({*old, *new} - COVERED - {"valid_from"} | {"limits"}):
        a, b = old.get(key), new.get(key)
        if a != b:
            found.append(
                Difference(OTHERS.get(key, key), _plain(a), _plain(b), True, _("其余设置"))
            )
    return found


OTHERS = {
    "fields": "申请表",
    "limits": "时限（全部）",
    "licence": "证照",
    "pauses": "特别程序",
    "extensions": "延长",
    "commitment": "告知承诺",
    "outcomes": "办理结果",
}


def _text(column: Column, value: Any, units: Units) -> str:
    return str(column.encode(value, units.name))


def _plain(value: Any) -> str:
    return "" if value is None else definitions.yaml_text({"_": value})[2:].strip()


def _lists(
    label: str, columns: tuple[Column, ...], old: Any, new: Any, units: Units
) -> list[Difference]:
    before = {str(row.get("code")): row for row in old}
    after = {str(row.get("code")): row for row in new}
    found = []
    for code in dict.fromkeys([*before, *after]):
        a, b = before.get(code), after.get(code)
        name = (b or a or {}).get("name", code)
        texts = [_row_text(columns, row, units) if row else "" for row in (a, b)]
        found.append(Difference(f"{label} {name}", texts[0], texts[1], a != b, label))
    return found


def _row_text(columns: tuple[Column, ...], row: Body, units: Units) -> str:
    said = ((c.heading, _text(c, get(row, c.path), units)) for c in columns)
    return "\n".join(f"{heading}：{text}" for heading, text in said if text)


def draft_preview(actor: Actor, draft: int, *, on: date) -> ItemView:
    """The guide as it will be once this draft is published."""
    from yingshang.city.catalog.service import item_of_edition  # the door re-exports this module

    r = draft_for(actor, draft)
    newest = definitions.history("item", r.code, region=r.region)
    version = newest[-1].version + 1 if newest and newest[-1].region == r.region else 1
    view = EditionView(0, "item", r.code, r.region, version, on, r.body, "")
    return item_of_edition(view)


def editions_of(code: str, *, region: str) -> list[EditionView]:
    """All editions of an item for a city, oldest first; NotVisible where there is none."""
    found = definitions.history("item", code, region=region)
    if not found:
        raise NotVisible(code)
    return found


def compare_editions(code: str, *, region: str, old: int, new: int) -> list[Difference]:
    """Two editions of one item side by side, by their ids."""
    known = {e.id: e for e in editions_of(code, region=region)}
    if old not in known or new not in known:
        raise NotVisible(code)
    return differences(known[old].body, known[new].body, units_of(region))
