"""Lists of cases: due first, by keyset, with bounded counts. What a page costs does not grow with
the number of cases: only with what is open for the unit that asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import _views as v
from yingshang.city.cases._cursor import Place, place_of, read_place
from yingshang.city.cases._hands_shown import claims_of
from yingshang.city.cases._lamps import handed_on, lamp_expression, lamps_of
from yingshang.city.cases._reading import holder_name
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.kinds import OPEN_STATES, State, outcome_label
from yingshang.city.cases.models import Case, Seat, Step
from yingshang.city.definitions import service as definitions
from yingshang.kernel.worktime import CST

__all__ = ["by_refs", "my_cases", "queue", "received_elsewhere", "rows_of", "visible_refs"]

HELD = ("me", "others")
LAMPS = ("red", "yellow", "green", "grey")
COUNTED = 2000
"""Counts look at so many cases at the most, due first; `Page.more` says that there are others."""
LOOKED_THROUGH = 5000
"""A text is looked for in so many cases, newest first, where it is not a case's own number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed by; `family`: one, or several with commas."""

    at: datetime
    item: str | None = None
    state: str | None = None
    mine: bool = False
    q: str = ""
    family: str | None = None
    district: str | None = None
    unit: str | None = None
    of: str = ""  # the unit whose open work is meant, where it is not the actor's own
    held: str = ""  # 'me', 'nobody', 'others' or an officer: in whose hands the unit's share lies
    me: tuple[str, ...] = ()  # the actor, and those in whose place he acts now

    @property
    def open_only(self) -> bool:
        """Lists of open work are sorted by due date, all others by arrival."""
        return not self.state or self.state in OPEN_STATES


