"""Promise beside result: what was said, what is, how far apart, and which lamp that lights.

Lamps: green = kept; yellow = within a tenth of the promised level; red = missed by more;
grey = it can't be told, and the reason says why. A value that only the unit itself reported is
compared all the same, but stands apart (``standing`` 'reported').
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import Series, ValueView
from yingshang.city.plans import binding
from yingshang.city.plans._wording import number
from yingshang.city.plans.kinds import PlanRow, PromiseView, UnitLamp
from yingshang.city.plans.models import Status, Target
from yingshang.city.plans.queries import (
    counted_plans,
    live_bindings,
    row_of,
    target_view,
    task_view,
)
from yingshang.kernel.measures import Gap, Promise, Value, gap

__all__ = ["promise", "promises", "unit_lamps"]

NEAR = Decimal("0.10")
"""How far from the promised level is still near (share of it). Practice differs by place
(domain-rules §11), hence one number in one spot."""

WINDOW = "year"
"""What a promise is held against: January up to the day. Its months show which way it moves."""

_WORST = ("red", "yellow", "grey", "green")
_STANDING = {"green": "met", "yellow": "near", "red": "missed", "grey": "nodata"}


@dataclass(frozen=True)
class _Judged:
    lamp: str
    reason: str
    gap: Gap | None = None


def promises(
    *, as_of: date, region: str | None = None, plan: int | None = None
) -> list[PromiseView]:
    """Every promise of a region or a plan as of a day, in the order of the plans."""
    targets = _targets()
    if region:
        targets = targets.filter(task__plan__region=region)
    if plan:
        targets = targets.filter(task__plan=plan)
    return _views(list(targets), as_of)


def promise(target: int, *, as_of: date) -> PromiseView:
    """One promise as of a day; NotVisible where there is none."""
    found = _views(list(_targets().filter(pk=target)), as_of)
    if not found:
        raise accounts.NotVisible(f"target {target}")
    return found[0]


def _targets() -> QuerySet[Target]:
    return (
        Target.objects.exclude(status=Status.REJECTED)
        .exclude(task__status=Status.REJECTED)
        .select_related("task__plan")
        .defer("task__plan__reading")
        .prefetch_related(live_bindings())
        .order_by("task__plan__region", "-task__plan__year", "task__order", "order")
    )


def _views(targets: list[Target], as_of: date) -> list[PromiseView]:
    plans = {target.task.plan_id for target in targets}
    rows = {plan.pk: row_of(plan) for plan in counted_plans().filter(pk__in=plans)}
    known = _known(targets, as_of)
    return [_view(target, rows[target.task.plan_id], known, as_of) for target in targets]


def _code(target: Target) -> str | None:
    return target.live[0].indicator if target.live else None


@dataclass(frozen=True)
class _Known:
    """What the indicators of one region say: the year to date, its months, their names."""

    year: Mapping[str, Series]
    months: Mapping[str, Series]
    names: Mapping[str, str]


def _known(targets: Iterable[Target], as_of: date) -> dict[str, _Known]:
    """Per region, the bound indicators: a fixed number of queries, however many targets."""
    wanted: dict[str, set[str]] = {}
    for target in targets:
        code = _code(target)
        if code:
            wanted.setdefault(target.task.plan.region, set()).add(code)
    found = {}
    for region, bound in wanted.items():
        names = {one.code: one.name for one in indicators.definitions(region, as_of)}
        codes = sorted(bound & set(names))
        found[region] = _Known(
            indicators.series(region, codes=codes, as_of=as_of, period=WINDOW),
            indicators.series(region, codes=codes, as_of=as_of, period="month"),
            names,
        )
    return found


def _view(target: Target, plan: PlanRow, known: Mapping[str, _Known], as_of: date) -> PromiseView:
    code = _code(target)
    here = known.get(plan.region) if code else None
    seen = here.year.get(code) if here and code else None
    months = here.months.get(code) if here and code else None
    latest = seen.latest if seen else None
    judged = _judge(target, plan, code, latest, as_of)
    due = target.due_on or target.task.deadline
    standing = _STANDING[judged.lamp]
    if latest is not None and judged.lamp != "grey" and latest.mark == "reported":
        standing = "reported"
    task = task_view(target.task, plan.region)
    return PromiseView(
        target=target_view(target),
        task=task,
        plan=plan,
        indicator=code,
        indicator_name=(here.names.get(code, code) if here and code else ""),
        promised=target_view(target).promised,
        actual=latest.value if latest else None,
        actual_text=_amount(latest),
        gap=judged.gap.difference if judged.gap else None,
        gap_text=_gap_text(judged.gap),
        trend=tuple((one.period, one.value) for one in months.values) if months else (),
        direction=months.trend if months else None,
        lamp=judged.lamp,
        standing=standing,
        reason=judged.reason,
        mark=latest.mark if latest and latest.value is not None else None,
        mark_label=latest.mark_label if latest and latest.value is not None else "",
        period=latest.period if latest else "",
        value_id=latest.id if latest else None,
        due_on=due,
        late=bool(due and due < as_of and judged.lamp in ("red", "yellow")),
        units=task.answerable,
        as_of=as_of,
        simulated=accounts.is_fictional(plan.region),
    )


def _judge(
    target: Target, plan: PlanRow, code: str | None, latest: ValueView | None, as_of: date
) -> _Judged:
    if code is None:
        return _Judged("grey", _unbound(target, plan))
    differs = binding.differences(target, code, on=as_of)
    if differs:
        return _Judged("grey", "".join(one.sentence for one in differs))
    if latest is None or latest.value is None:
        why = latest.missing_reason if latest else ""
        return _Judged("grey", why or str(_("这段时间没有可统计的办件")))
    met = gap(_promise(target), Value(latest.value, latest.unit, mark=latest.mark))
    if met.met is None or met.difference is None:
        return _Judged("grey", met.sentence, met)
    if met.met:
        return _Judged("green", met.sentence, met)
    near = met.difference <= abs(target.value_max or target.value) * NEAR
    return _Judged("yellow" if near else "red", met.sentence, met)


def _promise(target: Target) -> Promise:
    return Promise(target.comparator, target.value, target.unit, target.value_max, target.baseline)


def _unbound(target: Target, plan: PlanRow) -> str:
    if not accounts.units(plan.region):
        return str(_("暂无数据：该市的办件和指标没有接入本平台"))
    if target.status == Status.SUGGESTED:
        return str(_("目标由机器识别，尚待人工确认并绑定指标"))
    return str(_("尚未绑定指标"))


def _amount(value: ValueView | None) -> str:
    if value is None or value.value is None:
        return ""
    return f"{number(value.value)} {value.unit}"


def _gap_text(met: Gap | None) -> str:
    if met is None or met.difference is None:
        return ""
    if met.met:
        return str(_("已达到"))
    return f"{_('还差')} {number(met.difference)} {met.unit}"


def unit_lamps(*, region: str, as_of: date) -> list[UnitLamp]:
    """Per unit of ours: the worst lamp of the promises it answers for, and how many of each.

    Grey ranks below red and yellow: what can't be told must not hide what can.
    """
    counts: dict[str, dict[str, int]] = {}
    for one in promises(as_of=as_of, region=region):
        for unit in one.units:
            if unit.code:
                mine = counts.setdefault(unit.code, dict.fromkeys(_WORST, 0))
                mine[one.lamp] += 1
    lamps = [
        UnitLamp(
            unit=code,
            name=accounts.unit_name(code),
            lamp=next(lamp for lamp in ("red", "yellow", "green", "grey") if mine[lamp]),
            counts=mine,
        )
        for code, mine in counts.items()
    ]
    return sorted(lamps, key=lambda one: (_WORST.index(one.lamp), one.unit))
