"""From a file or pasted words to a text and the machine's reading of it. No database, no Django."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from yingshang.adapters.readers import Document, Unreadable, read_document, read_pasted
from yingshang.kernel import plantext
from yingshang.kernel.flow import Refusal

__all__ = [
    "PASTED",
    "Paper",
    "Refusal",
    "fingerprint",
    "parse_file",
    "read",
    "read_paper",
    "read_paste",
]

PASTED = "粘贴的文字"


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


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hex: the same file is the same document."""
    return sha256(data).hexdigest()


def read_paper(data: bytes, name: str) -> Paper:
    """A file as read. Refusal for what can't be read."""
    try:
        found = read_document(data, name)
    except Unreadable as refused:
        raise Refusal(refused.code, refused.sentence) from None
    return _paper(fingerprint(data), name, found)


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
