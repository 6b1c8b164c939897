"""A department's own monthly spreadsheet: proposed, confirmed, remembered, imported whole."""

from collections.abc import Mapping as Table
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from yingshang.adapters.sheets import (
    Layout,
    SheetError,
    column_letter,
    find_layout,
    is_blank,
    read_workbook,
)
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.indicators._definition import Definition, definitions_of
from yingshang.city.indicators._figures import Figure, Reader
from yingshang.city.indicators._keeping import Delivery, keep, refuse_stranger
from yingshang.city.indicators._matching import guess, unit_in
from yingshang.city.indicators._own_word import figure_view
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import CellError, Column, ImportView, Mapping, ValueView, Way
from yingshang.city.indicators.models import Reported, SheetMapping
from yingshang.kernel.flow import Refusal

__all__ = ["confirm_mapping", "import_reported", "propose_mapping", "reported"]

_PREVIEW = 12


def propose_mapping(
    *, data: bytes, name: str, unit: str, region: str, on: date | datetime
) -> Mapping:
    """How the file would be read: the remembered way of this unit and layout, else a guess.

    Faults of cells are in ``errors``; a file that is no table at all is a Refusal.
    """
    layout = _layout(data, name)
    day = as_day(on)
    known = {one.code: one for one in definitions_of(region, day)}
    proposed = _proposal(layout, list(known.values()), unit, region)
    stored = SheetMapping.objects.filter(unit=unit, fingerprint=proposed.fingerprint).first()
    if stored is not None:
        columns = _chosen(proposed, stored.body["columns"])
        proposed = replace(proposed, columns=columns, remembered=True)
    reader = _read(layout, proposed, known, region, day)
    return replace(proposed, errors=tuple(reader.errors))


@transaction.atomic
def confirm_mapping(
    *,
    data: bytes,
    name: str,
    unit: str,
    region: str,
    choices: Table[str, str],
    by: Actor,
    at: datetime,
) -> Mapping:
    """Remember which indicator each column is (``choices``: letter → code or '')."""
    refuse_stranger(by, unit, region)
    proposed = propose_mapping(data=data, name=name, unit=unit, region=region, on=at)
    known = {one.code for one in definitions_of(region, as_day(at))}
    for letter, code in choices.items():
        if code and code not in known:
            raise Refusal("indicator-unknown", f"{letter} 列选择的指标“{code}”不存在，请重新选择。")
    columns = _chosen(proposed, choices)
    codes = [column.indicator for column in columns if column.indicator]
    if not codes:
        raise Refusal("mapping-empty", "还没有任何一列对应到指标，请至少选择一列。")
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise Refusal("mapping-twice", "有两列对应到同一个指标，请只保留一列。")
    body = {"columns": {c.letter: c.indicator for c in columns}, "layout": proposed.layout}
    SheetMapping.objects.update_or_create(
        unit=unit,
        fingerprint=proposed.fingerprint,
        defaults={
            "region": region,
            "body": body,
            "confirmed_by": by.id,
            "confirmed_at": at,
        },
    )
    audit.record(by=by, at=at, action="sheet-mapping-confirmed", obj=f"unit:{unit}", detail=body)
    return propose_mapping(data=data, name=name, unit=unit, region=region, on=at)


def import_reported(
    *, data: bytes, name: str, unit: str, region: str, by: Actor, at: datetime
) -> ImportView:
    """Take over every figure, or none: with one faulty cell nothing is written.

    The layout must have been confirmed. A later report of the same month supersedes the
    earlier one, which is kept.
    """
    refuse_stranger(by, unit, region)
    layout, day = _layout(data, name), as_day(at)
    known = {one.code: one for one in definitions_of(region, day)}
    proposed = _proposal(layout, list(known.values()), unit, region)
    stored = SheetMapping.objects.filter(unit=unit, fingerprint=proposed.fingerprint).first()
    if stored is None:
        raise Refusal("mapping-unconfirmed", "这张表的样式还没有确认过，请先确认每一列对应的指标。")
    mapping = replace(proposed, columns=_chosen(proposed, stored.body["columns"]))
    reader = _read(layout, mapping, known, region, day)
    errors = tuple(reader.errors)
    if not errors and not reader.figures:
        errors = (CellError("", "表里没有可以导入的数字。"),)
    if errors:
        return ImportView(name, 0, errors)
    return _write(layout, reader.figures, known, data, name, unit, region, by, at)


