"""Facts of cases as an event log: what, when, which step and unit; no names, no free words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yingshang.city.cases.kinds import OPEN_STATES
from yingshang.city.cases.models import Case, CaseEvent, Step

__all__ = ["LogRow", "log_rows"]

# what opens a step or follows from a decision at once says nothing of where time goes
QUIET = ("step-opened", "licence-issued")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One fact. ``step`` and ``step_name`` are empty where it belongs to none; ``unit`` is the
    step's, else the case's; ``by`` an opaque id; ``ended``: the case is no longer open."""

    ref: str
    item: str
    name: str
    step: str
    step_name: str
    unit: str
    district: str
    channel: str
    by: str
    at: datetime
    ended: bool


_STEP = re.compile(r'"step": ?"([^"\\\\]*)"')


def _step_of(data: str) -> str:
    """The code of the step: read out of the text where it is plain, which is always."""
    found = _STEP.findall(data)
    return found[0] if len(found) == 1 else str(json.loads(data).get("step", ""))


def log_rows(
    *,
    region: str,
    since: datetime,
    until: datetime,
    item: str = "",
    quiet: bool = True,
) -> Iterator[LogRow]:
    """Facts up to `until` of the cases submitted in [since, until), case by case in order, in
    three queries; with ``quiet`` what merely follows (QUIET) is left out."""
    chosen = Case.objects.filter(region=region, submitted_at__gte=since, submitted_at__lt=until)
    if item:
        chosen = chosen.filter(item=item)
    told = {
        ref: rest
        for ref, *rest in chosen.values_list("ref", "item", "unit", "district", "channel", "state")
    }
    steps = {
        (ref, code): (unit, name)
        for ref, code, unit, name in Step.objects.filter(case__in=chosen.values("ref"))
        .values_list("case_id", "code", "unit", "name")
        .iterator(chunk_size=5000)
    }
    rows = CaseEvent.objects.filter(case__in=chosen.values("ref"), at__lt=until)
    if quiet:
        rows = rows.exclude(name__in=QUIET)
    ordered = rows.order_by("case_id", "seq").values_list("case_id", "name", "by", "at", "data")
    for ref, name, by, at, data in ordered.iterator(chunk_size=5000):
        code, unit, district, channel, state = told[ref]
        step = _step_of(data) if name.startswith("step-") else ""
        step_unit, step_name = steps.get((ref, step), ("", ""))
        yield LogRow(
            ref, code, name, step, step_name, step_unit or unit, district, channel, by, at,
            state not in OPEN_STATES,
        )  # fmt: skip
