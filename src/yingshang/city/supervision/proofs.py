"""Papers that a unit gives for an order which closes on evidence, not on words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision.access import visible_orders
from yingshang.city.supervision.confirming_tables import Confirmation
from yingshang.city.supervision.evaluation.tables import EvidencePiece
from yingshang.city.supervision.kinds import ENDED, Refusal
from yingshang.city.supervision.models import Order

__all__ = ["EVIDENCED", "give_proof", "may_prove", "proven"]

# What somebody from outside found: an assessor, those who were asked, the self-check.
EVIDENCED = ("register-finding", "survey-finding", "self-check")
MOST = 10


def _order(actor: Actor, ref: str) -> Order | None:
    return visible_orders(actor).filter(ref=ref, warning__kind__in=EVIDENCED).first()


def may_prove(actor: Actor, ref: str) -> bool:
    """Whether the actor's unit may add papers to this order."""
    if not actor.unit or _order(actor, ref) is None:
        return False
    case = cases.case_for(actor, ref)
    checked = Confirmation.objects.filter(ref=ref).exists()
    return case.unit == actor.unit and case.state not in ENDED and not checked


@official  # what is written stays Chinese, whatever language the screen speaks
def give_proof(
    *, ref: str, files: Sequence[tuple[str, bytes]], by: Actor, at: datetime, words: str = ""
) -> None:
    """The unit adds papers; they stand in the order's case with who gave them and when."""
    if not may_prove(by, ref):
        raise NotVisible(f"order {ref}")
    if not files:
        raise Refusal("files-missing", _("请选择要交的佐证文件，至少一份。"))
    if len(files) > MOST:
        raise Refusal("files-many", _("一次最多交 %d 份文件；请合并后再交。") % MOST)
    text = _("整改佐证") + (f"：{words.strip()[:500]}" if words.strip() else "")
    cases.note(ref=ref, text=text, by=by, at=at, files=[cases.Upload(*one) for one in files])


def proven(order: Order, by: Actor) -> bool:
    """Whether there is a paper to check that the asked unit gave, and not the one who checks. Of
    a self-check the pieces in the evaluation's folder are papers, too, once all of that leaf are
    accepted."""
    if order.warning.kind not in EVIDENCED:
        return True
    case = cases.case_for(by, order.ref)
    if _given(case.unit, {one.by for one in case.files} - {by.id}):
        return True
    told = order.warning.grounds
    if order.warning.kind != "self-check" or "leaf" not in told:
        return False
    return _folder_given(case.unit, int(told["evaluation"]), told["leaf"], by)


def _given(unit: str, people: set[str]) -> set[str]:
    """Those of the people who belong to the unit that was asked."""
    return {name for name, of in accounts.person_units(people).items() if of == unit}


def _folder_given(unit: str, evaluation: int, leaf: str, by: Actor) -> bool:
    """Every piece of the leaf was accepted, and its newest files are the unit's own: what the
    bureau put in for it fills the folder, and proves nothing of the unit."""
    pieces = EvidencePiece.objects.filter(evaluation=evaluation, leaf=leaf)
    found = list(pieces.prefetch_related("files"))
    if not found or any(one.state != EvidencePiece.State.ACCEPTED for one in found):
        return False
    newest = [list(one.files.all())[-1].by for one in found]
    return by.id not in newest and _given(unit, set(newest)) == set(newest)
