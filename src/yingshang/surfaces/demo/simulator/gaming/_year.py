"""The year as a whole: how much of what, in order of arrival, and how it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import CaseSpec
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.service import RatingSpec, TerminalSpec
from yingshang.surfaces.demo.simulator._load import settings_of
from yingshang.surfaces.demo.simulator._people import citizen_number, enterprise, person_name
from yingshang.surfaces.demo.simulator.gaming import (
    _closings,
    _devices,
    _entries,
    _outages,
    _pauses,
)
from yingshang.surfaces.demo.simulator.gaming._life import Life
from yingshang.surfaces.demo.simulator.gaming._ordinary import (
    Habits,
    arrivals,
    ordinary,
    rate_plainly,
)
from yingshang.surfaces.demo.simulator.gaming._world import Party, World, digest

__all__ = ["GamingYear", "gaming_year", "load_gaming_year"]

Maker = Callable[[World, int, Habits], list[Life]]
FRAUDS: Mapping[str, Maker] = {
    "pause-before-breach": lambda w, n, _h: _pauses.stopped_before_breach(w, n),
    "bulk-closing": lambda w, n, _h: _closings.before_the_month_closes(w, n),
    "back-dated": lambda w, n, _h: _entries.back_dated(w, n),
    "staff-rating": _devices.rated_by_staff,
}
LOOK_ALIKES: Mapping[str, Maker] = {
    "catch-up": lambda w, n, _h: _closings.after_leave(w, n),
    "expert-review": lambda w, n, _h: _pauses.late_reviews(w, n),
    "month-end-peak": lambda w, n, _h: _closings.limits_at_month_end(w, n),
    "outage": lambda w, n, _h: _outages.outages(w, n),
    "kiosk": _devices.at_the_kiosk,
    "agent": _devices.by_an_agent,
    "instant-batch": lambda w, n, _h: _closings.at_once(w, n),
    "joint-meeting": lambda w, n, _h: _closings.meetings(w, n),
    "assisted-elderly": _devices.helped,
}
FIRMS, OLD = 900, 120


@dataclass(frozen=True)
class GamingYear:
    """A year of cases in which the frauds are known.

    `truth` and `look_alike` speak of the index in `specs`; `truth` has every index, None for an
    honest case. `ratings`: (index, rating without its case number). `terminals`: the register.
    `outages`: (since, until); the papers of `specs` name them by their place, from 0. `book`:
    series, first number and how many of the papers that the hall was given.
    """

    seed: int
    region: str
    until: datetime
    specs: tuple[CaseSpec, ...]
    ratings: tuple[tuple[int, RatingSpec], ...]
    terminals: tuple[TerminalSpec, ...]
    outages: tuple[tuple[datetime, datetime], ...]
    book: tuple[str, int, int]
    truth: Mapping[int, str | None]
    look_alike: Mapping[int, str]


def gaming_year(
    *, seed: int, region: str = "990100", cases: int = 6000, until: datetime
) -> GamingYear:
    """The year up to `until`, the same for the same seed. Its parties are registered."""
    assert accounts.is_fictional(region), region
    rng = Random(f"gaming-{seed}-{region}-{cases}")
    w = _world(rng, seed, region, until)
    habits = Habits(w)
    lives: list[Life] = []
    for makers, amounts in _amounts(rng, cases):
        for name, n in amounts.items():
            lives += makers[name](w, n, habits)
    for when, channel in arrivals(w, cases - len(lives)):
        lives.append(ordinary(w, habits, when, channel))
    lives.sort(key=lambda life: life.begun)
    for life in lives:
        rate_plainly(life, habits)
    return _told(w, lives)


def _amounts(rng: Random, cases: int) -> list[tuple[Mapping[str, Maker], dict[str, int]]]:
    """How many cases of each kind: look-alikes first, for they decide who is away."""
    frauds = round(cases * rng.uniform(0.045, 0.075))
    alike = round(frauds * rng.uniform(1.1, 1.7))
    return [
        (LOOK_ALIKES, _split(rng, alike, list(LOOK_ALIKES))),
        (FRAUDS, _split(rng, frauds, list(FRAUDS))),
    ]


def _split(rng: Random, total: int, names: list[str]) -> dict[str, int]:
    shares = [rng.uniform(0.5, 1.5) for _ in names]
    found = {n: max(4, int(total * s / sum(shares))) for n, s in zip(names, shares, strict=True)}
    found[names[0]] += max(0, total - sum(found.values()))
    return found


def _world(rng: Random, seed: int, region: str, until: datetime) -> World:
    settings = settings_of()
    return World(
        rng=rng,
        seed=seed,
        region=region,
        settings=settings,
        items={
            code: catalog.item(code, region=region, on=until.date()) for code in settings["weights"]
        },
        parties=_parties(seed, region, settings, until),
        calendar=definitions.calendar(),
        until=until,
    )


def _parties(seed: int, region: str, settings: Mapping[str, Any], at: datetime) -> list[Party]:
    """Enterprises, some of which share a device, and old people."""
    rng = Random(f"gaming-{seed}-{region}-parties")
    districts = list(settings["cities"][region]["districts"])
    city = accounts.region_name(region)
    first = 1_000_000 + seed % 800 * 10_000
    rows = [enterprise(rng, city, rng.choice(districts), first + n) for n in range(FIRMS)]
    rows += [_old_person(rng, rng.choice(districts), n) for n in range(OLD)]
    ids = accounts.ensure_parties(rows, at=at)
    parties: list[Party] = []
    for row in rows:
        device = digest(region, row["code"], "own")
        if parties and rng.random() < 0.03:
            device = parties[-1].device
        old = row["kind"] == "person"
        parties.append(Party(ids[row["code"]], row["profile"], device, old, old))
    return parties


def _old_person(rng: Random, district: str, serial: int) -> dict[str, Any]:
    number, born = citizen_number(rng, serial)
    while born.year > 1958:
        number, born = citizen_number(rng, serial)
    name, phone = person_name(rng), f"138{rng.randrange(10**8):08d}"
    profile = {"name": name, "idno": number, "birth": born.isoformat(), "phone": phone}
    row = {"kind": "person", "name": name, "code": number, "phone": phone}
    return {**row, "region": district, "profile": profile}


def _told(w: World, lives: list[Life]) -> GamingYear:
    specs = tuple(life.spec() for life in lives)
    assert w.book is not None
    return GamingYear(
        seed=w.seed,
        region=w.region,
        until=w.until,
        specs=specs,
        ratings=tuple(
            (n, replace(life.rating, at=life.rating.at.replace(microsecond=0)))
            for n, life in enumerate(lives)
            if life.rating is not None
            and life.rating.at <= w.until
            and any(act.verb == "decide" for act in specs[n].acts)
        ),
        terminals=_terminals(w),
        outages=tuple(w.outages),
        book=w.book,
        truth={n: life.kind for n, life in enumerate(lives)},
        look_alike={n: life.look for n, life in enumerate(lives) if life.look},
    )


def _terminals(w: World) -> tuple[TerminalSpec, ...]:
    """Every desk, every tablet at a window, every kiosk, as the city registered them."""
    hall = f"{w.region}-hall"
    found = [
        TerminalSpec(o.desk, w.region, "desk", str(o.actor.unit), o.id)
        for team in w.staff.values()
        for o in team
    ]
    found += [
        TerminalSpec(device, w.region, "window", hall, place=f"{n}号窗口")
        for n, device in enumerate(w.tablets, 1)
    ]
    found += [TerminalSpec(d, w.region, "kiosk", hall, place="办事大厅") for d in w.kiosks]
    return tuple(found)


def load_gaming_year(year: GamingYear, *, at: datetime) -> dict[str, str | None]:
    """Write the year through the services; its truth by case number, in the order of `specs`.

    `at`: the moment of loading; ValueError where the year runs beyond it.
    """
    if year.until > at:
        raise ValueError(f"the year runs to {year.until.isoformat()}, beyond {at.isoformat()}")
    with transaction.atomic():
        feedback.declare_terminals(year.terminals)
        declared = _declare(year, at)
        refs = cases.bulk([_with_outage(spec, declared) for spec in year.specs])
        feedback.rate_many([replace(rating, ref=refs[n]) for n, rating in year.ratings])
    return {ref: year.truth[n] for n, ref in enumerate(refs)}


def _declare(year: GamingYear, at: datetime) -> list[int]:
    """Put the outages and the hall's book on record; the outages' numbers there."""
    overseer = Actor(f"{year.region}-bureau-1", "营商局", Role.BUREAU, year.region)
    series, first, size = year.book
    begun = year.until - timedelta(days=365)
    cases.issue_book(
        unit=f"{year.region}-hall",
        series=series,
        first=first,
        last=first + size - 1,
        by=overseer,
        at=begun,
    )
    return [
        cases.declare_outage(
            what="政务服务平台",
            since=since,
            until=until,
            by=overseer,
            at=until + timedelta(hours=1),
        ).id
        for since, until in year.outages
    ]


def _with_outage(spec: CaseSpec, declared: Sequence[int]) -> CaseSpec:
    """The same case; its paper names the outage as it stands on record."""
    place = spec.facts.get("paper", {}).get("outage")
    if place is None:
        return spec
    facts = {"paper": {**spec.facts["paper"], "outage": declared[place]}}
    acts = tuple(replace(act, facts=facts) if act.facts else act for act in spec.acts)
    return replace(spec, facts=facts, acts=acts)
