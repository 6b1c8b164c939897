"""A sheet as a plain table with absolute coordinates, merged cells filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Grid", "cell_name", "column_letter"]


@dataclass(frozen=True)
class Grid:
    """``rows[r][c]`` as the sheet shows it at row r + 1; '' = empty. ``percents`` are the
    cells whose number format shows a per cent, so 0.98 in them reads 98%."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    percents: frozenset[tuple[int, int]] = frozenset()

    def texts(self, row: int) -> list[str]:
        """The distinct texts of a row, in order: a merged title is one text."""
        found = (str(cell).strip() for cell in self.rows[row])
        return list(dict.fromkeys(text for text in found if text))

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def filled(
    rows: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[Any]]:
    """Repeat the first cell of every merged range in all of it (ranges are inclusive)."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = value
    return rows


def column_letter(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """(6, 2) → C7."""
    return f"{column_letter(column)}{row + 1}"
