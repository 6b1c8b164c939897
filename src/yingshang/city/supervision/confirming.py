"""Check what a unit answered to an order of a meeting or a walk-through; then it may close."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM, Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import day_words, official
from yingshang.city.notify import service as notify
from yingshang.city.supervision.access import may_order, require_order, visible_orders
from yingshang.city.supervision.confirming_tables import Confirmation
from yingshang.city.supervision.evaluation import recorded
from yingshang.city.supervision.kinds import BY_HAND, CHECK, CHECKED, Refusal
from yingshang.city.supervision.models import Order
from yingshang.city.supervision.proofs import proven

__all__ = [
    "answered_at", "checking", "confirm_order", "confirmation", "hand_back", "held",
    "kept_from_back",
    "may_confirm", "send_back",
]  # fmt: skip


def confirmation(ref: str) -> Confirmation | None:
    """Who found the answer true, and what was checked; None where nobody has."""
    return Confirmation.objects.filter(ref=ref).first()


def answered_at(ref: str) -> datetime | None:
    """When the unit gave the answer that waits for its check or passed it; None where none does."""
    case = cases.case_for(SYSTEM, ref)
    own = [one for one in case.steps if one.answers and one.state != "skipped"]
    if not own or any(one.done_at is None or one.state != "done" for one in own):
        return None
    return max(one.done_at for one in own if one.done_at is not None)


def checking(ref: str) -> bool:
    """The engine waits for the check: orders of earlier editions of the item have no such step."""
    steps = cases.case_for(SYSTEM, ref).steps
    return any(one.code == CHECK and one.state == "open" for one in steps)


def held(ref: str, step: str) -> Refusal | None:
    """Guards the check: only `confirm_order`, `send_back` and, of an instruction, `accept_answer`
    complete it, for they ask for the papers and the words. Other orders are not held."""
    if step != CHECK:
        return None
    row = Order.objects.select_related("warning").filter(ref=ref).first()
    if row is None or row.warning.kind not in BY_HAND:
        return None
    if row.warning.kind not in CHECKED:
        return Refusal("check-only", _("请由登记批示的人员在批示件页面上确认办理情况。"))
    return Refusal(
        "check-only",
        _(
            "核验不能按一般环节办结：请由督办人员在督办单上核验，"
            "通过或者退回都要写明核验了什么、还差什么。"
        ),
    )


def kept_from_back(ref: str) -> Refusal | None:
    """Why an answer cannot go back to its unit, or None: the engine does not wait for its check."""
    steps = [one for one in cases.case_for(SYSTEM, ref).steps if one.code == CHECK]
    if any(one.state == "open" for one in steps):
        return None
    done = next((one for one in steps if one.state == "done" and one.done_at), None)
    if done is None or done.done_at is None:
        sentence = _("这张督办单按旧流程发出，没有核验环节，不能退回重报；请承办单位补交后再核验。")
    else:  # completed as any step could be before the check was guarded
        sentence = _(
            "这张督办单的核验环节已由%(who)s于%(day)s按一般环节办结，没有走核验手续，"
            "不能退回重报；请承办单位补交后再核验。"
        ) % {"who": done.by_name or _("本单位"), "day": day_words(done.done_at)}
    return Refusal("not-in-check", sentence)


def may_confirm(actor: Actor, ref: str) -> bool:
    """Whether this order waits for the actor's check."""
    row: Order | None = visible_orders(actor).filter(ref=ref, warning__kind__in=CHECKED).first()
    if row is None or not may_order(actor, row.region) or confirmation(ref) is not None:
        return False
    return answered_at(ref) is not None


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def confirm_order(*, ref: str, words: str, by: Actor, at: datetime) -> None:
    """The answer is true: what was checked, and how."""
    row = _to_check(ref, by)
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
    if checking(ref):
        cases.complete_step(ref=ref, step=CHECK, opinion=words, by=by, at=at, past_guard=True)
    Confirmation.objects.create(ref=ref, words=words.strip(), by=by.id, by_name=by.name, at=at)
    detail = {"words": words.strip()[:300]}
    audit.record(by=by, at=at, action="supervision.confirm", obj=f"order/{ref}", detail=detail)
    recorded.settle(ref, by=by, at=at)


@official
@transaction.atomic
def send_back(*, ref: str, words: str, by: Actor, at: datetime) -> None:
    """The answer did not stand the check: the unit answers again, and is told what is missing."""
    hand_back(_to_check(ref, by), words, by, at)


def hand_back(row: Order, words: str, by: Actor, at: datetime) -> None:
    """In the transaction of whoever may rule on the answer."""
    ref = row.ref
    if not words.strip():
        raise Refusal("words-missing", _("请写明哪里没有通过、要补什么，让承办单位重新报送。"))
    if (kept := kept_from_back(ref)) is not None:
        raise kept
    case = cases.complete_step(
        ref=ref, step=CHECK, result="fail", opinion=words, by=by, at=at, past_guard=True
    )
    notify.send(
        to=f"unit:{case.unit}",
        topic="order",
        title=(_("已退回：%s") % words.strip())[:200],
        key=f"{ref}#back-{case.seq}",
        at=at,
        body=_("%s的办理情况没有通过核验，请补充后重新报送。") % row.number,
        link=f"/desk/orders/{ref}/",
    )
    detail = {"words": words.strip()[:300]}
    audit.record(by=by, at=at, action="supervision.send_back", obj=f"order/{ref}", detail=detail)


def _to_check(ref: str, by: Actor) -> Order:
    """The order whose answer the actor may rule on now."""
    row: Order | None = visible_orders(by).filter(ref=ref, warning__kind__in=CHECKED).first()
    if row is None:
        raise NotVisible(f"order {ref}")
    require_order(by, row.region)
    if (told := confirmation(ref)) is not None:
        raise Refusal("confirmed-already", _("%s已经核验过这份答复。") % told.by_name)
    if answered_at(ref) is None:
        raise Refusal("no-answer", _("承办单位还没有报送办理情况，不能核验。"))
    return row
