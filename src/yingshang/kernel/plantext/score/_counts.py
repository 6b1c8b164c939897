"""Counts of what agrees, and the rates derived from them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ._pairing import Json, deadline_of, match_targets, match_tasks, units_of
from ._whole import count_whole

__all__ = ["Score", "same_words", "score", "total"]

_RATES = (
    "tasks_f1",
    "units_f1",
    "roles_f1",
    "role_accuracy",
    "deadline_accuracy",
    "targets_f1",
    "comparator_accuracy",
    "statistic_accuracy",
    "deadline_text_accuracy",
    "header_accuracy",
    "duties_f1",
    "achievements_f1",
)


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
    statistics: int = 0
    statistics_right: int = 0
    deadline_texts: int = 0
    deadline_texts_right: int = 0
    headers: int = 0
    headers_right: int = 0
    duties_gold: int = 0
    duties_read: int = 0
    duties_right: int = 0
    achievements_gold: int = 0
    achievements_read: int = 0
    achievements_right: int = 0

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
    def role_accuracy(self) -> float:
        """Share of right unit names whose role is right too."""
        return min(1.0, self.roles_right / self.units_right) if self.units_right else 1.0

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

    @property
    def statistic_accuracy(self) -> float:
        """Share of right targets, of those whose gold states it, whose statistic is right."""
        return self.statistics_right / self.statistics if self.statistics else 1.0

    @property
    def deadline_text_accuracy(self) -> float:
        """Share of matched tasks, of those whose gold states it, with the deadline's words."""
        return self.deadline_texts_right / self.deadline_texts if self.deadline_texts else 1.0

    @property
    def header_accuracy(self) -> float:
        """Share of the header fields that gold states (title, number, issuer, …) read right."""
        return self.headers_right / self.headers if self.headers else 1.0

    @property
    def duties_f1(self) -> float:
        """F1 of dated duties, by day and words."""
        return _f1(self.duties_right, self.duties_gold, self.duties_read)

    @property
    def achievements_f1(self) -> float:
        """F1 of reported results, by value and unit."""
        return _f1(self.achievements_right, self.achievements_gold, self.achievements_read)

    def to_json(self) -> Json:
        """Answer counts and rates, rates rounded to four places."""
        answer: Json = {name: round(getattr(self, name), 4) for name in _RATES}
        return answer | {"counts": asdict(self)}


def score(gold: Json, parsed: Json) -> Score:
    """Compare one annotated document with one reading (both as JSON of the contract)."""
    wanted, read = gold["tasks"], parsed["tasks"]
    pairs = match_tasks(wanted, read)
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
            counts["units_read"] += len(units_of(task))
    counts.update(count_whole(gold, parsed))
    return Score(**counts)


def total(scores: Iterable[Score]) -> Score:
    """Add up the counts of several documents."""
    sums: Counter[str] = Counter()
    for one in scores:
        sums.update(asdict(one))
    return Score(**sums)


def same_words(gold: str | None, read: str | None) -> bool:
    """Whether both are silent, or one contains the other's words."""
    one, other = (str(text or "").replace(" ", "") for text in (gold, read))
    return one == other or bool(one and other and (one in other or other in one))


def _count(counts: Counter[str], gold: Json, read: Json) -> None:
    want, have = units_of(gold), units_of(read)
    names, named = {name for _, name in want}, {name for _, name in have}
    counts["units_gold"] += len(want)
    counts["units_read"] += len(have)
    counts["units_right"] += len(names & named)
    counts["roles_right"] += len(want & have)
    counts["deadlines"] += 1
    counts["deadlines_right"] += bool(read) and deadline_of(gold) == deadline_of(read)
    if read and "deadline_text" in gold:
        counts["deadline_texts"] += 1
        counts["deadline_texts_right"] += same_words(
            gold["deadline_text"], read.get("deadline_text")
        )
    _count_targets(counts, gold.get("targets", ()), read.get("targets", ()))


def _count_targets(counts: Counter[str], gold: list[Json], read: list[Json]) -> None:
    counts["targets_gold"] += len(gold)
    counts["targets_read"] += len(read)
    for target, best in match_targets(gold, read)[0]:
        counts["targets_right"] += 1
        counts["comparators_right"] += best.get("comparator") == target.get("comparator")
        if "statistic" in target:
            counts["statistics"] += 1
            counts["statistics_right"] += best.get("statistic") == target["statistic"]


def _f1(right: int, gold: int, read: int) -> float:
    return 2 * right / (gold + read) if gold + read else 1.0
