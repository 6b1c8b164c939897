"""What stands on the ladder when its case moves, in the transaction that moves it.

Work that is handed in says what a reminder or an order notice asked for: it is the answer, and
another one is not owed. A meeting is answered by what was said there. A unit that hands the case
over to another owes nothing more; the other begins at the foot of the ladder. The heir of a unit
that has ended owes what that unit owed.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.ladder.telling import tell_relieved
from yingshang.kernel.worktime import to_cst

__all__ = ["ended", "follow", "leave_other_units"]

Status = Escalation.Status
WAITING = (Status.PROPOSED, Status.STANDING)
HANDS = frozenset({"return-ruled", "amended"})


@official  # what is written stays Chinese, whatever language the screen speaks
def follow(work: Any, facts: Sequence[Any]) -> None:
    """Rungs follow the facts of their case."""
    for fact in facts:
        if fact.event.name in HANDS:
            rows = list(
                Escalation.objects.select_for_update().filter(ref=work.ref, status__in=WAITING)
            )
            if "heir" in fact.event.data:
                _go_along(rows, work.standing.unit)
            leave_other_units(rows, work.standing.unit, fact.by_name, fact.event.at)
        elif fact.event.name == "resumed":
            _put_off(work)
        elif fact.event.name == "step-done" and _handed_in(work, fact.event.data["step"]):
            _answer(work, fact)


def _put_off(work: Any) -> None:
    """What had time to be answered when the work was suspended has what was left of it."""
    span = work.standing.pauses[-1]
    first, last = to_cst(span.since).date(), to_cst(span.until).date()
    for row in Escalation.objects.filter(ref=work.ref, status=Status.STANDING, due_on__gte=first):
        if row.due_on is None:
            continue
        calendar = definitions.calendar(row.region)
        left = calendar.count_workdays(first - date.resolution, row.due_on)
        row.due_on = calendar.add_workdays(last, left) if left else max(last, row.due_on)
        row.save(update_fields=["due_on"])


def _go_along(rows: Iterable[Escalation], heir: str) -> None:
    """Hand what waits to the heir, but for what it has standing already."""
    own = {row.rung for row in rows if row.unit == heir}
    for row in rows:
        if row.rung not in own and not (row.status == Status.STANDING and row.addressee):
            row.unit = heir
            row.save(update_fields=["unit"])
            own.add(row.rung)


def leave_other_units(rows: Iterable[Escalation], unit: str, who: str, at: datetime) -> None:
    """Lift what waits for a unit that has the case no more. What another body was told of that
    unit is still that body's to answer."""
    for row in rows:
        stood = row.status == Status.STANDING
        if row.unit == unit or (stood and row.addressee):
            continue
        ended(row, Status.LIFTED, _("已改由%s承办") % accounts.unit_name(unit), who, at)
        if stood:
            tell_relieved(row, at)


def ended(row: Escalation, status: str, reason: str, who: str, at: datetime) -> None:
    """Write that a rung has ended, by whom and why."""
    row.status, row.ended_by, row.ended_at, row.ended_reason = status, who, at, reason
    row.save(update_fields=["status", "ended_by", "ended_at", "ended_reason"])


def _handed_in(work: Any, code: str) -> bool:
    """Whether this was the unit's own step, and nothing of the case is left for it to do."""
    flow, standing = work.item.flow, work.standing

    def own(step: str) -> bool:
        found = flow.step(step)
        return found is not None and found.is_lead

    return own(code) and not any(own(one) for one in standing.open_steps)


def _answer(work: Any, fact: Any) -> None:
    opinion = str(fact.event.data.get("opinion") or "").strip()
    words = _("已报送办理情况：%s") % opinion if opinion else _("已报送办理情况。")
    Escalation.objects.filter(
        ref=work.ref,
        unit=work.standing.unit,
        status=Status.STANDING,
        meeting=False,
        addressee="",
    ).update(
        status=Status.ANSWERED, answer=words, answered_by=fact.by_name, answered_at=fact.event.at
    )
