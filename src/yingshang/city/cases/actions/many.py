"""One verb for many cases: each its own transaction and its own answer; nothing is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases.access import visible_to
from yingshang.city.cases.actions.accept import accept
from yingshang.city.cases.actions.claim import claim, release
from yingshang.city.cases.actions.hand_over import hand_over, move_work
from yingshang.city.cases.kinds import ONLINE, Refusal
from yingshang.city.cases.models import Attachment, Case
from yingshang.city.definitions import service as definitions

__all__ = [
    "Answer",
    "accept_many",
    "claim_many",
    "hand_over_many",
    "move_many",
    "release_many",
]

LONGEST = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one case: done, or the sentence that says why not and what next."""

    ref: str
    done: bool
    code: str = ""
    sentence: str = ""
    subject: str = ""


def accept_many(*, refs: Mapping[str, int | None], by: Actor, at: datetime) -> list[Answer]:
    """Accept like cases: of one item, complete. `refs`: number → the seq that was seen, or None.

    Refusal 'mixed-items' before anything is done where they are not of one item. A case whose
    required materials are not all there is not accepted here: somebody has to look at it.
    """
    _few(refs)
    cases = {case.ref: case for case in visible_to(by).filter(ref__in=list(refs))}
    if len({case.item for case in cases.values()}) > 1:
        raise Refusal(
            "mixed-items",
            _("一次只能批量受理同一事项的办件，没有受理任何一件。请按事项筛选后再选。"),
        )
    lacking = _lacking(cases.values())

    def do(ref: str) -> None:
        if lacking.get(ref):
            raise Refusal(
                "incomplete",
                _("缺少%s，没有受理。请打开办件核对，需要的一次告知补正。")
                % definitions.listed(map(definitions.said, lacking[ref])),
            )
        accept(ref=ref, by=by, at=at, seq=refs[ref])

    subjects = {ref: case.subject for ref, case in cases.items()}
    return _each(refs, do, subjects)


def claim_many(*, refs: Sequence[str], by: Actor, at: datetime) -> list[Answer]:
    """Claim each for oneself; what a colleague has is told, with his name."""
    return _each(refs, lambda ref: claim(ref=ref, by=by, at=at))


def release_many(*, refs: Sequence[str], by: Actor, at: datetime) -> list[Answer]:
    """Give each back to the unit."""
    return _each(refs, lambda ref: release(ref=ref, by=by, at=at))


def hand_over_many(
    *, refs: Sequence[str], to: str, by: Actor, at: datetime, note: str = ""
) -> list[Answer]:
    """Hand each over to one colleague."""
    return _each(refs, lambda ref: hand_over(ref=ref, to=to, by=by, at=at, note=note))


def move_many(
    *, refs: Sequence[str], unit: str, to: str, reason: str, by: Actor, at: datetime
) -> list[Answer]:
    """As an overseer: move a unit's share of each to one officer, or back to all ('')."""
    return _each(
        refs, lambda ref: move_work(ref=ref, unit=unit, to=to, reason=reason, by=by, at=at)
    )


def _each(
    refs: Iterable[str], do: Callable[[str], object], subjects: Mapping[str, str] | None = None
) -> list[Answer]:
    """An answer for every number, whatever happens to the others."""
    wanted = list(dict.fromkeys(refs))
    _few(wanted)
    answers = []
    for ref in wanted:
        subject = (subjects or {}).get(ref, "")
        try:
            do(ref)
        except Refusal as refusal:
            answers.append(Answer(ref, False, refusal.code, refusal.sentence, subject))
        except NotVisible:
            sentence = _("没有这个编号的办件，或不归您办理。请核对编号。")
            answers.append(Answer(ref, False, "not-visible", sentence, subject))
        except DatabaseError:
            log.exception("bulk verb on %s", ref)
            sentence = _("系统忙，这一件没有办成，也没有留下半截记录。请稍后单独再办。")
            answers.append(Answer(ref, False, "busy", sentence, subject))
        else:
            answers.append(Answer(ref, True, subject=subject))
    return answers


def _few(refs: Iterable[str]) -> None:
    count = len(list(refs))
    if count == 0:
        raise Refusal("none-chosen", _("没有选中任何办件。请先在列表里选择，再批量办理。"))
    if count > LONGEST:
        raise Refusal(
            "too-many",
            _("一次最多办理 %(most)d 件，您选了 %(n)d 件，都没有办。请分几次办。")
            % {"most": LONGEST, "n": count},
        )


def _lacking(cases: Iterable[Case]) -> dict[str, list[str]]:
    """Required materials that an online application came without, by number. Two queries at most.

    What is brought to a counter is seen there: no scan need lie in the file.
    """
    online = [case for case in cases if case.channel in ONLINE]
    there: dict[str, set[str]] = {case.ref: set() for case in online}
    for ref, material in Attachment.objects.filter(case__in=there).values_list("case", "material"):
        there[ref].add(material)
    return {
        case.ref: [
            material["name"]
            for material in item_flow_by_id(case.edition_id).body.get("materials", ())
            if material.get("required") and material["code"] not in there[case.ref]
        ]
        for case in online
    }
