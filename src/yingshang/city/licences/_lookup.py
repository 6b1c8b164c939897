"""Licences at the desk: found by number or holder, masked, and every reveal on record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal, Role
from yingshang.city.audit import service as audit
from yingshang.city.licences import _identifiers as identifiers
from yingshang.city.licences._reading import own_row
from yingshang.city.licences._views import FactLine, LicenceView, public_name, view_of
from yingshang.city.licences.models import Licence

__all__ = ["Found", "StaffLook", "look_up", "looks_at", "reveal", "seen_by"]

MOST = 50


@dataclass(frozen=True)
class Found:
    rows: tuple[LicenceView, ...]
    more: bool = False


@dataclass(frozen=True)
class StaffLook:
    at: datetime
    by_name: str
    unit_name: str
    why: str


def visible_to(actor: Actor) -> QuerySet[Licence]:
    """Whom a licence concerns: the holder; its issuer; windows and overseers of its region."""
    rows = Licence.objects.all()
    if actor.role == Role.SYSTEM:
        return rows
    if actor.role == Role.APPLICANT:
        return rows.filter(party=actor.party) if actor.party is not None else rows.none()
    if not actor.region:
        return rows.none()
    if actor.role == Role.CLERK or actor.oversees:
        return rows.filter(region=actor.region)
    return rows.filter(issuer=actor.unit) if actor.unit else rows.none()


def look_up(actor: Actor, text: str, *, on: date) -> Found:
    """By number (whole or its beginning), identifier, credit code or citizen number, or part of
    the holder's name: at most fifty, masked."""
    q = text.strip()[:110]
    if len(q) < 2:
        return Found(())
    code = "".join(q.split()).upper()
    if identifiers.parse(q):
        whole = Q(identifier=code)
    else:
        kinds = ("enterprise", "person") if len(code) == 18 else ()
        whole = Q(number=q) | Q(party__in=[accounts.find_party(kind=k, code=code) for k in kinds])
    # what is typed in whole is found by an index; only what is not reads the names
    rows = _newest(actor, whole)
    if not rows:
        rows = _newest(actor, Q(number__startswith=q) | Q(holder__contains=q))
    views = tuple(_masked(view_of(row, on)) for row in rows[:MOST])
    return Found(views, len(rows) > MOST)


def _newest(actor: Actor, asked: Q) -> list[Licence]:
    return list(visible_to(actor).filter(asked).order_by("-issued_on", "number")[: MOST + 1])


def seen_by(actor: Actor, number: str, *, on: date) -> LicenceView:
    """One licence as staff see it before they ask for more; NotVisible where it is not theirs."""
    return _masked(view_of(_row(actor, number), on))


def reveal(*, number: str, why: str, by: Actor, at: datetime, on: date) -> LicenceView:
    """The personal lines in full. The look is recorded and its holder reads it."""
    row = _row(by, number)
    if not why.strip():
        raise Refusal("reason-missing", "查看完整信息请写明原因，持有人会看到。")
    view = view_of(row, on)
    hidden = [line for line in view.facts if line.personal]
    audit.record_reveal(
        by=by,
        at=at,
        obj=f"licence:{number}",
        fields=["holder", *(line.code for line in hidden)],
        labels=["持有人", *(line.label for line in hidden)],
        unit=by.unit or "",
        why=why.strip()[:200],
    )
    return view


def looks_at(actor: Actor, number: str) -> list[StaffLook]:
    """Who on the staff was shown my licence in full."""
    own_row(actor, number)
    return [
        StaffLook(row.at, row.by_name, accounts.unit_name(row.unit), row.why)
        for row in audit.reads_of(obj=f"licence:{number}")
    ]


def _row(actor: Actor, number: str) -> Licence:
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        raise NotVisible(number)
    return row


def _masked(view: LicenceView) -> LicenceView:
    facts = tuple(
        FactLine(f.code, f.label, accounts.mask(f.value), True) if f.personal else f
        for f in view.facts
    )
    return replace(view, holder=public_name(view.holder), facts=facts, token="")
