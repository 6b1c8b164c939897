"""What each city promises, side by side: per metric, the best promise first.

Like is compared with like only: the same part of the metric, the same kind of unit (working days
are never ranked against days), the same statistic, a level with a level and a fall with a fall.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import library
from yingshang.city.plans._extent import Said, narrowed
from yingshang.city.plans._metrics import Metric, part_of
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.extents import extent
from yingshang.city.plans.kinds import Comparison
from yingshang.city.plans.lineage.finding import superseded
from yingshang.city.plans.models import REVIEWED, Plan, Status, Target, Task
from yingshang.kernel.measures import STATISTICS, unit_of
from yingshang.kernel.plantext import measured

__all__ = ["compare", "districts", "part_said", "promised", "read", "weight"]

# 20个 and 15项 of the same metric count the same things.
_PIECES = {"other:个": "pieces", "count:项": "pieces", "step": "pieces"}
_SAME_STATISTIC = {"each": "max"}  # every case within 2 days, and the longest 2 days, are one


@dataclass(frozen=True)
class _Said:
    """One promise with what decides whom it may be compared with."""

    target: Target
    part: str
    kind: str  # dimension of its unit
    statistic: str
    growth: bool

    @property
    def likeness(self) -> tuple[str, str, str, bool]:
        return self.part, self.kind, self.statistic, self.growth

    @property
    def region(self) -> str:
        return self.target.task.plan.region

    @property
    def label(self) -> str:
        """工作日 · 最长（最大）: what it is ranked among."""
        unit = unit_of(self.target.unit)
        kind = unit.label if unit.dimension in ("workday", "elapsed") else unit.name
        statistic = STATISTICS.get(self.statistic, "")
        shown = [self.part, kind, STATISTICS["change"] if self.growth else statistic]
        return " · ".join(word for word in shown if word)


def compare(*, on: date, metric: str | None = None) -> list[Comparison]:
    """Rows per metric and city; metrics that most cities promise come first.

    A city with plans but no promise for a metric has one row 未承诺 at the end.
    """
    parts = districts()
    targets = [one for one in promised(metric) if one.task.plan.region not in parts]
    cities = sorted(
        set(Plan.objects.filter(withdrawn_at=None).values_list("region", flat=True)) - parts
    )
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        by_metric.setdefault(target.metric_key, []).append(target)
    declared = {one.code: one for one in library.metrics(on)}
    order = sorted(
        (code for code in by_metric if code in declared),
        key=lambda code: (-len({t.task.plan.region for t in by_metric[code]}), code),
    )
    return [row for code in order for row in _side_by_side(declared[code], by_metric[code], cities)]


def districts() -> set[str]:
    """Parts of a city answer their city's plan and are not ranked beside cities."""
    every, whole = accounts.regions(cities_only=False), accounts.regions()
    return {code for code, _name in every} - {code for code, _name in whole}


# What a comparison does not look at. Hundreds of promises are read for one page: each task, plan
# and text is read once, not once a promise.
_UNREAD = ("doubts", "taught")
_UNREAD_OF_TASK = (*_UNREAD, "lead", "responsible", "cooperating", "generic")


def promised(metric: str | None) -> Iterable[Target]:
    """Every standing promise of a known metric, with its plan and text."""
    rows = (
        Target.objects.exclude(metric_key="")
        .exclude(status=Status.REJECTED)
        .exclude(task__status=Status.REJECTED)
        .exclude(task__plan__in=superseded())
        .defer(*_UNREAD)
        .order_by("pk")
    )
    return _with_plans(list(rows.filter(metric_key=metric) if metric else rows))


def _with_plans(targets: list[Target]) -> list[Target]:
    """Tasks, plans and texts put beside their promises.

    ``prefetch_related`` towards a parent asks ``id = 1 OR id = 2 …`` where the database knows no
    tuples: SQLite refuses that beyond a thousand. ``in_bulk`` asks ``IN``, in portions.
    """
    tasks = Task.objects.defer(*_UNREAD_OF_TASK).in_bulk({one.task_id for one in targets})
    plans = (
        Plan.objects.select_related("document")
        .defer("reading", "document__notes")
        .in_bulk({task.plan_id for task in tasks.values()})
    )
    for task in tasks.values():
        task.plan = plans[task.plan_id]
    for target in targets:
        target.task = tasks[target.task_id]
    return targets


def part_said(metric: Metric, target: Target) -> str:
    """The part of the metric that a target speaks of; '' for the whole."""
    part = part_of(metric, scope=target.scope, said=target.metric)
    counts = target.statistic == "count" or unit_of(target.unit).dimension.startswith("count")
    said = Said(target.metric, "", target.words, counts=counts)
    return part or narrowed(extent(), said, metric.told)


