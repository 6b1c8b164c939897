"""Long tables in and out: one heading row and many records, as xlsx or as CSV.

Lists go out as text that no spreadsheet runs: a formula typed by somebody stays what was typed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from charset_normalizer import from_bytes
from lxml import etree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from yingshang.adapters.sheets._grid import Grid
from yingshang.adapters.sheets._read import unread_cells
from yingshang.adapters.sheets._sprawl import SheetError, refuse_sprawling

__all__ = [
    "MOST_ROWS",
    "Unread",
    "read_table",
    "runs",
    "shielded",
    "unshielded",
    "write_csv",
    "write_table",
]

MOST_ROWS = 200_000
MOST_CELLS = 6_000_000
MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
EXACT = 15  # digits that a spreadsheet keeps of a number
WIDEST = 40

# the wide forms too: a Chinese Excel takes ＝ for =, and passes over blanks in front
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"<c[\s>/]")
_PREFIXED = re.compile(rb"<[^<>\s!?]*:(?:c|row)[\s>/]")
_SHIELDED = re.compile(r"'+([\t\r\n]|\s*[=+\-@＝＋－＠])")


class Unread(str):
    """What stands in a cell that has no value: an error, or a formula never calculated."""


def runs(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula."""
    return bool(_FORMULA.match(text))


def shielded(text: str) -> str:
    """Text that a spreadsheet would run gets an apostrophe in front; `unshielded` takes it off.
    So does text that begins with apostrophes before such text, so that each comes back."""
    risky = _FORMULA.match(text) and not _PLAIN.fullmatch(text)
    return "'" + text if risky or _SHIELDED.match(text) else text


def unshielded(text: str) -> str:
    return text[1:] if _SHIELDED.match(text) else text


def read_table(data: bytes, name: str) -> Grid:
    """The first sheet that holds something (of a CSV: the file). Raises SheetError."""
    if not data:
        raise SheetError("empty", f"“{name}”是空文件。")
    if len(data) > MOST_BYTES:
        raise SheetError("too-big", f"“{name}”超过 {MOST_BYTES // 1024**2} MB，请拆分后上传。")
    grid = _csv(data, name) if name.lower().endswith((".csv", ".txt")) else _book(data, name)
    if len(grid.rows) > MOST_ROWS:
        raise SheetError("too-long", f"“{name}”超过 {MOST_ROWS:,} 行，请拆分后上传。")
    return grid


def _csv(data: bytes, name: str) -> Grid:
    text = _decoded(data, name)
    head = text[:4096]
    mark = "\t" if head.count("\t") > head.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        raise SheetError("unreadable", f"“{name}”不是完整的 CSV，请另存为 xlsx 再上传。") from None
    return Grid(name, tuple(tuple(map(unshielded, row)) for row in rows))


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, else what a Chinese Excel saves."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    found = from_bytes(data[:200_000]).best()
    if found is None:
        raise SheetError("unreadable", f"“{name}”的文字编码认不出，请另存为 xlsx 再上传。")
    return data.decode(found.encoding, errors="replace")


def _book(data: bytes, name: str) -> Grid:
    _refuse_bomb(data, name)
    if not _plainly_small(data):
        refuse_sprawling(data, name, MOST_CELLS)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                continue
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            if any(cell != "" for row in rows for cell in row):
                return Grid(meta.name, _with_faults(rows, data, meta.name))
    except PasswordError:
        raise SheetError("locked", f"“{name}”设了密码，请去掉密码后再上传。") from None
    except (CalamineError, OSError, ValueError, etree.XMLSyntaxError) as problem:
        if isinstance(problem, SheetError):
            raise
        raise SheetError(
            "unreadable",
            f"“{name}”打不开，可能已损坏或不是表格；请在表格软件里另存为 xlsx 再上传。",
        ) from None
    raise SheetError("empty", f"“{name}”是空的，没有任何内容。")


def _refuse_bomb(data: bytes, name: str) -> None:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # calamine says it better
    if size > MOST_UNPACKED:
        raise SheetError("too-big", f"“{name}”展开后过大，不予读取。")


def _plainly_small(data: bytes) -> bool:
    """Whether every cell says where it stands, and none stands far out: what a spreadsheet
    writes. Told without reading the XML as XML; whoever is in doubt says no."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            sheets = (archive.read(n) for n in names if n.endswith(".xml"))
            return "xl/workbook.xml" in archive.namelist() and all(map(_fits, sheets))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        return False


def _fits(sheet: bytes) -> bool:
    cells = _CELL.findall(sheet)
    every = sum(1 for _cell in _ANY_CELL.finditer(sheet))
    if not cells or len(cells) != every or _PREFIXED.search(sheet):
        return False
    widest = max(_number_of(letters) for letters in {letters for letters, _row in cells})
    deepest = max(map(int, {row for _letters, row in cells}))
    return widest * deepest <= MOST_CELLS


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _with_faults(rows: list[list[Any]], data: bytes, sheet: str) -> tuple[tuple[Any, ...], ...]:
    """An error such as #DIV/0! is told by name, not passed over as an empty cell."""
    if not _may_have_faults(data):
        return tuple(map(tuple, rows))
    for (row, column), text in unread_cells(data, sheet).items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = Unread(text)
    return tuple(map(tuple, rows))


def _may_have_faults(data: bytes) -> bool:
    """Whether any sheet holds an error or a formula at all: most lists hold neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            return any(
                b't="e"' in text or b"<f" in text
                for text in (archive.read(name) for name in sheets)
            )
    except (zipfile.BadZipFile, OSError):
        return False


def write_table(
    *,
    sheet: str,
    header: Sequence[str],
    kinds: Sequence[str],
    rows: Iterable[Sequence[str]],
    note: str = "",
) -> bytes:
    """An xlsx of one heading row and the records; `kinds`: text, number or date a column.

    Numbers and dates are real ones, so that they sort; all else is text. `note` stands above.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_urls": False})
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", sheet)[:31] or "Sheet1")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    quoted = book.add_format({"quote_prefix": True})
    top = 1 if note else 0
    widths = [min(WIDEST, max(10, 2 * len(label) + 2)) for label in header]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(top + 1, 1)
    if note:
        page.write_string(0, 0, note)
    for column, label in enumerate(header):
        page.write_string(top, column, label, head)
    last = top
    for last, row in enumerate(rows, top + 1):
        for column, (kind, text) in enumerate(zip(kinds, row, strict=True)):
            if text:
                _write(page, last, column, kind, text, (day, quoted))
    page.autofilter(top, 0, max(last, top), max(0, len(header) - 1))
    book.close()
    return buffer.getvalue()


def _write(
    page: Any, row: int, column: int, kind: str, text: str, formats: tuple[Any, Any]
) -> None:
    if kind == "number":
        number = Decimal(text)
        if len(number.as_tuple().digits) <= EXACT and abs(number) < 10**EXACT:
            page.write_number(row, column, float(number))
            return
    if kind == "date" and text >= "1900-03-01":
        page.write_datetime(
            row, column, datetime.combine(date.fromisoformat(text), datetime.min.time()), formats[0]
        )
        return
    page.write_string(row, column, text, formats[1] if runs(text) else None)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to see Chinese; shielded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([shielded(label) for label in header])
    for row in rows:
        writer.writerow([shielded(text) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
