"""Tables as a workbook: a bold header that stays, widths that fit, every text a text."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from yingshang.adapters.sheets._table import runs
from yingshang.kernel.worktime import to_cst

__all__ = ["Table", "table_book"]

NARROWEST, WIDEST = 8, 44
SAMPLED = 200  # rows that a column's width is guessed from
LONGEST = 32_767  # characters that a cell can hold
A4 = 9  # as spreadsheets number papers
UPRIGHT = 5  # columns that an upright page takes
DAY, MOMENT = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日" hh:mm'  # as the screens say them
EPOCH = date(1900, 3, 1)  # no spreadsheet tells earlier days rightly
FINEST = 4  # decimals that a column of like numbers shows at most


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` are written as they come: numbers as numbers, days and moments (as the
    clock on a wall in China says them) as real ones, None as nothing. `alike`:
    columns whose numbers are of one kind, as scores are: all of them show equally many decimals,
    so that 100 beside 84.8 does not look as if it were rounded more."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    alike: Collection[int] = ()


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
    days = tuple(
        book.add_format({"text_wrap": True, "valign": "top", "num_format": look, "align": "left"})
        for look in (DAY, MOMENT)
    )
    for table in tables:
        rows = list(table.rows) if table.alike else table.rows
        even = plain
        if table.alike:
            look = {"text_wrap": True, "valign": "top", "num_format": _shown(table.alike, rows)}
            even = book.add_format(look)
        _write(book.add_worksheet(table.name[:31]), table, rows, (bold, plain, quoted, even, *days))
    book.close()
    return buffer.getvalue()


def _shown(alike: Collection[int], rows: Iterable[Sequence[Any]]) -> str:
    """The number format that shows the finest of these columns' numbers."""
    places = max((_decimals(row[at]) for row in rows for at in alike if at < len(row)), default=0)
    return "0." + "0" * places if places else "0"


def _decimals(cell: Any) -> int:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)):
        return 0
    exact = cell if isinstance(cell, Decimal) else Decimal(str(cell)).normalize()
    exponent = exact.as_tuple().exponent  # a decimal says itself how far it is rounded
    return min(FINEST, -exponent) if isinstance(exponent, int) and exponent < 0 else 0


def _write(
    sheet: Any,
    table: Table,
    rows: Iterable[Sequence[Any]],
    formats: tuple[Any, ...],
) -> None:
    bold, plain, quoted, even, day, moment = formats
    sheet.freeze_panes(1, 1)
    _on_paper(sheet, len(table.header))
    widths = [_width(text) for text in table.header]
    for column, text in enumerate(table.header):
        sheet.write_string(0, column, text, bold)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                if len(cell) > LONGEST:
                    raise ValueError(f"{table.name}: row {row}, column {column} is too long")
                risky = runs(cell)
                sheet.write_string(row, column, cell, quoted if risky else plain)
            elif isinstance(cell, date):
                _write_day(sheet, row, column, cell, (plain, day, moment))
            else:
                sheet.write(row, column, cell, even if column in table.alike else plain)
            if row <= SAMPLED:
                widths[column] = max(widths[column], _width(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))


def _write_day(
    sheet: Any, row: int, column: int, cell: date, formats: tuple[Any, Any, Any]
) -> None:
    plain, day, moment = formats
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        cell = to_cst(cell)  # a sheet knows no zones: whoever opens it is here
    if (cell.date() if isinstance(cell, datetime) else cell) < EPOCH:
        sheet.write_string(row, column, str(cell), plain)
    elif isinstance(cell, datetime):
        told = cell.replace(tzinfo=None, second=0, microsecond=0)
        sheet.write_datetime(row, column, told, moment)
    else:
        sheet.write_datetime(row, column, cell, day)


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
