"""Enterprises and persons that apply: registered, found by their whole number, shown masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingshang.city.accounts.kinds import Actor, NotVisible, PartyKind
from yingshang.city.accounts.models import Party

__all__ = [
    "PartyView",
    "ensure_parties",
    "ensure_party",
    "find_party",
    "mask",
    "party_names",
    "party_view",
    "search_parties",
]


@dataclass(frozen=True)
class PartyView:
    """A party as the actor may see it; `code` and `phone` are masked unless asked otherwise."""

    id: int
    kind: str
    name: str
    code: str
    phone: str
    profile: dict[str, Any]


def mask(text: str) -> str:
    """Keep the ends of a number or name: 2108…1234, 林*."""
    if len(text) <= 3:
        return text[:1] + "*" * (len(text) - 1)
    keep = 2 if len(text) < 11 else 4
    return text[: keep - 1] + "*" * (len(text) - 2 * keep + 1) + text[-keep:]


def party_view(party: int, *, masked: bool = True) -> PartyView:
    """A party by id. Callers who unmask must record the reveal (audit.record_reveal)."""
    row = Party.objects.filter(pk=party).first()
    if row is None:
        raise NotVisible(party)
    code, phone = (mask(row.code), mask(row.phone)) if masked else (row.code, row.phone)
    return PartyView(row.pk, row.kind, row.name, code, phone, dict(row.profile))


def party_names(ids: Iterable[int]) -> dict[int, str]:
    """What parties are called, by id: one query. Mask them where they are shown to officers."""
    return dict(Party.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def ensure_party(
    *, kind: str, name: str, code: str, by: Actor, at: datetime, phone: str = "", region: str = ""
) -> int:
    """The id of the party with this code, registered now if it is new."""
    row, _new = Party.objects.get_or_create(
        kind=PartyKind(kind),
        code=code,
        defaults={"name": name, "phone": phone, "region": region, "created_at": at},
    )
    return row.pk


def find_party(*, kind: str, code: str) -> int | None:
    """The id of the party with this number; None where the city does not know it."""
    return Party.objects.filter(kind=kind, code=code).values_list("pk", flat=True).first()


def search_parties(text: str, *, limit: int = 6) -> list[PartyView]:
    """Who has this whole number or telephone; masked. Nobody is found by a part of a number."""
    wanted = "".join(text.split()).upper()
    if len(wanted) < 7:
        return []
    rows = list(Party.objects.filter(code=wanted)[:limit])
    rows = rows or list(Party.objects.filter(phone=wanted).order_by("pk")[:limit])
    return [PartyView(r.pk, r.kind, mask(r.name), mask(r.code), mask(r.phone), {}) for r in rows]


def ensure_parties(rows: Iterable[dict[str, Any]], *, at: datetime) -> dict[str, int]:
    """Register many parties at once (kind, name, code, phone, region, profile) → id by code."""
    fresh = [Party(created_at=at, **row) for row in rows]
    # one order for everybody: two who register the same parties wait, and never for each other
    fresh.sort(key=lambda party: (party.kind, party.code))
    Party.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    codes = [row.code for row in fresh]
    found: dict[str, int] = {}
    for i in range(0, len(codes), 500):
        found |= dict(Party.objects.filter(code__in=codes[i : i + 500]).values_list("code", "pk"))
    return found
