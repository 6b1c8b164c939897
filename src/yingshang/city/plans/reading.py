"""From a file to its text and the machine's reading of it. No database."""

from hashlib import sha256
from typing import Any

from yingshang.adapters.readers import Unreadable, read_document
from yingshang.kernel import plantext
from yingshang.kernel.flow import Refusal

__all__ = ["fingerprint", "parse_file", "read"]


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hex: the same file is the same document."""
    return sha256(data).hexdigest()


def read(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The extracted text and its reading (JSON of design.md §5). Refusal for what can't be read."""
    try:
        text = read_document(data, name).text
    except Unreadable as refused:
        raise Refusal(refused.code, refused.sentence) from None
    return text, plantext.to_json(plantext.parse(text))


def parse_file(data: bytes, name: str) -> dict[str, Any]:
    """The document as JSON, offsets counted in characters of the extracted text."""
    return read(data, name)[1]
