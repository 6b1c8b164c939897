"""What it would take: how many of our own cases, and which step the time goes to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView
from yingshang.city.plans import binding
from yingshang.city.plans.learning.kinds import Cell, EffortView, StepTime
from yingshang.city.plans.models import Binding
from yingshang.kernel.measures import STATISTICS, convert, effort, share_effort, unit_of

__all__ = ["effort_for"]

_SHOWN = 4


def effort_for(mine: Cell, *, level: Decimal, as_of: date) -> EffortView:
    """What the city's cases of the last whole quarter would need for a level of this promise."""
    none = EffortView(level, mine.unit)
    one, why = _indicator(mine, as_of)
    if one is None:
        return EffortView(level, mine.unit, reason=why)
    if unit_of(one.unit).dimension != unit_of(mine.unit).dimension:
        return EffortView(level, mine.unit, reason=_("指标和承诺的计量单位不同，不能换算"))
    since, until = indicators.quarter_before(as_of)
    found = indicators.spans(code=one.code, region=mine.region, since=since, until=until)
    if found.reason:
        return EffortView(level, mine.unit, reason=found.reason)
    wanted = convert(level, mine.unit, one.unit)
    if one.statistic == "share":
        counted = share_effort(found.above, found.below, wanted)
    else:
        counted = effort(found.cases, wanted, one.statistic)
    if not counted.total:
        return EffortView(level, mine.unit, reason=_("上个季度没有可以数的办件"))
    now = None if counted.now is None else convert(counted.now, one.unit, mine.unit)
    return EffortView(
        level=level,
        unit=none.unit,
        indicator=one.code,
        indicator_name=one.name,
        statistic=one.statistic,
        statistic_label=STATISTICS[one.statistic],
        since=since,
        until=until,
        now=now,
        total=counted.total,
        over=counted.over,
        change=counted.change,
        steps=_steps(found.steps, one, mine.region, as_of),
    )


def _indicator(mine: Cell, on: date) -> tuple[DefinitionView | None, str]:
    """The one a person bound to the promise, else one that agrees with it in everything."""
    known = {one.code: one for one in indicators.definitions(mine.region, on)}
    bound = Binding.objects.filter(target=mine.target, undone_at=None).values_list("indicator")
    code = next((row[0] for row in bound), None)
    if code in known:
        return known[code], ""
    target = binding.target_with_plan(mine.target)
    for one in known.values():
        if mine.metric in one.metrics and not binding.differences(target, one.code, on=on):
            return one, ""
    return None, str(_("平台没有和这条承诺口径一致的指标，数不出要改多少件"))


def _steps(
    found: Iterable[indicators.StepSum], one: DefinitionView, region: str, on: date
) -> tuple[StepTime, ...]:
    """The steps by the time they took, the longest first."""
    rows = [row for row in found if row.workdays]
    every = sum(row.workdays for row in rows)
    if not every:
        return ()
    names = _names(one.item, region, on)
    return tuple(
        StepTime(
            step=row.step,
            name=names.get(row.step, row.step),
            unit=row.unit,
            cases=row.cases,
            workdays=row.workdays,
            share=Decimal(row.workdays) * 100 / every,
            late=row.late,
        )
        for row in rows[:_SHOWN]
    )


def _names(item: str, region: str, on: date) -> dict[str, str]:
    """Step → its name; none where the city no longer has the item."""
    try:
        body = catalog.item(item, region=region, on=on).body
    except accounts.NotVisible:
        return {}
    return {step["code"]: step["name"] for step in body.get("steps", ())}
