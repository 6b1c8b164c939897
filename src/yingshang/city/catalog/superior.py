"""A new edition of the superior catalogue: differences from ours, what each touches, taken over
one by one into a draft. What an item names as the superior's own cannot be declined."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Role
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.catalog.checking import catalogue
from yingshang.city.catalog.drafting import base_of, open_draft, start_draft
from yingshang.city.catalog.exchange.columns import ABSENT, ITEM, CellWrong, Column, get, put
from yingshang.city.catalog.exchange.listing import Listed, read_list
from yingshang.city.catalog.exchange.rows import Units, units_of
from yingshang.city.catalog.judging import owned_paths
from yingshang.city.catalog.models import Draft, Superior
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "TOUCHED",
    "SuperiorDifference",
    "SuperiorItem",
    "SuperiorRow",
    "SuperiorView",
    "Touched",
    "decline",
    "receive_superior",
    "superior_view",
    "superiors",
    "take_over",
]

# What a change of an item touches, asked of the apps above: filled in their apps.ready().
TOUCHED: list[Callable[[str, str, date], Iterable[Touched]]] = []
COLUMNS = {c.key: c for c in ITEM}
NEVER = ("code",)  # ours alone


@dataclass(frozen=True)
class Touched:
    """`kind`: promise, cases, forms or bundle; `ref` is what a page links to."""

    kind: str
    label: str
    count: int = 1
    ref: str = ""


@dataclass(frozen=True)
class SuperiorDifference:
    """One element that the superior says otherwise. `state`: open, taken or declined."""

    key: str
    heading: str
    ours: str
    theirs: str
    owned: bool
    state: str
    why: str = ""
    note: str = ""  # what else would have to change with it


@dataclass(frozen=True)
class SuperiorItem:
    code: str
    name: str
    lead: str
    differences: tuple[SuperiorDifference, ...]
    touched: tuple[Touched, ...]
    draft: int | None
    blocked: str = ""

    @property
    def open(self) -> int:
        return sum(d.state == "open" for d in self.differences)


@dataclass(frozen=True)
class SuperiorRow:
    id: int
    title: str
    arrived_at: datetime
    arrived_by: str
    items: int


@dataclass(frozen=True)
class SuperiorView:
    row: SuperiorRow
    items: tuple[SuperiorItem, ...]
    same: int
    unmatched: tuple[str, ...]
    unread: tuple[str, ...]


def _require(by: Actor, region: str) -> None:
    if by.role != Role.BUREAU or by.region != region:
        raise Refusal("superior-not-yours", _("上级目录由本市营商局接收和采用，您不能这样做。"))


@transaction.atomic
def receive_superior(
    *, data: bytes, name: str, title: str, region: str, by: Actor, at: datetime
) -> int:
    """Keep a superior edition as it arrived. Refusal where the file or one of its cells cannot
    be read: nothing is kept then."""
    _require(by, region)
    rows, unread = read_list(data, name)
    units = units_of(region)
    ours = catalogue(region, to_cst(at).date())
    found: dict[str, dict[str, Any]] = {}
    unmatched: list[str] = []
    wrong: list[str] = []
    finder = _finder(ours)
    for row in rows:
        code = finder(row.cells)
        if code is None:
            unmatched.append(str(next(iter(row.cells.values())))[:80])
            continue
        found[code] = _values(row, units, wrong)
    if wrong:
        raise Refusal(
            "superior-wrong",
            _("有 %(n)d 格读不懂，没有接收：%(said)s")
            % {"n": len(wrong), "said": definitions.listed(wrong[:5], "；")},
        )
    kept = Superior.objects.create(
        region=region,
        title=title.strip()[:200] or name[:200],
        arrived_at=at,
        arrived_by=by.id,
        items={"items": found, "unmatched": unmatched, "unread": unread},
    )
    _record(kept, "received", by=by, at=at, items=len(found))
    return kept.pk


def _finder(ours: Iterable[Any]) -> Callable[[Mapping[str, Any]], str | None]:
    """Our item for a row: by our code, by 基本编码, or by its whole name."""
    listed = list(ours)
    by_code = {i.code: i.code for i in listed}
    by_basic = {b: i.code for i in listed if (b := i.body.get("guide", {}).get("basic_code"))}
    names: dict[str, list[str]] = {}
    for i in listed:
        names.setdefault(i.name, []).append(i.code)
    by_name = {name: codes[0] for name, codes in names.items() if len(codes) == 1}

    def find(cells: Mapping[str, Any]) -> str | None:
        keys = (("事项代码", by_code), ("基本编码", by_basic), ("事项名称", by_name))
        for heading, known in keys:
            code = known.get(str(cells.get(heading, "")).strip())
            if code is not None:
                return code
        return None

    return find


def _values(row: Listed, units: Units, wrong: list[str]) -> dict[str, Any]:
    found = {}
    for column in ITEM:
        if column.key in NEVER or column.heading not in row.cells:
            continue
        try:
            value = column.decode(row.cells[column.heading], units.roles)
        except CellWrong as error:
            wrong.append(f"{row.where} {column.heading}：{error}")
            continue
        if value is not ABSENT:
            found[column.key] = value
    return found


def superiors(actor: Actor) -> list[SuperiorRow]:
    """What arrived, newest first; the bureau's own."""
    if actor.role != Role.BUREAU or not actor.region:
        return []
    rows = Superior.objects.filter(region=actor.region).order_by("-arrived_at", "-pk")[:50]
    return [_row(r) for r in rows]