def _write(
    layout: Layout,
    figures: list[Figure],
    known: Table[str, Definition],
    data: bytes,
    name: str,
    unit: str,
    region: str,
    by: Actor,
    at: datetime,
) -> ImportView:
    told = Delivery(unit, region, name, sha256(data).hexdigest(), layout.grid.name, Way.SHEET)
    hand_in, rows = keep(figures, known, told, by=by, at=at)
    values = tuple(figure_view(row, known[row.code].unit) for row in rows)
    return ImportView(name, len(rows), (), values, hand_in.source_id)


def reported(
    region: str,
    *,
    as_of: date | datetime,
    unit: str | None = None,
    code: str | None = None,
) -> list[ValueView]:
    """Figures in force, newest month first; their mark is reported, always."""
    day = as_day(as_of)
    rows = Reported.objects.filter(region=region, superseded_at=None, period__lte=str(day)[:7])
    if unit:
        rows = rows.filter(unit=unit)
    if code:
        rows = rows.filter(code=code)
    units = {one.code: one.unit for one in definitions_of(region, day)}
    return [
        figure_view(row, units[row.code])
        for row in rows.order_by("-period", "code", "unit")
        if row.code in units
    ]


def _layout(data: bytes, name: str) -> Layout:
    try:
        grids = read_workbook(data, name)
    except SheetError as fault:
        raise Refusal(f"sheet-{fault.code}", fault.sentence) from None
    found = [layout for grid in grids if (layout := find_layout(grid))]
    if not found:
        raise Refusal("sheet-no-table", f"在“{name}”里找不到表头和数字，请检查是不是放错了文件。")
    return max(found, key=lambda layout: len(layout.data_rows) * len(layout.headers))


def _proposal(layout: Layout, candidates: list[Definition], unit: str, region: str) -> Mapping:
    sought = _columns(layout)
    codes = _without_twins({key: guess(header, candidates) for key, header in sought.items()})
    units = {one.code: one.unit for one in candidates}
    columns = tuple(
        Column(key, header, codes[key], units.get(codes[key], unit_in(header)))
        for key, header in sought.items()
    )
    period, label = layout.period_column, layout.label_column
    return Mapping(
        sheet=layout.grid.name,
        header_row=layout.header_row + 1,
        layout=layout.kind,
        period_column=column_letter(period) if period >= 0 else "",
        place_column=column_letter(label) if label >= 0 and layout.kind != "columns" else "",
        columns=columns,
        fingerprint=_fingerprint(layout, sought),
        period=layout.period,
        unit=unit,
        region=region,
        preview=_preview(layout),
    )


def _columns(layout: Layout) -> dict[str, str]:
    """What is to be mapped: value columns by letter, or, a month a column, rows by number."""
    if layout.kind == "columns":
        rows = layout.grid.rows
        return {str(row + 1): str(rows[row][layout.label_column]) for row in layout.data_rows}
    return {column_letter(column): header for column, header in layout.headers.items()}


def _without_twins(codes: dict[str, str]) -> dict[str, str]:
    """Two columns that look like one indicator: the machine chooses neither."""
    chosen = list(codes.values())
    return {key: code if chosen.count(code) == 1 else "" for key, code in codes.items()}


def _fingerprint(layout: Layout, sought: dict[str, str]) -> str:
    names = "|".join(f"{key}={header}" for key, header in sought.items())
    text = f"{layout.kind}|{layout.period_column}|{layout.label_column}|{names}"
    return sha256(text.encode()).hexdigest()


def _chosen(mapping: Mapping, choices: Table[str, str]) -> tuple[Column, ...]:
    return tuple(
        replace(column, indicator=choices.get(column.letter, column.indicator))
        for column in mapping.columns
    )


def _read(
    layout: Layout, mapping: Mapping, known: Table[str, Definition], region: str, day: date
) -> Reader:
    chosen = {c.letter: known[c.indicator] for c in mapping.columns if c.indicator in known}
    districts = {name: code for code, name in accounts.districts(region)}
    reader = Reader(layout, chosen, districts, accounts.region_name(region), day)
    reader.read()
    return reader


def _preview(layout: Layout) -> tuple[tuple[str, ...], ...]:
    rows = layout.grid.rows[: layout.header_row + 1 + _PREVIEW]
    return tuple(tuple(_cell(cell) for cell in row) for row in rows)


def _cell(cell: Any) -> str:
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
