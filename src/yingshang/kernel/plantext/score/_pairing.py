"""Which task and which target of a reading answers to which of the annotation."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from .._numerals import parse_number

__all__ = [
    "Json",
    "deadline_of",
    "match_targets",
    "match_tasks",
    "plain",
    "plain_title",
    "target_key",
    "unit_of",
    "units_of",
]

Json = dict[str, Any]
Pairs = list[tuple[Json, Json]]

_ROLES = ("lead", "responsible", "cooperating")


def match_tasks(gold: list[Json], read: list[Json]) -> Pairs:
    """Pair tasks in reading order by equal keys (longest common order-preserving matching)."""
    titled = all(task.get("title") for task in gold) and bool(gold)
    width = min((len(plain_title(task)) for task in gold), default=0) if titled else 0
    size = max(4, min(width, 12))

    def key(task: Json) -> str:
        return plain_title(task)[:size] if titled else _number(task)

    matcher = SequenceMatcher(
        None, [key(task) for task in gold], [key(task) for task in read], autojunk=False
    )
    return [
        (gold[block.a + i], read[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]


def match_targets(
    gold: Iterable[Json], read: Iterable[Json]
) -> tuple[Pairs, list[Json], list[Json]]:
    """Pairs of equal value and unit; then what is left of the annotation and of the reading."""
    left, pairs, missed = list(read), [], []
    for target in gold:
        same = [other for other in left if target_key(other) == target_key(target)]
        if not same:
            missed.append(target)
            continue
        best = max(same, key=lambda other: _likeness(target, other))
        left.remove(best)
        pairs.append((target, best))
    return pairs, missed, left


def _likeness(gold: Json, read: Json) -> tuple[bool, ...]:
    return tuple(
        gold.get(name) == read.get(name) for name in ("comparator", "statistic", "by", "metric")
    )


def target_key(target: Json) -> tuple[float, str]:
    """What makes a target right: its value and its unit."""
    return float(target["value"]), unit_of(target)


def unit_of(target: Json) -> str:
    """The unit without the measure word 个 before it, percent in one form."""
    unit = str(target["unit"]).replace("％", "%").replace(" ", "")
    return unit[1:] if unit.startswith("个") and len(unit) > 1 else unit


def units_of(task: Json) -> set[tuple[str, str]]:
    """(role, name) of every named unit, those of its ``groups`` included."""
    sides = [task, *task.get("groups", ())]
    return {(role, plain(name)) for side in sides for role in _ROLES for name in side.get(role, ())}


def plain(name: str) -> str:
    """A name with half-width brackets and without blanks."""
    return name.translate(str.maketrans("（）　", "() ")).replace(" ", "")


def deadline_of(task: Json) -> str | None:
    """The task's deadline as YYYY-MM-DD, or None."""
    if "deadlines" in task:
        return max((str(day) for day in task["deadlines"]), default=None)
    day = task.get("deadline")
    return str(day) if day else None


def plain_title(task: Json) -> str:
    """The title's letters and digits alone."""
    return "".join(char for char in plain(str(task.get("title", ""))) if char.isalnum())


def _number(task: Json) -> str:
    text = str(task.get("no", "")).strip("（()）.、第条 ")
    value = parse_number(text) if text else None
    return str(value) if value is not None else text
