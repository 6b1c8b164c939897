"""A plan's text cut into paragraphs and pieces, so that the very words of each target are lit."""

from bisect import bisect_left
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
    words = sorted(_words(plan), key=lambda w: w.start)
    starts = sorted((t.offsets[0], t.id) for t in plan.tasks if t.offsets)
    found, at, begun = [], 0, 0
    open_words: list[Words] = []  # begun before the end of this line and not over before it
    for line in plan.text.split("\n"):
        end = at + len(line)
        while begun < len(words) and words[begun].start < end:
            open_words.append(words[begun])
            begun += 1
        open_words = [w for w in open_words if w.end > at]
        if line.strip():
            first, last = bisect_left(starts, (at, 0)), bisect_left(starts, (end + 1, 0))
            tasks = tuple(task for _start, task in starts[first:last])
            pieces = _pieces(plan.text, at, end, open_words)
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


def _pieces(text: str, start: int, end: int, words: Sequence[Words]) -> tuple[Piece, ...]:
    """The line from `start` to `end` cut at every edge of the words that lie in it."""
    if not words:
        return (Piece(text[start:end]),)
    cuts = {edge for w in words for edge in (w.start, w.end) if start < edge < end}
    return tuple(
        Piece(
            text[a:b],
            tuple(w for w in words if w.start <= a and b <= w.end),
            tuple(w.target for w in words if w.start == a),
        )
        for a, b in pairwise([start, *sorted(cuts), end])
    )
