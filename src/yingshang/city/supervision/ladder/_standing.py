"""Where a case stands on the ladder: the facts that its rules ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.supervision._subjects import watcher
from yingshang.city.supervision.kinds import ENDED
from yingshang.city.supervision.ladder._declared import Rung
from yingshang.city.supervision.ladder.kinds import Held
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.models import Order
from yingshang.kernel.worktime import CST, Limit, to_cst
from yingshang.kernel.worktime import due as due_of

__all__ = [
    "TAKEN",
    "called_for",
    "facts_of",
    "held_of",
    "known",
    "of_unit",
    "open_work",
    "resting",
    "short_of",
]

TAKEN = (Escalation.Status.STANDING, Escalation.Status.ANSWERED, Escalation.Status.PASSED)
PAGE = 200
ANSWERED = frozenset({"order", "plan-task"})  # work that the unit hands in and another checks


def of_unit(rows: Iterable[Escalation], unit: str) -> list[Escalation]:
    """The rungs that count for a unit: its own, and what was taken of one that went into it."""
    mine = accounts.answers_for(unit)
    return [row for row in rows if row.unit in mine]


def short_of(**about: str) -> dict[str, str]:
    """By case, the number by which an order is not met though its unit has answered."""
    return dict(Order.objects.filter(**about).exclude(short="").values_list("ref", "short"))


def held_of(row: cases.CaseRow | cases.CaseView, region: str, short: str = "") -> Held:
    """A case as the ladder looks at it: what was sent back to its unit after the day, though it
    had answered by then, is due on the new one; words are no answer to a number that is not
    met."""
    since: datetime | None
    if isinstance(row, cases.CaseRow):
        holder, since = row.holder, row.holder_since
    else:
        holder, since = row.holder_unit.unit, row.holder_unit.since
    due = max(filter(None, (row.due_at, row.again_due_at)), default=None)
    short = short if row.state == "decided" else ""
    examined = row.state == "decided" or holder not in ("", row.unit)
    return Held(
        ref=row.ref,
        region=region,
        unit=row.unit,
        subject=row.subject,
        due_on=to_cst(due).date() if due else None,
        family=row.family,
        open=row.state not in ENDED,
        answered=row.family in ANSWERED and examined and not short,
        since=to_cst(since).date() if since else None,
        rests=row.paused_at is not None,
        short=short,
    )


def resting(refs: Iterable[str], at: datetime) -> frozenset[str]:
    """Of these cases those that rest: of what stands for them nothing is late meanwhile."""
    rows = cases.by_refs(SYSTEM, list(dict.fromkeys(refs)), at=at)
    return frozenset(row.ref for row in rows if row.paused_at and row.paused_at <= at)


def open_work(region: str, families: Iterable[str], at: datetime) -> Iterator[Held]:
    """Every open case of the families that has a unit, page by page; then the orders that are
    answered and not met."""
    for family in families:
        after = ""
        while True:
            page = cases.queue(watcher(region), at=at, family=family, size=PAGE, after=after)
            held = known((held_of(row, region) for row in page.rows if row.unit), at)
            yield from (one for one in held if not (one.answered or one.rests))  # not pressed
            if not page.next:
                break
            after = page.next
    short = short_of(region=region) if "order" in families else {}
    for row in cases.by_refs(watcher(region), list(short), at=at):
        if row.state == "decided" and row.unit:
            yield held_of(row, region, short[row.ref])


def facts_of(
    held: Held, taken: Iterable[Escalation], day: date, late_workdays: int = Rung.late_workdays
) -> dict[str, Any]:
    """The words of the rules for one case on one day; a fact that is not known is left out. What
    was handed out after its day counts from there, as if it were due so many working days later."""
    calendar = definitions.calendar(held.region)
    facts: dict[str, Any] = {"rung": "", "silent_workdays": 0}
    due = held.pressing_on
    if held.late_begun and held.begun_on is not None:
        due = _after(held, held.begun_on, late_workdays)
    if due is not None:
        facts["workdays_left"] = _signed(calendar, day, due)
    highest = max(taken, key=lambda one: (one.level, one.pk), default=None)
    if highest is None:
        return facts
    facts["rung"] = highest.rung
    if highest.status == Escalation.Status.STANDING:
        silent = max(highest.due_on or date.max, held.resumed_on or date.min)
        if day > silent:
            facts["silent_workdays"] = calendar.count_workdays(silent, day)
    elif highest.answered_at is not None:
        # while others examined what was handed in, and while it rested, the unit had nothing to do
        since = (held.since or date.min, held.resumed_on or date.min)
        answered = max(to_cst(highest.answered_at).date(), *since)
        facts["answered_workdays"] = calendar.count_workdays(answered, day)
    return facts


def _after(held: Held, day: date, workdays: int) -> date | None:
    """So many working days after a day, those on which the work rested left out."""
    start, limit = datetime.combine(day, time(), CST), Limit(workdays, "workday")
    ends = due_of(definitions.calendar(held.region), start, limit, pauses=held.pauses).at
    return to_cst(ends).date() if ends else None


def called_for(held: Held, rung: Rung, taken: Iterable[Escalation], day: date) -> bool:
    """Whether the rule of a rung asks for it today: of what others examine, and of what rests,
    nobody is asked."""
    return (
        held.open
        and not (held.answered or held.rests)
        and rung.called_for(facts_of(held, taken, day, rung.late_workdays))
    )


def known(found: Iterable[Held], at: datetime) -> Iterator[Held]:
    """Tasks with what their plan knows of them: the title that they have now (a new edition may
    have changed it), since when their unit has them, for which promise they are red."""
    rows = list(found)
    refs = [one.ref for one in rows if one.family == "plan-task"]
    tasks = plans.pressed(refs, at=at) if refs else {}
    for one in rows:
        task = tasks.get(one.ref)
        yield (
            one
            if task is None
            else replace(
                one,
                subject=task.title,
                begun_on=task.begun_on,
                resumed_on=task.resumed_on,
                pauses=task.pauses,
                target=task.target,
                target_due=task.target_due,
                untold=task.untold,
            )
        )


def _signed(calendar: Any, day: date, due: date) -> int:
    """Working days to the due day; negative once past, also over a weekend."""
    if day <= due:
        return int(calendar.count_workdays(day, due))
    return min(-1, -int(calendar.count_workdays(due, day)))
