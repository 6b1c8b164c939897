"""The catalogue as a workbook in the layout that bureaus keep, written and read back.

Four sheets: 事项清单 (one row an item), 材料, 环节与时限, and 其余设置 (what no column holds, as
JSON; a bureau's own file may leave it out)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.sheets import (
    Grid,
    SheetError,
    Table,
    cell_name,
    read_workbook,
    table_book,
)
from yingshang.city.catalog.exchange.columns import ITEM, MATERIAL, STEP, Column
from yingshang.city.catalog.exchange.rows import ItemRows, RowWrong, Units, rows_of
from yingshang.kernel.flow import Refusal

__all__ = ["BookWrong", "ReadBook", "ReadItem", "read_book", "write_book"]

KEY = "事项代码"
SHEETS = {"item": "事项清单", "material": "材料", "step": "环节与时限", "rest": "其余设置"}
REST = (KEY, "设置", "内容（JSON）")
PIECE = 30_000  # characters of JSON in one cell; longer ones go on in the next row
COLUMNS: dict[str, Sequence[Column]] = {"item": ITEM, "material": MATERIAL, "step": STEP}


@dataclass(frozen=True)
class BookWrong:
    """One thing that is wrong, by sheet and cell."""

    sheet: str
    cell: str
    sentence: str


@dataclass
class ReadItem:
    """The rows of one item, and where each stands: (sheet, number) → row of the sheet."""

    code: str
    rows: ItemRows
    places: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass
class ReadBook:
    items: list[ReadItem]
    heads: dict[str, dict[str, int]]  # sheet → heading → column
    names: dict[str, str]  # sheet → its name in the file
    has_rest: bool
    wrong: list[BookWrong]

    def place(self, item: ReadItem, wrong: RowWrong) -> BookWrong:
        """A fault in an item's rows by the cell of the file."""
        row = item.places.get((wrong.sheet, wrong.row), 0)
        column = self.heads.get(wrong.sheet, {}).get(wrong.heading, 0)
        return BookWrong(self.names.get(wrong.sheet, ""), cell_name(row, column), wrong.sentence)


def write_book(bodies: Iterable[Mapping[str, Any]], units: Units) -> bytes:
    """The workbook of these items, in their order."""
    found = [(str(body["code"]), rows_of(body, units)) for body in bodies]
    heads = {sheet: [c.heading for c in columns] for sheet, columns in COLUMNS.items()}
    return table_book(
        [
            Table(
                SHEETS["item"],
                heads["item"],
                ([r.cells.get(h, "") for h in heads["item"]] for _code, r in found),
            ),
            Table(
                SHEETS["material"],
                [KEY, *heads["material"]],
                _many(found, "materials", heads["material"]),
            ),
            Table(SHEETS["step"], [KEY, *heads["step"]], _many(found, "steps", heads["step"])),
            Table(SHEETS["rest"], REST, _rest(found)),
        ]
    )


def _many(
    found: Iterable[tuple[str, ItemRows]], name: str, heads: Sequence[str]
) -> Iterator[list[Any]]:
    for code, rows in found:
        for cells in getattr(rows, name):
            yield [code, *(cells.get(h, "") for h in heads)]


def _rest(found: Iterable[tuple[str, ItemRows]]) -> Iterator[list[Any]]:
    for code, rows in found:
        for key, text in rows.rest.items():
            for start in range(0, len(text), PIECE):
                yield [code, key, text[start : start + PIECE]]


def read_book(data: bytes, name: str) -> ReadBook:
    """The rows of every item. Refusal where the file cannot be read at all, or holds no list."""
    try:
        grids = {grid.name: grid for grid in read_workbook(data, name)}
    except SheetError as error:
        raise Refusal("catalogue-unreadable", str(error)) from None
    if SHEETS["item"] not in grids and len(grids) == 1:
        grids = {SHEETS["item"]: next(iter(grids.values()))}
    book = ReadBook([], {}, {}, SHEETS["rest"] in grids, [])
    if SHEETS["item"] not in grids:
        raise Refusal(
            "catalogue-no-list",
            _("“%(name)s”里没有名叫“%(sheet)s”的工作表。请先导出一份，照它的样子填。")
            % {"name": name, "sheet": SHEETS["item"]},
        )
    by_code: dict[str, ReadItem] = {}
    for sheet, label in SHEETS.items():
        if label in grids:
            _read_sheet(book, sheet, grids[label], by_code)
    book.items = list(by_code.values())
    if not book.items and not book.wrong:
        raise Refusal("catalogue-empty", _("“%s”里没有一个事项。") % name)
    return book


def _read_sheet(book: ReadBook, sheet: str, grid: Grid, by_code: dict[str, ReadItem]) -> None:
    heads = [str(cell).strip() for cell in grid.rows[0]]
    known = {KEY, *(c.heading for c in COLUMNS.get(sheet, ())), *(REST if sheet == "rest" else ())}
    book.names[sheet] = grid.name
    book.heads[sheet] = {head: column for column, head in enumerate(heads) if head}
    for column, head in enumerate(heads):
        if head and head not in known:
            book.wrong.append(
                BookWrong(
                    grid.name,
                    cell_name(0, column),
                    _("不认识的列“%s”。请删去，或改成导出表里的列名。") % head[:40],
                )
            )
    if KEY not in heads:
        book.wrong.append(BookWrong(grid.name, "A1", _("缺少“%s”这一列。") % KEY))
        return
    for row, cells in enumerate(grid.rows[1:], start=1):
        said = {h: c for h, c in zip(heads, cells, strict=False) if h and str(c).strip()}
        if said:
            _read_row(book, sheet, row, said, by_code)


def _read_row(
    book: ReadBook, sheet: str, row: int, said: dict[str, Any], by_code: dict[str, ReadItem]
) -> None:
    code = str(said.get(KEY, "")).strip()
    label = book.names[sheet]
    where = cell_name(row, book.heads[sheet][KEY])
    if not code:
        book.wrong.append(BookWrong(label, where, _("这一行没有事项代码。")))
        return
    if sheet == "item":
        if code in by_code:
            book.wrong.append(BookWrong(label, where, _("事项代码 %s 出现了两次。") % code))
            return
        by_code[code] = ReadItem(code, ItemRows(said))
        by_code[code].places["item", 0] = row
        return
    item = by_code.get(code)
    if item is None:
        book.wrong.append(
            BookWrong(
                label,
                where,
                _("“%(list)s”里没有事项代码 %(code)s。") % {"list": SHEETS["item"], "code": code},
            )
        )
        return
    if sheet == "rest":
        key, text = str(said.get(REST[1], "")).strip(), str(said.get(REST[2], ""))
        item.places.setdefault(("rest", len(item.rows.rest)), row)
        item.rows.rest[key] = item.rows.rest.get(key, "") + text
        return
    rows = item.rows.materials if sheet == "material" else item.rows.steps
    item.places[sheet, len(rows)] = row
    rows.append({h: c for h, c in said.items() if h != KEY})
