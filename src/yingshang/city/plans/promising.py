"""Promise beside result: what was said, what is, how far apart, and which lamp that lights.

Lamps: green = kept; yellow = missed, but near (``data/base/lamps/promise.yaml``: within two
points of a share, a tenth of a time; an indicator may have a band of its own); red = missed by
more; grey = it can't be told, and the reason says why. A value that only the unit itself reported
is compared all the same, but stands apart (``standing`` 'reported') and lights no lamp: nobody
keeps a promise by saying so. That it was missed, past its day, is believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, ValueView
from yingshang.city.plans import binding
from yingshang.city.plans._measured import Known, code_of, known_of, missed_before, promise_of
from yingshang.city.plans._revision import plans_revision
from yingshang.city.plans._wording import gap_sentence, gap_text, shown, untold_sentence
from yingshang.city.plans.kinds import PlanRow, PromiseView, Standing
from yingshang.city.plans.lineage.finding import superseded
from yingshang.city.plans.lineage.lamps import Earlier, before
from yingshang.city.plans.models import Status, Target
from yingshang.city.plans.queries import (
    counted_plans,
    live_bindings,
    plan_day,
    row_of,
    target_view,
    task_view,
)
from yingshang.city.plans.review.dictionary import in_force
from yingshang.city.plans.tracking.moved import longer
from yingshang.city.plans.tracking.own import Own, own_numbers
from yingshang.city.plans.units import Resolver, resolver
from yingshang.kernel.measures import Gap, Promise, Value, decimals, gap, unit_of

__all__ = ["promise", "promises"]

_ONLY_SAID = _lazy("这是部门自报的数，没有办件可以核实。")
_STANDING: dict[str, Standing] = {
    "green": "met",
    "yellow": "near",
    "red": "missed",
    "grey": "nodata",
}


@dataclass(frozen=True)
class _Judged:
    lamp: str
    reason: str
    gap: Gap | None = None


def promises(
    *,
    as_of: date,
    region: str | None = None,
    plan: int | None = None,
    task: int | None = None,
    indicator: str = "",
) -> list[PromiseView]:
    """Every promise of a region, a plan or a task as of a day, in the order of the plans;
    ``indicator``: only those that it measures. Those of a region are kept until something that
    they were read from changes. A plan of a later year counts in no region before its year."""
    if region and not plan and not task:
        found = _of_region(region, as_of, get_language() or "", _read_from(region))
        return [one for one in found if not indicator or one.indicator == indicator]
    targets = _targets(as_of)
    if region:
        targets = _in_force(targets, region, as_of)
    if plan:
        targets = targets.filter(task__plan=plan)
    if task:
        targets = targets.filter(task=task)
    return _views([one for one in targets if not indicator or code_of(one) == indicator], as_of)


def _read_from(region: str) -> tuple[Any, ...]:
    """Plans, the names of places and units, the dictionary that tells which of them is meant, the
    values and the units' own figures."""
    places = (*accounts.districts(region), (region, accounts.region_name(region)))
    if region.endswith("0000"):
        places += tuple(accounts.regions())
    names = (places, tuple(accounts.units(region, ended=True)), in_force(region))
    return plans_revision(), names, indicators.values_revision(region)


@lru_cache(maxsize=32)
def _of_region(
    region: str, as_of: date, _language: str, _read_from: tuple[Any, ...]
) -> tuple[PromiseView, ...]:
    return tuple(_views(list(_in_force(_targets(as_of), region, as_of)), as_of))


def _in_force(targets: QuerySet[Target], region: str, as_of: date) -> QuerySet[Target]:
    """Of a region, what counts on a day: neither what was replaced nor a later year's plan."""
    mine = targets.filter(task__plan__region=region)
    mine = mine.exclude(task__plan__year__gt=as_of.year)
    return mine.exclude(task__plan__in=superseded(as_of))


def promise(target: int, *, as_of: date) -> PromiseView:
    """One promise as of a day; NotVisible where there is none."""
    found = _views(list(_targets(as_of).filter(pk=target)), as_of)
    if not found:
        raise accounts.NotVisible(f"target {target}")
    return found[0]


