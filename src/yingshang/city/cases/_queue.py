"""Lists of cases: due first, a fixed number of queries whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case as When_
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import _views as v
from yingshang.city.cases._reading import case_lamp, holder_name
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.kinds import OPEN_STATES, State, outcome_label
from yingshang.city.cases.models import Case, Step

__all__ = ["my_cases", "queue", "rows_of"]

LAMPS = ("red", "yellow", "green", "grey")


def _lamp_expression(at: datetime) -> When_:
    """The same lamps as lamp_of, for the database to count by."""
    return When_(
        When(decided_at__isnull=False, due_at__isnull=True, then=Value("grey")),
        When(decided_at__isnull=False, decided_at__gt=F("due_at"), then=Value("red")),
        When(decided_at__isnull=False, then=Value("green")),
        When(next_due_at__isnull=True, then=Value("grey")),
        When(next_due_at__lt=at, then=Value("red")),
        When(warn_at__lte=at, then=Value("yellow")),
        default=Value("green"),
        output_field=CharField(),
    )


def _mine(actor: Actor) -> Q:
    """What waits for the actor's unit: an open step of its own, or the case held by it."""
    if not actor.unit:
        return Q(holder="applicant") if actor.party is not None else Q(pk__in=[])
    steps = Step.objects.filter(case=OuterRef("pk"), unit=actor.unit, status="open")
    waits = Q(holder=actor.unit, state="submitted") | Q(unit=actor.unit, state="decided")
    no_step = ~Q(Exists(Step.objects.filter(case=OuterRef("pk"), status="open")))
    to_decide = Q(unit=actor.unit, state="accepted") & no_step
    return Q(Exists(steps)) | waits | to_decide


def _filtered(
    actor: Actor,
    *,
    item: str | None,
    state: str | None,
    mine: bool,
    q: str,
    family: str | None,
    district: str | None,
    unit: str | None,
) -> QuerySet[Case]:
    rows = visible_to(actor)
    if state == "any":
        pass
    elif state:
        rows = rows.filter(state=state)
    elif mine:
        rows = rows.filter(state__in=[*OPEN_STATES, "decided"])
    else:
        rows = rows.filter(state__in=OPEN_STATES)
    if mine:
        rows = rows.filter(_mine(actor))
    exact = {"item": item, "family": family, "district": district, "unit": unit}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if q.strip():
        rows = rows.filter(Q(ref__contains=q.strip()) | Q(subject__icontains=q.strip()))
    return rows


def queue(
    actor: Actor,
    *,
    at: datetime,
    lamp: str | None = None,
    item: str | None = None,
    state: str | None = None,
    mine: bool = False,
    q: str = "",
    page: int = 1,
    size: int = 30,
    family: str | None = None,
    district: str | None = None,
    unit: str | None = None,
) -> v.Page:
    """What the actor sees, due first; open cases unless `state` names one ('any' for all).

    `counts` are by lamp over the whole filter, before `lamp` narrows it.
    """
    rows = _filtered(
        actor,
        item=item,
        state=state,
        mine=mine,
        q=q,
        family=family,
        district=district,
        unit=unit,
    ).annotate(shown_lamp=_lamp_expression(at))
    found = dict(rows.values_list("shown_lamp").annotate(n=Count("ref")).order_by())
    counts = {name: found.get(name, 0) for name in LAMPS}
    items = tuple(rows.values_list("item", "item_name").order_by("item").distinct())
    if lamp in LAMPS:
        rows = rows.filter(shown_lamp=lamp)
    total = counts[lamp] if lamp in LAMPS else sum(counts.values())
    size = max(1, min(size, 200))
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    ordered = rows.order_by(F("next_due_at").asc(nulls_last=True), "-submitted_at", "ref")
    shown = rows_of(ordered[(page - 1) * size : page * size], at)
    return v.Page(shown, total, counts, page, pages, size, items)


def rows_of(cases: Iterable[Case], at: datetime) -> tuple[v.CaseRow, ...]:
    """Rows with the names of their open steps: one query more, not one a row."""
    found = list(cases)
    steps: dict[str, list[str]] = {}
    open_steps = Step.objects.filter(case__in=[c.ref for c in found], status="open")
    for ref, name in open_steps.order_by("position").values_list("case", "name"):
        steps.setdefault(ref, []).append(name)
    return tuple(_row(case, at, tuple(steps.get(case.ref, ()))) for case in found)


def _row(case: Case, at: datetime, open_steps: tuple[str, ...]) -> v.CaseRow:
    return v.CaseRow(
        ref=case.ref,
        item=case.item,
        item_name=case.item_name,
        family=case.family,
        subject=case.subject,
        state=case.state,
        state_label=str(State(case.state).label),
        district=case.district,
        district_name=accounts.region_name(case.district) if case.district else "",
        unit=case.unit,
        unit_name=accounts.unit_name(case.unit),
        channel=case.channel,
        submitted_at=case.submitted_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        due_at=case.next_due_at or case.due_at,
        lamp=case_lamp(case, at),
        seq=case.seq,
        outcome=case.outcome,
        outcome_label=outcome_label(case.outcome),
        holder=case.holder,
        holder_name=holder_name(case.holder),
        holder_since=case.holder_since,
        open_steps=open_steps,
    )


def my_cases(actor: Actor, *, at: datetime, limit: int = 100) -> tuple[v.CaseRow, ...]:
    """The applicant's own cases, newest first."""
    if actor.party is None:
        return ()
    rows = Case.objects.filter(party=actor.party).order_by("-submitted_at", "-ref")[:limit]
    return rows_of(rows, at)


def by_refs(actor: Actor, refs: Iterable[str], *, at: datetime) -> tuple[v.CaseRow, ...]:
    """Rows of the named cases that the actor sees, in the order of the names."""
    wanted = list(refs)
    found = {case.ref: case for case in visible_to(actor).filter(ref__in=wanted)}
    return rows_of([found[ref] for ref in wanted if ref in found], at)
