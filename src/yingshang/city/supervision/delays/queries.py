"""What was asked of the date of one case, and who may ask or rule now."""

from dataclasses import dataclass
from datetime import date, datetime

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.delays.acting import FAMILIES, RUNNING, may_extend
from yingshang.city.supervision.delays.tables import DelayAsk
from yingshang.kernel.worktime import to_cst

__all__ = ["AskView", "DelayView", "delays"]


@dataclass(frozen=True)
class AskView:
    """One request, with its ruling."""

    was: date
    until: date
    reason: str
    by_name: str
    asked_at: datetime
    state: str
    state_label: str
    words: str
    ruled_by: str
    ruled_at: datetime | None


@dataclass(frozen=True)
class DelayView:
    """What the page of a case says of its date."""

    asks: tuple[AskView, ...]  # newest first
    due_on: date | None
    may_ask: bool
    may_rule: bool

    @property
    def waiting(self) -> AskView | None:
        return next((one for one in self.asks if one.state == "asked"), None)


def delays(actor: Actor, case: cases.CaseView, *, at: datetime) -> DelayView | None:
    """For a case that was fetched for this actor; None where its date is moved in another way."""
    if case.family not in FAMILIES:
        return None
    rows = list(DelayAsk.objects.filter(ref=case.ref))
    waits = any(row.state == DelayAsk.State.ASKED for row in rows)
    day = case.again_due_at or case.promised_due_at
    due = to_cst(day).date() if day else None
    running = case.state in RUNNING and due is not None
    more = running and may_extend(case)
    own = bool(actor.unit) and actor.unit == case.unit
    in_time = due is not None and to_cst(at).date() <= due
    return DelayView(
        asks=tuple(_view(row) for row in rows),
        due_on=due,
        may_ask=more and own and in_time and not waits and case.holder_unit.unit == case.unit,
        may_rule=waits and running and not own and may_order(actor, case.region),
    )


def _view(row: DelayAsk) -> AskView:
    copied = {
        name: getattr(row, name) for name in AskView.__dataclass_fields__ if name != "state_label"
    }
    return AskView(state_label=str(row.get_state_display()), **copied)
