"""The ladder as people read it. Whoever sees the case sees its rungs; proposals only overseers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.ladder._declared import Rung, ladder_of
from yingshang.city.supervision.ladder._standing import (
    TAKEN,
    called_for,
    held_of,
    known,
    of_unit,
    resting,
    short_of,
)
from yingshang.city.supervision.ladder.acting import may_approve
from yingshang.city.supervision.ladder.kinds import EscalationView, LadderView, RungView
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.kernel.worktime import to_cst

__all__ = ["escalation", "escalations", "ladder", "ladder_for", "rungs_owed", "rungs_waiting"]

SEE = frozenset({"supervisor", "bureau", "leader", "system"})
MOST = 500


def _view(row: Escalation, day: date, rests: bool = False) -> EscalationView:
    late = 0
    if not rests and row.status == Escalation.Status.STANDING and row.due_on and day > row.due_on:
        late = definitions.calendar(row.region).count_workdays(row.due_on, day)
    copied = {
        name: getattr(row, name)
        for name in EscalationView.__dataclass_fields__
        if name not in ("id", "unit_name", "status_label", "late_days", "rests")
    }
    return EscalationView(
        id=row.pk,
        unit_name=accounts.unit_name(row.unit),
        status_label=str(row.get_status_display()),
        late_days=late,
        rests=rests,
        **copied,
    )


def _views(rows: Iterable[Escalation], at: datetime) -> list[EscalationView]:
    found, day = list(rows), to_cst(at).date()
    standing = [row.ref for row in found if row.status == Escalation.Status.STANDING]
    rests = resting(standing, at) if standing else frozenset()
    return [_view(row, day, row.ref in rests) for row in found]


def ladder(actor: Actor, ref: str, *, at: datetime) -> LadderView | None:
    """The ladder of one case; None where its family has none. NotVisible: the case is."""
    return ladder_for(actor, cases.case_for(actor, ref, at=at), at=at)


def ladder_for(actor: Actor, found: cases.CaseView, *, at: datetime) -> LadderView | None:
    """The same for a case that was fetched for this actor already."""
    day, ref = to_cst(at).date(), found.ref
    declared = ladder_of(found.region, day)
    if declared is None or found.family not in declared.families:
        return None
    (held,) = known([held_of(found, found.region, short_of(ref=ref).get(ref, ""))], at)
    overseer = actor.role in SEE
    rows = [
        row
        for row in Escalation.objects.filter(ref=ref)
        if overseer or row.status in (*TAKEN, Escalation.Status.LIFTED)
    ]
    own = of_unit(rows, held.unit)  # another unit had it before
    taken = [row for row in own if row.status in TAKEN]
    acts = may_order(actor, found.region) and held.open and bool(held.unit)
    may_take = acts and not held.rests
    highest = max((row.level for row in taken), default=0)
    return LadderView(
        ref=ref,
        basis=declared.basis,
        rungs=tuple(
            replace(
                _rung(
                    one, own, day, called_for(held, one, taken, day), may_take, highest, held.rests
                ),
                demand=one.demand_of(held, highest),
            )
            for one in declared.rungs
        ),
        past=tuple(_view(row, day, held.rests) for row in rows),
        unit=held.unit,
        may_act=acts,
        may_approve=may_approve(actor, found.region),
        open=held.open,
    )


def _rung(
    one: Rung,
    rows: list[Escalation],
    day: date,
    due: bool,
    acts: bool,
    highest: int,
    rests: bool,
) -> RungView:
    mine = [row for row in rows if row.rung == one.code]
    taken = next((row for row in mine if row.status in TAKEN), None)
    proposed = next((row for row in mine if row.status == Escalation.Status.PROPOSED), None)
    stands = any(row.status == Escalation.Status.STANDING for row in mine)
    return RungView(
        code=one.code,
        level=one.level,
        name=one.name,
        document=one.document,
        answer_workdays=one.answer_workdays,
        approval=one.approval,
        meeting=one.meeting,
        demand=one.demand,
        addressee=one.addressee,
        leap=one.level > highest + 1 and not due,
        taken=_view(taken, day, rests) if taken else None,
        proposed=_view(proposed, day, rests) if proposed else None,
        due=due,
        may_take=acts and not stands and proposed is None and one.level >= max(highest, 1),
    )


def escalations(actor: Actor, *, at: datetime, status: str | None = None) -> list[EscalationView]:
    """Every rung that the actor sees: overseers those of the city, a unit its own that stand."""
    rows = Escalation.objects.all()
    if actor.role != "system":
        rows = rows.filter(region=actor.region)
    if actor.role not in SEE:
        if not actor.unit:
            return []
        shown = (*TAKEN, Escalation.Status.LIFTED)
        rows = rows.filter(unit__in=accounts.answers_for(actor.unit), status__in=shown)
    if status:
        rows = rows.filter(status=status)
    if actor.role not in SEE:  # a case that was passed on is another unit's, with all that was said
        own = rows.order_by().values_list("ref", flat=True).distinct()
        rows = rows.filter(ref__in=cases.visible_refs(actor, own))
    return _views(rows[:MOST], at)


def escalation(actor: Actor, id: int, *, at: datetime) -> EscalationView:
    """One rung; NotVisible unless the actor sees its case, and proposals only for overseers."""
    row = Escalation.objects.filter(pk=id).first()
    hidden = row is not None and actor.role not in SEE and row.status in ("proposed", "refused")
    if row is None or hidden or not cases.by_refs(actor, [row.ref], at=at):
        raise NotVisible(f"escalation {id}")
    return _views([row], at)[0]


def rungs_owed(actor: Actor, *, at: datetime) -> list[EscalationView]:
    """What the actor's own unit has to answer, the first due first."""
    if not actor.unit:
        return []
    rows = Escalation.objects.filter(
        region=actor.region, unit=actor.unit, addressee="", status=Escalation.Status.STANDING
    )
    return _views(rows.order_by("due_on", "pk")[:MOST], at)


def rungs_waiting(actor: Actor) -> int:
    """How many rungs wait for the actor's consent; 0 for who has none to give."""
    if not may_approve(actor, actor.region):
        return 0
    waiting = Escalation.Status.PROPOSED
    return Escalation.objects.filter(region=actor.region, status=waiting).count()
