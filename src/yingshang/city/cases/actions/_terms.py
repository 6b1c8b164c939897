"""When a term that a verb sets ends: always a limit on the working calendar."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.cases._clock import calendar_of
from yingshang.city.cases._flows import unit_code
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.registries import applicant_guards
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.worktime import Limit

__all__ = ["accepted_by_silence", "barred", "declared_limit", "ends"]

# Administrative Licensing Law arts. 47, 48; art. 82: counted in working days.
HEARING = {
    "hearing_ask": Limit(5, "workday", basis="行政许可法第四十七条"),
    "hearing_hold": Limit(20, "workday", basis="行政许可法第四十七条"),
    "hearing_notice": Limit(7, "workday", basis="行政许可法第四十八条"),
}


def declared_limit(work: Work, name: str) -> Limit:
    """The item's own limit under `name`, else the law's."""
    own = (work.item.body.get("limits") or {}).get(name)
    return Limit(own["value"], own["unit"], basis=own.get("basis", "")) if own else HEARING[name]


def ends(work: Work, start: datetime, limit: Limit) -> datetime:
    """The last moment of a limit; Refusal 'too-long' where the calendar cannot tell."""
    due = worktime.due(definitions.calendar(work.header["region"]), start, limit).at
    if due is None:
        raise Refusal("too-long", _("算不出这个期限的最后一天。请把期限改短，或先更新工作日历。"))
    return due


def accepted_by_silence(work: Work, at: datetime) -> datetime | None:
    """When silence accepted what nobody answered by `at` (law, art. 32): the day of receipt.

    None where the days for answering still run, or where silence says nothing. They are counted
    by the hours of the unit that receives, as the clock of acceptance is.
    """
    limit, standing = work.item.flow.acceptance, work.standing
    received = standing.supplied_at or standing.submitted_at
    if standing.state != "submitted" or not (limit and received and work.item.silence_accepts):
        return None
    region = work.header["region"]
    calendar = calendar_of(unit_code(work.item.intake, region), definitions.calendar(region))
    due = worktime.due(calendar, received, limit).at
    return received if due is not None and at > due else None


def barred(work: Work, what: str, at: datetime) -> None:
    """Raise the first Refusal of the guards that know the applicant (credit, earlier promises)."""
    header = work.header
    for guard in applicant_guards.every():
        refused = guard(header["party_id"], header["region"], what, at)
        if refused is not None:
            raise refused
