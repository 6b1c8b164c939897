"""One promise: its words, its result, the gap, and the way down."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import DefinitionView, ValueView
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.dashboard import drill
from yingshang.surfaces.dashboard.excerpt import excerpt
from yingshang.surfaces.dashboard.gate import readers
from yingshang.surfaces.dashboard.look import look_at
from yingshang.surfaces.dashboard.places import Place, by_district, by_unit, place_chart
from yingshang.surfaces.kit.charts import Chart, chart

__all__ = ["promise"]


@readers
def promise(request: HttpRequest, actor: Actor, target_id: int) -> HttpResponse:
    """The sentence lit in the document; promised, actual, gap; where the cases are."""
    city = plans.promise(actor, target_id, as_of=timezone.localdate()).plan.region
    look = look_at(request, actor, city=city)
    found = plans.promise(actor, target_id, as_of=look.as_of)
    document = plans.plan(actor, found.plan.id, at=timezone.now())
    context = {
        "look": look,
        "promise": found,
        "excerpt": excerpt(document, found.target),
        "chart": _trend(found, look.running),
        "may_bind": plans.may_edit_plan(actor, found.plan),
        **_replaced(found),
        **_measured(actor, found),
        **_supervised(actor, found),
    }
    return render(request, "dashboard/promise.html", context)


def _replaced(found: PromiseView) -> dict[str, Any]:
    """By what its plan was replaced, and what it is there."""
    by = plans.lineage.replaced_by(found.plan.id, at=timezone.now())
    edition = by is not None and by.kind == "edition"
    heir = plans.lineage.promise_after(found.target.id, edition=edition) if by else None
    return {"replaced": by, "of_edition": edition, "heir": heir}


def _measured(actor: Actor, found: PromiseView) -> dict[str, Any]:
    """The indicator behind a bound promise: its sentence, its parts, its places."""
    if not found.indicator:
        return {"definition": None, "suggestions": _suggested(found)}
    known = indicators.definitions(found.plan.region, found.as_of)
    definition = next((one for one in known if one.code == found.indicator), None)
    region, code = found.plan.region, found.indicator
    value = indicators.value(found.value_id) if _is_stored(found) else None
    context: dict[str, Any] = {
        "definition": definition,
        "value": value,
        "contradictions": indicators.contradictions(region, as_of=found.as_of, code=code)[:6],
    }
    if definition and value:
        context |= _places(actor, found, definition, value)
    return context


def _is_stored(found: PromiseView) -> bool:
    return found.value_id is not None and found.mark != "reported"


def _suggested(found: PromiseView) -> list[Any]:
    if not accounts.units(found.plan.region):  # a reference city: nothing of it is measured here
        return []
    return plans.suggest_bindings(target=found.target.id, at=timezone.now())[:4]


def _places(
    actor: Actor, found: PromiseView, definition: DefinitionView, value: ValueView
) -> dict[str, Any]:
    spread = indicators.spread(value.code, value.region, period=value.period, kind=value.kind)
    drills = drill.may_drill(actor, value.region)
    districts = by_district(value.region, spread)
    return {
        "ways": drill.ways(value, definition.statistic) if drills else [],
        "drills": drills,
        "districts": districts,
        "units": by_unit(spread),
        "district_chart": _districts_chart(found, districts),
    }


def _districts_chart(found: PromiseView, districts: list[Place]) -> Chart | None:
    return place_chart(
        _("各区县：%(name)s") % {"name": found.indicator_name},
        districts,
        found.target.unit,
        target=_level(found),
        target_label=_("承诺 %(level)s") % {"level": found.promised},
    )


def _level(found: PromiseView) -> Decimal | None:
    """Where the promise lies on the axis; a rise or a fall from a base lies nowhere on it."""
    return found.target.value if found.target.comparator in ("<=", ">=", "<", ">", "=") else None


def _trend(found: PromiseView, running: str) -> Chart | None:
    if not any(value is not None for _period, value in found.trend):
        return None
    return chart(
        _("逐月走势：%(name)s") % {"name": found.indicator_name},
        [
            _("%s（未满月）") % period if period == running and found.mark == "measured" else period
            for period, _value in found.trend
        ],
        {found.indicator_name: [value for _period, value in found.trend]},
        unit=found.target.unit,
        target=_level(found),
        target_label=_("承诺 %(level)s") % {"level": found.promised},
    )


def _supervised(actor: Actor, found: PromiseView) -> dict[str, Any]:
    """The newest warning on this promise, and whether the reader may turn it into an order."""
    seen = supervision.warnings(actor, region=found.plan.region)
    mine = [one for one in seen if one.target == found.target.id and one.status != "dismissed"]
    return {
        "warning": max(mine, key=lambda one: one.raised_at, default=None),
        "may_order": supervision.may_order(actor, found.plan.region),
    }
