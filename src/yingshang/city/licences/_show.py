"""亮证: a holder shows chosen lines of a licence once, for minutes, for a purpose, and can see who
looked. What the verifier gets is what the holder ticked and whether the licence is in force."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal
from yingshang.city.licences._reading import own_row
from yingshang.city.licences._views import FactLine, LicenceView, lines_of, view_of
from yingshang.city.licences.kinds import LOOK_LABELS, LicenceStatus
from yingshang.city.licences.models import Showing, ShowingLook
from yingshang.kernel.worktime import CST

__all__ = [
    "LookView",
    "Offer",
    "ShowingView",
    "look",
    "offer",
    "show",
    "showing",
    "showings",
    "withdraw_showing",
]

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken when read aloud
LENGTH = 12  # 31^12: nobody guesses it in ten minutes
MINUTES = (5, 10, 30)
OPEN_AT_ONCE = 5
LOOKS_KEPT = 20
GONE = {
    "used": "这个码已经用过一次了。请持有人重新生成一个。",
    "expired": "这个码已经过期。请持有人重新生成一个。",
    "withdrawn": "持有人已经收回这个码。请当面问清后再请对方出示。",
}


@dataclass(frozen=True)
class LookView:
    at: datetime
    who: str
    label: str


@dataclass(frozen=True)
class ShowingView:
    """A code as its maker sees it. `state`: open, used, expired, withdrawn."""

    id: int
    code: str
    spoken: str
    number: str
    licence_name: str
    purpose: str
    labels: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    state: str
    looks: tuple[LookView, ...]


@dataclass(frozen=True)
class Offer:
    """What somebody who holds a code is told before he looks, and after: then with `lines`."""

    licence: str
    region: str
    region_name: str
    purpose: str
    labels: tuple[str, ...]
    expires_at: datetime
    status: str = ""
    status_label: str = ""
    lines: tuple[FactLine, ...] = ()


@transaction.atomic
def show(
    *,
    number: str,
    attributes: Sequence[str],
    purpose: str,
    by: Actor,
    at: datetime,
    minutes: int = 10,
) -> ShowingView:
    """Make a code for these lines of my licence. Refusal where it is not in force."""
    row = own_row(by, number)
    view = view_of(row, at.astimezone(CST).date())
    if view.status != LicenceStatus.VALID:
        raise Refusal(
            "licence-status",
            f"这份证照现在的状态是“{view.status_label}”，不能出示。请先办理恢复、延续或重新申请。",
        )
    known = [line.code for line in lines_of(view)]
    chosen = [code for code in known if code in set(attributes)]
    if not chosen:
        raise Refusal("nothing-chosen", "还没有选要出示哪些内容。请至少勾选一项。")
    if not purpose.strip():
        raise Refusal("purpose-missing", "请写明给谁看、做什么用，对方会看到这句话。")
    if len(purpose.strip()) > 60:
        raise Refusal("purpose-long", "用途请写在 60 个字以内。")
    if minutes not in MINUTES:
        raise Refusal("minutes", "有效时间只能选 5、10 或 30 分钟。请重新选择。")
    running = Showing.objects.filter(
        licence=row.number, expires_at__gt=at, used_at=None, withdrawn_at=None
    )
    if running.count() >= OPEN_AT_ONCE:
        raise Refusal(
            "too-many", "这份证照已有 5 个没有用的码。请先收回不用的，或者等它们过期后再生成。"
        )
    made = Showing.objects.create(
        licence_id=row.number,
        code="".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        purpose=purpose.strip(),
        attributes=chosen,
        made_at=at,
        made_by=by.id,
        expires_at=at + timedelta(minutes=minutes),
    )
    return _shown(made, view, at)


@transaction.atomic
def withdraw_showing(*, id: int, by: Actor, at: datetime) -> ShowingView:
    """Take a code back: from now on it shows nothing. NotVisible for another's."""
    row = _own_showing(by, id, lock=True)
    if _state(row, at) != "open":
        raise Refusal("showing-over", "这个码已经用过、过期或收回了，不用再收回。")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    return _shown(row, view_of(row.licence), at)


