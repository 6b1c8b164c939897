"""From the bytes of a workbook to grids; whatever cannot be read is one sentence."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from yingshang.adapters.sheets._grid import Grid, filled
from yingshang.adapters.sheets._numbers import is_blank
from yingshang.adapters.sheets._sprawl import MAX_CELLS, SheetError, refuse_sprawling

__all__ = ["MAX_CELLS", "SheetError", "read_workbook", "unread_cells"]

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_workbook(data: bytes, name: str) -> list[Grid]:
    """Every visible sheet that holds something. Raises SheetError."""
    _refuse_hopeless(data, name)
    refuse_sprawling(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible
        ]
        grids = [_grid(book, sheet, data) for sheet in sheets]
    except PasswordError:
        raise SheetError("locked", f"“{name}”设了密码，请去掉密码后再上传。") from None
    except (CalamineError, OSError, ValueError, etree.XMLSyntaxError) as problem:
        if isinstance(problem, SheetError):
            raise
        raise SheetError(
            "unreadable",
            f"“{name}”打不开，可能已损坏或不是表格；请在表格软件里另存为 xlsx 再上传。",
        ) from None
    grids = [grid for grid in grids if any(grid.texts(row) for row in range(len(grid.rows)))]
    if not grids:
        raise SheetError("empty", f"“{name}”是空的，没有任何内容。")
    return grids


def _refuse_hopeless(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise SheetError("too-big", f"“{name}”超过 {MAX_BYTES // 1024 // 1024} MB，请拆分后上传。")
    if not data:
        raise SheetError("empty", f"“{name}”是空文件。")
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # calamine says it better
    if size > MAX_UNPACKED:
        raise SheetError("too-big", f"“{name}”展开后过大，不予读取。")


def _grid(book: CalamineWorkbook, sheet: str, data: bytes) -> Grid:
    found = book.get_sheet_by_name(sheet)
    if found.total_height * found.total_width > MAX_CELLS:
        raise SheetError("too-many-cells", f"工作表“{sheet}”的单元格太多，请只保留报表部分。")
    rows: list[list[Any]] = found.to_python(skip_empty_area=False)
    for (row, column), text in unread_cells(data, sheet).items():
        if row < len(rows) and column < len(rows[row]) and is_blank(rows[row][column]):
            rows[row][column] = text
    width = max((len(row) for row in rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    rows = filled(rows, found.merged_cell_ranges or [])
    return Grid(sheet, tuple(tuple(row) for row in rows), _percent_cells(data, sheet))


def _percent_cells(data: bytes, sheet: str) -> frozenset[tuple[int, int]]:
    """Cells shown as a per cent. Only the style says so: the stored value is 0.98."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            styles = _percent_styles(archive)
            path = _sheet_path(archive, sheet) if styles else None
            if path is None:
                return frozenset()
            with archive.open(path) as file:
                return frozenset(_styled_cells(file, styles))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return frozenset()  # not an xlsx: no styles to read


def unread_cells(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Cells that calamine leaves blank though something stands there: an error such as #DIV/0!,
    and a formula that was never calculated. As text they are told by name, not passed over."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            path = _sheet_path(archive, sheet)
            if path is None:
                return {}
            with archive.open(path) as file:
                return dict(_unread(file))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return {}


def _unread(file: Any) -> Any:
    events = etree.iterparse(file, events=("end",), tag=f"{_MAIN}c", resolve_entities=False)
    for _event, cell in events:
        value, formula = cell.findtext(f"{_MAIN}v") or "", cell.findtext(f"{_MAIN}f")
        if cell.get("t") == "e":
            yield _position(cell.get("r", "A1")), value
        elif formula is not None and not value and cell.get("t") != "str":  # "" is an answer
            yield _position(cell.get("r", "A1")), f"={formula}"
        cell.clear()


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    root = _xml(archive.read("xl/styles.xml"))
    formats = {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(f"{_MAIN}numFmt")
    }
    shown = {"9", "10"} | {key for key, code in formats.items() if "%" in code}
    cell_styles = root.find(f"{_MAIN}cellXfs")
    found = [] if cell_styles is None else list(cell_styles)
    return {str(i) for i, one in enumerate(found) if one.get("numFmtId") in shown}


def _sheet_path(archive: zipfile.ZipFile, sheet: str) -> str | None:
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    book = _xml(archive.read("xl/workbook.xml"))
    links = _xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for one in book.iter(f"{_MAIN}sheet"):
        if one.get("name") == sheet:
            target = targets.get(one.get(key), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _styled_cells(file: Any, styles: set[str]) -> Any:
    events = etree.iterparse(file, events=("end",), tag=f"{_MAIN}c", resolve_entities=False)
    for _event, cell in events:
        if cell.get("s") in styles:
            yield _position(cell.get("r", "A1"))
        cell.clear()


def _position(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


def _xml(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
