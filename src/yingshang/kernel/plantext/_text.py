"""Characters: one-to-one folding of punctuation, and text that remembers where it came from.

Folding never changes the length, so every offset of the folded text is one of the given text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ._variants import variants

__all__ = ["Flat", "brackets", "fold"]

_TABLE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(c): " " for c in "\t\r\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009"}
_TABLE |= {ord(c): "\n" for c in "\x0b\x0c\x85\u2028\u2029"}
_TABLE |= {ord(c): "-" for c in "—–―﹣‐‑−"}

_TABLE |= variants()

_PAIRS = {"(": ")", "【": "】", "[": "]"}


def fold(text: str) -> str:
    """Full-width punctuation and digits to half-width, odd spaces to spaces; same length."""
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Flat:
    """Folded text with wrapped lines joined; ``at[i]`` is the offset of character i."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, folded: str, spans: Iterable[tuple[int, int]]) -> "Flat":
        """Join spans of the folded text with newlines (one newline character each)."""
        parts: list[str] = []
        at: list[int] = []
        for start, end in spans:
            if parts:
                parts.append("\n")
                at.append(start)
            parts.append(folded[start:end])
            at.extend(range(start, end))
        return cls("".join(parts), tuple(at))

    @classmethod
    def join(cls, pieces: "Iterable[Flat]") -> "Flat":
        """Join paragraphs, a newline between them."""
        texts: list[str] = []
        at: list[int] = []
        for piece in pieces:
            if not piece.text:
                continue
            if texts:
                at.append(at[-1])
            texts.append(piece.text)
            at.extend(piece.at)
        return cls("\n".join(texts), tuple(at))

    @classmethod
    def glue(cls, folded: str, spans: Iterable[tuple[int, int]]) -> "Flat":
        """Join spans without anything between them: the lines of one wrapped paragraph."""
        parts: list[str] = []
        at: list[int] = []
        for start, end in spans:
            parts.append(folded[start:end])
            at.extend(range(start, end))
        return cls("".join(parts), tuple(at))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the given text of ``self.text[start:end]``."""
        if end <= start:
            here = self.at[min(start, len(self.at) - 1)] if self.at else 0
            return here, here
        return self.at[start], self.at[end - 1] + 1

    def cut(self, start: int, end: int) -> "Flat":
        """Answer the piece from start to end."""
        return Flat(self.text[start:end], self.at[start:end])


def brackets(text: str) -> list[tuple[int, int]]:
    """Outermost bracket pairs of one paragraph as (open, after close); one pass, linear.

    An opening bracket that is never closed runs to the end of its line.
    """
    found: list[tuple[int, int]] = []
    depth: list[str] = []
    opened = 0
    for match in re.finditer(r"[()【】\[\]\n]", text):
        char = match.group()
        if char == "\n":
            if depth:
                found.append((opened, match.start()))
            depth = []
        elif char in _PAIRS:
            if not depth:
                opened = match.start()
            depth.append(_PAIRS[char])
        elif depth and char in depth:
            while depth.pop() != char:
                pass
            if not depth:
                found.append((opened, match.end()))
    if depth:
        found.append((opened, len(text)))
    return found
