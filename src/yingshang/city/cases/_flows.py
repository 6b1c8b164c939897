"""From an item's declared body to the flow that the kernel walks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView
from yingshang.kernel.flow import ExtensionRule, FlowDef, PauseRule, StepDef
from yingshang.kernel.worktime import Limit

__all__ = [
    "APPOINTED",
    "DRIVEN",
    "ItemFlow",
    "flow_of_body",
    "item_flow",
    "item_flow_by_id",
    "unit_code",
]


@dataclass(frozen=True)
class _Habits:
    """What a family of work does unless its item says otherwise."""

    intake: str = "lead"
    assigned: bool = False
    may_return: bool = False
    silence_accepts: bool = False  # under the Administrative Licensing Law, silence is an answer
    vouchers: bool = False
    auto_accept: bool = False
    auto_decide: bool = False
    clock_by: str = "lead"  # "overseers": who set the date moves it; the unit asks
    driven: bool = False  # its course follows that of other cases: nobody's turn, no verbs


HABITS: Mapping[str, _Habits] = {
    "application": _Habits(intake="hall", silence_accepts=True, vouchers=True),
    "bundle": _Habits(intake="hall", auto_accept=True, driven=True),
    "ticket": _Habits(),
    "order": _Habits(
        assigned=True, may_return=True, auto_accept=True, auto_decide=True, clock_by="overseers"
    ),
    "rectification": _Habits(auto_accept=True, clock_by="overseers"),
    "ex-officio": _Habits(auto_accept=True, vouchers=True),
    "plan-task": _Habits(assigned=True, may_return=True, auto_accept=True, clock_by="overseers"),
}
APPOINTED = frozenset(family for family, habits in HABITS.items() if habits.assigned)
DRIVEN = frozenset(family for family, habits in HABITS.items() if habits.driven)
NO_LEAD = frozenset({"", "assigned", "none"})


@dataclass(frozen=True)
class ItemFlow:
    """An edition of an item, read once: its flow, and what cases copy from it."""

    edition: int
    version: int
    code: str
    name: str
    family: str
    lead: str  # a role, or '' where a unit is appointed for each case
    intake: str  # the role that receives
    flow: FlowDef
    body: Mapping[str, Any]
    driven: bool = False
    silence_accepts: bool = False
    vouchers: bool = False  # numbered, sealed papers go with its facts

    @property
    def here(self) -> bool:
        """Handled in this platform: of what is handled elsewhere only the copy stands here."""
        return bool(self.body["handled"] == "here")

    def lead_unit(self, region: str) -> str:
        return unit_code(self.lead, region)

    def units(self, region: str) -> frozenset[str]:
        """The lead unit and those that have a step."""
        steps = (step.unit for step in self.flow.steps if not step.is_lead)
        return frozenset({self.lead_unit(region), *(unit_code(unit, region) for unit in steps)})


def unit_code(role: str, region: str) -> str:
    """Units are <region>-<role>; what already is a code stays."""
    return role if not role or "-" in role else f"{region}-{role}"


def _limit(value: Mapping[str, Any] | None) -> Limit | None:
    if not value:
        return None
    return Limit(
        value["value"],
        value["unit"],
        count_from=value.get("count_from", "next_day"),
        basis=value.get("basis", ""),
        after_hours=value.get("after_hours", "same_day"),
    )


def _step(body: Mapping[str, Any], *, assigned: bool) -> StepDef:
    """What the unit that was appointed does itself is an answer, unless its item says more."""
    return StepDef(
        code=body["code"],
        name=body["name"],
        unit=body.get("unit", ""),
        after=tuple(body.get("after", ())),
        limit=_limit(body.get("limit")),
        when=body.get("when", ""),
        two_person=bool(body.get("two_person")),
        on_fail=body.get("on_fail", "stop"),
        answers="answer" in body or (assigned and body.get("unit", "") in ("", "lead")),
        preliminary=bool(body.get("preliminary")),
        whole=body.get("due") == "whole",
    )


def _pause_rule(body: Mapping[str, Any]) -> PauseRule:
    return PauseRule(
        body["kind"],
        body.get("name", ""),
        body.get("basis", ""),
        _limit(body.get("cap")),
        _limit(body.get("expected")),
    )


def _extension_rule(body: Mapping[str, Any]) -> ExtensionRule:
    return ExtensionRule(body["role"], body["name"], body["workdays"], body.get("basis", ""))


def _effects(body: Mapping[str, Any], outcomes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Handlers by outcome: on the first (positive) one, or on those that `handlers_on` names."""
    handlers = tuple(body.get("handlers", ()))
    if body.get("licence") and "licence.issue" not in handlers:
        handlers = ("licence.issue", *handlers)
    if body.get("acts_on"):
        handlers = ("licence.act", *handlers)
    wanted = body.get("handlers_on", outcomes[:1])
    effects = dict.fromkeys(wanted, handlers) if handlers else {}
    if body.get("licence") and body.get("commitment"):
        effects["revoked"] = ("licence.revoke",)  # a promise that was not kept
    if body.get("licence"):
        effects["reopened"] = ("licence.annul",)
    elif body.get("acts_on"):
        effects["reopened"] = ("licence.undo",)
    return effects


