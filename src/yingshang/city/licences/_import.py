"""Existing licences brought in from a bureau's sheet: every fault by its cell, all or nothing."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from stdnum.cn import ric, uscc

from yingshang.adapters import rows as changes
from yingshang.adapters import sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal, Role
from yingshang.city.audit import service as audit
from yingshang.city.licences import _identifiers as identifiers
from yingshang.city.licences._types import LicenceType, type_of, types
from yingshang.city.licences.kinds import Grade, LicenceStatus
from yingshang.city.licences.models import Licence, LicenceBatch
from yingshang.kernel.worktime import CST

__all__ = [
    "BatchView",
    "CellFault",
    "SheetFaults",
    "batches",
    "import_licences",
    "importable",
    "sheet_template",
]

MOST, FAULTS_SHOWN = 20_000, 200
NUMBER, HOLDER, CODE, ISSUED = "证照编号", "持有人", "证件号码", "发证日期"
UNTIL, STATUS, GRADE = "有效期至", "状态", "可信等级"
REQUIRED = (NUMBER, HOLDER, CODE, ISSUED)
OPTIONAL = (UNTIL, STATUS, GRADE)
STATES = {str(state.label): state.value for state in LicenceStatus if state != "expired"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class CellFault:
    cell: str
    column: str
    sentence: str


class SheetFaults(Refusal):
    """What is wrong in which cell; nothing was written. `faults` are the first two hundred."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = tuple(faults[:FAULTS_SHOWN])
        self.total = len(faults)
        super().__init__(
            "sheet-faults",
            f"表里有 {self.total} 处不对，一行也没有导入。请按下面的单元格改好，再整张上传。",
        )


@dataclass(frozen=True)
class BatchView:
    id: int
    type_name: str
    unit_name: str
    file_name: str
    rows: int
    by_name: str
    at: datetime


@dataclass
class _Sheet:
    """The rows as they are read, and what is wrong with them."""

    kind: LicenceType
    on: date
    columns: dict[str, int] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def fault(self, row: int, column: str, sentence: str) -> None:
        cell = sheets.cell_name(row, self.columns.get(column, 0))
        self.faults.append(CellFault(cell, column, sentence))


def importable(actor: Actor, *, on: date) -> list[LicenceType]:
    """The types of which the actor's unit is the issuer."""
    if actor.role != Role.REVIEWER or not actor.unit:
        return []
    role = actor.unit.partition("-")[2]
    return [kind for kind in types(region=actor.region, on=on) if kind.issuer == role]


def sheet_template(actor: Actor, type: str, *, on: date) -> tuple[str, bytes]:
    """(file name, xlsx) with the right header; NotVisible for a type of another issuer."""
    kind = _kind(actor, type, on)
    header = [*REQUIRED, *OPTIONAL, *(a.label for a in kind.attributes)]
    return f"{kind.name}-导入.xlsx", sheets.table_book([sheets.Table(kind.name, header, [])])


def _kind(actor: Actor, type: str, on: date) -> LicenceType:
    found = next((kind for kind in importable(actor, on=on) if kind.code == type), None)
    if found is None:
        raise accounts.NotVisible(type)
    return found


def import_licences(*, type: str, data: bytes, name: str, by: Actor, at: datetime) -> BatchView:
    """Bring in a sheet of licences of one type, by its issuer. SheetFaults names every bad cell;
    Refusal for a file that is no such sheet; NotVisible for a type of another issuer."""
    on = at.astimezone(CST).date()
    kind = _kind(by, type, on)
    sheet, rows = _read(data, name, kind, on)
    found = [one for at_row, cells in rows if (one := _one(sheet, at_row, cells)) is not None]
    _known_already(sheet)
    if sheet.faults:
        raise SheetFaults(sorted(sheet.faults, key=lambda f: _place(f.cell)))
    if not found:
        raise Refusal("sheet-empty", "表头下面没有证照，什么也没有导入。请填好再上传。")
    try:
        batch = _kept(found, kind, data, name, by, at)
    except IntegrityError:
        raise Refusal(
            "import-twice", "同时有人在导入同样的编号，这次没有导入。请刷新页面，看过结果再上传。"
        ) from None
    return _view(batch)


