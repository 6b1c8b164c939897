"""The city that a seeded year is played in: its people, terminals, days and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.utils import timezone

from yingshang.city.accounts.kinds import Actor
from yingshang.city.catalog.service import ItemView
from yingshang.surfaces.demo.simulator._people import person_name
from yingshang.surfaces.demo.simulator._time import Calendar, at
from yingshang.surfaces.demo.simulator.gaming._words import phrases

__all__ = ["Officer", "Party", "World", "digest"]

CLOSING = 17.5 * 60  # minutes after midnight
QUIET_END = 70  # days at the end of the year in which nothing special begins
Away = dict[str, list[tuple[date, date]]]


def digest(*parts: object) -> str:
    """An opaque name for a device, a scan."""
    return sha256("-".join(map(str, parts)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Officer:
    """One of the staff: how he words his opinions, and the terminal on his desk."""

    actor: Actor
    style: str  # terse | plain | wordy
    stock: tuple[str, ...]
    desk: str

    @property
    def id(self) -> str:
        return self.actor.id


@dataclass(frozen=True)
class Party:
    id: int
    profile: Mapping[str, Any]
    device: str
    person: bool = False
    elderly: bool = False

    @property
    def name(self) -> str:
        return str(self.profile.get("company") or self.profile["name"])

    def actor(self, region: str) -> Actor:
        name = str(self.profile["name"])
        return Actor(f"party:{self.id}", name, "applicant", region, None, self.id)


class World:
    """Everything that chance decides once a year. All chance comes from `rng`."""

    def __init__(
        self,
        *,
        rng: Random,
        seed: int,
        region: str,
        settings: Mapping[str, Any],
        items: Mapping[str, ItemView],
        parties: Sequence[Party],
        calendar: Calendar,
        until: datetime,
    ) -> None:
        self.rng, self.seed, self.region, self.until = rng, seed, region, until
        self.items, self.cal = items, calendar
        self.firms = [p for p in parties if not p.person]
        self.elderly = [p for p in parties if p.elderly]
        self.city = settings["cities"][region]
        self.seasons = settings["seasons"]
        self.weights = {c: w * rng.uniform(0.7, 1.3) for c, w in settings["weights"].items()}
        self.last = timezone.localtime(until).date()
        self.first = self.last - timedelta(days=365)
        self.staff: dict[str, list[Officer]] = {}
        self.away: Away = {}
        self.outages: list[tuple[datetime, datetime]] = []
        self.book: tuple[str, int, int] | None = None  # series, first number, how many
        self.kiosks = [digest(seed, region, "kiosk", n) for n in range(rng.randrange(2, 5))]
        self.tablets = [digest(seed, region, "tablet", n) for n in range(rng.randrange(5, 10))]
        self.late = {c: rng.uniform(0.015, 0.06) for c in items}
        self.pull = {c: rng.uniform(0.45, 0.75) for c in items}
        self._days = [self.first + timedelta(days=n) for n in range(366)]

    # -- people --------------------------------------------------------------------------------

    def team(self, role: str) -> list[Officer]:
        """The officers of a unit, drawn when they are first asked for."""
        if role not in self.staff:
            rng = Random(f"{self.seed}-{self.region}-{role}")
            numbers = rng.sample(range(31, 99), rng.randrange(5, 10))
            self.staff[role] = [self._officer(rng, role, n) for n in numbers]
        return self.staff[role]

    def _officer(self, rng: Random, role: str, number: int) -> Officer:
        name = f"{self.region}-{role}-{number}"
        kind = "clerk" if role == "hall" else "operator" if role == "hotline" else "reviewer"
        unit = f"{self.region}-{role}"
        actor = Actor(name, person_name(rng), kind, self.region, unit)
        style = rng.choices(["terse", "plain", "wordy"], [0.35, 0.4, 0.25])[0]
        return Officer(actor, style, phrases(rng, style), digest(self.seed, name, "desk"))

    def someone(self, role: str, on: date, *, besides: Sequence[str] = ()) -> Officer:
        """An officer of the unit who is at work that day."""
        team = self.team(role)
        here = [o for o in team if o.id not in besides and not self.is_away(o, on)]
        return self.rng.choice(here or [o for o in team if o.id not in besides])

    def regular(self, role: str) -> Officer:
        """An officer of the unit who had no long leave this year."""
        team = self.team(role)
        return self.rng.choice([o for o in team if o.id not in self.away] or team)

    def is_away(self, officer: Officer, on: date) -> bool:
        return any(a <= on <= b for a, b in self.away.get(officer.id, ()))

    # -- days ----------------------------------------------------------------------------------

    def workdays(self, first: date, last: date) -> list[date]:
        return [d for d in self._days if first <= d <= last and self.cal.is_workday(d)]

    def special_days(self) -> list[date]:
        """Working days on which something special may begin, with room to end in the year."""
        return self.workdays(self.first + timedelta(days=25), self.last - timedelta(days=QUIET_END))

    def month_ends(self) -> list[date]:
        """The last working day of every whole month that has room before and after it."""
        ends = {}
        for day in self.workdays(self.first + timedelta(days=45), self.last):
            ends[day.year, day.month] = day
        ends.pop((self.last.year, self.last.month), None)
        return list(ends.values())

    def moment(self, day: date, low: float = 540, high: float = 1010) -> datetime:
        """Some second of that day between two minutes after midnight."""
        return at(day, 0) + timedelta(seconds=self.rng.randrange(int(low * 60), int(high * 60)))

    def soon(self, after: datetime, minutes: float) -> datetime:
        """About so many office minutes later, to the second."""
        local = timezone.localtime(after)
        day = local.date()
        minute = local.hour * 60 + local.minute + local.second / 60
        if not self.cal.is_workday(day) or minute >= 1010:
            day, minute = self.cal.add_workdays(day, 1), 540 + self.rng.random() * 20
        minute = max(minute, 540) + minutes * (0.5 + self.rng.random())
        while minute >= 1025:
            day, minute = self.cal.add_workdays(day, 1), minute - 485
        return at(day, 0) + timedelta(seconds=round(minute * 60))

    def back_from(self, day: date, hours: float) -> datetime:
        """So many office hours before the closing hour of a working day."""
        while hours > 8:
            day, hours = self.workday_before(day), hours - 8
        minute = CLOSING - hours * 60
        if minute < 13 * 60:  # the noon hour is not counted
            minute -= 60
        return at(day, 0) + timedelta(seconds=round(minute * 60) + self.rng.randrange(60))

    def workday_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.cal.is_workday(day):
            day -= timedelta(days=1)
        return day

    def due_day(self, code: str, accepted: datetime) -> date:
        """The last day of the promised limit."""
        limit, day = self.items[code].promised, timezone.localtime(accepted).date()
        assert limit is not None, code
        if limit.unit == "workday":
            return self.cal.add_workdays(day, limit.value)
        day += timedelta(days=limit.value)
        return day if self.cal.is_workday(day) else self.cal.add_workdays(day, 1)