def _row(r: Superior) -> SuperiorRow:
    return SuperiorRow(r.pk, r.title, r.arrived_at, r.arrived_by, len(r.items["items"]))


def _visible(actor: Actor, superior: int, *, lock: bool = False) -> Superior:
    rows = Superior.objects.filter(region=actor.region) if actor.role == Role.BUREAU else None
    found = None
    if rows is not None:
        found = (rows.select_for_update() if lock else rows).filter(pk=superior).first()
    if found is None:
        raise NotVisible(f"superior {superior}")
    return found


def superior_view(actor: Actor, superior: int, *, on: date) -> SuperiorView:
    """Every difference with what it touches; items without a difference are only counted."""
    kept = _visible(actor, superior)
    units = units_of(kept.region)
    ours = {i.code: i for i in catalogue(kept.region, on)}
    drafts = {
        d.code: d
        for d in Draft.objects.filter(region=kept.region, state__in=["draft", "review", "approved"])
    }
    items = []
    for code, said in kept.items["items"].items():
        if code not in ours:
            continue
        found = _compared(kept, code, said, drafts.get(code), units)
        if found is not None and found.differences:
            items.append(_with_touched(found, kept.region, on))
    items.sort(key=lambda i: (-i.open, i.code))
    same = len(kept.items["items"]) - len(items)
    return SuperiorView(
        _row(kept),
        tuple(items),
        same,
        tuple(kept.items["unmatched"]),
        tuple(kept.items["unread"]),
    )


def _compared(
    kept: Superior, code: str, said: Mapping[str, Any], draft: Draft | None, units: Units
) -> SuperiorItem | None:
    base = base_of(kept.region, code)
    if base is None:
        return None
    body = base.body
    written = draft.body if draft and draft.origin == Draft.Origin.SUPERIOR else body
    owned = owned_paths(body)
    found = []
    for key, theirs in said.items():
        column = COLUMNS[key]
        ours, now = get(body, column.path), get(written, column.path)
        mark = f"{code} {key}"
        if ours == theirs and mark not in kept.taken:
            continue
        state = "taken" if now == theirs else "declined" if mark in kept.declined else "open"
        found.append(
            SuperiorDifference(
                key,
                column.heading,
                _said(column, ours, units),
                _said(column, theirs, units),
                any(column.path[: len(path)] == path for path in owned),
                state,
                kept.declined.get(mark, ""),
                _besides(key, theirs, written),
            )
        )
    blocked = ""
    if draft and draft.origin != Draft.Origin.SUPERIOR:
        blocked = _("这个事项有一份没发布的草案，先发布或作废它，再采用。")
    elif draft and draft.state != Draft.State.DRAFT:
        blocked = _("采用的草案已经送审，退回后才能再采用。")
    return SuperiorItem(
        code,
        str(body["name"]),
        str(body["lead"]),
        tuple(found),
        (),
        draft.pk if draft else None,
        blocked,
    )


def _besides(key: str, theirs: Any, body: Mapping[str, Any]) -> str:
    """A law that became shorter than what the city promises."""
    promise = get(body, ("limits", "promised", "value"))
    units = {get(body, ("limits", name, "unit")) for name in ("promised", "statutory")}
    if key != "limits.statutory.value" or len(units) > 1 or not isinstance(promise, int):
        return ""
    if promise <= theirs:
        return ""
    return _("比本市承诺的 %d 还短，采用时要一起缩短承诺。") % promise


