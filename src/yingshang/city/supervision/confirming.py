"""Check what a unit answered to an order of a meeting or a walk-through; then it may close."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.supervision.access import may_order, require_order, visible_orders
from yingshang.city.supervision.confirming_tables import Confirmation
from yingshang.city.supervision.evaluation import recorded
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Order
from yingshang.city.supervision.proofs import proven

__all__ = ["confirm_order", "confirmation", "may_confirm"]

KINDS = ("meeting", "walk", "self-check", "survey-finding", "register-finding")


def confirmation(ref: str) -> Confirmation | None:
    """Who found the answer true, and what was checked; None where nobody has."""
    return Confirmation.objects.filter(ref=ref).first()


def _answered(ref: str, actor: Actor) -> bool:
    return any(one.name == "step-done" for one in cases.timeline(actor, ref))


def may_confirm(actor: Actor, ref: str) -> bool:
    """Whether this order waits for the actor's check."""
    row: Order | None = visible_orders(actor).filter(ref=ref, warning__kind__in=KINDS).first()
    if row is None or not may_order(actor, row.region) or confirmation(ref) is not None:
        return False
    return _answered(ref, actor)


@override("zh-hans")  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def confirm_order(*, ref: str, words: str, by: Actor, at: datetime) -> None:
    """The answer is true: what was checked, and how."""
    row = visible_orders(by).filter(ref=ref, warning__kind__in=KINDS).first()
    if row is None:
        raise NotVisible(f"order {ref}")
    require_order(by, row.region)
    if (told := confirmation(ref)) is not None:
        raise Refusal("confirmed-already", _("%s已经核验过这份答复。") % told.by_name)
    if not _answered(ref, by):
        raise Refusal("no-answer", _("承办单位还没有报送办理情况，不能核验。"))
    if not proven(row, by):
        raise Refusal(
            "evidence-missing",
            _(
                "承办单位的办理情况没有附佐证材料，不能核验销号；请承办单位补交。"
                "核验人自己或别的单位传的文件不算佐证。"
            ),
        )
    if not words.strip():
        raise Refusal("words-missing", _("请写明核验了什么、怎么核验的。"))
    Confirmation.objects.create(ref=ref, words=words.strip(), by=by.id, by_name=by.name, at=at)
    detail = {"words": words.strip()[:300]}
    audit.record(by=by, at=at, action="supervision.confirm", obj=f"order/{ref}", detail=detail)
    recorded.settle(ref, by=by, at=at)
