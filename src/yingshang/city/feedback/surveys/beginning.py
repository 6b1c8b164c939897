"""What the night job does for surveys: freeze the list that is due, remind of the draw, verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.feedback.surveys.acting import Wanted, prepare_survey
from yingshang.city.feedback.surveys.planned import SurveyPlan, span_of, survey_plans
from yingshang.city.feedback.surveys.proving import check_proofs
from yingshang.city.feedback.surveys.tables import Survey
from yingshang.city.notify import service as notify
from yingshang.kernel.worktime import to_cst

__all__ = ["Begun", "begin_surveys"]

CATCH_UP = timedelta(days=31)  # a platform set up in December asks nobody about July
WEEK = 7


@dataclass(frozen=True)
class Begun:
    """What a round did."""

    frozen: int = 0
    reminded: int = 0
    checked: int = 0


@override("zh-hans")
def begin_surveys(*, at: datetime, by: Actor) -> Begun:
    """In every city that has a bureau; again on the same day: nothing new. Nothing is drawn."""
    frozen = 0
    for region, _name in accounts.regions():
        due = [one for one in survey_plans(region, to_cst(at).date()) if _is_due(one, at)]
        keepers = accounts.actors(region=region, role="bureau") if due else []
        for plan in due if keepers else ():
            frozen += _begin(plan, region, keepers, by, at)
    return Begun(frozen, _remind(at), check_proofs(at=at))


def _is_due(plan: SurveyPlan, at: datetime) -> bool:
    if plan.every == "never":
        return False
    day = to_cst(at).date()
    due = span_of(plan.every, day)[1] + timedelta(days=plan.after_days)
    return timedelta() <= day - due <= CATCH_UP


def _begin(plan: SurveyPlan, region: str, keepers: list[Actor], by: Actor, at: datetime) -> int:
    since, until = span_of(plan.every, to_cst(at).date())
    wanted = Wanted(plan.code, plan.who, plan.sample, plan.least)
    begun = Q(plan=plan.code, until=until) | Q(edition__code=plan.survey, since=since, until=until)
    if Survey.objects.filter(begun, region=region).exists():
        return 0  # by this plan or by hand
    try:
        with transaction.atomic():
            made = prepare_survey(
                code=plan.survey, region=region, since=since, until=until,
                surveyor=plan.surveyor, wanted=wanted, by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        return 0  # another worker was first
    except Refusal as refusal:
        title = _("%s没有自动开始：") % plan.name + refusal.sentence
        _tell(keepers, title, f"survey-not-begun-{plan.code}-{until}", "/desk/surveys/", at)
        return 0
    title = _("%(name)s的名单已定，等您用公开数抽样") % {"name": plan.name}
    _tell(keepers, title, f"survey-begun-{made}", f"/desk/surveys/{made}/", at)
    return 1


def _remind(at: datetime) -> int:
    """Lists that nobody drew from: after the days of the plan, and again each week."""
    sent = 0
    plans: dict[str, dict[str, SurveyPlan]] = {}
    waiting = Survey.objects.filter(status=Survey.Status.READY).exclude(plan="")
    for row in waiting.defer("population", "proof", "results"):
        if row.region not in plans:
            found = survey_plans(row.region, to_cst(at).date())
            plans[row.region] = {one.code: one for one in found}
        plan = plans[row.region].get(row.plan)
        days = (to_cst(at).date() - to_cst(row.prepared_at).date()).days
        if plan is None or days < plan.draw_within:
            continue
        title = _("%(title)s：名单定下已 %(n)d 天，还没有人抽样") % {"title": row.title, "n": days}
        key = f"survey-undrawn-{row.pk}-{(days - plan.draw_within) // WEEK}"
        keepers = accounts.actors(region=row.region, role="bureau")
        _tell(keepers, title, key, f"/desk/surveys/{row.pk}/", at)
        sent += len(keepers)
    return sent


def _tell(keepers: list[Actor], title: str, key: str, link: str, at: datetime) -> None:
    notify.send_many(
        notify.Outgoing(
            to=f"user:{one.id}", topic="survey", title=title[:300], key=key, at=at, link=link
        )
        for one in keepers
    )
