"""Which line of a report speaks of which target, where the case went on to a new edition since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yingshang.city.plans.lineage.models import Kind, TargetLink
from yingshang.city.plans.models import Target

__all__ = ["Kin", "kin_of"]


@dataclass(frozen=True)
class Kin:
    """`home`: of targets that lines speak of, their task and the year of its plan. `heirs`: which
    targets these are today over the links between editions. `linked`: today's with such a link."""

    home: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    heirs: Mapping[int, set[int]] = field(default_factory=dict)
    linked: frozenset[int] = frozenset()

    def line_of(
        self, target: Target, told: Sequence[Mapping[str, Any]]
    ) -> Mapping[str, Any] | None:
        """The line of a target itself, or else of what it was in another edition."""
        mine = (line for line in told if line["target"] == target.pk)
        return next(mine, None) or next((one for one in told if self._was(one, target)), None)

    def _was(self, line: Mapping[str, Any], target: Target) -> bool:
        told = line["target"]
        if told in self.heirs:
            return target.pk in self.heirs[told]
        if told not in self.home or target.pk in self.linked:
            return False
        # no link tells, as where an edition was withdrawn again: the same number of the same year
        task, year = self.home[told]
        alike = line["metric"] == target.metric and line.get("unit") in (None, target.unit)
        return alike and task != target.task_id and year == target.task.plan.year


def kin_of(targets: Iterable[Target], lines: Iterable[Mapping[str, Any]]) -> Kin:
    """No query where the lines speak of just these targets; else two, and one an edition."""
    mine = list(targets)
    strange = {line["target"] for line in lines} - {one.pk for one in mine}
    if not strange:
        return Kin()
    rows = Target.objects.filter(pk__in=strange)
    told = rows.values_list("pk", "task", "task__plan__year")
    home = {pk: (task, year) for pk, task, year in told}
    tasks = {one.task_id for one in mine}
    live = TargetLink.objects.filter(
        task__undone_at=None, task__link__undone_at=None, task__link__kind=Kind.EDITION
    )
    pairs = list(live.filter(heir__task__in=tasks).values_list("heir", "origin"))
    linked = frozenset(heir for heir, _origin in pairs)
    heirs: dict[int, set[int]] = {}
    while pairs:
        fresh = set()
        for heir, origin in pairs:
            known = heirs.setdefault(origin, set())
            now = heirs.get(heir, set()) | ({heir} if heir in linked else set())
            if not now <= known:
                known |= now
                fresh.add(origin)
        pairs = list(live.filter(heir__in=fresh).values_list("heir", "origin")) if fresh else []
    return Kin(home, heirs, linked)
