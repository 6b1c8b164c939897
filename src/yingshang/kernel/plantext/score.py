"""How well a reading agrees with an annotation: tasks, units, deadlines, targets.

Gold is the JSON of the contract, titles optional; ``deadlines`` (a list) is accepted for
``deadline``, and units may stand in ``groups``. Tasks are matched by title where gold gives it,
else by number in reading order.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from ._numerals import parse_number

__all__ = ["Score", "score", "total"]

_ROLES = ("lead", "responsible", "cooperating")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts first, so that documents can be added up; rates are derived from them."""

    tasks_gold: int = 0
    tasks_read: int = 0
    tasks_right: int = 0
    units_gold: int = 0
    units_read: int = 0
    units_right: int = 0
    roles_right: int = 0
    deadlines: int = 0
    deadlines_right: int = 0
    targets_gold: int = 0
    targets_read: int = 0
    targets_right: int = 0
    comparators_right: int = 0

    @property
    def tasks_f1(self) -> float:
        """F1 of tasks found."""
        return _f1(self.tasks_right, self.tasks_gold, self.tasks_read)

    @property
    def units_f1(self) -> float:
        """F1 of unit names within matched tasks, whatever the role."""
        return _f1(self.units_right, self.units_gold, self.units_read)

    @property
    def roles_f1(self) -> float:
        """F1 of unit names with their roles."""
        return _f1(self.roles_right, self.units_gold, self.units_read)

    @property
    def deadline_accuracy(self) -> float:
        """Share of gold tasks whose deadline is right (none where there is none)."""
        return self.deadlines_right / self.deadlines if self.deadlines else 1.0

    @property
    def targets_f1(self) -> float:
        """F1 of targets by value and unit within matched tasks."""
        return _f1(self.targets_right, self.targets_gold, self.targets_read)

    @property
    def comparator_accuracy(self) -> float:
        """Share of right targets whose comparator is right too."""
        return self.comparators_right / self.targets_right if self.targets_right else 1.0

    def to_json(self) -> dict[str, Any]:
        """Answer counts and rates, rates rounded to four places."""
        rates = ("tasks_f1", "units_f1", "roles_f1", "deadline_accuracy", "targets_f1")
        answer: dict[str, Any] = {
            name: round(getattr(self, name), 4) for name in (*rates, "comparator_accuracy")
        }
        return answer | {"counts": asdict(self)}


def score(gold: dict[str, Any], parsed: dict[str, Any]) -> Score:
    """Compare one annotated document with one reading (both as JSON of the contract)."""
    wanted, read = gold["tasks"], parsed["tasks"]
    pairs = _match(wanted, read)
    counts: Counter[str] = Counter(
        tasks_gold=len(wanted), tasks_read=len(read), tasks_right=len(pairs)
    )
    matched = {id(task) for _, task in pairs}
    known = {id(task) for task, _ in pairs}
    for task, found in pairs:
        _count(counts, task, found)
    for task in wanted:
        if id(task) not in known:
            _count(counts, task, {})
    for task in read:
        if id(task) not in matched:
            counts["targets_read"] += len(task["targets"])
            counts["units_read"] += len(_units(task))
    return Score(**counts)


def total(scores: Iterable[Score]) -> Score:
    """Add up the counts of several documents."""
    sums: Counter[str] = Counter()
    for one in scores:
        sums.update(asdict(one))
    return Score(**sums)


def _count(counts: Counter[str], gold: dict[str, Any], read: dict[str, Any]) -> None:
    want, have = _units(gold), _units(read)
    names, named = {name for _, name in want}, {name for _, name in have}
    counts["units_gold"] += len(want)
    counts["units_read"] += len(have)
    counts["units_right"] += len(names & named)
    counts["roles_right"] += len(want & have)
    counts["deadlines"] += 1
    counts["deadlines_right"] += bool(read) and _deadline(gold) == _deadline(read)
    _count_targets(counts, gold.get("targets", ()), read.get("targets", ()))


def _count_targets(
    counts: Counter[str], gold: list[dict[str, Any]], read: list[dict[str, Any]]
) -> None:
    counts["targets_gold"] += len(gold)
    counts["targets_read"] += len(read)
    left = list(read)
    for target in gold:
        same = [other for other in left if _key(other) == _key(target)]
        if not same:
            continue
        best = max(same, key=lambda other: other.get("comparator") == target.get("comparator"))
        left.remove(best)
        counts["targets_right"] += 1
        counts["comparators_right"] += best.get("comparator") == target.get("comparator")


def _key(target: dict[str, Any]) -> tuple[float, str]:
    unit = str(target["unit"]).replace("％", "%").replace(" ", "")
    if unit.startswith("个") and len(unit) > 1:
        unit = unit[1:]
    return float(target["value"]), unit


def _units(task: dict[str, Any]) -> set[tuple[str, str]]:
    return {(role, _plain(name)) for role in _ROLES for name in task.get(role, ())}


def _plain(name: str) -> str:
    return name.translate(str.maketrans("（）　", "() ")).replace(" ", "")


def _deadline(task: dict[str, Any]) -> str | None:
    if "deadlines" in task:
        return max((str(day) for day in task["deadlines"]), default=None)
    day = task.get("deadline")
    return str(day) if day else None


def _match(
    gold: list[dict[str, Any]], read: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair tasks in reading order by equal keys (longest common order-preserving matching)."""
    titled = all(task.get("title") for task in gold) and bool(gold)
    width = min((len(_title(task)) for task in gold), default=0) if titled else 0
    size = max(4, min(width, 12))

    def key(task: dict[str, Any]) -> str:
        return _title(task)[:size] if titled else _number(task)

    matcher = SequenceMatcher(
        None, [key(task) for task in gold], [key(task) for task in read], autojunk=False
    )
    return [
        (gold[block.a + i], read[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]


def _title(task: dict[str, Any]) -> str:
    return "".join(char for char in _plain(str(task.get("title", ""))) if char.isalnum())


def _number(task: dict[str, Any]) -> str:
    text = str(task.get("no", "")).strip("（()）.、第条 ")
    value = parse_number(text) if text else None
    return str(value) if value is not None else text


def _f1(right: int, gold: int, read: int) -> float:
    return 2 * right / (gold + read) if gold + read else 1.0
