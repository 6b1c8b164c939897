"""What a reader answers, and how it refuses."""

from dataclasses import dataclass

__all__ = ["LIMIT_BYTES", "Document", "Unreadable"]

LIMIT_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """Extracted text; offsets elsewhere point into ``text``.

    ``media`` is txt, html, mht, docx or pdf. ``notes`` are sentences for the person who handed it
    in: what was left out or mended on the way.
    """

    text: str
    media: str
    encoding: str
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """A refusal: a stable ``code`` and one Chinese ``sentence`` (what, why, what next)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
