"""How the units that were asked answered, for many cases at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases.models import Case, CaseEvent, Step

__all__ = ["Answered", "answers_of"]


@dataclass(frozen=True, slots=True)
class Answered:
    """`first`: when all that was asked had been answered once; `last`: when all of it stands
    answered, None while something is open. `again`: an answer was sent back; `again_due` is then
    the last day of what was opened anew."""

    first: datetime | None
    last: datetime | None
    again: bool = False
    again_due: datetime | None = None


def answers_of(refs: Iterable[str]) -> dict[str, Answered]:
    """By case, for those that have a step in which their unit answers; in three queries."""
    editions = dict(Case.objects.filter(ref__in=list(refs)).values_list("ref", "edition_id"))
    own: dict[str, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(case__in=list(editions)).exclude(status="skipped"):
        declared = item_flow_by_id(editions[step.case_id]).flow.step(step.code)
        if declared is not None and declared.answers:
            own[step.case_id].append(step)
    done, again = _history(list(own))
    return {ref: _answered(steps, done, again) for ref, steps in own.items()}


Key = tuple[str, str]  # case, step


def _history(refs: list[str]) -> tuple[dict[Key, datetime], set[Key]]:
    """When each step was done for the first time; those that were opened anew after that."""
    done: dict[Key, datetime] = {}
    again: set[Key] = set()
    rows = CaseEvent.objects.filter(case__in=refs, name__in=("step-opened", "step-done"))
    columns = ("case_id", "name", "at", "data")
    for ref, name, at, data in rows.order_by("case_id", "seq").values_list(*columns):
        key = (ref, json.loads(data)["step"])
        if name == "step-done":
            done.setdefault(key, at)
        elif key in done:
            again.add(key)
    return done, again


def _answered(steps: list[Step], done: dict[Key, datetime], again: set[Key]) -> Answered:
    firsts = [done.get((one.case_id, one.code)) for one in steps]
    lasts = [one.done_at if one.status == "done" else None for one in steps]
    anew = [one for one in steps if (one.case_id, one.code) in again]
    return Answered(
        _latest(firsts),
        _latest(lasts),
        again=bool(anew),
        again_due=_latest([one.due_at for one in anew]),
    )


def _latest(moments: list[datetime | None]) -> datetime | None:
    """The last of them; None where one is missing."""
    known = [one for one in moments if one is not None]
    return max(known) if known and len(known) == len(moments) else None
