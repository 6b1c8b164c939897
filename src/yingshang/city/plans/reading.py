"""From a file to its text and the machine's reading of it. No database."""

from hashlib import sha256
from typing import Any

from yingshang.adapters.readers import read_document
from yingshang.kernel import plantext

__all__ = ["fingerprint", "parse_file", "read"]


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hex: the same file is the same document."""
    return sha256(data).hexdigest()


def read(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The extracted text and its reading (JSON of design.md §5). Refusal for what can't be read."""
    text = read_document(data, name)
    return text, plantext.to_json(plantext.parse(text))


def parse_file(data: bytes, name: str) -> dict[str, Any]:
    """The document as JSON, offsets counted in characters of the extracted text."""
    return read(data, name)[1]
