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
    """`last`: when all that was asked stands answered, None while something is open. `again`: an
    answer was sent back."""

    last: datetime | None
    again: bool = False


def answers_of(refs: Iterable[str]) -> dict[str, Answered]:
    """By case, for those that have a step in which their unit answers; in three queries."""
    editions = dict(Case.objects.filter(ref__in=list(refs)).values_list("ref", "edition_id"))
    own: dict[str, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(case__in=list(editions)).exclude(status="skipped"):
        declared = item_flow_by_id(editions[step.case_id]).flow.step(step.code)
        if declared is not None and declared.answers:
            own[step.case_id].append(step)
    again = _sent_back(list(own))
    return {
        ref: Answered(
            _latest([one.done_at if one.status == "done" else None for one in steps]),
            again=any((ref, one.code) in again for one in steps),
        )
        for ref, steps in own.items()
    }


def _sent_back(refs: list[str]) -> set[tuple[str, str]]:
    """(case, step) of those that were opened anew after they had been done."""
    done: set[tuple[str, str]] = set()
    again: set[tuple[str, str]] = set()
    rows = CaseEvent.objects.filter(case__in=refs, name__in=("step-opened", "step-done"))
    for ref, name, data in rows.order_by("case_id", "seq").values_list("case_id", "name", "data"):
        key = (ref, json.loads(data)["step"])
        if name == "step-done":
            done.add(key)
        elif key in done:
            again.add(key)
    return again


def _latest(moments: list[datetime | None]) -> datetime | None:
    """The last of them; None where one is missing."""
    known = [one for one in moments if one is not None]
    return max(known) if known and len(known) == len(moments) else None
