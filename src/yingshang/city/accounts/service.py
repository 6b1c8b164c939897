"""The door of accounts: actors, units, regions, parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from yingshang.city.accounts._changing import (
    CARRIED,
    HOLDINGS,
    Held,
    add_alias,
    drop_alias,
    end_unit,
    holdings,
    rename_unit,
    restore_unit,
)
from yingshang.city.accounts._mandates import (
    MandateView,
    authorise,
    mandates,
    on_behalf,
    withdraw_mandate,
)
from yingshang.city.accounts._noted import over_noted, place_named, under_noted
from yingshang.city.accounts._noted_changes import (
    PLACE_FOLLOWERS,
    PLACE_KEEPERS,
    PlaceChange,
    give_superior,
    may_change_place,
    merge_place,
    rename_place,
)
from yingshang.city.accounts._parties import (
    PartyView,
    ensure_parties,
    ensure_party,
    find_party,
    mask,
    party_names,
    party_view,
    search_parties,
)
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
from yingshang.city.accounts._unit_history import UnitFact, unit_history
from yingshang.city.accounts._units import (
    UnitView,
    heir_in,
    may_register_unit,
    refresh,
    register_unit,
)
from yingshang.city.accounts._units import (
    places as _places,
)
from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, Role
from yingshang.city.accounts.models import Party, Region, Unit, User

__all__ = [
    "ANONYMOUS",
    "CARRIED",
    "HOLDINGS",
    "PLACE_FOLLOWERS",
    "PLACE_KEEPERS",
    "SYSTEM",
    "AbsenceView",
    "Actor",
    "Answer",
    "CastMember",
    "Held",
    "IssuedKey",
    "KeyView",
    "MandateView",
    "NotVisible",
    "PartyView",
    "PlaceChange",
    "SystemView",
    "UnitFact",
    "UnitView",
    "absences",
    "actor_of",
    "actor_of_system",
    "actors",
    "add_alias",
    "answering",
    "answers_for",
    "authorise",
    "away",
    "cast",
    "districts",
    "drop_alias",
    "end_absence",
    "end_unit",
    "ensure_parties",
    "ensure_party",
    "ensure_people",
    "ensure_places",
    "find_party",
    "forget_replies",
    "give_superior",
    "heir_of",
    "holdings",
    "is_fictional",
    "is_noted",
    "issue_key",
    "key_actor",
    "key_used",
    "mandates",
    "mask",
    "may_change_place",
    "may_register_unit",
    "merge_place",
    "name_deputy",
    "no_space",
    "note_place",
    "noted",
    "officer",
    "on_behalf",
    "once",
    "over_noted",
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
    "rename_place",
    "rename_unit",
    "resolve_unit",
    "restore_unit",
    "revoke_key",
    "search_parties",
    "set_system_active",
    "stands_in_for",
    "superiors",
    "systems",
    "under_noted",
    "unit",
    "unit_history",
    "unit_name",
    "units",
    "user_of",
    "withdraw_mandate",
]

ANONYMOUS = Actor(id="anonymous", name="访客", role=Role.APPLICANT)


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


def noted() -> list[tuple[str, str]]:
    """(code, name) of places that were noted for their plans."""
    return [one for one in _noted.whole_names().items() if one[0].startswith(_noted.NOTED)]


def is_noted(place: str) -> bool:
    """Whether a place was only noted, by its name, for its plans."""
    return place.startswith(_noted.NOTED)


def unit_name(code: str | None) -> str:
    found = _places()[1].get(code or "")
    return found.name if found else (code or "")


def unit(code: str) -> UnitView:
    """One unit by code; NotVisible where there is none."""
    try:
        return _places()[1][code]
    except KeyError:
        raise NotVisible(code) from None


def units(region: str, *, ended: bool = False) -> list[UnitView]:
    """Those that are there now; ``ended``: also those that were."""
    found = _places()[1].values()
    return [u for u in found if u.region == region and (ended or u.ended_on is None)]


def heir_of(code: str, on: date | None = None) -> UnitView | None:
    """The unit itself where it stood on a day (None: now), else the one that it went into, or
    that one's own; None where nobody followed it."""
    return heir_in(_places()[1], code, on)


def answering(code: str) -> str:
    """The code of who answers now where this unit is named: itself, or the one it went into."""
    found = heir_of(code)
    return found.code if found else code


def answers_for(code: str | None) -> tuple[str, ...]:
    """The unit with every one that went into it, by however many steps: their past is its own, to
    be read and answered for."""
    return (code, *_places()[4].get(code, ())) if code else ()


def resolve_unit(name: str, region: str) -> UnitView | None:
    """A unit of the region by its printed name or an alias, else the only one that was called so
    before; None where nothing matches exactly."""
    plain = name.strip()
    for u in units(region):
        if plain == u.name or plain in u.aliases:
            return u
    before = [u for u in units(region) if any(plain == one.name for one in u.former)]
    return before[0] if len(before) == 1 else None


def regions(*, cities_only: bool = True) -> list[tuple[str, str]]:
    """(code, name) of the cities in order of code; else of districts, provinces and the state too,
    which have no people, cases or indicators here: only plans that cities answer."""
    rows = Region.objects.filter(same_as=None).order_by("code")
    if cities_only:
        rows = rows.filter(parent=None, level=Region.Level.CITY)
    return list(rows.values_list("code", "name"))


def superiors() -> list[tuple[str, str]]:
    """(code, name) of the state and the provinces, whose plans cities answer."""
    above = (Region.Level.STATE, Region.Level.PROVINCE)
    rows = Region.objects.filter(level__in=above, same_as=None)
    return list(rows.order_by("code").values_list("code", "name"))


def districts(region: str) -> list[tuple[str, str]]:
    """(code, name) of a city's districts; none that was only noted for its plans."""
    rows = _places()[2].get(region, ())
    return [one for one in rows if not one[0].startswith(_noted.NOTED)]


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
    told = set(Unit.objects.exclude(changed_at=None).values_list("code", flat=True))
    ended = set(Unit.objects.exclude(ended_on=None).values_list("code", flat=True))
    for row in units:  # what people called a unit since, or ended, stays as they said
        kept = {"code", "name", "aliases", "superior_id"} if row["code"] in told else {"code"}
        kept |= {"superior_id"} if row.get("superior_id") in ended else set()
        Unit.objects.update_or_create(
            code=row["code"], defaults={k: v for k, v in row.items() if k not in kept}
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
