"""The lamp of a case, for the database to count by and for what is shown: one rule for both."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case as When_
from django.db.models import CharField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from yingshang.city.cases._clock import lamp_of
from yingshang.city.cases.kinds import ENDED_STATES, OPEN_STATES
from yingshang.city.cases.models import Case
from yingshang.city.cases.registries import decided_lamps

__all__ = ["case_lamp", "handed_on", "lamp_expression", "lamps_of"]


def case_lamp(case: Case, at: datetime | None) -> str:
    """Running: by its next due date, whatever its steps are due on. Decided: red when late. Grey
    without a running clock. What a unit handed on in time is not late, however long others then
    examine it; what was sent back to it is due on its new day.
    """
    due = case.again_due_at or case.due_at
    if case.decided_at is not None:
        if due is None:
            return "grey"
        done = case.handed_on_at or case.decided_at
        return "red" if done > due else "green"
    if case.state in ENDED_STATES:
        return "grey"
    if at is None or case.next_due_at is None:
        return "grey"
    if handed_on(case):
        return "green"
    return lamp_of(case.next_due_at, case.warn_at, at)


def handed_on(case: Case) -> bool:
    """Appointed work that its unit answered in time and that others hold now."""
    done, due = case.handed_on_at, case.again_due_at or case.due_at
    if case.state in ENDED_STATES or done is None or due is None:
        return False
    return done <= due


def lamp_expression(at: datetime) -> When_:
    """The same lamps as case_lamp; before them what the app above knows of what was decided."""
    due = Coalesce("again_due_at", "due_at")
    handed_on = Q(state__in=OPEN_STATES, handed_on_at__lte=due)
    done = Coalesce("handed_on_at", "decided_at")
    known = (
        When(Q(family=family, decided_at__isnull=False) & holds, then=Value(lamp))
        for family, lamps in decided_lamps.items()
        for lamp, holds in lamps(at)
    )
    return When_(
        *known,
        When(decided_at__isnull=False, due_at__isnull=True, then=Value("grey")),
        When(GreaterThan(done, due), decided_at__isnull=False, then=Value("red")),
        When(decided_at__isnull=False, then=Value("green")),
        When(next_due_at__isnull=True, then=Value("grey")),
        When(handed_on, then=Value("green")),
        When(next_due_at__lt=at, then=Value("red")),
        When(warn_at__lte=at, then=Value("yellow")),
        default=Value("green"),
        output_field=CharField(),
    )


def lamps_of(cases: Collection[Case], at: datetime | None) -> dict[str, str]:
    """The lamp of each; only those that the app above knows more of cost a query."""
    lit = {case.ref: case_lamp(case, at) for case in cases}
    asked = [c.ref for c in cases if at and c.decided_at is not None and c.family in decided_lamps]
    if asked and at:
        rows = Case.objects.filter(ref__in=asked).annotate(shown_lamp=lamp_expression(at))
        lit |= dict(rows.values_list("ref", "shown_lamp"))
    return lit
