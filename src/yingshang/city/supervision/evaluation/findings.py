"""What a third party found becomes a rectification: an order a finding, closed on its evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import official
from yingshang.city.feedback import service as feedback
from yingshang.city.supervision._subjects import ground as _ground
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning
from yingshang.city.supervision.ordering import Ground, order_by_hand

__all__ = ["Finding", "order_finding", "survey_findings"]

RULE = "survey-finding"
LEAST = 5  # answers: fewer say nothing of a unit


@dataclass(frozen=True)
class Finding:
    """A unit whose whole interval lies below ``concern`` (per cent of good answers)."""

    unit: str
    unit_name: str
    answered: int
    share: float
    low: float
    high: float
    concern: float
    order: str


def survey_findings(actor: Actor, survey: int) -> list[Finding]:
    """Of a closed survey drawn by units; empty where its questionnaire names no threshold."""
    found = feedback.survey(actor, survey)
    concern = found.questionnaire.concern
    if concern is None or found.questionnaire.stratify != "unit":
        return []
    names = {one.code: one.name for one in accounts.units(found.region, ended=True)}
    orders = dict(
        Warning.objects.filter(
            rule=RULE, key__startswith=f"{RULE}|{survey}-", order__isnull=False
        ).values_list("unit", "order__ref")
    )
    return [
        Finding(
            unit, names[unit], one.answered, 100 * one.value, 100 * one.low, 100 * one.high,
            concern, orders.get(unit, ""),
        )
        for unit, one in feedback.survey_strata(actor, survey)
        if unit in names
        and one.answered >= LEAST
        and one.value is not None
        and one.low is not None
        and one.high is not None
        and 100 * one.high < concern
    ]  # fmt: skip


@official  # what is written stays Chinese, whatever language the screen speaks
def order_finding(*, survey: int, unit: str, due: date, by: Actor, at: datetime) -> str:
    """The order of one finding; answers the case's number. A finding is ordered once."""
    found = next((one for one in survey_findings(by, survey) if one.unit == unit), None)
    if found is None or not may_order(by, by.region):
        raise NotVisible(f"finding {survey} {unit}")
    title = feedback.survey(by, survey).row.title
    ground = Ground(
        rule=RULE,
        kind=RULE,
        key=f"{survey}-{unit}",
        title=_("%(title)s：%(unit)s满意率偏低") % {"title": title, "unit": found.unit_name},
        sentence=_(
            "第三方测评“%(title)s”中，%(unit)s有 %(n)d 份答卷，满意率 %(share).1f%%"
            "（95%% 置信区间 %(low).1f%%—%(high).1f%%），整个区间低于 %(concern)g%%。"
        )
        % {
            "title": title,
            "unit": found.unit_name,
            "n": found.answered,
            "share": found.share,
            "low": found.low,
            "high": found.high,
            "concern": found.concern,
        },
        detail={"survey": str(survey)},
        items=(_ground("survey", survey, title),),
    )
    try:
        with transaction.atomic():
            return order_by_hand(
                ground, region=by.region, unit=unit, demand="", due=due, by=by, at=at
            )
    except IntegrityError:
        raise Refusal(
            "ordered-already", _("这一条已经发过督办单，请到督办单里继续办理。")
        ) from None
