"""What each city promises, side by side: per metric, the best promise first."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.plans import library
from yingshang.city.plans._metrics import Metric, unit_kind
from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.kinds import Comparison
from yingshang.city.plans.models import Plan, Status, Target

__all__ = ["compare"]

# Only for ordering promises given in different kinds of day; the page prints them as they stand.
_CALENDAR_DAYS = {
    "minute": Decimal(1) / 1440,
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "workday": Decimal(7) / 5,
    "month": Decimal(30),
}


def compare(*, on: date, metric: str | None = None) -> list[Comparison]:
    """Rows per metric and city; metrics that most cities promise come first.

    A city with plans but no promise for a metric has one row 未承诺 at the end.
    """
    targets = _targets(metric)
    cities = sorted(set(Plan.objects.values_list("region", flat=True)))
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        by_metric.setdefault(target.metric_key, []).append(target)
    declared = {one.code: one for one in library.metrics(on)}
    order = sorted(
        (code for code in by_metric if code in declared),
        key=lambda code: (-len({t.task.plan.region for t in by_metric[code]}), code),
    )
    return [row for code in order for row in _side_by_side(declared[code], by_metric[code], cities)]


def _targets(metric: str | None) -> Iterable[Target]:
    rows = (
        Target.objects.exclude(metric_key="")
        .exclude(status=Status.REJECTED)
        .exclude(task__status=Status.REJECTED)
        .select_related("task__plan", "task__plan__document")
        .defer("task__plan__reading")
        .order_by("pk")
    )
    return rows.filter(metric_key=metric) if metric else rows


def _weight(target: Target, direction: str) -> tuple[int, Decimal]:
    """What sorts promises: growth promises after levels, then the stronger number first."""
    growth = target.comparator in ("increase", "decrease")
    value = target.value * _CALENDAR_DAYS.get(unit_kind(target.unit), Decimal(1))
    return (1 if growth else 0, value if direction == "down" else -value)


def _side_by_side(
    metric: Metric, targets: Iterable[Target], cities: Iterable[str]
) -> list[Comparison]:
    weighed = sorted(((_weight(t, metric.direction), t) for t in targets), key=lambda p: p[0])
    rows: list[Comparison] = []
    ranked: dict[str, int] = {}
    place, seen, last = 0, 0, None
    for weight, target in weighed:
        region = target.task.plan.region
        rank = None
        if weight[0] == 0 and region not in ranked:
            seen += 1
            place, last = (place, last) if weight == last else (seen, weight)
            rank = ranked[region] = place
        rows.append(_row(metric, target, rank))
    silent = [city for city in cities if city not in {row.region for row in rows}]
    return rows + [_silent(metric, city) for city in silent]


def _row(metric: Metric, target: Target, rank: int | None) -> Comparison:
    plan = target.task.plan
    text = plan.document.text
    sentence = target.span
    if target.start is not None and target.end is not None:
        sentence = library.sentence(text, (target.start, target.end))
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
        span=target.span,
        rank=rank,
        scope=target.scope,
        year=plan.year,
    )


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
