"""Text set with a blank between all its characters: read without them, and pointed at with them."""

import re
from collections.abc import Callable
from dataclasses import replace

from ._model import Plan

__all__ = ["compacted", "restored"]

_BLANK = re.compile(r"(?<=[^\s\x00-\x7f]) (?=\S)|(?<=\S) (?=[^\s\x00-\x7f])|(?<=\d) (?=[\d.])")
_LEAST = 8


def compacted(given: str) -> tuple[str, list[int]] | None:
    """The text without its blanks, and where each character stood; None where it is not so set."""
    if given.count(" ") * 4 < len(given):
        return None
    dropped: set[int] = set()
    lines = 0
    start = 0
    for line in given.split("\n"):
        spots = [match.start() for match in _BLANK.finditer(line)]
        if len(spots) >= _LEAST and len(spots) * 5 >= (len(line) - len(spots)) * 3:
            dropped.update(start + spot for spot in spots)
            lines += 1
        start += len(line) + 1
    if not lines:
        return None
    kept = [place for place in range(len(given)) if place not in dropped]
    return "".join([given[place] for place in kept]), kept


def restored(plan: Plan, given: str, kept: list[int]) -> Plan:
    """The same plan, its offsets those of the text as given."""
    spread = _spreader(given, kept)
    tasks = []
    for task in plan.tasks:
        targets = tuple(
            replace(target, offsets=place, span=given[slice(*place)])
            for target in task.targets
            for place in [spread(target.offsets)]
        )
        span = spread(task.span)
        tasks.append(replace(task, span=span, text=given[slice(*span)], targets=targets))
    duties = []
    for duty in plan.duties:
        span = spread(duty.span)
        duties.append(replace(duty, span=span, text=given[slice(*span)]))
    facts = []
    for fact in plan.achievements:
        place = spread(fact.offsets)
        facts.append(replace(fact, offsets=place, span=given[slice(*place)]))
    aims = [
        replace(target, offsets=place, span=given[slice(*place)])
        for target in plan.targets
        for place in [spread(target.offsets)]
    ]
    return replace(
        plan,
        tasks=tuple(tasks),
        duties=tuple(duties),
        achievements=tuple(facts),
        targets=tuple(aims),
    )


def _spreader(given: str, kept: list[int]) -> Callable[[tuple[int, int]], tuple[int, int]]:
    def spread(span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        if end <= start:
            place = kept[start] if start < len(kept) else len(given)
            return place, place
        return kept[start], kept[end - 1] + 1

    return spread
