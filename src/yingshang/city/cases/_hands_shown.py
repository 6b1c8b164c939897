"""In whose hands a case lies, as it is shown, and what that leaves open to whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases import _views as v

__all__ = ["FREE", "IN_HAND", "MOVERS", "Hands", "claims_of", "hands_of", "in_hands"]

MOVERS = frozenset({Role.SUPERVISOR, Role.BUREAU, Role.SYSTEM})
# States in which a claim binds: those in which it can be handed over or moved.
IN_HAND = frozenset({"submitted", "correcting", "accepted", "decided"})
# What anybody concerned may do, whoever has claimed the case.
FREE = frozenset(
    {
        "note",
        "supply",
        "make_up",
        "withdraw",
        "withdraw_promise",
        "ask_hearing",
        "waive_hearing",
        "assign",
        "rule_return",
        "reopen",
    }
)


def claims_of(text: str) -> dict[str, str]:
    """Case.claims as unit → officer: '990100-market=ma;990100-tax=wu'."""
    return dict(part.split("=", 1) for part in text.split(";") if part)


def hands_of(text: str) -> tuple[v.HandView, ...]:
    """The claims of a case with names; a query only where there are any."""
    held = claims_of(text)
    names = accounts.person_names(held.values()) if held else {}
    return tuple(
        v.HandView(unit, accounts.unit_name(unit), who, names[who])
        for unit, who in sorted(held.items())
    )


@dataclass(frozen=True, slots=True)
class Hands:
    """The asking officer's view: who holds his unit's share, and what he may do about it."""

    holder: str
    holder_name: str
    mine: bool
    in_place_of: str  # the name of the absent colleague in whose place he acts
    may_claim: bool
    may_give: bool  # give back, hand over
    may_move: bool
    colleagues: tuple[tuple[str, str], ...]  # who could take it over

    @property
    def blocked(self) -> bool:
        return bool(self.holder) and not self.mine and not self.in_place_of

    def leaves_open(self, verbs: Iterable[str]) -> set[str]:
        """Of the verbs that state and rights allow, those that do not wait for the holder."""
        return {verb for verb in verbs if not self.blocked or verb in FREE}


def in_hands(actor: Actor, case: v.CaseView, *, at: datetime) -> Hands:
    """What the actor is to be told and offered about whose hands the case lies in."""
    unit = actor.unit or ""
    open_ = case.state in IN_HAND
    seated = {case.unit, case.holder_unit.unit, *(step.unit for step in case.steps)}
    here = bool(unit) and unit in seated and actor.is_staff and open_
    held = {hand.unit: hand for hand in case.hands} if open_ else {}
    hand = held.get(unit)
    holder, name = (hand.person, hand.person_name) if hand else ("", "")
    mine = bool(holder) and holder == actor.id
    absent = accounts.stands_in_for(actor.id, at=at) if holder and not mine else {}
    may_give = open_ and (mine or holder in absent)
    others = accounts.actors(region=actor.region, unit=unit) if may_give else []
    return Hands(
        holder=holder,
        holder_name=name,
        mine=mine,
        in_place_of=absent.get(holder, ""),
        may_claim=here and not holder,
        may_give=may_give,
        may_move=open_ and actor.role in MOVERS and bool(seated - {"", "applicant"}),
        colleagues=tuple((a.id, a.name) for a in others if a.id not in (actor.id, holder)),
    )
