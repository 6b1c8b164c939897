"""A whole sheet at once: read, checked cell by cell, written all or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import rows
from yingshang.adapters.sheets import (
    Grid,
    SheetError,
    Unread,
    cell_name,
    column_letter,
    read_table,
)
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.registers._headings import ID, exact, header_of, meanings, plain, remembered
from yingshang.city.registers._schema import Register, owner_unit
from yingshang.city.registers._values import key_text, masked, refused, text_of, tried
from yingshang.city.registers._write import Draft, Origin, write
from yingshang.city.registers.access import must_write, seen
from yingshang.city.registers.kinds import (
    Brought,
    CellError,
    ColumnGuess,
    Proposal,
    Source,
    State,
)
from yingshang.city.registers.models import Heading, Record
from yingshang.kernel.worktime import to_cst

__all__ = ["bring_in", "propose"]

TOLD = 200
"""Errors that are told one by one; further ones are only counted."""
LEAVE = "-"  # a column that is chosen to be left out
STEP = 5000

Progress = Callable[[str, int, int], None]


@dataclass
class _Sheet:
    """A grid with its heading row found and its columns named."""

    grid: Grid
    head: int
    fields: dict[int, str]  # column → field (ID: the number of the record)
    guesses: list[ColumnGuess]


@dataclass
class _Faults:
    """What is wrong, the first of it in full."""

    told: list[CellError] = field(default_factory=list)
    number: int = 0

    def add(self, cell: str, row: int, label: str, value: str, sentence: str) -> None:
        self.number += 1
        if len(self.told) < TOLD:
            self.told.append(CellError(cell, row, label, value[:80], sentence))


def propose(
    *,
    register: str,
    region: str,
    data: bytes,
    name: str,
    by: Actor,
    at: datetime,
    choices: Mapping[str, str] | None = None,
) -> Proposal:
    """How a sheet would be read; nothing is written. `choices`: column letter → field, or "-"."""
    found = seen(register, by, region=region, on=to_cst(at).date())
    must_write(by, found)
    sheet = _read(found, data, name, by, choices or {})
    unknown = tuple(g for g in sheet.guesses if g.how == "none")
    number = sum(_holds(row) for row in sheet.grid.rows[sheet.head + 1 :])
    missing = tuple(_not_there(found, sheet))
    return Proposal(sheet.grid.name, sheet.head + 1, number, tuple(sheet.guesses), unknown, missing)


def _not_there(found: Register, sheet: _Sheet) -> list[str]:
    """Labels of fields that every record must have and no column holds."""
    if ID in sheet.fields.values():
        return []
    must = [c for c in found.columns if c.required or c.name in found.key or c.name == found.title]
    held = set(sheet.fields.values())
    return [c.label for c in must if c.name not in held and c.name not in found.when]


def _holds(row: Sequence[Any]) -> bool:
    return any(cell != "" and str(cell).strip() for cell in row)


def _read(found: Register, data: bytes, name: str, by: Actor, choices: Mapping[str, str]) -> _Sheet:
    try:
        grid = read_table(data, name)
    except SheetError as error:
        raise Refusal(f"sheet-{error.code}", error.sentence) from error
    known = remembered(found, by.unit or "")
    head = header_of(found, grid, known)
    if head is None:
        labels = "、".join(c.label for c in found.columns[:6])
        raise Refusal(
            "no-heading",
            f"没有找到表头：“{found.name}”的栏目是{labels}等。请保留表头那一行，或先下载模板再填。",
        )
    by_label = meanings(found)
    sheet = _Sheet(grid, head, {}, [])
    for column, cell in enumerate(grid.rows[head]):
        heading = text_of(cell).strip()
        letter = column_letter(column)
        chosen = choices.get(letter, "")
        if not heading and not chosen:
            continue
        name_of, how = _meant(heading, chosen, by_label, known, found)
        sample = _sample(grid, head, column)
        sheet.guesses.append(ColumnGuess(letter, heading, name_of, how, sample))
        if name_of in sheet.fields.values():
            twice = next(c for c, n in sheet.fields.items() if n == name_of)
            raise Refusal(
                "heading-twice",
                f"{column_letter(twice)} 列和 {letter} 列都是“{heading}”，不知道以哪一列为准。"
                "请删掉一列再导入。",
            )
        if name_of:
            sheet.fields[column] = name_of
    return sheet


def _meant(
    heading: str,
    chosen: str,
    by_label: Mapping[str, str],
    known: Mapping[str, str],
    found: Register,
) -> tuple[str, str]:
    if chosen == LEAVE:
        return "", "left"
    if chosen and found.column(chosen) is not None:
        return chosen, "chosen"
    if exact(heading) in known:  # what somebody once said goes before what we would guess
        meant = known[exact(heading)]
        return meant, "remembered" if meant else "left"
    for said in (exact(heading), plain(heading)):
        if said in by_label:
            return by_label[said], "label"
    return "", "none"


def _sample(grid: Grid, head: int, column: int) -> str:
    for row in grid.rows[head + 1 : head + 20]:
        if column < len(row) and row[column] != "":
            return text_of(row[column])[:30]
    return ""


def bring_in(
    *,
    register: str,
    region: str,
    data: bytes,
    name: str,
    by: Actor,
    at: datetime,
    choices: Mapping[str, str] | None = None,
    source: str = Source.FILE,
    progress: Progress | None = None,
) -> Brought:
    """Bring in every row of a sheet, or none: what is wrong is told cell by cell (`errors`).

    A row whose key stands already changes that record; one that says the same changes nothing.
    What a column was chosen for is remembered for the unit. Refusal for a sheet that cannot be
    read, and for a heading that is not known ('heading-unknown', naming it).
    """
    found = seen(register, by, region=region, on=to_cst(at).date())
    must_write(by, found)
    report = progress or (lambda stage, done, total: None)
    report(_("读取表格"), 0, 1)
    sheet = _read(found, data, name, by, choices or {})
    _refuse_unknown(found, sheet)
    faults = _Faults()
    bodies = _bodies(found, sheet, at, faults, report)
    with rows.turn():
        _remember(found, sheet, by, at)  # also of a sheet with faults: it will be sent again
        drafts, same = _drafts(found, sheet, bodies, by, at, faults)
        if faults.number:
            return Brought(errors=tuple(faults.told), faults=faults.number)
        told = lambda done: report(_("写入"), done, len(drafts))  # noqa: E731
        flagged = write(found, drafts, Origin(by, at, source, name[:200]), told)
        added = sum(draft.version == 0 for draft in drafts)
        detail = {"file": name[:200], "added": added, "changed": len(drafts) - added}
        audit.record(
            by=by, at=at, action="registers.bring-in", obj=f"register:{register}", detail=detail
        )
    return Brought(added, len(drafts) - added, same, flagged)


def _refuse_unknown(found: Register, sheet: _Sheet) -> None:
    unknown = [g for g in sheet.guesses if g.how == "none"]
    if unknown:
        named = "、".join(f"{g.letter}{sheet.head + 1}“{g.heading}”" for g in unknown[:5])
        raise Refusal(
            "heading-unknown",
            f"表头 {named} 不是“{found.name}”的栏目，没有导入。"
            "请指明它是哪一栏，或选“不导入这一列”。",
        )
    missing = _not_there(found, sheet)
    if missing:
        raise Refusal(
            "heading-missing",
            f"表里没有必填的栏目：{'、'.join(missing)}，没有导入。请补上这些列，或指明是哪一列。",
        )


def _bodies(
    found: Register, sheet: _Sheet, at: datetime, faults: _Faults, report: Progress
) -> list[tuple[int, str, dict[str, str]]]:
    """(row, number of the record or '', clean values) of every row that holds something."""
    listed: list[tuple[int, str, dict[str, str]]] = []
    today, total = to_cst(at).date(), len(sheet.grid.rows)
    for number in range(sheet.head + 1, total):
        row = sheet.grid.rows[number]
        if number % STEP == 0:
            report(_("核对"), number, total)
        if not _holds(row):
            continue
        given, id = _given(sheet, row, number, faults)
        stars = {n: t for n, t in given.items() if n in found.personal and "*" in t}
        for name in stars:  # what was masked is compared with what stands, not checked
            del given[name]
        body, errors = tried(found, given, at)
        for name in stars:
            errors.pop(name, None)
        if not errors:
            errors = refused(found, body, today)
        for name, sentence in errors.items():
            _blame(found, sheet, number, name, sentence, faults)
        listed.append((number, id, {**body, **stars}))
    return listed


def _given(
    sheet: _Sheet, row: Sequence[Any], number: int, faults: _Faults
) -> tuple[dict[str, str], str]:
    given, id = {}, ""
    for column, name in sheet.fields.items():
        cell = row[column] if column < len(row) else ""
        if cell == "":
            continue
        if isinstance(cell, Unread):
            heading = text_of(sheet.grid.rows[sheet.head][column])
            faults.add(
                cell_name(number, column),
                number + 1,
                heading,
                cell,
                _("这一格是错误或没有算出结果的公式。请改成算好的值。"),
            )
            continue
        text = text_of(cell)
        if name == ID:
            id = text.strip()
        else:
            given[name] = text
    return given, id


def _blame(
    found: Register, sheet: _Sheet, row: int, name: str, sentence: str, faults: _Faults
) -> None:
    """The cell of a field; where the sheet has no such column, the first cell of the row."""
    column = next((c for c, n in sheet.fields.items() if n == name), min(sheet.fields, default=0))
    label = found.declared[name]["label"] if name in found.declared else ""
    cells = sheet.grid.rows[row]
    value = text_of(cells[column]) if column < len(cells) else ""
    faults.add(cell_name(row, column), row + 1, label, value, sentence)


def _drafts(
    found: Register,
    sheet: _Sheet,
    bodies: list[tuple[int, str, dict[str, str]]],
    by: Actor,
    at: datetime,
    faults: _Faults,
) -> tuple[list[Draft], int]:
    """What is to be written, compared with what stands; how many rows say nothing new."""
    keys = [key_text(found, body) for _row, _id, body in bodies]
    known = _standing(found, keys, [id for _row, id, _body in bodies if id])
    owner = by.unit == owner_unit(found) or by.unit is None
    drafts: list[Draft] = []
    rows_of: dict[str, int] = {}
    same = 0
    for (row, id, body), key in zip(bodies, keys, strict=True):
        record = known.get(f"#{id}") if id else known.get(key) if key else None
        if id and record is None:
            _blame(found, sheet, row, ID, _("没有这个记录号。新增的行请把记录号留空。"), faults)
            continue
        mine = key or (f"#{id}" if id else "")
        if mine and mine in rows_of:
            sentence = _("与第 %(row)d 行是同一条记录。请只留一行。") % {"row": rows_of[mine]}
            _blame(found, sheet, row, (found.key or (ID,))[0], sentence, faults)
            continue
        rows_of[mine] = row + 1
        _unmask(found, sheet, row, body, record, faults)
        if record is None:
            drafts.append(Draft(key or uuid.uuid4().hex, body, by.unit or owner_unit(found)))
        elif not owner and record.unit != by.unit:
            _blame(found, sheet, row, found.title, _("这条记录由别的单位登记，不能改。"), faults)
        elif record.body == body and record.state == State.CURRENT:
            same += 1
        else:
            verb = "change" if record.state == State.CURRENT else "restore"
            was = (record.unit, record.pk, record.version, record.body)
            drafts.append(Draft(key or record.key, body, *was, verb))
    return drafts, same


def _unmask(
    found: Register,
    sheet: _Sheet,
    row: int,
    body: dict[str, str],
    record: Record | None,
    faults: _Faults,
) -> None:
    """A cell with stars came from a masked export: it stands for what is kept, or is an error."""
    for name in found.personal:
        text = body.get(name, "")
        if "*" not in text:
            continue
        kept = record.body.get(name, "") if record is not None else ""
        if kept and masked(found.declared[name]["type"], kept) == text.strip():
            body[name] = kept
        else:
            sentence = _("这一格打了星号，不是完整的内容。请填完整，或删去这一列。")
            _blame(found, sheet, row, name, sentence, faults)


def _standing(found: Register, keys: Sequence[str], ids: Sequence[str]) -> dict[str, Record]:
    """Records by key, and by "#number", of those that the sheet names."""
    rows_of = Record.objects.select_for_update().filter(register=found.code, region=found.region)
    listed: dict[str, Record] = {}
    wanted = {key for key in keys if key}
    numbers = {int(id) for id in ids if id.isascii() and id.isdigit() and len(id) < 19}
    if len(wanted) + len(numbers) > 4000:
        found_rows = list(rows_of.iterator(chunk_size=2000))
    else:
        found_rows = []
        for part in _parts(sorted(wanted)):
            found_rows += rows_of.filter(key__in=part)
        for some in _parts(sorted(numbers)):
            found_rows += rows_of.filter(pk__in=some)
    for row in found_rows:
        listed[row.key] = row
        listed[f"#{row.pk}"] = row
    return listed


def _parts(values: list[Any], size: int = 500) -> list[list[Any]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


def _remember(found: Register, sheet: _Sheet, by: Actor, at: datetime) -> None:
    for guess in sheet.guesses:
        if guess.how in ("chosen", "left") and guess.heading:
            Heading.objects.update_or_create(
                register=found.code,
                unit=by.unit or "",
                heading=exact(guess.heading)[:120],
                defaults={"field": guess.field, "by": by.id, "at": at},
            )
