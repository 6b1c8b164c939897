"""Tables as a workbook: a bold header that stays, widths that fit, every text a text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from yingshang.adapters.sheets._table import runs

__all__ = ["Table", "table_book"]

NARROWEST, WIDEST = 8, 44
SAMPLED = 200  # rows that a column's width is guessed from
LONGEST = 32_767  # characters that a cell can hold
A4 = 9  # as spreadsheets number papers
UPRIGHT = 5  # columns that an upright page takes


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` are written as they come: numbers as numbers, None as nothing."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def table_book(tables: Iterable[Table]) -> bytes:
    """An xlsx of the tables in their order. A text never becomes a formula or a link, nor when
    somebody edits its cell: what looks like a formula is quoted.

    ValueError where a text is longer than a cell can hold: cutting it would falsify it.
    """
    buffer = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, settings)
    bold = book.add_format({"bold": True, "bg_color": "#E4EFEE", "border": 1, "text_wrap": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for table in tables:
        _write(book.add_worksheet(table.name[:31]), table, (bold, plain, quoted))
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, table: Table, formats: tuple[Any, Any, Any]) -> None:
    bold, plain, quoted = formats
    sheet.freeze_panes(1, 1)
    _on_paper(sheet, len(table.header))
    widths = [_width(text) for text in table.header]
    for column, text in enumerate(table.header):
        sheet.write_string(0, column, text, bold)
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                if len(cell) > LONGEST:
                    raise ValueError(f"{table.name}: row {row}, column {column} is too long")
                risky = runs(cell)
                sheet.write_string(row, column, cell, quoted if risky else plain)
            else:
                sheet.write(row, column, cell, plain)
            if row <= SAMPLED:
                widths[column] = max(widths[column], _width(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))


def _on_paper(sheet: Any, columns: int) -> None:
    """A4, as wide as the sheet, the headings on every page, pages counted."""
    sheet.set_paper(A4)
    if columns > UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")


def _width(text: str) -> int:
    """Chinese characters are twice as wide as Latin letters."""
    lines = text.splitlines() or [""]
    return 2 + max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in lines)
