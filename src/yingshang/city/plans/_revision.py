"""What is told of plans, by what it was read from: another key whenever any of it changes."""

from typing import Any

from django.db.models import Count, Max, Q, Sum

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.models import Plan
from yingshang.city.plans.tracking.models import ClosingAsk, ExtensionAsk, Track

__all__ = ["plans_revision"]


def plans_revision() -> tuple[Any, ...]:
    """Whatever changes in a plan is written as an event of it, under the lock of its row: so the
    numbers of the last events add up to something new with each change. The units' own numbers
    come with their reports, and go out with a verification; a promise is told with its
    extension."""
    told = Plan.objects.aggregate(Count("pk"), Max("pk"), Sum("last_seq"), Sum("edition"))
    passed = Q(closings__state=ClosingAsk.State.PASSED)
    longer = Q(asks__state=ExtensionAsk.State.GRANTED)
    own = Track.objects.aggregate(
        Count("reports", distinct=True),
        Max("reports"),
        Max("reports__corrected_at"),
        passed=Count("closings", filter=passed, distinct=True),
        passed_at=Max("closings__verified_at", filter=passed),
        longer=Count("asks", filter=longer, distinct=True),
        longer_at=Max("asks__ruled_at", filter=longer),
    )
    return (*told.values(), *own.values(), definitions.generation())
