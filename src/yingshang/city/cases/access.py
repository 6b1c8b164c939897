"""Who sees which cases, and who may do what. Everything that reads starts from visible_to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role, Scope
from yingshang.city.cases._flows import DRIVEN
from yingshang.city.cases.models import Case, Seat
from yingshang.kernel.flow import FlowDef, Standing

__all__ = [
    "Head",
    "looks_on",
    "may",
    "may_open",
    "may_see_personal",
    "sees",
    "step_unit",
    "visible_q",
    "visible_to",
]


class Head(Protocol):
    """What access asks of a case: a model's row and the writer's own both have it."""

    @property
    def region(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def party_id(self) -> int | None: ...
    @property
    def opened_by(self) -> str: ...
    @property
    def item(self) -> str: ...


# Families that a role receives at its counter or telephone, wherever they are handled.
RECEIVES: Mapping[str, tuple[str, ...]] = {
    Role.CLERK: ("application", "bundle"),
    Role.OPERATOR: ("ticket",),
}
OVERSEERS = frozenset({Role.SUPERVISOR, Role.BUREAU, Role.LEADER})
OPENERS: Mapping[str, frozenset[str]] = {
    "application": frozenset({Role.APPLICANT, Role.CLERK}),
    "bundle": frozenset({Role.APPLICANT, Role.CLERK}),
    "ticket": frozenset({Role.APPLICANT, Role.CLERK, Role.OPERATOR}) | OVERSEERS,
    "order": OVERSEERS,
    "rectification": OVERSEERS | {Role.OPERATOR, Role.CLERK},
    "plan-task": OVERSEERS,
    "ex-officio": frozenset({Role.REVIEWER}),
}
SYSTEMS_OPEN = frozenset({"application"})
INTAKE = frozenset({"accept", "ask_correction", "correct_on_spot", "refuse", "deliver"})
ON_BEHALF = frozenset(
    {"supply", "make_up", "withdraw", "withdraw_promise", "ask_hearing", "waive_hearing"}
)
LEADING = frozenset(
    {
        "pause",
        "resume",
        "extend",
        "decide",
        "decide_now",
        "verify_commitment",
        "tell_hearing",
        "call_hearing",
        "hold_hearing",
        "return_assignment",
    }
)
CLOCK = frozenset({"pause", "resume", "extend"})
OVERSEEING = frozenset({"assign", "rule_return", "reopen"})


def visible_q(actor: Actor) -> Q:
    """Which cases the actor sees.

    Applicants: their party's; their agents: its cases in the items of the authorisation.
    Clerks: applications of the region; operators: its tickets.
    Reviewers (and everybody with a unit): where their unit sits (or one that went into it), for it
    leads, has a step, or took it in for another city.
    Supervisors, bureau, leaders: all of the region. The system: all.
    """
    if actor.role == Role.SYSTEM:
        return Q()
    if actor.role == Role.APPLICANT:
        if actor.party is None:
            return Q(pk__in=[])
        own = Q(party_id=actor.party)
        return own & Q(item__in=actor.items) if actor.items else own
    place = Q(region=actor.region) | Q(district=actor.region)
    if not actor.region:
        return Q(pk__in=[])
    if actor.role in OVERSEERS:
        return place
    q = Q(pk__in=[])
    if actor.unit:
        mine = accounts.answers_for(actor.unit)
        q = Q(Exists(Seat.objects.filter(case=OuterRef("pk"), unit__in=mine)))
    received = RECEIVES.get(actor.role)
    return q | (place & Q(family__in=received)) if received else q


def sees(actor: Actor, case: Head, seated: Collection[str]) -> bool:
    """visible_q for one case in hand, with the units that sit at it (a test compares the two)."""
    if actor.role == Role.SYSTEM:
        return True
    if actor.role == Role.APPLICANT:
        within = not actor.items or case.item in actor.items
        return actor.party is not None and case.party_id == actor.party and within
    if not actor.region:
        return False
    here = actor.region in (case.region, case.district)
    if actor.role in OVERSEERS:
        return here
    if any(unit in seated for unit in accounts.answers_for(actor.unit)):
        return True
    return here and case.family in RECEIVES.get(actor.role, ())


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor sees; lists, counts, search, exports all start here."""
    return Case.objects.filter(visible_q(actor))


def looks_on(actor: Actor, ref: str) -> bool:
    """Whether the actor's unit was given a seat from which it sees the case, though its item does
    not say so (a cooperating unit of a plan's task): it may remark, no more."""
    return bool(actor.unit) and visible_to(actor).filter(ref=ref).exists()