@transaction.atomic
def _kept(
    found: Sequence[dict[str, Any]],
    kind: LicenceType,
    data: bytes,
    name: str,
    by: Actor,
    at: datetime,
) -> LicenceBatch:
    batch = LicenceBatch.objects.create(
        type=kind.code,
        region=by.region,
        unit=by.unit or "",
        file_name=name[:200],
        sha256=sha256(data).hexdigest(),
        rows=len(found),
        by=by.id,
        by_name=by.name[:60],
        at=at,
    )
    _write(found, kind, batch, at)
    detail = {"type": kind.code, "rows": len(found), "sha256": batch.sha256}
    audit.record(
        by=by, at=at, action="licences.import", obj=f"licence-batch:{batch.pk}", detail=detail
    )
    return batch


def _read(
    data: bytes, name: str, kind: LicenceType, on: date
) -> tuple[_Sheet, list[tuple[int, Sequence[Any]]]]:
    """The header by its words, in the first ten rows of the first sheet that has one."""
    try:
        grids = sheets.read_workbook(data, name)
    except sheets.SheetError as error:
        raise Refusal(error.code, error.sentence) from None
    for grid in grids:
        for place, cells in enumerate(grid.rows[:10]):
            titles = [str(cell).strip().rstrip("*＊") for cell in cells]
            if NUMBER not in titles:
                continue
            sheet = _Sheet(kind, on, {title: n for n, title in enumerate(titles) if title})
            lacking = [title for title in REQUIRED if title not in sheet.columns]
            if lacking:
                raise Refusal(
                    "sheet-columns",
                    f"表头缺少“{'、'.join(lacking)}”列，没有导入。请下载模板，照模板的表头填写。",
                )
            rows = list(_filled(grid.rows, place + 1))
            if len(rows) > MOST:
                raise Refusal("sheet-long", f"一次最多导入 {MOST} 行，没有导入。请分成几张表上传。")
            return sheet, rows
    raise Refusal(
        "sheet-header", "没有找到“证照编号”这一列，没有导入。请下载模板，照模板的表头填写。"
    )


def _filled(rows: Sequence[Sequence[Any]], start: int) -> Iterator[tuple[int, Sequence[Any]]]:
    for place in range(start, len(rows)):
        if any(not sheets.is_blank(cell) for cell in rows[place]):
            yield place, rows[place]


def _one(sheet: _Sheet, place: int, cells: Sequence[Any]) -> dict[str, Any] | None:
    """One licence as columns of its table, with its party's kind and code; faults are noted."""
    before = len(sheet.faults)

    def said(column: str) -> Any:
        at = sheet.columns.get(column)
        return "" if at is None or at >= len(cells) else cells[at]

    texts = {c: _text(said(c)) for c in (NUMBER, HOLDER, CODE, STATUS, GRADE)}
    for column, text in texts.items():
        if column in REQUIRED and not text:
            sheet.fault(place, column, f"请填写{column}。")
        elif text.startswith(("=", "＝")):
            sheet.fault(place, column, "这是公式，请改成结果。")
        elif len(text) > (60 if column == NUMBER else 200):
            sheet.fault(place, column, "太长了，请核对。")
    _number(sheet, place, texts[NUMBER])
    party = _party(sheet, place, texts[CODE])
    issued, until = _days(sheet, place, said(ISSUED), said(UNTIL))
    if texts[STATUS] and texts[STATUS] not in STATES:
        sheet.fault(place, STATUS, f"只能填：{'、'.join(STATES)}；不填就是有效。")
    grade = texts[GRADE].upper() or sheet.kind.grade
    if grade not in (Grade.A, Grade.B):
        sheet.fault(place, GRADE, "只能填 A（本机关产生）或 B（与原件核对过）。")
    facts = {a.code: text for a in sheet.kind.attributes if (text := _text(said(a.label)))}
    for attribute in sheet.kind.attributes:
        if len(facts.get(attribute.code, "")) > 500:
            sheet.fault(place, attribute.label, "太长了，请写在 500 字以内。")
    if len(sheet.faults) > before or party is None or issued is None:
        return None
    return {
        "number": texts[NUMBER],
        "holder": texts[HOLDER],
        "party": party,
        "issued_on": issued,
        "valid_until": until,
        "status": STATES.get(texts[STATUS], LicenceStatus.VALID.value),
        "grade": grade,
        "facts": json.dumps(facts, ensure_ascii=False),
    }


