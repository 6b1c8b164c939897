"""What is shown: the directory, a list, one record with its history, choices for forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.registers import access
from yingshang.city.registers._clocks import (
    duties_of,
    duty_rows,
    near_until,
    standing_of,
    validity_rows,
)
from yingshang.city.registers._schema import Register, owner_unit
from yingshang.city.registers._values import flags, mark, masked
from yingshang.city.registers.figures import counted
from yingshang.city.registers.kinds import (
    VERB_LABELS,
    Asked,
    Cell,
    ChangeView,
    Column,
    FieldView,
    Found,
    Publicity,
    RecordRow,
    RecordView,
    RegisterRow,
    Source,
    State,
    said_value,
)
from yingshang.city.registers.models import Change, Mark, Record
from yingshang.kernel.worktime import to_cst

__all__ = [
    "asked_rows",
    "cell_of",
    "directory",
    "history",
    "listing",
    "looks",
    "obj_of",
    "record",
    "register_view",
]

LONGEST_PAGE = 500


def obj_of(register: str, id: int) -> str:
    """How audit names a record."""
    return f"record:{register}:{id}"


def directory(actor: Actor, *, region: str, on: date, only: str = "") -> list[RegisterRow]:
    """The registers of a region that this actor sees, by topic, with how they stand."""
    found = access.visible(actor, region=region, on=on)
    if only:
        found = [one for one in found if one.code == only]
    rows = Record.objects.filter(region=region, register__in=[one.code for one in found])
    if not access.at_home(actor, region):
        rows = rows.filter(state=State.CURRENT)
    near = Q()
    for one in found:
        if one.valid_until:
            last = near_until(one, on)
            near |= Q(register=one.code, valid_until__gte=on, valid_until__lte=last)
    current = Q(state=State.CURRENT)
    tallied = rows.values("register").annotate(
        number=Count("pk", filter=current),
        near=Count("pk", filter=current & near) if near else Count("pk", filter=Q(pk=None)),
        late=Count("pk", filter=current & Q(valid_until__lt=on)),
        flagged=Count("pk", filter=current & Q(flagged=True)),
        last=Max("changed_at"),
    )
    stand = {row["register"]: row for row in tallied}
    return [_directory_row(actor, one, stand.get(one.code, {})) for one in found]


def _directory_row(actor: Actor, found: Register, stand: Mapping[str, object]) -> RegisterRow:
    owner = owner_unit(found)
    return RegisterRow(
        code=found.code,
        name=found.name,
        topic=found.topic,
        summary=found.summary,
        region=found.region,
        owner=owner,
        owner_name=accounts.unit_name(owner),
        public=found.public,
        public_label=str(Publicity(found.public).label),
        records=int(str(stand.get("number", 0))),
        near=int(str(stand.get("near", 0))),
        late=int(str(stand.get("late", 0))),
        flagged=int(str(stand.get("flagged", 0))),
        changed_at=stand.get("last"),  # type: ignore[arg-type]
        may_write=access.may_write(actor, found),
    )


def register_view(actor: Actor, register: str, *, region: str, on: date) -> Register:
    """The declaration, where this actor sees it."""
    return access.seen(register, actor, region=region, on=on)


def asked_rows(actor: Actor, found: Register, asked: Asked, on: date) -> QuerySet[Record]:
    """The records that are asked for, sorted; only what this actor may know narrows a list."""
    rows = access.visible_to(actor, found)
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    if asked.unit:
        rows = rows.filter(unit=asked.unit)
    for word in asked.q.lower().split()[:6]:
        wanted = Q(words__contains=word)
        if access.sees_personal(actor, found):
            wanted |= Q(personal_words__contains=word)
        rows = rows.filter(wanted)
    rows = _filtered(rows, actor, found, asked)
    return _stands(rows, found, asked.standing, on)


def _open_columns(actor: Actor, found: Register) -> dict[str, Column]:
    """Columns that this actor may filter and sort by: a masked one would be told by its place."""
    full = access.sees_personal(actor, found)
    marked = set(found.marked)
    return {c.name: c for c in found.columns if c.name in marked and (full or not c.personal)}


def _filtered(
    rows: QuerySet[Record], actor: Actor, found: Register, asked: Asked
) -> QuerySet[Record]:
    known = _open_columns(actor, found)
    narrowed: dict[str, dict[str, str]] = {}
    for lookup, given in (("", asked.filters), ("__gte", asked.since), ("__lte", asked.until)):
        for name, text in given.items():
            if name in known and text:
                try:
                    value = mark(known[name].type, text)
                except ArithmeticError:
                    return rows.none()
                narrowed.setdefault(name, {})[f"value{lookup}"] = value
    for name, conditions in narrowed.items():
        if "value__lte" in conditions and "value__gte" not in conditions:
            conditions["value__gt"] = ""
        marks = Mark.objects.filter(record=OuterRef("pk"), field=name, **conditions)
        rows = rows.filter(Exists(marks))
    return rows


def _stands(rows: QuerySet[Record], found: Register, standing: str, on: date) -> QuerySet[Record]:
    kind, _colon, code = standing.partition(":")
    if kind in ("near", "late") and not code:
        return validity_rows(rows, found, kind, on)
    if kind == "flagged":
        return rows.filter(flagged=True)
    if kind in ("count", "whole"):
        return counted(rows, found, code, on, whole=kind == "whole")
    if kind in ("duty", "duty-near"):
        stage = "late" if kind == "duty" else "near"
        duty = next((d for d in found.duties if d.code == code), None)
        return duty_rows(rows, found, duty, stage, on) if duty else rows.none()
    return rows


def sorted_rows(
    rows: QuerySet[Record], actor: Actor, found: Register, sort: str
) -> QuerySet[Record]:
    """By a column's marks, through their index; the newest change first where none is asked."""
    name = sort.removeprefix("-")
    if name not in _open_columns(actor, found):
        return rows.order_by("-changed_at", "-pk")
    minus = "-" if sort.startswith("-") else ""
    marked = rows.filter(mark__register=found.code, mark__region=found.region, mark__field=name)
    return marked.order_by(f"{minus}mark__value", f"{minus}mark__record_id")