def _said(column: Column, value: Any, units: Units) -> str:
    if value is ABSENT:
        return ""
    return str(column.encode(value, units.name) or json.dumps(value, ensure_ascii=False))


def _with_touched(item: SuperiorItem, region: str, on: date) -> SuperiorItem:
    from yingshang.city.catalog.service import bundles_with  # the door re-exports this module

    found = [t for ask in TOUCHED for t in ask(region, item.code, on)]
    found += [
        Touched("bundle", b.name, ref=b.code) for b in bundles_with(item.code, region=region, on=on)
    ]
    return SuperiorItem(
        item.code,
        item.name,
        item.lead,
        item.differences,
        tuple(found),
        item.draft,
        item.blocked,
    )


@transaction.atomic
def take_over(*, superior: int, code: str, keys: Iterable[str], by: Actor, at: datetime) -> int:
    """Put what the superior says into the item's draft; the draft's id. It is reviewed and
    published like any other."""
    kept = _visible(by, superior, lock=True)
    said = kept.items["items"].get(code, {})
    chosen = {key: said[key] for key in keys if key in said}
    if not chosen:
        raise Refusal("superior-nothing", _("没有选中要采用的差异。请先勾选。"))
    known = open_draft(kept.region, code)
    if known is not None and known.origin != Draft.Origin.SUPERIOR:
        raise Refusal(
            "draft-open", _("“%s”有一份没发布的草案。请先发布或作废它，再采用。") % known.name
        )
    if known is not None and known.state != Draft.State.DRAFT:
        raise Refusal("draft-state", _("采用的草案已经送审。请先退回，再采用别的差异。"))
    draft = known.pk if known else _begin(kept, code, by=by, at=at)
    row = Draft.objects.select_for_update().get(pk=draft)
    body = json.loads(json.dumps(row.body))
    for key, value in chosen.items():
        put(body, COLUMNS[key].path, value)
    row.body, row.name, row.lead = body, str(body["name"])[:200], str(body["lead"])
    row.authors = list(dict.fromkeys([*row.authors, by.id]))
    row.changed_by, row.changed_at, row.revision = by.id, at, row.revision + 1
    row.save()
    kept.taken = list(dict.fromkeys([*kept.taken, *(f"{code} {key}" for key in chosen)]))
    kept.declined = {k: v for k, v in kept.declined.items() if k not in kept.taken}
    kept.save(update_fields=["taken", "declined"])
    _record(kept, "taken-over", by=by, at=at, code=code, keys=sorted(chosen))
    return draft


def _begin(kept: Superior, code: str, *, by: Actor, at: datetime) -> int:
    return start_draft(
        code=code, region=kept.region, by=by, at=at, origin="superior", note=kept.title
    )


@transaction.atomic
def decline(
    *, superior: int, code: str, keys: Iterable[str], reason: str, by: Actor, at: datetime
) -> None:
    """Leave ours as it is, with a reason. Refusal "superior-owned": not what is the superior's."""
    kept = _visible(by, superior, lock=True)
    said = kept.items["items"].get(code, {})
    chosen = [key for key in keys if key in said]
    if not chosen:
        raise Refusal("superior-nothing", _("没有选中差异。请先勾选。"))
    if not reason.strip():
        raise Refusal("superior-reason", _("请写明为什么不采用，上级会问。"))
    base = base_of(kept.region, code)
    owned = owned_paths(base.body) if base else {}
    fixed = [
        COLUMNS[key].heading
        for key in chosen
        if any(COLUMNS[key].path[: len(path)] == path for path in owned)
    ]
    if fixed:
        raise Refusal(
            "superior-owned",
            _("%s由上级目录管理，只能采用，不能不采用。") % definitions.listed(fixed),
        )
    kept.declined = {**kept.declined, **{f"{code} {key}": reason.strip()[:400] for key in chosen}}
    kept.save(update_fields=["declined"])
    _record(kept, "declined", by=by, at=at, code=code, keys=chosen, reason=reason.strip()[:400])


def _record(kept: Superior, what: str, *, by: Actor, at: datetime, **detail: Any) -> None:
    audit.record(
        by=by, at=at, action=f"catalog.superior-{what}", obj=f"superior:{kept.pk}", detail=detail
    )
