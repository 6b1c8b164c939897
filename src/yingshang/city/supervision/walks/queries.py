"""Walk-throughs as people read them, with what became of their findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.kinds import ENDED, late_on
from yingshang.city.supervision.models import Confirmation, Warning
from yingshang.city.supervision.walks.acting import ITEM, fetch, read_steps
from yingshang.city.supervision.walks.kinds import (
    FindingKind,
    FindingView,
    Photo,
    WalkRow,
    WalkTotals,
    WalkView,
)
from yingshang.kernel.worktime import to_cst

__all__ = ["walk", "walk_totals", "walks"]

OVER = frozenset({"decided", "closed"})


def walks(actor: Actor, *, at: datetime) -> list[WalkRow]:
    """The walk-throughs whose case the actor sees, newest first."""
    rows = cases.queue(actor, at=at, item=ITEM, state="any", size=200).rows
    found = _findings([row.ref for row in rows], at)
    return [_row(row, found.get(row.ref, [])) for row in rows]


def _standing(case: Any) -> tuple[str, str]:
    if case.state in OVER and case.outcome == "done":
        return "published", str(_("已公布"))
    if case.state in ENDED or case.outcome:
        return "stopped", str(_("已终止"))
    done = not case.open_steps
    return ("walked", str(_("已记录，待公布"))) if done else ("planned", str(_("待走流程")))


def _row(case: Any, findings: Sequence[FindingView]) -> WalkRow:
    standing, label = _standing(case)
    return WalkRow(
        ref=case.ref,
        title=case.subject,
        standing=standing,
        standing_label=label,
        unit_name=case.unit_name,
        planned_at=case.submitted_at,
        findings=len(findings),
        closed=sum(one.closed for one in findings),
    )


def _findings(refs: Iterable[str], at: datetime) -> dict[str, list[FindingView]]:
    """By walk: every finding with the state of its order."""
    wanted = set(refs)
    given = Warning.objects.filter(kind="walk", order__isnull=False).select_related("order")
    given = given.order_by("pk") if wanted else given.none()
    rows = [row for row in given if row.grounds.get("walk") in wanted]
    orders = [row.order.ref for row in rows]
    known = {one.ref: one for one in cases.by_refs(SYSTEM, orders, at=at)}
    checked = set(Confirmation.objects.filter(ref__in=orders).values_list("ref", flat=True))
    day = to_cst(at).date()
    found: dict[str, list[FindingView]] = {}
    for row in rows:
        case = known.get(row.order.ref)
        if case is not None:
            view = _finding(row, case, row.order.ref in checked, day)
            found.setdefault(row.grounds["walk"], []).append(view)
    return found


def _finding(row: Warning, case: Any, checked: bool, day: date) -> FindingView:
    closed = case.state in ENDED
    kind = FindingKind(row.grounds["finding"])
    return FindingView(
        ref=case.ref,
        kind=kind.value,
        kind_label=str(kind.label),
        text=row.grounds["text"],
        unit_name=accounts.unit_name(row.unit),
        due_on=row.order.due_on,
        state_label=case.state_label,
        answered=not case.open_steps,
        verified=checked,
        closed=closed,
        late=not closed and late_on(case, row.order.due_on, day),
    )


def walk(actor: Actor, ref: str, *, at: datetime) -> WalkView:
    """One walk-through; NotVisible unless the actor sees its case."""
    case = fetch(actor, ref, at)
    (row,) = cases.by_refs(actor, [ref], at=at)
    events = cases.timeline(actor, ref)
    said = next((one.data.get("opinion", "") for one in events if one.name == "step-done"), "")
    steps = read_steps(said) if said else ()
    findings = tuple(_findings([ref], at).get(ref, []))
    decided = [one.data.get("reason", "") for one in events if one.name == "decided"]
    form = case.form
    return WalkView(
        row=_row(row, findings),
        region=case.region,
        walked=form["walked"],
        role=form["role"],
        walker=form["walker"],
        post=form["post"],
        planned_on=date.fromisoformat(form["planned_on"]),
        steps=steps,
        minutes=sum(one.minutes for one in steps),
        photos=tuple(Photo(one.id, one.name) for one in case.files),
        findings=findings,
        summary=decided[-1] if decided else "",
        may_keep=may_order(actor, case.region),
    )


def walk_totals(actor: Actor, *, at: datetime) -> WalkTotals:
    """Counts over what the actor sees."""
    rows = cases.queue(actor, at=at, item=ITEM, state="any", size=200).rows
    found = [one for group in _findings([row.ref for row in rows], at).values() for one in group]
    kinds = Counter(one.kind for one in found)
    return WalkTotals(
        walks=len(rows),
        findings=len(found),
        closed=sum(one.closed for one in found),
        kinds=tuple((str(FindingKind(kind).label), n) for kind, n in kinds.most_common()),
    )
