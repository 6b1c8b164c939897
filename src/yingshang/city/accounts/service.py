"""The door of accounts: actors, units, regions, parties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from yingshang.city.accounts import _noted
from yingshang.city.accounts._absences import (
    AbsenceView,
    absences,
    away,
    end_absence,
    name_deputy,
    stands_in_for,
)
from yingshang.city.accounts._mandates import (
    MandateView,
    authorise,
    mandates,
    on_behalf,
    withdraw_mandate,
)
from yingshang.city.accounts._noted import place_named
from yingshang.city.accounts._people import person_names, person_units
from yingshang.city.accounts._replies import Answer, forget_replies, once
from yingshang.city.accounts._space import no_space
from yingshang.city.accounts._systems import (
    IssuedKey,
    KeyView,
    SystemView,
    actor_of_system,
    issue_key,
    key_actor,
    key_used,
    register_system,
    revoke_key,
    set_system_active,
    systems,
)
from yingshang.city.accounts._units import (
    UnitView,
    may_register_unit,
    refresh,
    register_unit,
)
from yingshang.city.accounts._units import (
    places as _places,
)
from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, PartyKind, Role
from yingshang.city.accounts.models import Party, Region, Unit, User

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "AbsenceView",
    "Actor",
    "Answer",
    "CastMember",
    "IssuedKey",
    "KeyView",
    "MandateView",
    "NotVisible",
    "PartyView",
    "SystemView",
    "UnitView",
    "absences",
    "actor_of",
    "actor_of_system",
    "actors",
    "authorise",
    "away",
    "cast",
    "districts",
    "end_absence",
    "ensure_parties",
    "ensure_party",
    "ensure_people",
    "ensure_places",
    "find_party",
    "forget_replies",
    "is_fictional",
    "issue_key",
    "key_actor",
    "key_used",
    "mandates",
    "mask",
    "may_register_unit",
    "name_deputy",
    "no_space",
    "note_place",
    "officer",
    "on_behalf",
    "once",
    "party_names",
    "party_view",
    "person_names",
    "person_units",
    "place_named",
    "refresh",
    "region_name",
    "regions",
    "register_system",
    "register_unit",
    "resolve_unit",
    "revoke_key",
    "search_parties",
    "set_system_active",
    "stands_in_for",
    "superiors",
    "systems",
    "unit",
    "unit_name",
    "units",
    "user_of",
    "withdraw_mandate",
]

ANONYMOUS = Actor(id="anonymous", name="访客", role=Role.APPLICANT)


@dataclass(frozen=True)
class PartyView:
    """A party as the actor may see it; `code` and `phone` are masked unless asked otherwise."""

    id: int
    kind: str
    name: str
    code: str
    phone: str
    profile: dict[str, Any]


@dataclass(frozen=True)
class CastMember:
    username: str
    label: str
    role: str
    role_label: str
    duty: str
    region: str
    region_name: str
    unit_name: str


def actor_of(user: User | AnonymousUser) -> Actor:
    """The frozen actor of a signed-in user; visitors are applicants without a party."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    return Actor(
        id=user.username,
        name=user.label or user.username,
        role=user.role,
        region=user.region_id or "",
        unit=user.unit_id,
        party=user.party_id,
    )


def user_of(username: str) -> User | None:
    """The user behind a name, for signing in; None where there is none."""
    return User.objects.filter(username=username, is_active=True).first()


def actors(*, region: str, role: str | None = None, unit: str | None = None) -> list[Actor]:
    """Those who can be addressed: officers of a region, a role or a unit; never an applicant."""
    rows = User.objects.filter(region_id=region, is_active=True).exclude(role=Role.APPLICANT)
    if role:
        rows = rows.filter(role=role)
    if unit:
        rows = rows.filter(unit_id=unit)
    return [actor_of(user) for user in rows]


