"""Workbooks that would burst the reader, refused before it opens them.

calamine lays a sheet out as one block from its first to its last cell: a single cell at XFD1048576
asks for half a terabyte, and Rust ends the whole process when it gets none.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from string import ascii_letters
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

__all__ = ["MAX_CELLS", "SheetError", "refuse_sprawling"]

MAX_CELLS = 400_000
_SECONDS = 20
# the old binary format is tried where running out of memory ends nobody else
_TRIAL = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from python_calamine import CalamineWorkbook, PasswordError
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
except Exception:
    pass  # whatever it is, it will be said better by whoever really reads
"""


class SheetError(ValueError):
    """A workbook that cannot be read: ``code`` is stable, ``sentence`` is for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def refuse_sprawling(data: bytes, name: str, most: int = MAX_CELLS) -> None:
    """Raise SheetError for a sheet whose outermost cells span more than `most`."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        _refuse_by_trial(data, name)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise SheetError(
                    "unreadable", f"“{name}”不是 xlsx 表格；请在表格软件里另存为 xlsx 再上传。"
                )
            for part in archive.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    with archive.open(part) as file:
                        _refuse_wide(file, name, most)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, NotImplementedError, RuntimeError):
        raise SheetError(
            "unreadable",
            f"“{name}”打不开，可能已损坏或设了密码；请在表格软件里另存为 xlsx 再上传。",
        ) from None


def _refuse_wide(file: Any, name: str, most: int) -> None:
    top = left = 1 << 30
    bottom = right = row = column = 0
    parser = etree.iterparse(
        file, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False
    )
    for event, node in parser:
        if etree.QName(node).localname == "row":
            if event == "start":
                row, column = _number(node.get("r"), row + 1), 0
            else:
                node.clear()
            continue
        if event == "start":
            column = _column(node.get("r"), column + 1)
            continue
        if not len(node):  # only coloured: the reader passes it over
            continue
        # the reader believes the cell, whatever row it is written in
        stands = _row_of(node.get("r"), row)
        top, bottom = min(top, stands), max(bottom, stands)
        left, right = min(left, column), max(right, column)
        if (bottom - top + 1) * (right - left + 1) > most:
            raise SheetError(
                "too-many-cells",
                f"“{name}”的格子铺得太开（到第 {bottom} 行、第 {right} 列）；"
                "请删去报表以外的内容再上传。",
            )


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else usual


def _row_of(reference: str | None, usual: int) -> int:
    return _number((reference or "").lstrip(ascii_letters), usual)


def _column(reference: str | None, usual: int) -> int:
    letters = (reference or "").rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) < 5):
        return usual
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _refuse_by_trial(data: bytes, name: str) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TRIAL], input=data, capture_output=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0:
        raise SheetError(
            "too-many-cells", f"“{name}”的格子太多或内容有误，没有读取；请另存为 xlsx 再上传。"
        )
