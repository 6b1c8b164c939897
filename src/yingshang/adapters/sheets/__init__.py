"""Spreadsheets as departments make them: grids, numbers and months as written by hand."""

from yingshang.adapters.sheets._book import Table, table_book
from yingshang.adapters.sheets._grid import Grid, cell_name, column_letter
from yingshang.adapters.sheets._layout import Layout, find_layout
from yingshang.adapters.sheets._months import read_month, read_year
from yingshang.adapters.sheets._numbers import NotANumber, Number, is_blank, read_number
from yingshang.adapters.sheets._read import SheetError, read_workbook
from yingshang.adapters.sheets._table import (
    MOST_ROWS,
    Unread,
    read_table,
    shielded,
    unshielded,
    write_csv,
    write_table,
)
from yingshang.adapters.sheets.samples import sample_report

__all__ = [
    "MOST_ROWS",
    "Grid",
    "Layout",
    "NotANumber",
    "Number",
    "SheetError",
    "Table",
    "Unread",
    "cell_name",
    "column_letter",
    "find_layout",
    "is_blank",
    "read_month",
    "read_number",
    "read_table",
    "read_workbook",
    "read_year",
    "sample_report",
    "shielded",
    "table_book",
    "unshielded",
    "write_csv",
    "write_table",
]