def _targets(as_of: date) -> QuerySet[Target]:
    """With the day to which its task had been extended by a day (`longer`)."""
    return (
        Target.objects.exclude(status=Status.REJECTED)
        .exclude(task__status=Status.REJECTED)
        .annotate(longer=longer("task", as_of))
        .select_related("task__plan")
        .defer("task__plan__reading")
        .prefetch_related(live_bindings())
        .order_by(
            "task__plan__region",
            F("task__plan__year").desc(nulls_last=True),  # as no base does by itself
            "task__plan_id",
            "task__order",
            "order",
            "pk",
        )
    )


def _views(targets: list[Target], as_of: date) -> list[PromiseView]:
    plans = {target.task.plan_id for target in targets}
    rows = {plan.pk: row_of(plan) for plan in counted_plans().filter(pk__in=plans)}
    known = known_of(targets, as_of)
    earlier = before(target.pk for target in targets)
    asks = {region: resolver(region) for region in known}
    days = {target.task.plan_id: plan_day(target.task.plan) for target in targets}
    own = own_numbers((one for one in targets if not one.live), as_of)
    asked = {pk: asks[row.region].on_day(days[pk]) for pk, row in rows.items()}
    found = [
        _view(
            target,
            rows[target.task.plan_id],
            known,
            asked[target.task.plan_id],
            as_of,
            earlier.get(target.pk),
            own.get(target.pk),
        )
        for target in targets
    ]
    missed = missed_before(targets, earlier, as_of)
    return [replace(one, missed_before=one.target.id in missed) for one in found]


def _longer(target: Target, due: date | None) -> date | None:
    """The later day of a promise that is due with its task."""
    until: date | None = target.longer  # type: ignore[attr-defined]
    own = target.due_on is not None and target.due_on != target.task.deadline
    return until if until and due and not own and until > due else None


def _view(
    target: Target,
    plan: PlanRow,
    known: Mapping[str, Known],
    ask: Resolver,
    as_of: date,
    earlier: Earlier | None,
    by_unit: Own | None,
) -> PromiseView:
    code, here = code_of(target), known[plan.region]
    held = _held(target, here)
    months = here.months.get(code) if code else None
    latest, own = here.values(code) if by_unit is None else (by_unit.figure,) * 2
    judged = _told(_judge(target, plan, here, latest, held, as_of), by_unit, earlier)
    due = target.due_on or target.task.deadline
    longer = _longer(target, due)
    beside = _beside(target, here, code)
    places = decimals(target.value)
    late = bool((last := longer or due) and last < as_of and judged.lamp in ("red", "yellow"))
    standing, judged = _believed(judged, latest, late, beside["fits"])
    task, said = task_view(target.task, plan.region, ask=ask), target_view(target)
    return PromiseView(
        target=said,
        task=task,
        plan=plan,
        indicator=code,
        indicator_name=_name(here, code),
        promised=said.promised,
        actual=latest.value if latest else None,
        actual_text=_amount(latest, places),
        gap=judged.gap.difference if judged.gap else None,
        gap_text=gap_text(judged.gap, places, _sign(by_unit, held)),
        trend=months.drawn if months else (),
        direction=months.trend if months else None,
        lamp=judged.lamp,
        standing=standing,
        reason=judged.reason,
        mark=latest.mark if latest and latest.value is not None else None,
        mark_label=latest.mark_label if latest and latest.value is not None else "",
        period=_period(latest),
        reported_text=_amount(own, places),
        reported_period=own.period if own else "",
        value_id=latest.id if latest else None,
        due_on=due,
        extended_to=longer,
        late=late,
        units=task.answerable,
        as_of=as_of,
        simulated=accounts.is_fictional(plan.region),
        edition_note=earlier.note if earlier else "",
        waits=earlier is not None and earlier.waits,
        taken_over=earlier is not None and earlier.successor,
        few=latest is not None and latest.few,
        held=held,
        **beside,
        own=by_unit.sentence if by_unit else "",
        own_short=by_unit is not None and by_unit.short,
        own_verified=by_unit is not None and by_unit.verified,
    )


def _believed(
    judged: _Judged, latest: ValueView | None, late: bool, fits: str
) -> tuple[Standing, _Judged]:
    """How it stands: the unit's own word keeps no promise; that it failed, past the day, it may
    say."""
    told = latest is not None and judged.lamp != "grey" and latest.mark == "reported"
    if told and not late:
        return "reported", replace(judged, lamp="grey", reason=_only_said(judged.reason, fits))
    return _STANDING[judged.lamp], judged


def _held(target: Target, here: Known) -> Promise | None:
    """The promise as the indicator that it is bound to reads it."""
    measured = here.definitions.get(code_of(target) or "")
    return promise_of(target, measured) if measured else None


