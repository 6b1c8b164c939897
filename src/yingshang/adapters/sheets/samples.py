"""A department's monthly report, as messy as real ones: for the demo and for tests."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from yingshang.adapters.sheets._numbers import NotANumber, read_number

__all__ = ["sample_report"]


def sample_report(
    *,
    title: str,
    unit: str,
    months: Sequence[str],
    columns: Mapping[str, Sequence[Any]],
    group: str = "",
    percent_columns: Sequence[str] = (),
) -> bytes:
    """An xlsx with a merged title, a line of who and when, a header (two rows deep under
    ``group``), one row a month, a quarterly subtotal, a total and a note.

    ``months`` are printed as given. ``columns``: header → one cell a month (a text is
    written as a text, None leaves it empty); those in ``percent_columns`` get a % format.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("月报")
    bold = book.add_format({"bold": True, "align": "center", "border": 1})
    percent = book.add_format({"num_format": "0.0%", "border": 1})
    last = len(columns) + 1
    sheet.merge_range(0, 0, 0, last, title, bold)
    sheet.write(1, 0, f"填报单位：{unit}")
    sheet.write(1, last, "填报日期：次月5日前")
    top = _header(sheet, list(columns), group, bold)
    row = top
    for place, month in enumerate(months):
        sheet.write(row, 0, place + 1)
        sheet.write(row, 1, month)
        for column, (header, cells) in enumerate(columns.items(), start=2):
            cell = cells[place]
            if cell is not None:
                sheet.write(row, column, cell, percent if header in percent_columns else None)
        row += 1
        if (place + 1) % 3 == 0 and place + 1 < len(months):
            row = _subtotal(sheet, row, "小计", columns, slice(place - 2, place + 1))
    row = _subtotal(sheet, row, "合计", columns, slice(None))
    sheet.merge_range(row, 0, row, last, "注：本表由各科室汇总，数据口径以市局为准。")
    book.close()
    return buffer.getvalue()


def _header(sheet: Any, headers: list[str], group: str, bold: Any) -> int:
    """Write the header; the row below it."""
    if not group:
        for column, text in enumerate(["序号", "月份", *headers]):
            sheet.write(2, column, text, bold)
        return 3
    sheet.merge_range(2, 0, 3, 0, "序号", bold)
    sheet.merge_range(2, 1, 3, 1, "月份", bold)
    if len(headers) > 1:
        sheet.merge_range(2, 2, 2, len(headers) + 1, group, bold)
    else:
        sheet.write(2, 2, group, bold)
    for column, text in enumerate(headers, start=2):
        sheet.write(3, column, text, bold)
    return 4


def _subtotal(
    sheet: Any, row: int, word: str, columns: Mapping[str, Sequence[Any]], part: slice
) -> int:
    """A row that sums counts and averages the rest, as such tables do."""
    sheet.merge_range(row, 0, row, 1, word)
    for column, (header, cells) in enumerate(columns.items(), start=2):
        known = [number for cell in cells[part] if (number := _number(cell)) is not None]
        if known:
            total = sum(known) if "件" in header else round(sum(known) / len(known), 1)
            sheet.write(row, column, total)
    return row + 1


def _number(cell: Any) -> float | None:
    try:
        found = None if cell is None else read_number(cell)
    except NotANumber:
        return None
    return None if found is None else float(found.value)
