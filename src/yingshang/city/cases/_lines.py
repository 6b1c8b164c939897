"""The clocks of a case side by side, each with its limit, its owner and what silence does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from yingshang.city.cases._clock import (
    again_due,
    calendar_of,
    line_specs,
    pauses_of,
    rested,
    step_due,
)
from yingshang.city.cases._flows import unit_code
from yingshang.city.cases._held import APPLICANT
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import PAUSE_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.flow import CORRECTION, Standing, StepDef
from yingshang.kernel.worktime import Calendar, Limit

__all__ = ["Line", "lines_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """One clock. `limit` None: `fixed` is its date. `owner`: a unit's code, or the applicant.
    `pauses`, `extensions`: whether those of the case bear on it. `if_silent`: what follows by law
    when the date passes. `group`: main, step, applicant, special."""

    kind: str
    name: str
    start: datetime
    limit: Limit | None
    finished: datetime | None
    fixed: datetime | None
    owner: str
    calendar: Calendar
    pauses: bool = False
    extensions: bool = False
    if_silent: str = ""
    group: str = "main"


def lines_of(work: Work, fixed: datetime | None) -> list[Line]:
    """Every clock that has started, the case's own first, then steps, applicant, procedures."""
    lines = [*_main(work, fixed), *_delivery(work), *_renewal(work)]
    lines += [*_applicant(work), *_special(work)]
    order = {"main": 0, "step": 1, "applicant": 2, "special": 3}
    return sorted(lines, key=lambda line: order[line.group])


def _main(work: Work, fixed: datetime | None) -> Iterator[Line]:
    region, s, item = work.header["region"], work.standing, work.item
    city = definitions.calendar(region)
    for kind, name, start, limit, finished, date_ in line_specs(item.flow, s, fixed):
        if kind == "acceptance":
            owner, silent = unit_code(item.intake, region) or s.unit, ""
            if limit is not None and limit.basis.startswith("行政许可法"):
                silent = _("逾期未一次告知补正的，自收到材料之日起即为受理")
            calendar = calendar_of(owner, city)
            yield Line(kind, name, start, limit, finished, date_, owner, calendar, if_silent=silent)
        elif kind.startswith("step:"):
            step = item.flow.step(kind.removeprefix("step:"))
            owner = s.unit if step is None or step.is_lead else unit_code(step.unit, region)
            calendar = calendar_of(owner, city)
            limit, date_ = _capped(calendar, step, start, s, fixed, limit)
            yield Line(
                kind,
                name,
                start,
                limit,
                finished,
                date_,
                owner,
                calendar,
                pauses=True,
                group="step",
            )
        else:
            if date_ is not None:  # what was sent back or rested has a later day
                date_ = again_due(calendar_of(s.unit, city), item.flow, s, fixed, date_) or date_
            yield Line(
                kind,
                name,
                start,
                limit,
                finished,
                date_,
                s.unit,
                city,
                pauses=True,
                extensions=True,
            )


def _capped(
    calendar: Calendar,
    step: StepDef | None,
    start: datetime,
    standing: Standing,
    fixed: datetime | None,
    limit: Limit | None,
) -> tuple[Limit | None, datetime | None]:
    """(limit, date) of a step: its limit, or the date of the whole where that comes first."""
    due = step_due(calendar, step, start, standing, fixed) if step else None
    whole = rested(standing, standing.due_by_hand(fixed))
    undated = step is not None and step.whole and due is None
    return (None, due) if undated or (due is not None and due == whole) else (limit, None)


def _delivery(work: Work) -> Iterator[Line]:
    """Licensing law art. 44: handed over within ten working days of the decision."""
    s, flow = work.standing, work.item.flow
    if flow.delivery and s.decided_at and s.outcome not in flow.negative:
        done = s.delivered_at or s.closed_at
        city = definitions.calendar(work.header["region"])
        name = _("送达")
        yield Line("delivery", name, s.decided_at, flow.delivery, done, None, s.unit, city)


def _renewal(work: Work) -> Iterator[Line]:
    """Licensing law art. 50: decided before the old licence expires."""
    s = work.standing
    if not s.expires_on or not s.submitted_at or s.reopened:
        return
    city = definitions.calendar(work.header["region"])
    by = worktime.renewal(city, date.fromisoformat(s.expires_on)).decide_by
    done = s.decided_at or s.closed_at
    silent = _("原证到期前未作决定的，视为准予延续（行政许可法第五十条）")
    name = _("延续决定")
    yield Line("renewal", name, s.submitted_at, None, done, by, s.unit, city, if_silent=silent)


def _applicant(work: Work) -> Iterator[Line]:
    """What the applicant owes: a correction, a material promised, a fault to be mended."""
    s, flow = work.standing, work.item.flow
    city = definitions.calendar(work.header["region"])
    ended = s.decided_at or s.closed_at
    for n, span in enumerate(p for p in s.pauses if p.kind == CORRECTION):
        limit = Limit.parse(span.cap) if span.cap else flow.correction
        if limit is not None:
            yield Line(
                f"correction:{n}",
                _("申请人补正"),
                span.since,
                limit,
                span.until,
                None,
                APPLICANT,
                city,
                group="applicant",
            )
    promised = (
        ("make-up", _("容缺补交"), s.accepted_at, s.make_up_by, _("逾期未补交的，视为撤回申请")),
        ("mend", _("限期整改"), s.decided_at, s.mend_by, _("逾期未改正的，撤销决定")),
    )
    for kind, name, since, until, silent in promised:
        if since and until:
            done = ended if kind == "make-up" else None
            yield Line(
                kind,
                name,
                since,
                None,
                done,
                until,
                APPLICANT,
                city,
                False,
                False,
                silent,
                "applicant",
            )


def _special(work: Work) -> Iterator[Line]:
    """How long a special procedure may take, or was announced to take (art. 45)."""
    city = definitions.calendar(work.header["region"])
    for n, pause in enumerate(pauses_of(work.standing)):
        limit = pause.cap or pause.expected
        if limit is None:
            continue
        rule = work.item.flow.pause_rule(pause.kind)
        name = str(PAUSE_LABELS.get(pause.kind) or (rule and rule.name) or pause.kind)
        yield Line(
            f"pause:{n}",
            name,
            pause.since,
            limit,
            pause.until,
            None,
            pause.counterpart,
            city,
            group="special",
        )
