"""Others follow what is written of records that somebody has to put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from yingshang.city.accounts.kinds import Actor
from yingshang.city.registers._schema import Register, fact
from yingshang.kernel.rules import evaluate
from yingshang.kernel.worktime import to_cst

if TYPE_CHECKING:
    from yingshang.city.registers._write import Draft, Origin

__all__ = ["FOLLOWERS", "Written", "tell"]


@dataclass(frozen=True)
class Written:
    """One record of a register that declares ``rectify``. ``begins``: it asks to be put right
    from now on; ``closes``: it says from now on that this is over."""

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
        now = fact(register, one.body, today)
        before = fact(register, one.before, today)
        begins, closes = (
            evaluate(rule_, now).value is True and evaluate(rule_, before).value is not True
            for rule_ in (rule.when, rule.closed)
        )
        if begins or closes:
            told = Written(register, one.id, one.body, begins, closes, origin.by, origin.at)
            for follow in FOLLOWERS:
                follow(told)
