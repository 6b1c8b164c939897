"""One box over everything that can be found: items, bundles, and what other apps offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yingshang.city.catalog._search import Hit, Index

__all__ = ["SOURCES", "Answer", "Book", "Entry", "Found"]


@dataclass(frozen=True)
class Entry:
    """Something to be found; `view` is what the offering app shows it by."""

    kind: str
    code: str
    name: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    view: Any = field(default=None, compare=False, repr=False)


# Filled by apps above: (region, day) -> entries. Editions in force must decide what they answer.
SOURCES: list[Callable[[str, date], Iterable[Entry]]] = []


@dataclass(frozen=True)
class Found:
    """An entry, how well it fits (0 to about 100), and the word of it that does."""

    entry: Entry
    score: float
    word: str


@dataclass(frozen=True)
class Answer:
    """What was found, best first; where nothing was, the `near`est words that something has."""

    rows: tuple[Found, ...]
    near: tuple[Found, ...] = ()

    def of(self, kind: str) -> tuple[Found, ...]:
        """Those of one kind."""
        return tuple(row for row in self.rows if row.entry.kind == kind)


class Book:
    """An index over entries of several kinds."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {f"{e.kind} {e.code}": e for e in entries}
        self._index = Index((k, e.name, e.aliases, e.summary) for k, e in self._entries.items())

    def answer(self, text: str, limit: int) -> Answer:
        """The best of all kinds; where nothing fits, what comes nearest."""
        rows = self.suggest(text, limit)
        if rows or not text.strip():
            return Answer(rows)
        return Answer((), self._found(self._index.near(text, 6)))

    def of_kind(self, kind: str, text: str, limit: int) -> tuple[Found, ...]:
        """The best of one kind alone."""
        rows = self.suggest(text, len(self._entries))
        return tuple(row for row in rows if row.entry.kind == kind)[:limit]

    def suggest(self, text: str, limit: int) -> tuple[Found, ...]:
        """The best, whatever their kind."""
        return self._found(self._index.hits(text, limit))

    def _found(self, hits: Iterable[Hit]) -> tuple[Found, ...]:
        return tuple(Found(self._entries[h.code], h.score, h.word) for h in hits)