def may_open(actor: Actor, family: str, party: int | None, *, units: Collection[str] = ()) -> bool:
    """Whether the actor may open a case of this family for this party. A bureau's system may for
    applicants, where its unit is among the `units` that will work on the case."""
    if actor.scopes:
        fits = Scope.SUBMIT in actor.scopes and actor.unit in units
        return fits and family in SYSTEMS_OPEN and party is not None
    if actor.role == Role.SYSTEM:
        return True
    if actor.role not in OPENERS.get(family, frozenset()):
        return False
    return actor.role != Role.APPLICANT or (actor.party is not None and party == actor.party)


def step_unit(step_role: str, case: Head, lead: str) -> str:
    """The unit code of a step: its own role in the case's region, or the lead unit."""
    if step_role in ("", "lead"):
        return lead
    return step_role if "-" in step_role else f"{case.region}-{step_role}"


def may(
    actor: Actor, verb: str, case: Head, flow: FlowDef, standing: Standing, step: str | None = None
) -> bool:
    """Whether an actor who sees the case may do the verb (the kernel decides whether it fits).

    complete_step: the step's own unit; of appointed work, what the unit does not do itself is also
    the overseers' to examine. Clock and decision verbs: the lead unit; for work whose
    unit is appointed, also the overseers. Intake: who receives, or the lead unit. Appointing,
    ruling, reopening: overseers. Closing: who handled it; appointed work only the overseers.
    """
    if actor.role == Role.SYSTEM:
        return True
    if case.family in DRIVEN:  # it follows other cases: people may only add notes
        return verb == "note" and actor.is_staff
    if actor.role == Role.APPLICANT:
        return verb in ON_BEHALF and case.party_id == actor.party
    if case.family == "plan-task" and actor.role == Role.LEADER:
        return verb == "note" and actor.region in (case.region, case.district)  # reads and remarks
    # a window elsewhere that took the papers in sees how the case stands, and does nothing to it
    here = actor.region in (case.region, case.district)
    receives = here and case.family in RECEIVES.get(actor.role, ())
    oversees = here and actor.role in OVERSEERS
    directs = oversees and actor.role != Role.LEADER
    leads = bool(actor.unit) and actor.unit == standing.unit
    if verb == "complete_step":
        checks = directs and _is_check(flow, standing, step)
        return checks or (
            actor.role != Role.LEADER and _owns_step(actor, case, flow, standing, step)
        )
    if verb in CLOCK and flow.clock_by == "overseers":
        return directs
    if verb in ("withdraw", "amend") and flow.assigned:
        return directs  # who appointed it takes it back, or changes what is asked
    if verb in INTAKE:
        return leads or receives
    if verb in ("ask_hearing", "waive_hearing") and case.party_id is None:
        return leads or receives  # of the unit's own motion: who it concerns asks the unit itself
    if verb in ON_BEHALF:
        # a bureau's system supplies what it handed in itself
        return receives or (bool(actor.scopes) and case.opened_by == actor.id)
    if verb == "decide":
        return leads or (oversees and flow.assigned)
    if verb in LEADING:
        return leads
    if verb in OVERSEEING:
        return oversees or (verb == "assign" and receives)
    if verb == "close":
        return oversees if flow.assigned else leads or receives or oversees
    return verb == "note" and (here or leads or _has_step(actor, case, flow, standing))


def _has_step(actor: Actor, case: Head, flow: FlowDef, standing: Standing) -> bool:
    units = {step_unit(step.unit, case, standing.unit) for step in flow.steps}
    return bool(actor.unit) and actor.unit in units


def _is_check(flow: FlowDef, standing: Standing, code: str | None) -> bool:
    """Of appointed work, what is not the appointed unit's own step: who appointed it examines."""
    if not flow.assigned:
        return False
    codes = standing.open_steps if code is None else (code,)
    steps = [found for one in codes if (found := flow.step(one)) is not None]
    return any(not step.is_lead for step in steps)


def _owns_step(
    actor: Actor, case: Head, flow: FlowDef, standing: Standing, code: str | None
) -> bool:
    if not actor.unit:
        return False
    codes = standing.open_steps if code is None else (code,)
    for found in codes:
        step = flow.step(found)
        # an unknown step is the kernel's to refuse, with its own sentence
        if step is None or step_unit(step.unit, case, standing.unit) == actor.unit:
            return True
    return False


def may_see_personal(actor: Actor, case: Head, units: set[str]) -> bool:
    """Unmasked personal data: the applicant, who receives the case, the units that work on it."""
    if actor.role == Role.SYSTEM:
        return True
    if actor.role == Role.APPLICANT:
        return actor.party is not None and case.party_id == actor.party
    if actor.region in (case.region, case.district) and case.family in RECEIVES.get(actor.role, ()):
        return True
    return bool(actor.unit) and actor.unit in units
