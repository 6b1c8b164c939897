"""What a unit has in hand: its cases, and its steps in the cases of others."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Held, UnitView
from yingshang.city.cases.kinds import OPEN_STATES, SERVICES, State, StepStatus
from yingshang.city.cases.models import Case

__all__ = ["in_hand"]

MOST = 50


def in_hand(unit: UnitView, at: datetime) -> Iterator[Held]:
    """The oldest first; what is decided is done where it is a service, else it awaits its check."""
    running = Q(state__in=OPEN_STATES) | Q(state=State.DECIDED) & ~Q(family__in=SERVICES)
    rows = Case.objects.filter(running, region=unit.region)
    todo = Q(steps__unit=unit.code, steps__status__in=[StepStatus.OPEN, StepStatus.WAITING])
    mine = rows.filter(Q(unit=unit.code) | todo).distinct().order_by("submitted_at", "ref")
    refs = tuple(mine.values_list("ref", flat=True)[:MOST])
    total = len(refs) if len(refs) < MOST else mine.count()
    yield Held(_("没有办完的办件"), refs, total, cases=True)
