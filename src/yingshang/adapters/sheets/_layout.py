"""What is title, header, data and subtotal in a grid that people laid out for people.

Three layouts are read: a month a row; one month in the title and a place a row; a month a
column and an indicator a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yingshang.adapters.sheets._grid import Grid
from yingshang.adapters.sheets._months import read_month, read_year
from yingshang.adapters.sheets._numbers import NotANumber, read_number

__all__ = ["Layout", "find_layout", "is_total"]

_TOTAL = re.compile(r"^(合计|总计|小计|累计|平均|均值|本年累计|上半年|下半年|全年|.{0,6}季度)")
_ORDINAL = re.compile(r"^(序号|编号|no\.?|#)$", re.IGNORECASE)
_PERIOD = re.compile(r"(月份|时间|日期|期间|统计期|报告期|年月)")
_PLACE = re.compile(r"(区县|县区|县\(区\)|区划|地区|区域|辖区|单位名称|所属区)")
_NOTE = re.compile(r"(备注|说明)")


@dataclass(frozen=True)
class Layout:
    """kind: rows | sheet | columns. Columns are 0-based; -1 = there is none.

    ``headers`` names each value column (for layout columns: each month column);
    ``data_rows`` are the rows to read, subtotals left out.
    """

    kind: str
    grid: Grid
    header_row: int
    headers: dict[int, str]
    data_rows: tuple[int, ...]
    period_column: int = -1
    label_column: int = -1
    period: str = ""
    year: int | None = None


def find_layout(grid: Grid) -> Layout | None:
    """The layout of a grid, or None where no row of numbers stands under a header."""
    first = next((row for row in range(len(grid.rows)) if _is_data(grid, row)), None)
    header = [] if first is None else _header_rows(grid, first)
    if first is None or not header:
        return None
    names = _names(grid, header)
    title = " ".join(text for row in range(header[0]) for text in grid.texts(row))
    year = read_year(title) or read_year(grid.name)
    months = {c: m for c, name in names.items() if (m := read_month(name, year=year))}
    # below the header everything counts: a row whose cells are all wrong must not be lost
    rows = tuple(row for row in range(first, len(grid.rows)) if _belongs(grid, row))
    if len(months) >= 2:
        label = _label_column(grid, rows, names, set(months))
        return Layout("columns", grid, header[-1], months, rows, label_column=label, year=year)
    period = _period_column(grid, rows, names, year)
    place = _place_column(names, period)
    values = {
        c: name
        for c, name in names.items()
        if c not in (period, place)
        and not _ORDINAL.match(name)
        and not _NOTE.search(name)
        and _has_numbers(grid, rows, c)
    }
    if not values:
        return None
    kind = "rows" if period >= 0 else "sheet"
    month = "" if period >= 0 else _title_month(title, grid.name)
    return Layout(kind, grid, header[-1], values, rows, period, place, month, year)


def is_total(row: tuple[Any, ...]) -> bool:
    """A row that sums or averages others: importing it would count them twice."""
    texts = [re.sub(r"\s+", "", str(cell)) for cell in row[:3]]
    return any(_TOTAL.match(text) for text in texts if text)


def _is_data(grid: Grid, row: int) -> bool:
    """Numbers, or one month beside something (a row of several months is a header)."""
    texts = grid.texts(row)
    if len(texts) < 2:
        return False
    if any(_is_number(cell) for cell in grid.rows[row][1:]):
        return True
    return sum(read_month(text, year=2000) is not None for text in texts) == 1


def _belongs(grid: Grid, row: int) -> bool:
    """A row to read: not blank, no note, no signature line, no subtotal."""
    texts = grid.texts(row)
    return len(texts) >= 2 and _looks_like_header(grid, row) and not is_total(grid.rows[row])


def _is_number(cell: Any) -> bool:
    if cell == "" or read_month(cell) is not None:
        return False
    try:
        found = read_number(cell)
    except NotANumber:
        return False
    # "2项" under a header is a number, "1月" and "一级指标" are not
    return found is not None and "月" not in found.unit


def _header_rows(grid: Grid, first: int) -> list[int]:
    """The rows directly above the data that name columns; a title has one text only."""
    rows: list[int] = []
    for row in range(first - 1, -1, -1):
        if not grid.texts(row) and not rows:
            continue
        if len(grid.texts(row)) < 2 or len(rows) == 3:
            break
        if rows and not _looks_like_header(grid, row):
            break
        rows.insert(0, row)
    return rows


def _looks_like_header(grid: Grid, row: int) -> bool:
    """An upper header row spans the table; "填报单位：… 填报日期：…" does not."""
    texts = grid.texts(row)
    return not any("：" in text or ":" in text for text in texts)


def _names(grid: Grid, header: list[int]) -> dict[int, str]:
    """Column → its header, upper rows first, repeats (merged cells) once."""
    names = {}
    for column in range(grid.width):
        parts = [grid.rows[row][column] for row in header]
        texts = [p if isinstance(p, str) else _shown(p) for p in parts]
        plain = dict.fromkeys(re.sub(r"\s+", "", text) for text in texts)
        joined = " / ".join(text for text in plain if text)
        if joined:
            names[column] = joined
    return names


def _shown(cell: Any) -> str:
    """A header cell that is a date or number, as text that months are read from."""
    month = read_month(cell)
    return month if month else ("" if cell == "" else str(cell))


def _period_column(
    grid: Grid, rows: tuple[int, ...], names: dict[int, str], year: int | None
) -> int:
    best, most = -1, 0
    for column in names:
        found = sum(read_month(grid.rows[row][column], year=year) is not None for row in rows)
        named = 1 if _PERIOD.search(names[column]) else 0
        if found and found * 2 + named > most:
            best, most = column, found * 2 + named
    if best < 0:  # named, but nothing in it is readable: errors by cell will say so
        return next((c for c, name in names.items() if _PERIOD.search(name)), -1)
    return best


def _place_column(names: dict[int, str], period: int) -> int:
    for column, name in names.items():
        if column != period and _PLACE.search(name):
            return column
    return -1


def _label_column(
    grid: Grid, rows: tuple[int, ...], names: dict[int, str], months: set[int]
) -> int:
    """The text column that names what each row measures: the one with most distinct texts."""
    best, most = 0, -1
    for column in range(min(months)):
        texts = {str(grid.rows[row][column]).strip() for row in rows}
        texts = {text for text in texts if text and not _is_number(text)}
        if not _ORDINAL.match(names.get(column, "")) and len(texts) > most:
            best, most = column, len(texts)
    return best


def _has_numbers(grid: Grid, rows: tuple[int, ...], column: int) -> bool:
    return any(_is_number(grid.rows[row][column]) for row in rows)


def _title_month(title: str, name: str) -> str:
    """The month that a title names, such as "青岚市2026年3月办件情况表"."""
    for text in (title, name):
        found = re.search(
            r"[12０-９\d〇一二三四五六七八九零○]{4}\s*年\s*[\d０-９一二三四五六七八九十]{1,3}\s*月",
            text,
        )
        if found and (month := read_month(found[0])):
            return month
    return ""
