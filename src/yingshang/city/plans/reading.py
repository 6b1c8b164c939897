"""From a file or pasted words to a text and the machine's reading of it. No database, no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from yingshang.adapters.readers import Document, Unreadable, read_document, read_pasted
from yingshang.kernel import plantext
from yingshang.kernel.flow import Refusal

__all__ = [
    "ENDINGS",
    "PASTED",
    "Paper",
    "Refusal",
    "fingerprint",
    "parse_file",
    "read",
    "read_paper",
    "read_paste",
    "read_rows",
]

PASTED = "粘贴的文字"
# how the name of a file ends that may be a plan, where a whole folder is gone through
_PAGES = {".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"}
ENDINGS = frozenset({".txt", ".md", ".markdown", ".docx", ".wps", ".pdf"} | _PAGES)
_SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
Rows = Sequence[tuple[str, Sequence[Sequence[str]]]]  # sheets of a spreadsheet as texts


@dataclass(frozen=True, slots=True)
class Paper:
    """What was handed in, as read: the text, its reading (JSON of design.md §5), and the notes
    of the reader on what it left out or mended."""

    sha256: str
    name: str
    text: str
    reading: dict[str, Any]
    notes: tuple[str, ...] = ()
    media: str = "txt"
    rows: Rows = ()


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hex: the same file is the same document."""
    return sha256(data).hexdigest()


def read_paper(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> Paper:
    """A file as read. Refusal for what can't be read. ``columns``: what the headings of a
    spreadsheet were once said to mean."""
    if _is_sheet(data, name):
        from yingshang.city.plans.ledgers.grids import text_grids  # a text needs none of it

        rows = [(grid.name, grid.rows) for grid in text_grids(data, name)]
        return read_rows(rows, name, fingerprint(data), columns or {})
    try:
        found = read_document(data, name)
    except Unreadable as refused:
        raise Refusal(refused.code, refused.sentence) from None
    return _paper(fingerprint(data), name, found)


def _is_sheet(data: bytes, name: str) -> bool:
    if name.lower().endswith(_SHEETS):
        return True
    return data[:4] == b"PK\x03\x04" and b"xl/workbook.xml" in data[-65536:]


def read_rows(
    rows: Rows,
    name: str,
    digest: str,
    columns: Mapping[str, str],
    chosen: Mapping[str, str] | None = None,
) -> Paper:
    """A unit's own spreadsheet as read; ``chosen``: columns that a person has said."""
    from yingshang.city.plans.ledgers.grids import TextGrid
    from yingshang.city.plans.ledgers.sheet import read_sheets

    grids = [TextGrid(sheet, tuple(map(tuple, cells))) for sheet, cells in rows]
    text, reading, notes = read_sheets(grids, name, columns, chosen or {})
    return Paper(digest, name, text, reading, tuple(notes), "sheet", rows)


def read_paste(text: str, name: str) -> Paper:
    """Words that a person pasted, as read; line ends and blank edges make no other document."""
    try:
        found = read_pasted(text, name or PASTED)
    except Unreadable as refused:
        raise Refusal(refused.code, refused.sentence) from None
    return _paper(fingerprint(found.text.encode()), name or PASTED, found)


def _paper(digest: str, name: str, found: Document) -> Paper:
    reading = plantext.to_json(plantext.parse(found.text))
    return Paper(digest, name, found.text, reading, found.notes, found.media)


def read(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The extracted text and its reading (JSON of design.md §5). Refusal for what can't be read."""
    found = read_paper(data, name)
    return found.text, found.reading


def parse_file(data: bytes, name: str) -> dict[str, Any]:
    """The document as JSON, offsets counted in characters of the extracted text."""
    return read(data, name)[1]
