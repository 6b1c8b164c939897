"""Clocks over a table: due dates of millions of rows with numpy, equal to the kernel's to the
microsecond (property-tested). For recomputing after a new calendar, sweeps and measures."""

from yingshang.adapters.clocks._due import Dues, due_dates
from yingshang.adapters.clocks._rows import HELD, NEVER, UNIT_CODES, Rows, moment, rows_of, ticks
from yingshang.adapters.clocks._table import DayTable, day_table

__all__ = [
    "HELD",
    "NEVER",
    "UNIT_CODES",
    "DayTable",
    "Dues",
    "Rows",
    "day_table",
    "due_dates",
    "moment",
    "rows_of",
    "ticks",
]
