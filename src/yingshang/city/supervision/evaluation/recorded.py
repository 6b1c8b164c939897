"""An assessor's finding in a register: confirmed it drafts its order, verified it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.registers import service as registers
from yingshang.city.supervision._drafts import drafts_of, newest, taken_back
from yingshang.city.supervision._subjects import ground
from yingshang.city.supervision.access import visible_warnings
from yingshang.city.supervision.confirming_tables import Confirmation
from yingshang.city.supervision.kinds import CHECK, Refusal
from yingshang.city.supervision.models import Order, Warning
from yingshang.city.supervision.ordering import Ground, draft_by_hand
from yingshang.kernel.worktime import to_cst

__all__ = ["RULE", "follow", "recorded", "settle"]

RULE = "register-finding"
_SHOWN = 8  # fields of the record among the grounds


def _key(register: str, record: int) -> str:
    return f"{RULE}|{register}-{record}"


def recorded(actor: Actor, register: str, record: int) -> tuple[int, str] | None:
    """(the draft's number, the order's case or '') of one record, where the actor sees it."""
    last = newest(_key(register, record), actor.region)
    row = visible_warnings(actor).filter(pk=last.pk).first() if last else None
    if row is None:
        return None
    return row.pk, row.order.ref if row.status == Warning.Status.ORDERED else ""


@official  # what is written stays Chinese, whatever language the screen speaks
def follow(one: registers.Written) -> None:
    """Called by the registers for whatever is written of a record that is to be put right."""
    stem, region = _key(one.register.code, one.record), one.register.region
    row = newest(stem, region)
    if one.closes:
        _may_close(row)
    if not one.begins:
        return
    if row is None or row.status == Warning.Status.DISMISSED or taken_back(row):
        _draft(one, "")
    elif _verified(row):  # taken up again after it was over: the evidence of before is used up
        _draft(one, f"{stem}#{drafts_of(stem, region).count() + 1}")


def _verified(row: Warning) -> bool:
    ordered = row.status == Warning.Status.ORDERED
    return ordered and Confirmation.objects.filter(ref=row.order.ref).exists()


def _may_close(row: Warning | None) -> None:
    """Only what an order's evidence proved is over, whoever writes it and in how many steps."""
    if row is None:
        raise Refusal(
            "no-order",
            _("这一条没有督办单的佐证，不能直接销号；属实的先选“属实”保存，不属实的不用销号。"),
        )
    if row.status == Warning.Status.DISMISSED:
        raise Refusal(
            "draft-dismissed",
            _("这一条的督办单已由%(who)s决定不予督办（%(why)s），没有佐证，不能销号；")
            % {"who": row.settled_by, "why": row.settled_reason}
            + _("不属实的请改核实情况；确需整改的，改为不属实保存后再选属实，重新起草。"),
        )
    if row.status == Warning.Status.NEW:
        raise Refusal(
            "draft-waits", _("这一条已起草督办单、还没有签发，不能销号；请先签发，或说明不予督办。")
        )
    if taken_back(row):
        raise Refusal(
            "order-withdrawn",
            _("督办单 %s 已经撤回，没有佐证，不能销号；改为不属实保存后再选属实，可以重新起草。")
            % row.order.number,
        )
    if not _verified(row):
        raise Refusal(
            "order-open",
            _("督办单 %s 的整改佐证还没有经过核验，不能销号；请先在督办单里核验。")
            % row.order.number,
        )


def _draft(one: registers.Written, key: str) -> None:
    found, region = one.register, one.register.region
    assert found.rectify is not None
    printed = one.body.get(found.rectify.unit, "")
    unit = plans.resolver(region)(printed).code if printed else ""
    title = one.body.get(found.title, "")
    said = [
        f"{column.label}：{one.body[column.name]}"
        for column in found.columns
        if one.body.get(column.name) and not column.personal
    ][:_SHOWN]
    row = draft_by_hand(
        Ground(
            rule=RULE,
            kind=RULE,
            key=f"{found.code}-{one.record}",
            title=f"{found.name}：{title}",
            sentence=_("“%(name)s”中的一条经核实属实：%(said)s。")
            % {"name": found.name, "said": "；".join(said)},
            detail={"register": found.code, "record": str(one.record)},
            items=(ground("record", f"{found.code}/{one.record}", title),),
            name=title,
        ),
        region=region,
        unit=unit or "",
        by=one.by,
        at=one.at,
        key=key,
    )
    notify.send_many(
        notify.Outgoing(
            to=f"user:{actor.id}", topic="warning", title=_("待签发的督办单：%s") % row.title[:200],
            key=f"draft-{row.pk}", at=one.at, link=f"/desk/warnings/{row.pk}/",
        )
        for actor in accounts.actors(region=region, role="supervisor")
    )  # fmt: skip


def settle(ref: str, *, by: Actor, at: datetime) -> None:
    """The answer was verified: what the register declares for that is entered in the record."""
    order = Order.objects.filter(ref=ref, warning__rule=RULE).select_related("warning").first()
    if order is None:
        return
    told, day = order.warning.grounds, to_cst(at).date()
    view = registers.record(SYSTEM, int(told["record"]), at=at)
    found = registers.register_view(SYSTEM, told["register"], region=order.region, on=day)
    if found.rectify is None or view.state != "current":
        return
    body = registers.values_of(SYSTEM, view.id, at=at, page="case")
    words = {"today": day.isoformat(), "reply": _reply(ref)}
    registers.change(
        record=view.id,
        form={**body, **_settled(found.rectify.settle, body, words)},
        by=SYSTEM,
        at=at,
        source="case",
        told=_("督办单 %(number)s 的佐证经%(who)s核验") % {"number": order.number, "who": by.name},
    )


def _settled(
    declared: Mapping[str, str], body: Mapping[str, str], words: Mapping[str, str]
) -> dict[str, str]:
    """What somebody has written already stands, but for what is said in plain words."""
    filled = {}
    for name, text in declared.items():
        given = text
        for word, value in words.items():
            given = given.replace("{" + word + "}", value)
        filled[name] = given if given == text else body.get(name) or given
    return filled


def _reply(ref: str) -> str:
    said = [
        one.data.get("opinion", "")
        for one in cases.timeline(SYSTEM, ref)
        if one.name == "step-done" and one.data["step"] != CHECK
    ]
    return (said[-1] if said else "") or _("见督办单办理情况")
