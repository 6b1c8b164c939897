"""An open table as bytes, and what its cells keep to: read again by whoever checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from yingshang.adapters.sheets import Table, table_book, write_csv
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._open_kinds import OpenColumn, OpenTable

__all__ = ["OpenSum", "fits", "open_csv", "open_rows", "open_sum", "open_xlsx"]

_BOM = b"\xef\xbb\xbf"
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_INTEGER = re.compile(r"[+-]?\d+")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class OpenSum:
    """What is known of a table's file: ``columns`` and ``key`` as its cells bear them out."""

    digest: str
    size: int
    rows: int
    columns: tuple[OpenColumn, ...]
    key: tuple[str, ...]
    revision: str


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


_FITS: dict[str, Callable[[str], object]] = {
    "string": lambda text: True,
    "decimal": _DECIMAL.fullmatch,
    "integer": _INTEGER.fullmatch,
    "gYearMonth": _MONTH.fullmatch,
    "boolean": lambda text: text in ("是", "否"),
    "date": _is_date,
}


def fits(kind: str, text: str) -> bool:
    """Whether a cell is of the kind that its column declares; an empty one is of every kind."""
    return not text or bool(_FITS[kind](text))


def _texts(rows: Iterable[Sequence[str | None]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if cell is None else cell for cell in row]


def open_csv(table: OpenTable, *, words: bool = False) -> bytes:
    """UTF-8 without a mark, headed by the columns' names; ``words``: for a spreadsheet, with the
    mark by which Excel knows Chinese, headed by what people call them."""
    header = [_word(c) if words else c.name for c in table.columns]
    data = write_csv(header, _texts(table.read()))
    return data if words else data.removeprefix(_BOM)


_VALUES: dict[str, Callable[[str], Any]] = {"integer": int, "boolean": lambda text: text == "是"}


def open_rows(
    table: OpenTable, made: OpenSum, start: int = 0, end: int | None = None
) -> Iterator[dict[str, Any]]:
    """The rows from ``start`` up to ``end`` as names and values: whole numbers as such, decimals
    as text, which is exact."""
    for row in islice(table.read(), start, end):
        yield {one.name: _value(one, cell) for one, cell in zip(made.columns, row, strict=True)}


def _value(one: OpenColumn, cell: str | None) -> Any:
    if not cell:
        return "" if one.kind == "string" and cell is not None else None
    return _VALUES.get(one.kind, str)(cell)


def _word(column: OpenColumn) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def open_xlsx(table: OpenTable, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook: numbers as numbers where they are exact, all else as text that never runs;
    ``notes`` stand on a sheet of their own."""
    kinds = [column.kind for column in table.columns]
    rows = (
        [_cell(kind, text) for kind, text in zip(kinds, row, strict=True)]
        for row in _texts(table.read())
    )
    name = re.sub(r"[\[\]:*?/\\']", "", table.name)[:31] or table.code[:31]
    sheets = [Table(name, [_word(c) for c in table.columns], rows)]
    if notes:
        sheets.append(Table("说明" if name != "说明" else "关于", ["项目", "内容"], notes))
    return table_book(sheets)


def _cell(kind: str, text: str) -> object:
    if kind in ("decimal", "integer") and text and fits(kind, text) and len(text) <= 15:
        return float(text) if "." in text else int(text)
    return text or None


_sums: Kept[OpenSum] = Kept(4096)


def open_sum(table: OpenTable) -> OpenSum:
    """The file's digest and what holds of all its rows; made once a stamp."""
    return _sums.get((table.region, table.code, table.stamp), lambda: _summed(table))


def _summed(table: OpenTable) -> OpenSum:
    rows = list(_texts(table.read()))
    data = write_csv([c.name for c in table.columns], rows).removeprefix(_BOM)
    digest = sha256(data).hexdigest()
    columns = tuple(_borne_out(c, [row[n] for row in rows]) for n, c in enumerate(table.columns))
    places = [n for n, c in enumerate(table.columns) if c.name in table.key]
    keys = [tuple(row[n] for n in places) for row in rows]
    unique = bool(places) and len(set(keys)) == len(keys) and all(all(key) for key in keys)
    key = table.key if unique else ()
    return OpenSum(digest, len(data), len(rows), columns, key, table.revision or digest[:16])


def _borne_out(column: OpenColumn, cells: Sequence[str]) -> OpenColumn:
    """As declared, less what some cell belies."""
    kind = column.kind if all(fits(column.kind, cell) for cell in cells) else "string"
    return replace(column, kind=kind, required=column.required and all(cells))
