"""Merged pick-up (统一出件): all results of one person at one window, identity checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.halls.kinds import Refusal

__all__ = ["Handed", "hand_over_all"]


@dataclass(frozen=True)
class Handed:
    """What became of one case: handed over, or the sentence that says why not."""

    ref: str
    done: bool
    sentence: str = ""


def hand_over_all(
    *, refs: Sequence[str], recipient: str, checked: bool, note: str, by: Actor, at: datetime
) -> list[Handed]:
    """Deliver each result to who stands at the window; each by its own verb, none lost by another.

    Refusal 'nothing-chosen', 'identity', 'recipient'. The note says how it was signed for; both
    are personal and sealed with the fact.
    """
    if not refs:
        raise Refusal("nothing-chosen", "没有勾选要交付的办件，没有登记。请先勾选。")
    if not checked:
        raise Refusal(
            "identity", "还没有核对身份，没有登记。请核对证件（代领的看双方证件）后勾选。"
        )
    if not recipient.strip():
        raise Refusal("recipient", "要写明由谁签收，没有登记。请填写签收人姓名。")
    words = recipient.strip()[:60] + (f"（{note.strip()[:80]}）" if note.strip() else "")
    done = []
    for ref in dict.fromkeys(refs):
        try:
            cases.deliver(ref=ref, way="pick-up", recipient=words, by=by, at=at)
            done.append(Handed(ref, True))
        except Refusal as refusal:
            done.append(Handed(ref, False, refusal.sentence))
        except NotVisible:
            done.append(Handed(ref, False, "没有这个办件，或不在本窗口的范围。"))
    return done