def officer(username: str) -> Actor | None:
    """Somebody on the staff by name; None where there is none, or no longer."""
    user = User.objects.filter(username=username, is_active=True).first()
    found = actor_of(user) if user else None
    return found if found is not None and found.is_staff else None


def cast() -> list[CastMember]:
    """The persons of the demo page, in their order."""
    rows = User.objects.filter(is_cast=True).select_related("region", "unit").order_by("order")
    return [
        CastMember(
            u.username,
            u.label,
            u.role,
            str(Role(u.role).label),
            u.duty,
            u.region_id or "",
            u.region.name if u.region else "",
            u.unit.name if u.unit else "",
        )
        for u in rows
    ]


def is_fictional(region: str) -> bool:
    """Sample cities have reserved codes 99xxxx; only they may hold simulated values."""
    return region.startswith("99")


def region_name(code: str) -> str:
    if code.startswith(_noted.NOTED) and code not in _places()[0]:
        _places.cache_clear()  # noted by another process since
    return _places()[0].get(code, code)


def note_place(*, name: str, by: Actor, at: datetime) -> str:
    """The code of a place by its name; one that nobody has declared is noted, for its plans."""
    code = _noted.note_place(name=name, by=by, at=at)
    _places.cache_clear()
    return code


def unit_name(code: str | None) -> str:
    found = _places()[1].get(code or "")
    return found.name if found else (code or "")


def unit(code: str) -> UnitView:
    """One unit by code; NotVisible where there is none."""
    try:
        return _places()[1][code]
    except KeyError:
        raise NotVisible(code) from None


def units(region: str) -> list[UnitView]:
    return [u for u in _places()[1].values() if u.region == region]


def resolve_unit(name: str, region: str) -> UnitView | None:
    """A unit of the region by its printed name or an alias; None where nothing matches exactly."""
    plain = name.strip()
    for u in units(region):
        if plain == u.name or plain in u.aliases:
            return u
    return None


def regions(*, cities_only: bool = True) -> list[tuple[str, str]]:
    """(code, name) of the cities in order of code; else of districts, provinces and the state too,
    which have no people, cases or indicators here: only plans that cities answer."""
    rows = Region.objects.order_by("code")
    if cities_only:
        rows = rows.filter(parent=None, level=Region.Level.CITY)
    return list(rows.values_list("code", "name"))


def superiors() -> list[tuple[str, str]]:
    """(code, name) of the state and the provinces, whose plans cities answer."""
    above = (Region.Level.STATE, Region.Level.PROVINCE)
    return list(Region.objects.filter(level__in=above).order_by("code").values_list("code", "name"))


def districts(region: str) -> list[tuple[str, str]]:
    """(code, name) of a city's districts."""
    return list(_places()[2].get(region, ()))


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


@transaction.atomic
def ensure_places(*, regions: Sequence[dict[str, Any]], units: Sequence[dict[str, Any]]) -> None:
    """Create or refresh regions and units from declared data; nothing is deleted."""
    rows = [
        Region(
            code=row["code"],
            name=row["name"],
            parent_id=row.get("parent"),
            level=row.get("level") or ("district" if row.get("parent") else "city"),
        )
        for row in sorted(regions, key=lambda r: r.get("parent") or "")
    ]
    Region.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "parent", "level"],
    )
    for row in units:
        Unit.objects.update_or_create(
            code=row["code"], defaults={k: v for k, v in row.items() if k != "code"}
        )
    _places.cache_clear()


@transaction.atomic
def ensure_people(people: Sequence[dict[str, Any]], *, at: datetime) -> None:
    """Create or refresh users (a `party` is registered first). No password: demo sign-in only."""
    for row in people:
        values = dict(row)
        party = values.pop("party", None)
        if party:
            party, _new = Party.objects.update_or_create(
                kind=party["kind"],
                code=party["code"],
                defaults={**party, "created_at": at},
            )
        user, new = User.objects.update_or_create(
            username=values.pop("username"), defaults={**values, "party": party}
        )
        if new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
