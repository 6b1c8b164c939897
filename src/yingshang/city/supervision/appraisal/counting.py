"""What a year's ledger holds of each unit, item by item: rows, never numbers alone.

A measure answers rows per unit; a row says what it is, where it is read, whether it was good and
why. What is not due yet, or was taken back, is no row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words
from yingshang.city.plans import service as plans
from yingshang.city.supervision.kinds import BY_HAND, kept_number
from yingshang.city.supervision.models import Order
from yingshang.city.supervision.rounds.tables import RoundShare
from yingshang.kernel.worktime import to_cst

__all__ = ["MEASURES", "Counted", "counted"]

Row = dict[str, Any]
Counted = dict[str, dict[str, list[Row]]]  # measure → unit → rows
Measure = Callable[[str, int, datetime], dict[str, list[Row]]]


def counted(region: str, year: int, measures: Iterable[str], *, at: datetime) -> Counted:
    """The rows of the measures; a fixed number of queries each."""
    return {name: MEASURES[name](region, year, at) for name in dict.fromkeys(measures)}


def _row(kind: str, ref: str, label: str, ok: bool, why: str) -> Row:
    return {"kind": kind, "ref": ref, "label": label[:200], "ok": ok, "why": why}


def _kept(due: date, done: date | None) -> tuple[bool, str]:
    """Whether the day was kept, in words."""
    words = {"due": day_words(due), "done": day_words(done) if done else ""}
    if done is None:
        return False, _("应于 %(due)s，没有完成") % words
    return done <= due, _("应于 %(due)s，%(done)s 完成") % words


def _work(kind: str) -> Measure:
    """Tasks, or reports: due in the year, and done or past their day. How long a request to close
    is looked at is not the unit's; one that was sent back is none."""

    def measure(region: str, year: int, at: datetime) -> dict[str, list[Row]]:
        found, today = defaultdict(list), to_cst(at).date()
        for one in plans.dated_work(region, at=at):
            over = one.done_on is not None or one.due_on < today
            if one.kind != kind or one.due_on.year != year or not over or not one.unit:
                continue
            if one.state == "cancelled":
                continue
            label = f"{one.no} {one.title} {one.what}".strip()
            ok, why = _kept(one.due_on, one.done_on or one.asked_on)
            said = why if one.done_on or not one.asked_on else _("%s（申请办结，尚未销号）") % why
            found[one.unit].append(_row(kind, one.ref, label, ok, said))
        return found

    return measure


def _evidence(region: str, year: int, at: datetime) -> dict[str, list[Row]]:
    """Tasks whose request to close was looked at: never sent back, or how often."""
    found = defaultdict(list)
    for one in plans.dated_work(region, at=at):
        if one.kind == "task" and one.verified and one.unit and one.due_on.year == year:
            why = _("一次通过") if not one.returned else _("被退回 %d 次") % one.returned
            label = f"{one.no} {one.title}".strip()
            found[one.unit].append(_row("task", one.ref, label, not one.returned, why))
    return found


def _orders(region: str, year: int, at: datetime) -> dict[str, list[Row]]:
    """Orders due in the year; the unit that holds the case answers for it."""
    found, today = defaultdict(list), to_cst(at).date()
    rows = list(Order.objects.filter(region=region, due_on__year=year).select_related("warning"))
    seen = {one.ref: one for one in cases.by_refs(SYSTEM, [row.ref for row in rows], at=at)}
    answers = cases.answers_of(row.ref for row in rows if row.warning.kind in BY_HAND)
    for row in rows:
        case = seen.get(row.ref)
        if case is None or not case.unit or case.state == "withdrawn":
            continue
        due, told = row.due_on, answers.get(row.ref)  # how long the check takes is not the unit's
        done = (_day(told.last) if told else None) or _day(case.decided_at)
        if done is None and due >= today:
            continue
        ok, why = _kept(due, done)
        if due < today and not kept_number(case.state, row.short, row.met_on, due):
            ok, why = False, _by_number(row, why)  # words are not the number
        label = f"{row.number} {row.warning.title}"
        said = _("退回后重新报送：%s") % why if told and told.again else why
        found[case.unit].append(_row("order", row.ref, label, ok, said))
    return found


def _by_number(row: Order, kept: str) -> str:
    if row.short or row.met_on is None:
        return _("%(kept)s；没有达标：%(short)s") % {"kept": kept, "short": row.short}
    return _("%(kept)s；%(met)s 才达标") % {"kept": kept, "met": day_words(row.met_on)}


def _day(moment: datetime | None) -> date | None:
    return to_cst(moment).date() if moment else None


def _numbers(region: str, year: int, at: datetime) -> dict[str, list[Row]]:
    """Promises that can be measured: met or not, for each unit that answers for them. What a
    machine has read and nobody confirmed is held against no unit."""
    found = defaultdict(list)
    until = min(to_cst(at).date(), date(year, 12, 31))
    for one in plans.promises(SYSTEM, region=region, as_of=until):
        if not one.checked or one.standing not in ("met", "near", "missed"):
            continue
        if one.due_on is not None and one.due_on.year != year:
            continue
        why = _("承诺 %(promised)s，实际 %(actual)s") % {
            "promised": one.promised,
            "actual": one.actual_text,
        }
        row = _row("number", f"{one.plan.id}-{one.target.id}", one.target.metric,
                   one.standing == "met", why)  # fmt: skip
        for code in dict.fromkeys(code for unit in one.units for code in unit.duty):
            found[code].append(dict(row))
    return found


def _materials(region: str, year: int, at: datetime) -> dict[str, list[Row]]:
    """Rounds due in the year, by the first sending, as `rounds.punctuality` counts them."""
    found, today = defaultdict(list), to_cst(at).date()
    rows = RoundShare.objects.filter(round__region=region, round__due_on__year=year)
    for row in rows.select_related("round"):
        due = row.round.due_on
        excused = row.status == RoundShare.Status.EXCUSED
        if row.sent_on is None and (excused or due >= today):
            continue
        label = f"{row.round.number} {row.round.title}"
        kept = _kept(due, row.sent_on)
        found[row.unit].append(_row("material", str(row.round_id), label, *kept))
    return found


MEASURES: dict[str, Measure] = {
    "tasks": _work("task"),
    "reports": _work("report"),
    "milestones": _work("milestone"),
    "evidence": _evidence,
    "orders": _orders,
    "numbers": _numbers,
    "materials": _materials,
}