def _filtered(actor: Actor, asked: Asked) -> QuerySet[Case]:
    rows = visible_to(actor)
    if asked.state == "any":
        pass
    elif asked.state:
        rows = rows.filter(state=asked.state)
    elif asked.mine:
        rows = rows.filter(state__in=[*OPEN_STATES, "decided"])
    else:
        rows = rows.filter(state__in=OPEN_STATES)
    if asked.mine:
        rows = rows.filter(_turn(actor))
    exact = {
        "item": asked.item,
        "district": asked.district,
        "unit": asked.unit,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.family:
        rows = rows.filter(family__in=asked.family.split(","))
    if asked.of:
        seats = Seat.objects.filter(case=OuterRef("pk"), unit=asked.of, stage__gt=0)
        rows = rows.filter(Q(Exists(seats)))
    if asked.held:
        rows = rows.filter(_in_hands(asked, asked.of or actor.unit or ""))
    return _looked_for(rows, asked) if asked.q.strip() else rows


def _in_hands(asked: Asked, unit: str) -> Q:
    """By the unit's own seat; what somebody holds is few, and is looked up from there."""
    seats = Seat.objects.filter(unit=unit, stage__gt=0)
    if asked.held == "nobody":
        return Q(Exists(seats.filter(case=OuterRef("pk"), claimed_by="")))
    held = seats.exclude(claimed_by="")
    if asked.held == "others":
        held = held.exclude(claimed_by__in=asked.me)
    else:
        held = held.filter(claimed_by__in=asked.me if asked.held == "me" else [asked.held])
    return Q(ref__in=held.values("case"))


def _turn(actor: Actor) -> Q:
    """What waits for the actor: his unit's turn, or the applicant's own."""
    if actor.unit:
        return Q(Exists(Seat.objects.filter(case=OuterRef("pk"), unit=actor.unit, stage=2)))
    return Q(holder="applicant") if actor.party is not None else Q(pk__in=[])


def _looked_for(rows: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    """A number finds its case at once; any other text is looked for in a bounded number."""
    text = asked.q.strip()
    if text.count("-") == 2 and text.replace("-", "").isalnum():
        return rows.filter(ref=text)
    words = Q(ref__contains=text) | Q(subject__icontains=text)
    if asked.open_only:
        return rows.filter(words)
    newest = rows.order_by("-submitted_at", "-ref").values("ref")[:LOOKED_THROUGH]
    return Case.objects.filter(words, ref__in=newest)


def queue(
    actor: Actor,
    *,
    at: datetime,
    lamp: str | None = None,
    item: str | None = None,
    state: str | None = None,
    mine: bool = False,
    q: str = "",
    after: str = "",
    before: str = "",
    size: int = 30,
    family: str | None = None,
    district: str | None = None,
    unit: str | None = None,
    of: str = "",
    held: str = "",
) -> v.Page:
    """What the actor sees, due first; open cases unless `state` names one ('any' for all, newest
    first). `after`, `before`: a page's `next` or `previous`; a broken one is the first page.

    `counts` are by lamp over the whole filter, before `lamp` narrows it, looking at no more than
    COUNTED cases; `more` says that there are others. `of`, `held`: see Asked; the share meant is
    that of `of`, or of the actor's own unit.
    """
    me = (actor.id, *accounts.stands_in_for(actor.id, at=at)) if held in HELD else ()
    asked = Asked(at, item, state, mine, q, family, district, unit, of, held, me)
    found: QuerySet[Any] = _filtered(actor, asked).annotate(shown_lamp=lamp_expression(at))
    counts, more = _counts(found, asked)
    if lamp in LAMPS:
        found = _lit(found, lamp, asked)
    size = max(1, min(size, 200))
    place = read_place(before or after)
    shown, further = _page(found, place, asked, size, back=bool(before and place))
    rows = rows_of(shown, at, of or actor.unit or "")
    first = _place(shown[0], asked) if shown and (place is not None) else ""
    last = _place(shown[-1], asked) if shown and further else ""
    total = counts[lamp] if lamp in LAMPS else sum(counts.values())
    return v.Page(
        rows=rows,
        total=total,
        counts=counts,
        more=more,
        next=last,
        previous=first,
        size=size,
        items=_items(actor, at),
    )


def _order(asked: Asked) -> tuple[str, str]:
    """Two columns that order a list without ties."""
    return ("queue_at", "ref") if asked.open_only else ("submitted_at", "ref")


def _counts(found: QuerySet[Any], asked: Asked) -> tuple[dict[str, int], bool]:
    first, second = _order(asked)
    order = (first, second) if asked.open_only else (f"-{first}", f"-{second}")
    looked = found.order_by(*order).values("ref", "shown_lamp")[:COUNTED]
    counted = Case.objects.filter(ref__in=looked.values("ref")).annotate(
        shown_lamp=lamp_expression(asked.at)
    )
    by_lamp = dict(counted.values_list("shown_lamp").annotate(n=Count("ref")).order_by())
    counts = {name: by_lamp.get(name, 0) for name in LAMPS}
    return counts, sum(counts.values()) >= COUNTED


def _lit(found: QuerySet[Any], lamp: str, asked: Asked) -> QuerySet[Any]:
    """One lamp; open and red is a range of the very index that the list is sorted by. Where it is
    the asker's turn, what is decided stands in the list too, and no date of it runs."""
    if lamp == "red" and asked.open_only and (asked.state or not asked.mine):
        return found.filter(queue_at__lt=asked.at, shown_lamp=lamp)
    return found.filter(shown_lamp=lamp)


def _page(
    found: QuerySet[Any], place: Place | None, asked: Asked, size: int, *, back: bool
) -> tuple[list[Case], bool]:
    """The cases of one page in the order of the list, and whether others follow."""
    first, second = _order(asked)
    upwards = asked.open_only != back
    if place is not None:
        more = "gt" if upwards else "lt"
        same = Q(**{first: place.at, f"{second}__{more}": place.ref})
        # The first comparison alone is what an index can use.
        found = found.filter(**{f"{first}__{more}e": place.at})
        found = found.filter(Q(**{f"{first}__{more}": place.at}) | same)
    order = (first, second) if upwards else (f"-{first}", f"-{second}")
    shown = list(found.order_by(*order)[: size + 1])
    further = len(shown) > size or back
    shown = shown[:size]
    return (shown[::-1] if back else shown), further


def _place(case: Case, asked: Asked) -> str:
    return place_of(case.queue_at if asked.open_only else case.submitted_at, case.ref)


def _items(actor: Actor, at: datetime) -> tuple[tuple[str, str], ...]:
    """(code, name) of the items that a list can be narrowed to: those in force, no query."""
    on = at.astimezone(CST).date()
    found = definitions.editions("item", region=actor.region, on=on)
    return tuple((edition.code, str(edition.body["name"])) for edition in found)


def rows_of(cases: Iterable[Case], at: datetime, unit: str = "") -> tuple[v.CaseRow, ...]:
    """Rows with the names of their open steps: a fixed number of queries, not one a row.

    Whose turn and whose hands: those of `unit`'s share, hands else of whoever holds the case.
    """
    found = list(cases)
    steps: dict[str, list[str]] = {}
    open_steps = Step.objects.filter(case__in=[c.ref for c in found], status="open")
    for ref, name in open_steps.order_by("position").values_list("case", "name"):
        steps.setdefault(ref, []).append(name)
    refs = [c.ref for c in found]
    turns = Seat.objects.filter(case__in=refs, unit=unit, stage=2) if unit else Seat.objects.none()
    turn = frozenset(turns.values_list("case", flat=True))
    hands = {c.ref: claims_of(c.claims).get(unit or c.holder, "") for c in found if c.claims}
    names = accounts.person_names(filter(None, hands.values())) if hands else {}
    lamps = {c.ref: str(lit) for c in found if (lit := getattr(c, "shown_lamp", None))}
    lamps |= lamps_of([c for c in found if c.ref not in lamps], at)
    return tuple(
        replace(
            _row(case, lamps[case.ref], tuple(steps.get(case.ref, ()))),
            turn=case.ref in turn,
            claimed_by=hands.get(case.ref, ""),
            claimed_name=names.get(hands.get(case.ref, ""), ""),
        )
        for case in found
    )


def _row(case: Case, lamp: str, open_steps: tuple[str, ...]) -> v.CaseRow:
    same: dict[str, Any] = {name: getattr(case, name) for name in SAME}
    return v.CaseRow(
        **same,
        state_label=str(State(case.state).label),
        district_name=accounts.region_name(case.district) if case.district else "",
        unit_name=accounts.unit_name(case.unit),
        due_at=case.next_due_at or case.due_at,
        lamp=lamp,
        handed_on=handed_on(case),
        outcome_label=outcome_label(case.outcome),
        holder_name=holder_name(case.holder),
        open_steps=open_steps,
    )


SAME = (
    "ref",
    "item",
    "item_name",
    "family",
    "subject",
    "state",
    "district",
    "unit",
    "channel",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "handed_on_at",
    "again_due_at",
    "paused_at",
    "seq",
    "outcome",
    "holder",
    "holder_since",
)


def my_cases(actor: Actor, *, at: datetime, limit: int = 100) -> tuple[v.CaseRow, ...]:
    """The applicant's own cases, newest first."""
    if actor.party is None:
        return ()
    rows = Case.objects.filter(party=actor.party)
    if actor.items:  # an agent, in the items of the authorisation
        rows = rows.filter(item__in=actor.items)
    return rows_of(rows.order_by("-submitted_at", "-ref")[:limit], at)


def received_elsewhere(actor: Actor, *, at: datetime, limit: int = 100) -> tuple[v.CaseRow, ...]:
    """What the actor's window took in for other cities, newest first: how each stands."""
    if not actor.unit or not actor.region:
        return ()
    seated = Seat.objects.filter(unit=actor.unit).values("case")
    rows = Case.objects.filter(ref__in=seated).exclude(region__startswith=actor.region[:4])
    return rows_of(rows.order_by("-submitted_at", "-ref")[:limit], at)


def by_refs(
    actor: Actor, refs: Iterable[str], *, at: datetime, unit: str | None = None
) -> tuple[v.CaseRow, ...]:
    """Rows of the named cases (those that `unit` has) that the actor sees, in the order of the
    names."""
    wanted, mine = list(refs), {} if unit is None else {"unit": unit}
    found = {case.ref: case for case in visible_to(actor).filter(ref__in=wanted, **mine)}
    return rows_of([found[ref] for ref in wanted if ref in found], at)


def refs_by_key(by: Actor, keys: Iterable[str]) -> dict[str, str]:
    """Key → number of the cases that `by` opened with these keys."""
    full = {f"{by.id}:{key}": key for key in keys}
    rows = Case.objects.filter(key__in=list(full)).values_list("key", "ref") if full else ()
    return {full[key or ""]: ref for key, ref in rows}


def visible_refs(actor: Actor, refs: Iterable[str]) -> set[str]:
    """Those of the named cases that the actor sees."""
    return set(visible_to(actor).filter(ref__in=list(refs)).values_list("ref", flat=True))
