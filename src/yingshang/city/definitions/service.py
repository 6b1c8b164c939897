"""The door of definitions: what is in force, where and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

from django.db import transaction

from yingshang.city.accounts.service import SYSTEM, Actor, ensure_places
from yingshang.city.definitions._calendars import (
    CALENDAR,
    amended,
    calendar,
    calendar_edition,
    calendar_sources,
    declared_calendar,
    offices_changed,
    read_notice,
)
from yingshang.city.definitions._calendars import forget as forget_calendars
from yingshang.city.definitions._clocks import ClockAnswer, clock_due, clock_rows
from yingshang.city.definitions._days import day_words, moment_words, month_words, period_words
from yingshang.city.definitions._drafts import draft_of, yaml_text
from yingshang.city.definitions._faults import BodyFault, faults_of
from yingshang.city.definitions._files import CHECKS, TOGETHER, collect
from yingshang.city.definitions._official import official, told
from yingshang.city.definitions._said import listed, measured, retold, said, sentences
from yingshang.city.definitions._values import CHECKS as CHECKS_OF_VALUES
from yingshang.city.definitions._values import Wrong
from yingshang.city.definitions.models import Edition
from yingshang.city.definitions.proposals import ProposalView, proposals, propose, rule_proposal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "CHECKS",
    "CHECKS_OF_VALUES",
    "TOGETHER",
    "BodyFault",
    "ClockAnswer",
    "EditionView",
    "LoadReport",
    "ProposalView",
    "Wrong",
    "announce",
    "calendar",
    "calendar_edition",
    "calendar_sources",
    "changed_editions",
    "check_files",
    "clear_cache",
    "clock_due",
    "clock_rows",
    "day_words",
    "declared_calendar",
    "draft",
    "edition",
    "edition_by_id",
    "editions",
    "faults_of",
    "generation",
    "history",
    "listed",
    "load",
    "measured",
    "moment_words",
    "month_words",
    "offices_changed",
    "official",
    "period_words",
    "pin",
    "proposals",
    "propose",
    "publish",
    "read_notice",
    "refresh",
    "retold",
    "rule_proposal",
    "said",
    "sentences",
    "told",
    "yaml_text",
]

FOREVER = date(2000, 1, 1)  # a body that names no first day holds from before all our data
PLACES = "region"  # regions and units are places, not editions


@dataclass(frozen=True)
class EditionView:
    """One edition in force; `id` is what a case pins."""

    id: int
    kind: str
    code: str
    region: str
    version: int
    valid_from: date
    body: dict[str, Any]
    hash: str
    published_at: datetime | None = None
    published_by: str = ""


@dataclass(frozen=True)
class LoadReport:
    added: int
    unchanged: int
    places: int


def body_hash(body: Mapping[str, Any]) -> str:
    text = dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def changed_editions() -> list[tuple[str, str, int]]:
    """(kind, code, version) of editions whose body is no longer what was published."""
    rows = Edition.objects.order_by("kind", "code", "version").iterator(chunk_size=50)
    return [(e.kind, e.code, e.version) for e in rows if body_hash(e.body) != e.hash]


def publish(
    *, kind: str, code: str, region: str, body: dict[str, Any], by: Actor, at: datetime
) -> bool:
    """Add an edition unless the newest one says the same; True where one was added."""
    digest = body_hash(body)
    newest = (
        Edition.objects.filter(kind=kind, code=code, region=region).order_by("-version").first()
    )
    if newest and newest.hash == digest:
        return False
    first_day = body.get("valid_from")
    Edition.objects.create(
        kind=kind,
        code=code,
        region=region,
        version=newest.version + 1 if newest else 1,
        valid_from=_day(first_day) if first_day else (to_cst(at).date() if newest else FOREVER),
        body=body,
        hash=digest,
        published_at=at,
        published_by=by.id,
    )
    clear_cache()
    return True


def pin(
    *,
    kind: str,
    code: str,
    region: str,
    body: dict[str, Any],
    version: int,
    by: Actor,
    at: datetime,
) -> EditionView:
    """The edition with exactly this body, added now if it is new: for bodies worked out from
    editions in force (a bundle's one form). Call it outside a transaction that may fail."""
    digest = body_hash(body)
    named = f"{code}~{digest[:12]}"
    known = next(iter(_index(kind).get((named, region), ())), None)
    if known is not None:
        return known
    row, _new = Edition.objects.get_or_create(
        kind=kind,
        code=named,
        region=region,
        version=version,
        defaults={
            "valid_from": FOREVER,
            "body": body,
            "hash": digest,
            "published_at": at,
            "published_by": by.id,
        },
    )
    clear_cache()
    return EditionView(row.pk, kind, named, region, version, row.valid_from, row.body, row.hash)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@transaction.atomic
def load(folders: list[Path], *, at: datetime, by: Actor = SYSTEM) -> LoadReport:
    """Publish what the files declare; the same files again change nothing."""
    added = unchanged = places = 0
    for declared in collect(folders):
        if declared.kind == PLACES:
            places += _load_place(declared.body)
            continue
        body = _plain(declared.body)
        if not _says_more(declared.kind, declared.code, declared.region, body, by):
            unchanged += 1
        elif publish(
            kind=declared.kind,
            code=declared.code,
            region=declared.region,
            body=body,
            by=by,
            at=at,
        ):
            added += 1
        else:
            unchanged += 1
    return LoadReport(added, unchanged, places)


def _says_more(kind: str, code: str, region: str, body: Mapping[str, Any], by: Actor) -> bool:
    """Whether the files say something else than when they were last loaded: what a bureau has
    published since is not undone by files that have not changed."""
    loaded = Edition.objects.filter(kind=kind, code=code, region=region, published_by=by.id)
    newest = loaded.order_by("-version").values_list("hash", flat=True).first()
    return newest != body_hash(body)


def check_files(folders: list[Path]) -> int:
    """How many bodies the files declare; Refusal names the first fault. Nothing is written."""
    return len(collect(folders))


def _plain(value: Any) -> Any:
    """YAML dates as ISO text: bodies are JSON."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _load_place(body: Mapping[str, Any]) -> int:
    code = str(body["code"])
    regions = [{"code": code, "name": body["name"], "level": body.get("level")}]
    regions += body.get("provinces", [])
    regions += [{**d, "parent": code} for d in body.get("districts", [])]
    units = [{**u, "code": f"{code}-{u['role']}", "region_id": code} for u in body.get("units", [])]
    ensure_places(regions=regions, units=units)
    return 1


@lru_cache
def _in_kind(kind: str) -> tuple[EditionView, ...]:
    rows = Edition.objects.filter(kind=kind).order_by("valid_from", "version")
    return tuple(
        EditionView(
            e.pk,
            e.kind,
            e.code,
            e.region,
            e.version,
            e.valid_from,
            e.body,
            e.hash,
            e.published_at,
            e.published_by,
        )
        for e in rows
    )


@lru_cache
def _index(kind: str) -> dict[tuple[str, str], list[EditionView]]:
    index: dict[tuple[str, str], list[EditionView]] = {}
    for view in _in_kind(kind):
        index.setdefault((view.code, view.region), []).append(view)
    return index


@lru_cache(maxsize=1)
def _kinds() -> dict[int, str]:
    """The kind of every edition: one query, where asking for each would be dozens."""
    return dict(Edition.objects.values_list("pk", "kind"))


_generations = count(1)


@lru_cache(maxsize=1)
def generation() -> int:
    """Another number whenever what was read is forgotten: what is built on editions keeps it."""
    return next(_generations)


def clear_cache() -> None:
    """Forget what was read; called whenever an edition is added."""
    forget_calendars()
    generation.cache_clear()
    _newest.cache_clear()
    _kinds.cache_clear()
    _editions.cache_clear()
    _in_kind.cache_clear()
    _index.cache_clear()


def _places_of(region: str) -> list[str]:
    """From the nearest to the nation: district, city, province, nation."""
    return list(dict.fromkeys([region, region[:4] + "00", region[:2] + "0000", ""]))


def edition(kind: str, code: str, *, region: str = "", on: date) -> EditionView | None:
    """The edition in force on a day: the nearest place wins, then the newest; else None."""
    index = _index(kind)
    for place in _places_of(region):
        in_force = [v for v in index.get((code, place), ()) if v.valid_from <= on]
        if in_force:
            return in_force[-1]
    return None


def history(kind: str, code: str, *, region: str = "") -> list[EditionView]:
    """Every edition that was, is or will be in force for a place: the nation's first, then the
    nearer ones that take its place, each in the order in which they take effect."""
    index = _index(kind)
    return [v for place in reversed(_places_of(region)) for v in index.get((code, place), ())]


def draft(text: str, *, kind: str, region: str, on: date) -> dict[str, Any]:
    """The body that a bureau's YAML declares, checked, `extends` resolved against what is in
    force; nothing is published. Refusal says what is wrong with it."""

    def under(code: str) -> Mapping[str, Any] | None:
        found = edition(kind, code, region=region, on=on)
        return found.body if found else None

    body: dict[str, Any] = _plain(draft_of(text, kind=kind, region=region, under=under))
    return body


def edition_by_id(id: int) -> EditionView:
    """A pinned edition, in force or not; KeyError where there is none."""
    if (found := _cached(id)) is None:
        clear_cache()  # another process may have added it since ours read
        found = _cached(id)
    if found is None:
        raise KeyError(id)
    return found


def _cached(id: int) -> EditionView | None:
    kind = _kinds().get(id)
    views = _in_kind(kind) if kind else ()
    return next((view for view in views if view.id == id), None)


def editions(kind: str, *, region: str = "", on: date) -> list[EditionView]:
    """All editions of a kind in force for a region on a day, by code."""
    return list(_editions(kind, region, on))


@lru_cache(maxsize=512)
def _editions(kind: str, region: str, on: date) -> tuple[EditionView, ...]:
    codes = sorted({code for code, _region in _index(kind)})
    found = (edition(kind, code, region=region, on=on) for code in codes)
    return tuple(view for view in found if view is not None)


def announce(
    *,
    year: int,
    notice: dict[str, Any],
    holidays: list[dict[str, Any]],
    by: Actor,
    at: datetime,
    region: str = "",
) -> bool:
    """A later notice changes a year's calendar: a further edition; True where it says something
    new. Clocks follow with cases.follow_calendar. Refusal "calendar-unknown", "calendar-invalid".

    `notice`: {title, number, published}; `holidays`: [{name, first, last, make_up}], by name.
    """
    code, body = amended(year=year, notice=notice, holidays=holidays, region=region)
    return publish(kind=CALENDAR, code=code, region=region, body=body, by=by, at=at)


def refresh() -> bool:
    """Forget what was read if another process has published since; one small question."""
    seen = _newest.cache_info().currsize > 0
    if seen and _newest() == _newest_edition():
        return False
    clear_cache()
    _newest()
    return True


@lru_cache(maxsize=1)
def _newest() -> int:
    """The newest edition when the caches were last emptied."""
    return _newest_edition()


def _newest_edition() -> int:
    return Edition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
