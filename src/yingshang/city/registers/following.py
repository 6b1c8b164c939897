"""Others follow what is written of records that somebody has to put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.registers._schema import Rectify, Register, fact
from yingshang.kernel.rules import evaluate
from yingshang.kernel.worktime import to_cst

if TYPE_CHECKING:
    from yingshang.city.registers._write import Draft, Origin

__all__ = ["FOLLOWERS", "Written", "tell"]


@dataclass(frozen=True)
class Written:
    """One record of a register that declares ``rectify``. ``begins``: it asks to be put right
    from now on; ``closes``: it says from now on that this is over, also where it asks and says so
    in one breath."""

    register: Register
    record: int
    body: Mapping[str, str]
    begins: bool
    closes: bool
    by: Actor
    at: datetime


# Filled from above in apps.ready(); called in the writer's transaction. A Refusal undoes it all.
FOLLOWERS: list[Callable[[Written], None]] = []


def tell(register: Register, drafts: list[Draft], origin: Origin) -> None:
    """Nothing for a register that declares no ``rectify``."""
    rule = register.rectify
    if rule is None:
        return
    today = to_cst(origin.at).date()
    for one in drafts:
        asks, over = _standing(rule, fact(register, one.body, today))
        asked, was_over = _standing(rule, fact(register, one.before, today))
        begins = asks and not over and not (asked and not was_over)
        closes = over and (not was_over or (asks and not asked))
        if begins or closes:
            told = Written(register, one.id, one.body, begins, closes, origin.by, origin.at)
            for follow in FOLLOWERS:
                follow(told)


def _standing(rule: Rectify, known: Mapping[str, Any]) -> tuple[bool, bool]:
    """(it asks to be put right, it says that this is over)."""
    when, closed = evaluate(rule.when, known), evaluate(rule.closed, known)
    return when.value is True, closed.value is True
