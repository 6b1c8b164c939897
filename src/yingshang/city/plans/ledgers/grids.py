"""A spreadsheet as texts: what a person would read in each cell, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import Grid, SheetError, Unread, read_table, read_workbook
from yingshang.kernel.flow import Refusal

__all__ = ["MOST_ROWS", "TextGrid", "is_fault", "text_grids"]

MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST = 8000  # characters of one cell
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)|=.+")
_BLANKS = re.compile(r"[ \t\u00a0\u3000\u200b]+")


@dataclass(frozen=True, slots=True)
class TextGrid:
    """``rows[r][c]`` is what row r + 1 shows."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def text_grids(data: bytes, name: str) -> tuple[TextGrid, ...]:
    """Every visible sheet that holds something. Refusal for what can't be read."""
    try:
        if name.lower().endswith(".csv"):
            grids: Sequence[Grid] = [read_table(data, name)]
        else:
            grids = read_workbook(data, name)
    except SheetError as error:
        raise Refusal(f"sheet-{error.code}", error.sentence) from None
    found = tuple(_texts(grid) for grid in grids)
    if sum(len(grid.rows) for grid in found) > MOST_ROWS or any(
        grid.width > MOST_COLUMNS for grid in found
    ):
        raise Refusal(
            "sheet-too-long",
            _(
                "“%(name)s”超过 %(rows)d 行或 %(columns)d 列，不像一份任务台账，没有读取；"
                "请只保留任务台账的部分，或分成几份再导入。"
            )
            % {"name": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS},
        )
    return found


def _texts(grid: Grid) -> TextGrid:
    rows = [
        tuple(_text(cell, percent=(r, c) in grid.percents) for c, cell in enumerate(row))
        for r, row in enumerate(grid.rows)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return TextGrid(grid.name, tuple(rows))


def is_fault(text: str) -> bool:
    """An error such as #REF!, or a formula that was never calculated."""
    return bool(_ERROR.fullmatch(text))


def _text(cell: Any, *, percent: bool) -> str:
    """What a cell shows, numbers and dates as people write them."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Unread):
        return str(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (datetime, date)):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    if isinstance(cell, (int, float)):
        return f"{cell * 100:.10g}%" if percent else f"{cell:.12g}"
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return _tidy(str(cell))[:LONGEST]


def _tidy(text: str) -> str:
    """Lines of a cell without blanks at their edges, and without the empty ones."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
