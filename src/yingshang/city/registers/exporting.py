"""A register as a file: xlsx, CSV or JSON; what comes in again is what went out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yingshang.adapters.sheets import write_csv, write_table
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.registers._headings import ID, heading_for
from yingshang.city.registers._schema import Register
from yingshang.city.registers._values import masked
from yingshang.city.registers.access import at_home, keeps, may_write, must_write, seen
from yingshang.city.registers.kinds import Asked
from yingshang.city.registers.models import Record
from yingshang.city.registers.queries import asked_rows, sorted_rows
from yingshang.kernel.worktime import to_cst

__all__ = ["FORMATS", "Download", "export", "template", "texts"]

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
SAMPLE = "演示数据，不是真实记录"


@dataclass(frozen=True)
class Download:
    name: str
    type: str
    data: bytes
    rows: int


def export(
    actor: Actor,
    register: str,
    *,
    region: str,
    at: datetime,
    asked: Asked | None = None,
    form: str = "xlsx",
    full: bool = False,
    why: str = "",
) -> Download:
    """What is asked for as a file. Personal data is masked; `full`: as it is, for who keeps the
    register, with a reason that is recorded (Refusal 'reason-missing')."""
    if form not in FORMATS:
        raise Refusal("format-unknown", "只能导出 xlsx、csv 或 json。请换一种格式。")
    found = seen(register, actor, region=region, on=to_cst(at).date())
    if full:
        must_write(actor, found)
        if found.personal and not why.strip():
            raise Refusal("reason-missing", "导出完整的个人信息须写明用途。请补写后再导出。")
    asked = asked or Asked(state="current")
    rows = asked_rows(actor, found, asked, to_cst(at).date())
    rows = sorted_rows(rows, actor, found, asked.sort or _usual(found))
    if full and not (keeps(actor, found) and _owns(actor, found)):
        rows = rows.filter(unit=actor.unit)
    listed = list(_rows(found, rows.iterator(chunk_size=2000), full=full))
    if full and found.personal:
        audit.record_reveal(
            by=actor,
            at=at,
            obj=f"register:{register}",
            fields=sorted(found.personal),
            labels=[c.label for c in found.columns if c.personal],
            unit=actor.unit or "",
            why=why.strip(),
        )
    numbered = may_write(actor, found) and at_home(actor, region)
    return _file(found, listed, form, numbered, at)


def texts(actor: Actor, register: str, *, region: str, on: date) -> Iterator[list[str]]:
    """The cells of every record in force, personal ones masked, in the order of the columns."""
    found = seen(register, actor, region=region, on=on)
    rows = sorted_rows(
        asked_rows(actor, found, Asked(state="current"), on), actor, found, _usual(found)
    )
    for _id, cells in _rows(found, rows.iterator(chunk_size=2000), full=False):
        yield cells


def _owns(actor: Actor, found: Register) -> bool:
    from yingshang.city.registers._schema import owner_unit

    return actor.unit is None or actor.unit == owner_unit(found)


def _usual(found: Register) -> str:
    return found.title if found.title in found.marked else ""


def _rows(
    found: Register, rows: Iterable[Record], *, full: bool
) -> Iterator[tuple[int, list[str]]]:
    """(number, texts of all columns) of every record."""
    hidden = frozenset() if full else found.personal
    for row in rows:
        texts = []
        for column in found.columns:
            value = row.body.get(column.name, "")
            texts.append(masked(column.type, value) if column.name in hidden else value)
        yield row.pk, texts


def _file(
    found: Register, listed: list[tuple[int, list[str]]], form: str, numbered: bool, at: datetime
) -> Download:
    columns = found.columns
    name = f"{found.code}-{found.region}-{to_cst(at):%Y%m%d}.{form}"
    sample = accounts.is_fictional(found.region)
    if form == "json":
        data = _json(found, listed, sample)
        return Download(name, FORMATS[form], data, len(listed))
    header = [heading_for(c.label, c.unit) for c in columns]
    kinds = [c.type if c.type in ("number", "date") else "text" for c in columns]
    texts: Iterable[list[str]] = (row for _id, row in listed)
    if numbered:
        header, kinds = [ID, *header], ["text", *kinds]
        texts = ([str(id), *row] for id, row in listed)
    if form == "csv":
        return Download(name, FORMATS[form], write_csv(header, texts), len(listed))
    note = SAMPLE if sample else ""
    data = write_table(sheet=found.name, header=header, kinds=kinds, rows=texts, note=note)
    return Download(name, FORMATS[form], data, len(listed))


def _json(found: Register, listed: list[tuple[int, list[str]]], sample: bool) -> bytes:
    names = [column.name for column in found.columns]
    body = {
        "register": found.code,
        "name": found.name,
        "region": found.region,
        "sample": sample,
        "fields": [
            {"name": c.name, "label": c.label, "type": c.type, "unit": c.unit}
            for c in found.columns
        ],
        "records": [{n: t for n, t in zip(names, row, strict=True) if t} for _id, row in listed],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def template(actor: Actor, register: str, *, region: str, at: datetime) -> Download:
    """An empty sheet with the headings, required ones starred."""
    found = seen(register, actor, region=region, on=to_cst(at).date())
    header = [heading_for(c.label, c.unit) + ("*" if c.required else "") for c in found.columns]
    kinds = ["text"] * len(header)
    data = write_table(sheet=found.name, header=header, kinds=kinds, rows=[])
    return Download(f"{found.code}-template.xlsx", FORMATS["xlsx"], data, 0)