def _later_life(body: Mapping[str, Any], limits: Mapping[str, Any]) -> dict[str, Any]:
    """What an item declares beside steps and limits: see the schema."""
    commitment = body.get("commitment") or {}
    materials = body.get("materials") or ()
    return {
        "instant": body.get("kind") == "instant",
        "verify": _limit(commitment.get("verify")),
        "mend": _limit(commitment.get("mend")),
        "missable": tuple(m["code"] for m in materials if m.get("missable")),
        "make_up": _limit(limits.get("make_up")),
        "hearing": body.get("hearing", ""),
    }


def _flow(body: Mapping[str, Any], habits: _Habits) -> FlowDef:
    limits = body.get("limits") or {}
    outcomes = tuple(body.get("outcomes") or ("granted", "refused"))
    assigned = habits.assigned or body.get("lead", "") in NO_LEAD
    return FlowDef(
        steps=tuple(_step(step, assigned=assigned) for step in body.get("steps", ())),
        outcomes=outcomes,
        negative=frozenset(body.get("negative", outcomes[1:])),
        acceptance=_limit(limits.get("acceptance")),
        statutory=_limit(limits.get("statutory")),
        promised=_limit(limits.get("promised")),
        delivery=_limit(limits.get("delivery")),
        guards=tuple(body.get("guards", ())),
        effects=_effects(body, outcomes),
        auto_accept=body.get("auto_accept", habits.auto_accept),
        auto_decide=body.get("auto_decide", habits.auto_decide),
        assigned=assigned,
        may_return=body.get("may_return", habits.may_return),
        pauses=tuple(_pause_rule(rule) for rule in body.get("pauses", ())),
        extensions=tuple(_extension_rule(rule) for rule in body.get("extensions", ())),
        correction=_limit(limits.get("correction")),
        max_extensions=body.get("max_extensions", 1),
        clock_by=body.get("clock_by", habits.clock_by),
        renewal=bool(body.get("renewal")),
        licensing=habits.vouchers,
        **_later_life(body, limits),
    )


@lru_cache(maxsize=1024)
def _read(id: int, digest: str, edition: _ByHash) -> ItemFlow:
    return flow_of_body(edition.view.body, edition=id, version=edition.view.version)


def flow_of_body(body: Mapping[str, Any], *, edition: int = 0, version: int = 0) -> ItemFlow:
    """The flow of a body, published or (edition 0) only drafted. ValueError: steps do not join."""
    habits = HABITS[body["family"]]
    lead = body.get("lead") or ""
    flow = _flow(body, habits)
    lead = "" if flow.assigned else lead
    return ItemFlow(
        edition=edition,
        version=version,
        code=body["code"],
        name=body["name"],
        family=body["family"],
        lead=lead,
        intake=body.get("intake") or (lead if habits.intake == "lead" else habits.intake),
        flow=flow,
        body=body,
        driven=habits.driven,
        silence_accepts=habits.silence_accepts,
        vouchers=bool(body.get("vouchers", habits.vouchers)),
    )


@dataclass(frozen=True, eq=False)
class _ByHash:
    """Lets a view with an unhashable body through the cache: id and digest are the key."""

    view: EditionView

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash)

    def __hash__(self) -> int:
        return 0


def item_flow(edition: EditionView) -> ItemFlow:
    """The flow of an edition; editions never change, so it is read once a process."""
    return _read(edition.id, edition.hash, _ByHash(edition))


def item_flow_by_id(id: int) -> ItemFlow:
    """The flow of the edition that a case pins; KeyError where there is none."""
    return item_flow(definitions.edition_by_id(id))