def _text(cell: Any) -> str:
    """A cell as it was meant: a whole number that a spreadsheet keeps as 12.0 is 12."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell).strip()


def _number(sheet: _Sheet, place: int, number: str) -> None:
    if not number:
        return
    if any(letter in number for letter in "/\\?#%") or not number.isprintable():
        sheet.fault(place, NUMBER, "编号里有不能用的符号（/ \\ ? # %），请核对。")
    first = sheet.numbers.setdefault(number, place)
    if first != place:
        sheet.fault(place, NUMBER, f"与第 {first + 1} 行的编号重复。")


def _party(sheet: _Sheet, place: int, typed: str) -> tuple[str, str] | None:
    """(kind, code): a credit code, or a citizen number; which one the type allows."""
    code = "".join(typed.split()).upper()
    if not code:
        return None
    person = ric.is_valid(code)
    if not person and not uscc.is_valid(code):
        sheet.fault(place, CODE, "不是正确的统一社会信用代码或身份证号（18 位，含校验位）。")
        return None
    kind = "person" if person else "enterprise"
    if sheet.kind.holder not in ("either", kind):
        wanted = "统一社会信用代码" if sheet.kind.holder == "enterprise" else "身份证号"
        sheet.fault(place, CODE, f"这类证照的持有人要填{wanted}。")
        return None
    return kind, code


def _days(sheet: _Sheet, place: int, issued: Any, until: Any) -> tuple[date | None, date | None]:
    first, last = _day(issued), _day(until)
    if first is None and not sheets.is_blank(issued):
        sheet.fault(place, ISSUED, "不是日期，请写成 2024-03-01 这样。")
    elif first is None:
        sheet.fault(place, ISSUED, f"请填写{ISSUED}。")
    elif first > sheet.on:
        sheet.fault(place, ISSUED, "发证日期在今天以后，请核对。")
    if last is None and not sheets.is_blank(until) and _text(until) != "长期":
        sheet.fault(place, UNTIL, "不是日期；没有期限的留空或写“长期”。")
    elif first and last and last <= first:
        sheet.fault(place, UNTIL, "应当晚于发证日期。")
    return first, last


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = DAY.fullmatch(_text(cell))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _known_already(sheet: _Sheet) -> None:
    """Numbers that the city holds already."""
    every = list(sheet.numbers)
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        for number in Licence.objects.filter(number__in=part).values_list("number", flat=True):
            sheet.fault(sheet.numbers[number], NUMBER, "这个编号已经在库里，不能重复导入。")


def _place(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters.rjust(3)


def _write(
    found: Sequence[dict[str, Any]], kind: LicenceType, batch: LicenceBatch, at: datetime
) -> None:
    parties = {}
    for row in found:
        party_kind, code = row["party"]
        parties[code] = {"kind": party_kind, "name": row["holder"][:120], "code": code}
    for one in parties.values():
        one["region"] = batch.region
    ids = accounts.ensure_parties(parties.values(), at=at)
    type_code, issuer = kind.type_code(batch.unit), kind.issuer_credit_code(batch.unit)
    common = {
        "type": kind.code,
        "name": kind.name,
        "region": batch.region,
        "issuer": batch.unit,
        "case_ref": "",
        "version": 1,
        "batch_id": batch.pk,
    }
    written = [
        {
            **common,
            **{name: value for name, value in row.items() if name != "party"},
            "party_id": ids[row["party"][1]],
            "token": secrets.token_urlsafe(24),
            "identifier": identifiers.make(
                type=type_code, issuer=issuer, serial=identifiers.random_serial()
            ),
        }
        for row in found
    ]
    statement = changes.insert("licences_licence", tuple(written[0]))
    changes.change_many(statement, [tuple(row.values()) for row in written])


def batches(actor: Actor) -> list[BatchView]:
    """What the actor's unit has brought in (overseers: every unit of the region), newest first."""
    rows = LicenceBatch.objects.filter(region=actor.region)
    if not actor.oversees:
        rows = rows.filter(unit=actor.unit or "-")
    return [_view(row) for row in rows.order_by("-at", "-pk")[:20]]


def _view(row: LicenceBatch) -> BatchView:
    kind = type_of(row.type, region=row.region, on=row.at.astimezone(CST).date())
    return BatchView(
        id=row.pk,
        type_name=kind.name,
        unit_name=accounts.unit_name(row.unit),
        file_name=row.file_name,
        rows=row.rows,
        by_name=row.by_name,
        at=row.at,
    )
