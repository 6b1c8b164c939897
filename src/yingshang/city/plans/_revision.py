"""What is told of plans, by what it was read from: another key whenever any of it changes."""

from typing import Any

from django.db.models import Count, Max, Q, Sum

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.models import Plan
from yingshang.city.plans.tracking.models import ClosingAsk, Report

__all__ = ["plans_revision"]


def plans_revision() -> tuple[Any, ...]:
    """Whatever changes in a plan is written as an event of it, under the lock of its row: so the
    numbers of the last events add up to something new with each change. The units' own numbers
    come with their reports, and go out with a verification."""
    told = Plan.objects.aggregate(Count("pk"), Max("pk"), Sum("last_seq"), Sum("edition"))
    passed = Q(track__closings__state=ClosingAsk.State.PASSED)
    own = Report.objects.aggregate(
        Count("pk", distinct=True),
        Max("pk"),
        Max("corrected_at"),
        passed=Count("track__closings", filter=passed, distinct=True),
        passed_at=Max("track__closings__verified_at", filter=passed),
    )
    return (*told.values(), *own.values(), definitions.generation())
