"""Results by courier: ordered by the applicant or at the window, sent with a waybill, arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls._facts import append
from yingshang.city.halls._halls import day_of, worker
from yingshang.city.halls.kinds import PostState, Refusal
from yingshang.city.halls.models import Post

__all__ = ["PostView", "arrived", "label", "order_post", "post_of", "posts", "returned", "send"]


@dataclass(frozen=True)
class PostView:
    id: int
    ref: str
    recipient: str
    phone: str
    address: str
    company: str
    waybill: str
    state: str
    state_label: str
    ordered_at: datetime


def order_post(
    *, ref: str, recipient: str, phone: str, address: str, by: Actor, at: datetime, hall: str
) -> PostView:
    """Ask for the result by courier. Refusal 'post-incomplete', 'posted', 'delivered'."""
    case = cases.case_for(by, ref)
    values = [text.strip() for text in (recipient, phone, address)]
    if not all(values):
        raise Refusal("post-incomplete", "邮寄要写收件人、电话和详细地址，没有保存。请补写。")
    if any(e.name == "delivered" for e in cases.timeline(by, ref)):
        raise Refusal("delivered", "本件的结果已经送达，不用再寄。请看办件记录。")
    try:
        with transaction.atomic():
            row = Post.objects.create(
                region=case.region,
                hall=hall,
                case_id=ref,
                recipient=values[0][:60],
                phone=values[1][:20],
                address=values[2][:200],
                state=PostState.ORDERED,
                ordered_at=at,
            )
            append("post", row, "ordered", by=by, at=at)
            row.save(update_fields=["seq"])
    except IntegrityError:
        raise Refusal("posted", "本件已经登记邮寄，没有重复登记。请看寄送情况。") from None
    return _view(row)


def post_of(by: Actor, ref: str) -> PostView | None:
    """How the courier of a visible case stands; None where none was asked for."""
    cases.case_for(by, ref)
    row = Post.objects.filter(case=ref).order_by("-pk").first()
    return _view(row) if row else None


def posts(by: Actor, *, at: datetime, hall: str) -> tuple[PostView, ...]:
    """What a hall still has to send or to hear of; addresses masked."""
    found = worker(by, hall, on=day_of(at))
    rows = Post.objects.filter(
        region=found.region, hall=hall, state__in=[PostState.ORDERED, PostState.SENT]
    )
    return tuple(_view(row) for row in rows.order_by("ordered_at", "pk")[:200])


def label(*, id: int, by: Actor, at: datetime) -> PostView:
    """The address in full, to write on the parcel; the look is recorded."""
    row = _mine(id, by, at)
    audit.record_reveal(
        by=by,
        at=at,
        obj=str(row.case_id),
        fields=["address"],
        labels=["收件人、电话、地址"],
        unit=by.unit or "",
        why="打印邮寄面单",
    )
    return _view(row, masked=False)


def send(*, id: int, company: str, waybill: str, by: Actor, at: datetime) -> PostView:
    """Handed to the courier: that delivers the result by post, with the waybill's number."""
    if not company.strip() or not waybill.strip():
        raise Refusal("waybill", "寄出要写快递公司和运单号，没有登记。请补写，申请人要靠它查询。")
    with transaction.atomic():
        row = _mine(id, by, at, PostState.ORDERED)
        cases.deliver(
            ref=str(row.case_id),
            way="post",
            recipient=f"{row.recipient} {row.address}",
            tracking=f"{company.strip()[:40]} {waybill.strip()[:40]}",
            by=by,
            at=at,
        )
        row.company, row.waybill = company.strip()[:40], waybill.strip()[:40]
        _move(row, PostState.SENT, "sent", by, at)
    return _view(row)


def arrived(*, id: int, by: Actor, at: datetime) -> PostView:
    with transaction.atomic():
        row = _mine(id, by, at, PostState.SENT)
        _move(row, PostState.ARRIVED, "arrived", by, at)
    return _view(row)


def returned(*, id: int, by: Actor, at: datetime) -> PostView:
    """The courier brings it back; it waits at the window."""
    with transaction.atomic():
        row = _mine(id, by, at, PostState.SENT)
        _move(row, PostState.RETURNED, "returned", by, at)
    return _view(row)


def _mine(id: int, by: Actor, at: datetime, state: str = "") -> Post:
    row = Post.objects.select_for_update(of=("self",)).filter(pk=id).first() if state else None
    row = row or Post.objects.filter(pk=id).first()
    if row is None:
        raise NotVisible(id)
    worker(by, row.hall, region=row.region, on=day_of(at))
    if state and row.state != state:
        word = PostState(row.state).label
        raise Refusal("post-moved", f"这一件现在是“{word}”，没有改动。请刷新清单。")
    return row


def _move(row: Post, state: str, name: str, by: Actor, at: datetime) -> None:
    row.state = state
    append("post", row, name, by=by, at=at, waybill=row.waybill)
    row.save(update_fields=["state", "company", "waybill", "seq"])


def _view(row: Post, *, masked: bool = True) -> PostView:
    hide = accounts.mask if masked else str
    return PostView(
        id=row.pk,
        ref=str(row.case_id),
        recipient=hide(row.recipient),
        phone=hide(row.phone),
        address=hide(row.address),
        company=row.company,
        waybill=row.waybill,
        state=row.state,
        state_label=str(PostState(row.state).label),
        ordered_at=row.ordered_at,
    )