def read(metric: Metric, target: Target) -> _Said:
    said = _SAME_STATISTIC.get(target.statistic, target.statistic)
    said = "" if said == "count" and measured(target.unit) else said  # as it was read before
    return _Said(
        target=target,
        part=part_said(metric, target),
        kind=_PIECES.get(unit_of(target.unit).dimension, unit_of(target.unit).dimension),
        statistic=said,
        growth=target.comparator in ("increase", "decrease"),
    )


def weight(one: _Said, direction: str) -> Decimal:
    """What sorts promises of a kind, the strongest first; a larger rise or fall is stronger."""
    value = one.target.value * unit_of(one.target.unit).factor
    return value if direction == "down" and not one.growth else -value


def _side_by_side(
    metric: Metric, targets: Iterable[Target], cities: Iterable[str]
) -> list[Comparison]:
    """The promise that stands for each city, the rest of the city's beneath it, then silence."""
    said = [read(metric, target) for target in targets]
    common = Counter(likeness for _region, likeness in {(one.region, one.likeness) for one in said})
    by_city: dict[str, list[_Said]] = {}
    for one in said:
        by_city.setdefault(one.region, []).append(one)
    for mine in by_city.values():
        mine.sort(key=lambda one: _first(one, common, metric.direction))
    standing = sorted(
        (mine[0] for mine in by_city.values()),
        key=lambda one: (
            bool(one.part),
            -common[one.likeness],
            one.likeness,
            weight(one, metric.direction),
        ),
    )
    ranks = _ranks(standing, metric.direction)
    whole = [one for one in standing if not one.part]
    rows: list[Comparison] = []
    for one in standing:
        unlike = sum(other.likeness != one.likeness for other in whole)
        rows.append(_row(metric, one, ranks.get(one.region), unlike))
        rows += [_row(metric, other, None, beneath=True) for other in by_city[one.region][1:]]
    return rows + [_silent(metric, city) for city in cities if city not in by_city]


def _first(one: _Said, common: Counter, direction: str) -> tuple:
    """Which promise of a city stands for it: the newest plan's, of the whole, and comparable."""
    year = one.target.task.plan.year or 0
    return bool(one.part), -year, one.growth, -common[one.likeness], weight(one, direction)


def _ranks(standing: Sequence[_Said], direction: str) -> dict[str, int]:
    """Region → place among the promises of its kind; where there is only one, no place."""
    found: dict[str, int] = {}
    for kind in {one.likeness for one in standing}:
        alike = [one for one in standing if one.likeness == kind]
        weights = sorted(weight(one, direction) for one in alike)
        if len(alike) > 1:
            found |= {one.region: 1 + weights.index(weight(one, direction)) for one in alike}
    return found


def _row(
    metric: Metric, one: _Said, rank: int | None, unlike: int = 0, *, beneath: bool = False
) -> Comparison:
    """``unlike``: cities whose promise is of another kind; they may stand before or behind."""
    target = one.target
    plan = target.task.plan
    sentence = target.words
    if target.start is not None and target.end is not None:
        sentence = library.sentence(plan.document.text, (target.start, target.end))
    return Comparison(
        metric=metric.code,
        metric_name=metric.name,
        region=plan.region,
        region_name=accounts.region_name(plan.region),
        promised=promise_text(
            target.comparator, target.value, target.unit, value_max=target.value_max
        ),
        target=target.pk,
        plan=plan.pk,
        plan_title=plan.title,
        sentence=sentence,
        span=target.words,
        rank=rank,
        rank_low=rank,
        rank_high=None if rank is None else rank + unlike,
        scope=one.part,
        year=plan.year,
        value=_plain(target.value),
        unit=target.unit,
        statistic=target.statistic,
        said=target.metric,
        among=one.label,
        beneath=beneath,
        checked=target.status in REVIEWED,
    )


def _plain(value: Decimal) -> int | float:
    """For tables that leave the platform: 2 stays 2, 0.2 stays 0.2."""
    return int(value) if value == value.to_integral_value() else float(value)


def _silent(metric: Metric, region: str) -> Comparison:
    return Comparison(
        metric=metric.code,
        metric_name=metric.name,
        region=region,
        region_name=accounts.region_name(region),
        promised=str(_("未承诺")),
        target=None,
        plan=None,
        plan_title="",
        sentence="",
        span="",
        rank=None,
    )
