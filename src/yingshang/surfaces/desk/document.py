"""A plan's text cut into paragraphs and pieces, so that the very words of each target are lit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from yingshang.city.plans.kinds import PlanView
from yingshang.city.plans.service import ReviewView

__all__ = ["Paragraph", "Piece", "Words", "paragraphs"]


@dataclass(frozen=True)
class Words:
    """One stretch of text that the ledger points at."""

    target: int
    start: int
    end: int
    status: str
    title: str


@dataclass(frozen=True)
class Piece:
    """Characters that are all lit alike; `first` are the targets whose words begin here."""

    text: str
    lit: tuple[Words, ...] = ()
    first: tuple[int, ...] = ()

    @property
    def link(self) -> int | None:
        """The target of the ledger that a click on these words leads to: the shortest stretch."""
        return min(self.lit, key=lambda w: w.end - w.start).target if self.lit else None


@dataclass(frozen=True)
class Paragraph:
    """A line of the text with the tasks that begin in it."""

    pieces: tuple[Piece, ...]
    tasks: tuple[int, ...] = ()
    heading: bool = False
    at: int = 0  # where it begins in the text


def paragraphs(plan: PlanView | ReviewView) -> list[Paragraph]:
    """The text of the plan by lines, in order; empty lines are left out."""
    words = _words(plan)
    starts = {t.offsets[0]: t.id for t in plan.tasks if t.offsets}
    cuts = sorted({edge for w in words for edge in (w.start, w.end)})
    found, at = [], 0
    for line in plan.text.split("\n"):
        end = at + len(line)
        if line.strip():
            tasks = tuple(task for start, task in sorted(starts.items()) if at <= start <= end)
            pieces = _pieces(plan.text, at, end, cuts, words)
            found.append(Paragraph(pieces, tasks, bool(tasks) and len(line) < 40, at))
        at = end + 1
    return found


def _words(plan: PlanView | ReviewView) -> list[Words]:
    return [
        Words(target.id, *target.offsets, target.status, target.promised)
        for task in plan.tasks
        for target in task.targets
        if target.offsets
    ]


def _pieces(
    text: str, start: int, end: int, cuts: Sequence[int], words: Sequence[Words]
) -> tuple[Piece, ...]:
    here = [w for w in words if w.start < end and w.end > start]
    if not here:
        return (Piece(text[start:end]),)
    edges = [start, *(c for c in cuts if start < c < end), end]
    return tuple(
        Piece(
            text[a:b],
            tuple(w for w in here if w.start <= a and b <= w.end),
            tuple(w.target for w in here if w.start == a),
        )
        for a, b in pairwise(edges)
    )
