"""What upper apps hang in: effects of an outcome, and guards before a case is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q

from yingshang.city.cases.kinds import Refusal

__all__ = [
    "DecidedCase",
    "Effect",
    "Registry",
    "applicant_guards",
    "close_guards",
    "commitment_outcomes",
    "decided_lamps",
    "family_followers",
    "follow",
    "followers",
    "outcome_handlers",
    "step_guards",
    "step_held",
]

F = TypeVar("F", bound=Callable[..., Any])


class Registry(Generic[F]):
    """Functions by name; a second function under one name is refused at import."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, F] = {}

    def register(self, name: str) -> Callable[[F], F]:
        def hang(function: F) -> F:
            known = self._entries.get(name)
            if known is not None and known.__qualname__ != function.__qualname__:
                raise ValueError(f"{self._what} {name!r} is registered twice")
            self._entries[name] = function
            return function

        return hang

    def get(self, name: str) -> F | None:
        return self._entries.get(name)

    def items(self) -> list[tuple[str, F]]:
        """All of them with their names, in the order in which they were hung in."""
        return list(self._entries.items())

    def every(self) -> list[F]:
        """All of them, in the order in which they were hung in."""
        return list(self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name in self._entries


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """What a handler is told about the case that has just been decided."""

    ref: str
    region: str
    district: str
    unit: str
    item: str
    item_name: str
    family: str
    party: int | None
    subject: str
    outcome: str
    form: Mapping[str, Any]
    body: Mapping[str, Any]  # the item's declared body
    reopened: int = 0  # how often
    expires_on: str = ""  # a renewal: the last day before it, ISO


@dataclass(frozen=True, slots=True)
class Effect:
    """What an outcome brings about, in the transaction of the decision.

    `licence`: data of a `licence-issued` event, or None. `rows` are handed to `write` once a
    batch, so that a thousand decisions cost one statement.
    """

    write: Callable[[list[Any]], None]
    rows: tuple[Any, ...] = ()
    licence: Mapping[str, Any] | None = field(default=None)


OutcomeHandler = Callable[[DecidedCase, Any, datetime], "Effect | None"]
CloseGuard = Callable[[Any, datetime], "Refusal | None"]

# (case, step) -> why nobody completes this step but the app that hung the guard in, or None
StepGuard = Callable[[str, str], "Refusal | None"]

# (party, region, 'commitment' | 'tolerance', at) -> why this applicant may not, or None
ApplicantGuard = Callable[["int | None", str, str, datetime], "Refusal | None"]

outcome_handlers: Registry[OutcomeHandler] = Registry("outcome handler")
applicant_guards: Registry[ApplicantGuard] = Registry("applicant guard")
# every result of a verification (the event's data: kept | mending | revoked), for credit records
commitment_outcomes: Registry[OutcomeHandler] = Registry("commitment outcome")
close_guards: Registry[CloseGuard] = Registry("close guard")
step_guards: Registry[StepGuard] = Registry("step guard")  # by the item's code


def step_held(item: str, ref: str, step: str) -> Refusal | None:
    """Why this step is not completed as other steps are; None where it is. Other items cost
    nothing."""
    guard = step_guards.get(item)
    return guard(ref, step) if guard is not None else None


# What follows when facts of a case have been written, in the same transaction: by the first part
# of the case's key ("#bundle:<ref>:<item>"). Cases without such a key cost nothing.
Follower = Callable[[Any, Sequence[Any]], None]
followers: Registry[Follower] = Registry("follower")


# The same for every case of a family.
family_followers: Registry[Follower] = Registry("follower of a family")

# By family: (lamp, condition on Case) of a moment. Of what is decided the first that holds comes
# before the case's own lamp, where what it is about says more of it than its dates.
Lamps = Callable[[datetime], Sequence[tuple[str, Q]]]
decided_lamps: Registry[Lamps] = Registry("lamps of a family")


def follow(work: Any, facts: Sequence[Any]) -> None:
    """Tell the follower that this case's key names, if it names one, and that of its family."""
    key = work.header["key"]
    if key and key.startswith("#"):
        follower = followers.get(key.partition(":")[0])
        if follower is not None:
            follower(work, facts)
    of_family = family_followers.get(work.item.family)
    if of_family is not None:
        of_family(work, facts)
