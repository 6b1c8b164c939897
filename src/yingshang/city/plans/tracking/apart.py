"""A number that a unit told with its task, where what is measured of the same thing says another:
both are kept, and the unit is asked."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.plans import promising
from yingshang.city.plans._measured import WINDOW
from yingshang.city.plans._wording import number
from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking.models import Track
from yingshang.city.plans.tracking.own import Own, own_numbers
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["ToldApart", "ask_told", "told_apart"]

ITEM = "figure-query"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ToldApart:
    """The unit's word of a promise beside the measured number of the same metric."""

    target: int
    plan_title: str
    metric: str
    task_ref: str
    unit_code: str
    period: str
    unit: str
    told: Decimal
    measured: Decimal
    measured_unit: str
    code: str
    name: str
    mark: str
    ref: str = ""  # the case in which the unit is asked; '' = not yet asked

    @property
    def difference(self) -> Decimal:
        return self.told - self.measured

    @property
    def key(self) -> str:
        """One question for one number of one month."""
        return f"told:{self.target}:{self.period}:{self.told}"


def told_apart(region: str, *, as_of: date) -> list[ToldApart]:
    """Every told number of the region's promises that its measure contradicts, with the case in
    which the unit is asked. A fixed number of queries."""
    measured = {
        one.target.id: one for one in promising.promises(region=region, as_of=as_of) if one.measure
    }
    if not measured:
        return []
    rows = Target.objects.filter(pk__in=list(measured)).select_related("task__plan")
    targets = {one.pk: one for one in rows.defer("task__plan__reading")}
    told = own_numbers(targets.values(), as_of)
    tracks = {one.task_id: one for one in _tracks(targets[pk].task_id for pk in told)}
    known = {one.code: one.name for one in indicators.definitions(region, as_of)}
    codes = {value.code for pk in told if (value := measured[pk].measure)}
    values = _by_period(region, codes, as_of) if codes else {}
    found = []
    for pk, own in told.items():
        track = tracks.get(targets[pk].task_id)
        one = _apart(measured[pk], own, track, known, values) if track else None
        if one is not None:
            found.append(one)
    asked = cases.refs_by_key(SYSTEM, [one.key for one in found])
    return [replace(one, ref=asked.get(one.key, "")) for one in found]


def _tracks(tasks: Iterable[int]) -> Iterable[Track]:
    return Track.objects.filter(task__in=set(tasks)).exclude(ref="").exclude(unit="")


def _by_period(region: str, codes: set[str], as_of: date) -> dict[tuple[str, str], list[ValueView]]:
    """By indicator and month, what was measured: the year to that month, then the month alone."""
    found: dict[tuple[str, str], list[ValueView]] = {}
    for kind in (WINDOW, "month"):
        read = indicators.series(region, codes=sorted(codes), as_of=as_of, period=kind)
        for code, seen in read.items():
            for one in seen.values:
                if one.value is not None and one.mark != "reported":
                    found.setdefault((code, one.period), []).append(one)
    return found


def _apart(
    promised: promising.PromiseView,
    own: Own,
    track: Track,
    known: dict[str, str],
    values: dict[tuple[str, str], list[ValueView]],
) -> ToldApart | None:
    """A number may be told of its month alone or of the year to it: it is apart only from both. A
    week has no measured value, so of a week nothing is said."""
    told, measure = own.figure.value, promised.measure
    if told is None or measure is None or "W" in own.period:
        return None
    same = values.get((measure.code, own.figure.period), [])
    if not same or any(one.unit != own.figure.unit for one in same):
        return None
    numbers = [one.value for one in same if one.value is not None]
    if not all(indicators.far_apart(told, one, own.figure.unit) for one in numbers):
        return None
    value = same[0]
    return ToldApart(
        target=promised.target.id,
        plan_title=promised.plan.title,
        metric=promised.target.metric,
        task_ref=track.ref,
        unit_code=accounts.answering(track.unit),
        period=own.figure.period,
        unit=own.figure.unit,
        told=told,
        measured=numbers[0],
        measured_unit=value.unit,
        code=value.code,
        name=known.get(value.code, value.code),
        mark=str(value.mark),
    )


@official
def ask_told(*, at: datetime) -> int:
    """Ask every unit once about each such number; how many cases were opened. One that is refused
    is logged and tried again the next night; neither it nor its city stops the others."""
    regions = Track.objects.exclude(ref="").values_list("region", flat=True).distinct()
    done = 0
    for region in sorted(set(regions)):
        try:
            found = told_apart(region, as_of=to_cst(at).date())
        except Refusal as refusal:
            log.warning("told numbers of %s: %s", region, refusal)
            continue
        done += sum(_asked(region, one, at) for one in found if not one.ref)
    return done


def _asked(region: str, one: ToldApart, at: datetime) -> bool:
    try:
        _ask(region, one, at)
    except Refusal as refusal:
        log.warning("told number %s of %s: %s", one.key, one.task_ref, refusal)
        return False
    return True


def _ask(region: str, one: ToldApart, at: datetime) -> None:
    said = _(
        "随任务 %(ref)s 自报“%(metric)s”为 %(told)s，平台“%(name)s”为 %(measured)s；请说明。"
    ) % {
        "ref": one.task_ref,
        "metric": one.metric,
        "told": definitions.measured(number(one.told), one.unit),
        "name": one.name,
        "measured": definitions.measured(number(round(one.measured, 2)), one.measured_unit),
    }
    title = _("%s自报数据核对：方案任务的数与实测对不上") % accounts.unit_name(one.unit_code)
    cases.open_case(
        item=ITEM,
        region=region,
        form={"title": title, "figures": said},
        party=None,
        channel="system",
        by=SYSTEM,
        at=at,
        subject=title,
        unit=one.unit_code,
        key=one.key,
    )
