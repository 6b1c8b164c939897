"""Which verbs of a state the flow and the standing close: what `allowed` leaves out."""

from __future__ import annotations

from yingshang.kernel.flow._commitment import decides_on_spot
from yingshang.kernel.flow._model import FlowDef, Standing
from yingshang.kernel.flow._table import LICENSING_ONLY

_HEARING = frozenset(
    {"tell_hearing", "ask_hearing", "waive_hearing", "call_hearing", "hold_hearing"}
)
_HEARING_NEXT = {
    "": frozenset({"tell_hearing"}),
    "told": frozenset({"ask_hearing", "waive_hearing"}),
    "waived": frozenset(),
    "asked": frozenset({"call_hearing"}),
    "called": frozenset({"call_hearing", "hold_hearing"}),
    "held": frozenset(),
}


def closed_verbs(flow: FlowDef, s: Standing) -> set[str]:
    """Verbs that would be refused whatever their form says."""
    closed = _CLOSED_BY_STATE[s.state](flow, s)
    if not flow.licensing:
        closed |= LICENSING_ONLY
    if s.state in ("submitted", "accepted"):
        closed |= _orders(flow, s)
    return closed


def _submitted(flow: FlowDef, s: Standing) -> set[str]:
    closed = set()
    if s.corrections >= flow.max_corrections:
        closed.add("ask_correction")
    if not decides_on_spot(flow, s):
        closed.add("decide_now")
    # a promise is decided on; only silence, or its being taken back, leads to acceptance
    closed.add("accept" if s.commitment == "promised" else "withdraw_promise")
    return closed


def _accepted(flow: FlowDef, s: Standing) -> set[str]:
    closed = set(_HEARING - _HEARING_NEXT[s.hearing])
    if flow.hearing == "held" and s.hearing == "told":
        closed -= {"call_hearing"}
        closed |= {"waive_hearing"}
    if s.open_pause is not None:
        closed |= {"pause", "decide"}
    else:
        closed.add("resume")
    if len(s.running_extensions) >= flow.max_extensions:
        closed.add("extend")
    if not s.open_steps:
        closed.add("complete_step")
    if not (s.all_passed or s.has_failed) or s.hearing_runs or _heard_first(flow, s):
        closed.add("decide")
    if not s.missing:
        closed.add("make_up")
    return closed


def _heard_first(flow: FlowDef, s: Standing) -> bool:
    """A declared hearing that has not even been told of, or not been held where it must be."""
    if flow.hearing == "held":
        return s.hearing != "held"
    return flow.hearing == "told" and not s.hearing


def _decided(flow: FlowDef, s: Standing) -> set[str]:
    closed = set()
    if s.commitment not in ("checking", "mending"):
        closed.add("verify_commitment")
    if s.delivered_at is not None:
        closed.add("deliver")
    return closed


def _nothing(flow: FlowDef, s: Standing) -> set[str]:
    return set()


def _correcting(flow: FlowDef, s: Standing) -> set[str]:
    return set() if s.commitment == "promised" else {"withdraw_promise"}


def _withdrawn(flow: FlowDef, s: Standing) -> set[str]:
    return set() if s.deemed else {"reopen"}


_CLOSED_BY_STATE = {
    "draft": _nothing,
    "submitted": _submitted,
    "correcting": _correcting,
    "accepted": _accepted,
    "refused": _nothing,
    "decided": _decided,
    "closed": _decided,
    "withdrawn": _withdrawn,
}


def _orders(flow: FlowDef, s: Standing) -> set[str]:
    closed: set[str] = set()
    if not flow.assigned or s.unit:
        closed.add("assign")
    if not flow.assigned:
        closed.add("amend")
    if not flow.may_return or not s.unit or s.returns:
        closed.add("return_assignment")
    if s.return_pending:
        closed |= {"complete_step", "decide", "accept", "return_assignment"}
    else:
        closed.add("rule_return")
    if flow.assigned and not s.unit:
        closed.add("accept")
    return closed
