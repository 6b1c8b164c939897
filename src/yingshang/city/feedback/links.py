"""Rating by a link (QR code on a receipt or screen, short message): no sign-in, once, in time.

The link is signed and names one case or one visit; whoever holds it may rate that, and sees
nothing else of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.feedback._mend import Heard, open_rectification
from yingshang.city.feedback._rules import rule
from yingshang.city.feedback.kinds import BAD_LEVELS, CHANNELS, LEVELS, REASONS, Refusal
from yingshang.city.feedback.models import Rating, VisitRating

__all__ = ["Rateable", "Visit", "case_link", "rate_visit", "rateable", "visit_link"]

SALT = "yingshang.rating"


@dataclass(frozen=True)
class Visit:
    """One visit to a hall. `visit`: its own number, unique for ever; `unit`: a unit's code."""

    visit: str
    region: str
    hall: str
    unit: str
    window: str = ""
    item: str = ""
    name: str = ""


@dataclass(frozen=True)
class Rateable:
    """What a link is for. `closed`: why it can't be rated now, '' where it can."""

    kind: str
    key: str
    region: str
    title: str
    closed: str
    visit: Visit | None = None


def case_link(ref: str, *, at: datetime, region: str) -> str:
    """The token of a decided case."""
    return _token({"c": ref, "r": region}, region, at)


def visit_link(visit: Visit, *, at: datetime) -> str:
    """The token of a visit that has just ended."""
    names = ("visit", "region", "hall", "unit", "window", "item", "name")
    return _token({"v": [getattr(visit, name) for name in names]}, visit.region, at)


def _token(said: Mapping[str, Any], region: str, at: datetime) -> str:
    until = at + timedelta(days=rule(region, at).window_days)
    return signing.dumps({**said, "u": int(until.timestamp())}, salt=SALT, compress=True)


def rateable(token: str, *, at: datetime) -> Rateable:
    """What the link is for; NotVisible where it is not one of ours."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotVisible(token) from None
    late = at.timestamp() > said["u"]
    closed = "评价的时间已经过了，没有保存。有意见请拨打 12345 或到“办不成事”窗口。" if late else ""
    if "c" in said:
        case = cases.case_for(SYSTEM, said["c"])
        if Rating.objects.filter(case=case.ref).exists():
            closed = "这件事已经评过，一件只评一次。"
        return Rateable("case", case.ref, case.region, case.item_name, closed)
    visit = Visit(*said["v"])
    if VisitRating.objects.filter(visit=visit.visit).exists():
        closed = "这次办事已经评过，一次只评一回。"
    return Rateable("visit", visit.visit, visit.region, visit.name or visit.hall, closed, visit)


def rate_visit(
    *,
    visit: Visit,
    level: int | None,
    at: datetime,
    reasons: Sequence[str] = (),
    comment: str = "",
    channel: str = "qr",
    device: str = "",
    phone: str = "",
) -> None:
    """Rate one visit, once; a bad one opens its rectification. Raises Refusal."""
    if level is None or level not in LEVELS:
        raise Refusal("level-missing", "还没有选择满意程度，没有保存。请在五个等级中选一个。")
    if channel not in CHANNELS or any(reason not in REASONS for reason in reasons):
        raise Refusal("rating-form", "评价的渠道或原因不在选项之内，没有保存。请刷新页面后重选。")
    row = VisitRating(
        visit=visit.visit,
        region=visit.region,
        hall=visit.hall,
        window=visit.window,
        unit=visit.unit,
        item=visit.item,
        level=level,
        reasons=list(reasons),
        comment=comment.strip()[:1000],
        channel=channel,
        device=device,
        phone=phone.strip()[:30],
        rated_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if level in BAD_LEVELS:
                named = bool(row.phone)
                heard = Heard(visit.name or visit.hall, level, tuple(reasons), comment, named, at)
                number = open_rectification(heard, region=visit.region, unit=visit.unit, at=at)
                VisitRating.objects.filter(pk=row.pk).update(rectification=number)
    except IntegrityError:
        raise Refusal("rated-already", "这次办事已经评过，一次只评一回，没有再次保存。") from None