def listing(actor: Actor, register: str, asked: Asked, *, region: str, on: date) -> Found:
    """One page of a list: searched, filtered, sorted."""
    found = access.seen(register, actor, region=region, on=on)
    rows = asked_rows(actor, found, asked, on)
    total = rows.count()
    size = max(1, min(asked.size, LONGEST_PAGE))
    pages = max(1, -(-total // size))
    page = max(1, min(asked.page, pages))
    start = (page - 1) * size
    ids = list(
        sorted_rows(rows, actor, found, asked.sort).values_list("pk", flat=True)[
            start : start + size
        ]
    )
    by_id = {row.pk: row for row in Record.objects.filter(pk__in=ids)}
    near = near_until(found, on)
    listed = tuple(_row(found, by_id[id], near, on) for id in ids if id in by_id)
    return Found(listed, total, page, pages, found.shown)


def cell_of(column: Column, body: Mapping[str, str], *, full: bool = False) -> Cell:
    value = body.get(column.name, "")
    hidden = column.personal and bool(value) and not full
    shown = masked(column.type, value) if hidden else _label(column, value)
    return Cell(column.name, column.label, column.type, shown, column.unit, hidden)


def _label(column: Column, value: str) -> str:
    return next((c.label for c in column.choices if c.value == value), value)


def _row(found: Register, row: Record, near: date, on: date) -> RecordRow:
    until = row.valid_until if row.state == State.CURRENT else None
    standing = "" if until is None or until > near else "late" if until < on else "near"
    return RecordRow(
        id=row.pk,
        register=row.register,
        key=row.key if not found.personal.intersection(found.key) else "",
        title=_title(found, row),
        state=row.state,
        version=row.version,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        valid_until=row.valid_until,
        standing=standing,
        flagged=row.flagged,
        changed_at=row.changed_at,
        cells=tuple(cell_of(column, row.body) for column in found.shown),
    )


def _title(found: Register, row: Record) -> str:
    value = row.body.get(found.title, "")
    column = found.column(found.title)
    if column and column.personal:
        return masked(column.type, value)
    return _label(column, value) if column else value


def _seen_row(actor: Actor, record: int, on: date) -> tuple[Record, Register]:
    row = Record.objects.filter(pk=record).first()
    if row is None:
        raise NotVisible(record)
    found = access.seen(row.register, actor, region=row.region, on=on)
    if not access.at_home(actor, row.region) and row.state != State.CURRENT:
        raise NotVisible(record)
    return row, found


def record(
    actor: Actor, record: int, *, at: datetime, full: bool = False, page: str = "", why: str = ""
) -> RecordView:
    """One record. `full`: personal data as it is, for who may write it; the look is recorded
    (`page`, `why`) before anything is shown."""
    on = to_cst(at).date()
    row, found = _seen_row(actor, record, on)
    full = full and access.sees_personal(actor, found, row.unit)
    fields = []
    for column in found.columns:
        cell = cell_of(column, row.body, full=full)
        fields.append(
            FieldView(
                column.name,
                column.label,
                column.type,
                cell.value,
                column.unit,
                column.personal,
                cell.masked,
            )
        )
    shown = [f.label for f in fields if f.personal and f.value and not f.masked]
    if full and shown:
        audit.record_read(
            by=actor,
            at=at,
            obj=obj_of(row.register, row.pk),
            fields=shown,
            page=page or "register",
            unit=actor.unit or "",
            why=why,
        )
    return _view(actor, row, found, tuple(fields), on)


def _view(
    actor: Actor, row: Record, found: Register, fields: tuple[FieldView, ...], on: date
) -> RecordView:
    current = row.state == State.CURRENT
    return RecordView(
        id=row.pk,
        register=row.register,
        register_name=found.name,
        region=row.region,
        key=row.key,
        title=_title(found, row),
        state=row.state,
        state_label=str(State(row.state).label),
        version=row.version,
        unit=row.unit,
        unit_name=accounts.unit_name(row.unit),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        standing=standing_of(found, row.valid_until, on) if current else "",
        changed_at=row.changed_at,
        fields=fields,
        flags=flags(found, row.body, on) if current else (),
        duties=duties_of(found, row.body, on) if current else (),
        may_write=access.may_write(actor, found, row),
        obj=obj_of(row.register, row.pk),
    )


def values_of(actor: Actor, record: int, *, at: datetime, page: str) -> dict[str, str]:
    """What a form is filled with: the kept values, for who may write; the look is recorded."""
    row, found = _seen_row(actor, record, to_cst(at).date())
    access.must_write(actor, found, row)
    shown = [c.label for c in found.columns if c.personal and row.body.get(c.name)]
    if shown:
        obj, unit = obj_of(row.register, row.pk), actor.unit or ""
        audit.record_read(by=actor, at=at, obj=obj, fields=shown, page=page, unit=unit)
    return dict(row.body)


def history(actor: Actor, record: int, *, on: date) -> list[ChangeView]:
    """What was done to a record, newest first; personal values stay masked. For staff."""
    row, found = _seen_row(actor, record, on)
    if not access.at_home(actor, row.region):
        raise NotVisible(record)
    changes = Change.objects.filter(record=row).order_by("-version")[:200]
    return [
        ChangeView(
            c.version,
            c.verb,
            str(VERB_LABELS.get(c.verb, c.verb)),
            c.by_name,
            c.at,
            c.source,
            str(Source(c.source).label),
            c.told,
            tuple(_differences(found, c.before, c.after)),
        )
        for c in changes
    ]


def _differences(
    found: Register, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterable[tuple[str, str, str]]:
    """By the columns of today; what a column of yesterday held is named by its own name."""
    known = {c.name: c for c in found.columns}
    for name in dict.fromkeys([*before, *after]):
        column = known.get(name)
        said = [values.get(name, "") for values in (before, after)]
        if column is None:
            yield name, said[0], said[1]
        elif column.personal:
            hidden = [masked(column.type, text) for text in said]
            yield column.label, hidden[0], hidden[1]
        else:
            old, new = (said_value(column.type, _label(column, text)) for text in said)
            yield column.label, old, new


def looks(actor: Actor, record: int, *, on: date) -> list[audit.ReadView]:
    """Who was shown the personal data of a record, newest first. For staff."""
    row, _found = _seen_row(actor, record, on)
    if not access.at_home(actor, row.region):
        raise NotVisible(record)
    return audit.reads_of(obj=obj_of(row.register, row.pk))


def expiring(actor: Actor, *, region: str, on: date, days: int = 30) -> list[RecordRow]:
    """Records of the registers that this actor writes which lapse within so many days."""
    listed = []
    for found in access.visible(actor, region=region, on=on):
        if not found.valid_until or not access.keeps(actor, found):
            continue
        rows = access.visible_to(actor, found).filter(
            state=State.CURRENT, valid_until__gte=on, valid_until__lte=on + timedelta(days=days)
        )
        near = near_until(found, on)
        listed += [_row(found, row, near, on) for row in rows.order_by("valid_until", "pk")[:100]]
    return listed
