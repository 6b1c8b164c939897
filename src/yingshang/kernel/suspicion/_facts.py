"""What the examination is told: acts, ratings, limits. No names, no personal data, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Act", "CaseFacts", "RatingFacts", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """Free words, as far as they are needed: their length, an opaque digest, the marks found.

    `marks`: names of declared word lists that occur in the text ("meeting", "notice" …).
    """

    length: int = 0
    digest: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Act:
    """One fact of a case. `at`: when it is said to have happened; `entered_at`: when it was
    written down, where that is known and another moment. `data` holds no free words."""

    seq: int
    name: str
    by: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    said: Said | None = None
    entered_at: datetime | None = None
    staff: bool = True


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """What was said of a case: level 5 best … 1 worst. `device`: an opaque digest or ''."""

    level: int
    at: datetime
    channel: str
    by: str
    device: str = ""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case with its acts in order. `limit`: promised working days (None: another unit or none);
    `due_at`: the promised due date as it stands now, pauses included."""

    ref: str
    item: str
    unit: str
    channel: str
    party: str
    opened_by: str
    acts: tuple[Act, ...]
    limit: int | None = None
    instant: bool = False
    due_at: datetime | None = None
    rating: RatingFacts | None = None

    def first(self, name: str) -> Act | None:
        """The first act of that name."""
        return next((act for act in self.acts if act.name == name), None)

    def all(self, name: str) -> list[Act]:
        """Every act of that name, in order."""
        return [act for act in self.acts if act.name == name]

    def last(self, names: Iterable[str]) -> Act | None:
        """The last act with one of the names."""
        wanted = frozenset(names)
        return next((act for act in reversed(self.acts) if act.name in wanted), None)