def showing(actor: Actor, id: int, *, at: datetime) -> ShowingView:
    """One code of mine."""
    row = _own_showing(actor, id)
    return _shown(row, view_of(row.licence), at)


def showings(actor: Actor, number: str, *, at: datetime) -> list[ShowingView]:
    """The codes that I made for a licence of mine, newest first."""
    licence = own_row(actor, number)
    view = view_of(licence)
    rows = Showing.objects.filter(licence=number).order_by("-made_at", "-pk")
    return [_shown(row, view, at) for row in rows.prefetch_related("looks")[:30]]


def offer(code: str, *, at: datetime) -> Offer:
    """Public, reads only: what a code offers. Refusal in one sentence where it offers nothing."""
    row = _by_code(code)
    state = _state(row, at)
    if state != "open":
        raise Refusal(f"showing-{state}", GONE[state])
    view = view_of(row.licence, at.astimezone(CST).date())
    return _offer(row, view)


def look(code: str, *, at: datetime, who: str = "", by: str = "") -> Offer:
    """Public: see the chosen lines, once. The look is recorded, also one that shows nothing.

    Refusal for a code that is unknown, used, expired or withdrawn; what was recorded stays.
    """
    with transaction.atomic():
        row = _by_code(code, lock=True)
        state = _state(row, at)
        if ShowingLook.objects.filter(showing=row.pk).count() < LOOKS_KEPT:
            result = "seen" if state == "open" else state
            ShowingLook.objects.create(
                showing_id=row.pk, at=at, who=who.strip()[:60], by=by, result=result
            )
        if state == "open":
            row.used_at = at
            row.save(update_fields=["used_at"])
    if state != "open":
        raise Refusal(f"showing-{state}", GONE[state])
    view = view_of(row.licence, at.astimezone(CST).date())
    lines = tuple(line for line in lines_of(view) if line.code in row.attributes)
    return _offer(row, view, lines)


def _offer(row: Showing, view: LicenceView, lines: tuple[FactLine, ...] = ()) -> Offer:
    return Offer(
        licence=view.name,
        region=view.region,
        region_name=view.region_name,
        purpose=row.purpose,
        labels=_labels(row, view),
        expires_at=row.expires_at,
        status=view.status,
        status_label=view.status_label,
        lines=lines,
    )


def _by_code(code: str, *, lock: bool = False) -> Showing:
    clean = "".join(c for c in code.upper() if c in LETTERS)
    rows = Showing.objects.select_for_update(of=("self",)) if lock else Showing.objects
    found = rows.select_related("licence").filter(code=clean).first()
    if found is None or len(clean) != LENGTH:
        raise Refusal(
            "showing-unknown", "没有这个亮证码。请核对 12 位字母和数字，或请持有人重新生成。"
        )
    return found


def _own_showing(actor: Actor, id: int, *, lock: bool = False) -> Showing:
    rows = Showing.objects.select_for_update(of=("self",)) if lock else Showing.objects
    row = rows.select_related("licence").filter(pk=id, licence__party=actor.party).first()
    if actor.party is None or row is None:
        raise NotVisible(id)
    return row


def _state(row: Showing, at: datetime) -> str:
    if row.used_at is not None:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "expired" if at >= row.expires_at else "open"


def _labels(row: Showing, view: LicenceView) -> tuple[str, ...]:
    return tuple(line.label for line in lines_of(view) if line.code in row.attributes)


def _shown(row: Showing, view: LicenceView, at: datetime) -> ShowingView:
    looks = sorted(row.looks.all(), key=lambda one: one.at)
    return ShowingView(
        id=row.pk,
        code=row.code,
        spoken="-".join(row.code[i : i + 4] for i in range(0, LENGTH, 4)),
        number=row.licence_id,
        licence_name=view.name,
        purpose=row.purpose,
        labels=_labels(row, view),
        made_at=row.made_at,
        expires_at=row.expires_at,
        state=_state(row, at),
        looks=tuple(LookView(one.at, one.who, str(LOOK_LABELS[one.result])) for one in looks),
    )
