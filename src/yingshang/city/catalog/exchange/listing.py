"""A superior catalogue as it arrives: a list of rows with Chinese headings, xlsx or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import Grid, SheetError, cell_name, read_workbook
from yingshang.city.catalog.exchange.columns import ITEM
from yingshang.kernel.flow import Refusal

__all__ = ["KEYS", "Listed", "read_list"]

KEYS = ("事项代码", "基本编码", "事项名称")  # any of them finds our item, in this order
LOOKED_AT = 10  # rows in which the line of headings is looked for
LARGEST = 20_000


@dataclass(frozen=True)
class Listed:
    """One row by heading; `where` names it for a person."""

    cells: dict[str, Any]
    where: str


def read_list(data: bytes, name: str) -> tuple[list[Listed], list[str]]:
    """The rows, and the headings that we have no column for. Refusal: unreadable, or no list."""
    if data.lstrip()[:1] in (b"{", b"["):
        rows, heads = _from_json(data, name)
    else:
        try:
            grid = read_workbook(data, name)[0]
        except SheetError as error:
            raise Refusal("superior-unreadable", str(error)) from None
        rows, heads = _from_grid(grid, name)
    if not rows:
        raise Refusal("superior-empty", _("“%s”里没有一个事项。") % name)
    known = {c.heading for c in ITEM}
    return rows, [head for head in heads if head not in known]


def _from_json(data: bytes, name: str) -> tuple[list[Listed], list[str]]:
    try:
        found = json.loads(data)
        items = found["items"] if isinstance(found, dict) else found
        rows = [
            Listed({str(k): v for k, v in row.items()}, _("第 %d 项") % number)
            for number, row in enumerate(items[:LARGEST], start=1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(
            "superior-unreadable",
            _("“%s”不是看得懂的 JSON。应当是一列事项，每项用中文要素名作键。") % name,
        ) from None
    heads = list(dict.fromkeys(head for row in rows for head in row.cells))
    return rows, heads


def _from_grid(grid: Grid, name: str) -> tuple[list[Listed], list[str]]:
    top = _header(grid.rows)
    if top is None:
        raise Refusal(
            "superior-no-header",
            _("“%(name)s”前十行里没有找到列名。要有“%(keys)s”中的一列。")
            % {"name": name, "keys": "”“".join(KEYS)},
        )
    heads = [str(cell).strip() for cell in grid.rows[top]]
    rows = []
    for number, cells in enumerate(grid.rows[top + 1 :], start=top + 1):
        said = {h: c for h, c in zip(heads, cells, strict=False) if h and str(c).strip()}
        if said:
            rows.append(Listed(said, f"{grid.name} {cell_name(number, 0)}"))
    return rows, [h for h in heads if h]


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    for number, row in enumerate(rows[:LOOKED_AT]):
        texts = {str(cell).strip() for cell in row}
        if texts & set(KEYS) and len(texts - {""}) > 1:
            return number
    return None