def _told(judged: _Judged, by_unit: Own | None, earlier: Earlier | None) -> _Judged:
    if by_unit is not None:
        judged = _Judged(by_unit.lamp, definitions.sentences(by_unit.sentence), by_unit.gap)
    if earlier is not None and earlier.waits:
        judged = _Judged("grey", earlier.sentence, judged.gap)
    return judged


def _sign(by_unit: Own | None, held: Promise | None) -> str:
    return by_unit.sign if by_unit else held.comparator if held else ""


def _judge(
    target: Target,
    plan: PlanRow,
    here: Known,
    latest: ValueView | None,
    held: Promise | None,
    as_of: date,
) -> _Judged:
    code = code_of(target)
    if code is None:
        return _Judged("grey", _unbound(target, plan, here))
    differs = binding.differences(target, code, on=as_of)
    if differs:
        return _Judged("grey", definitions.sentences(*(one.sentence for one in differs)))
    if held is None or latest is None or latest.value is None:
        why = definitions.said(latest.missing_reason) if latest else ""
        return _Judged("grey", why or str(_("这段时间没有可统计的办件")))
    met = gap(held, Value(latest.value, latest.unit, mark=latest.mark))
    if met.met is None or met.difference is None:
        return _Judged("grey", untold_sentence(met), met)
    places = decimals(target.value)
    reason = gap_sentence(
        met.sentence,
        promised=target_view(target).promised,
        actual=_amount(latest, places),
        short=gap_text(met, places, held.comparator),
    )
    if met.met:
        return _Judged("green", reason, met)
    near = met.difference <= _band(target, here.definitions[code], here.near)
    return _Judged("yellow" if near else "red", reason, met)


def _band(
    target: Target, measured: DefinitionView, near: Mapping[str, Mapping[str, str]]
) -> Decimal:
    """By how much a promise may be missed and still be near, in its own unit."""
    kind = unit_of(target.unit).dimension.partition(":")[0]
    band = measured.near or near.get(kind) or near.get("other") or {}
    if "points" in band:
        return Decimal(band["points"])
    return abs(target.value_max or target.value) * Decimal(band.get("share", "0")) / 100


def _only_said(reason: str, fits: str) -> str:
    return definitions.sentences(reason, fits or str(_ONLY_SAID))


def _beside(target: Target, here: Known, code: str | None) -> dict[str, Any]:
    """What is measured of it, by its own indicator or by a fitting one that nobody has bound."""
    measure = here.measured(code or here.fits.get(target.pk))
    return {"measure": measure, "fits": "" if code else _fitting(target, here, measure)}


def _fitting(target: Target, here: Known, measure: ValueView | None) -> str:
    """What is measured of it already, though no person has bound it yet."""
    code = here.fits.get(target.pk)
    if code is None:
        return ""
    said = {"name": _name(here, code), "value": _amount(measure, decimals(target.value))}
    if not said["value"]:
        return _("平台有口径一致的指标“%(name)s”，还没有绑定，也还没有数。") % said
    return _("平台有口径一致的指标“%(name)s”，现为 %(value)s，还没有绑定。") % said


def _unbound(target: Target, plan: PlanRow, here: Known) -> str:
    """Why nothing measures a target yet, down to the very difference; the same that the page of
    its binding says."""
    if not accounts.units(plan.region):
        return str(_("暂无数据：该市的办件和指标没有接入本平台"))
    if target.pk in here.fits:
        return str(_("有口径一致的指标，尚待人工确认并绑定"))
    offered = here.offered.get(target.pk)
    if offered is None:
        return str(_("平台没有测量这项内容的指标，需由部门上报或新增指标"))
    why = (one.sentence for one in offered.mismatches or offered.asks)
    return definitions.sentences(_("最接近的指标是“%s”，还没有绑定。") % offered.name, *why)


def _name(here: Known, code: str | None) -> str:
    found = here.definitions.get(code or "")
    return found.name if found else (code or "")


def _period(value: ValueView | None) -> str:
    """What the value covers; what others have not told covers nothing."""
    if value is None or (value.value is None and value.mark != "measured"):
        return ""
    return value.period


def _amount(value: ValueView | None, places: int) -> str:
    if value is None or value.value is None:
        return ""
    amount = definitions.measured(shown(value.value, places), value.unit)
    return f"{amount}{indicators.few_mark(value.few)}"
