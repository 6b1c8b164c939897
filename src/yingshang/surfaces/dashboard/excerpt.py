"""The place in a plan where a promise stands, with its very words lit."""

from collections.abc import Iterator
from dataclasses import dataclass

from yingshang.city.plans.kinds import PlanView, TargetView

__all__ = ["Excerpt", "Line", "excerpt"]

AROUND = 260
"""Characters of text kept on either side where a task is very long."""


@dataclass(frozen=True)
class Line:
    """A line of the text: before, the lit words (often none), after."""

    before: str
    lit: str = ""
    after: str = ""


@dataclass(frozen=True)
class Excerpt:
    """`cut_before` and `cut_after`: the task goes on where the excerpt does not."""

    lines: tuple[Line, ...]
    cut_before: bool
    cut_after: bool


def excerpt(plan: PlanView, target: TargetView) -> Excerpt | None:
    """The task's own text around the target's words; None where a person added it without any."""
    if target.offsets is None:
        return None
    start, end = target.offsets
    task = next((one for one in plan.tasks if one.id == target.task), None)
    first, last = task.offsets if task and task.offsets else (start, end)
    first, last = min(first, start), max(last, end)
    since, until = _line_start(plan.text, max(first, start - AROUND), first), last
    if last - end > AROUND:
        until = _line_end(plan.text, end + AROUND, last)
    lines = tuple(_lines(plan.text, since, until, start, end))
    return Excerpt(lines, since > first, until < last)


def _line_start(text: str, at: int, floor: int) -> int:
    return max(text.rfind("\n", 0, at) + 1, floor)


def _line_end(text: str, at: int, ceiling: int) -> int:
    found = text.find("\n", at)
    return ceiling if found < 0 else min(found, ceiling)


def _lines(text: str, since: int, until: int, start: int, end: int) -> Iterator[Line]:
    at = since
    for line in text[since:until].split("\n"):
        stop = at + len(line)
        if line.strip():
            low, high = min(max(start, at), stop), min(max(end, at), stop)
            lit = text[low:high]
            yield Line(text[at:low], lit, text[high:stop]) if lit else Line(line)
        at = stop + 1
