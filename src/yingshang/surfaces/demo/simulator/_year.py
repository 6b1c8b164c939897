"""One city's year as case histories, in order of arrival."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.service import Act, CaseSpec
from yingshang.city.catalog.service import ItemView
from yingshang.surfaces.demo.simulator._lives import Move, Plan, live
from yingshang.surfaces.demo.simulator._people import form_for, person_name
from yingshang.surfaces.demo.simulator._time import Calendar, arrival

LONGEST = 200  # days that a history may run; decides how early promises are looked up


class Year:
    """Draws arrivals and lives of one city from its own stream of chance."""

    def __init__(
        self,
        *,
        region: str,
        settings: Mapping[str, Any],
        items: Mapping[str, ItemView],
        parties: Sequence[tuple[int, Mapping[str, Any]]],
        calendar: Calendar,
        until: datetime,
    ) -> None:
        self.region = region
        self.settings = settings
        self.city = settings["cities"][region]
        self.items = items
        self.parties = parties
        self.calendar = calendar
        self.until = until
        self.rng = Random(f"{settings['seed']}-{region}")
        self.staff: dict[str, Actor] = {}

    def specs(self, first: date) -> Iterator[CaseSpec]:
        """Every case that arrives from `first` up to `until`, day by day."""
        last = self.until.date()
        days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
        loads = [self._load(day) for day in days]
        scale = self.city["cases"] * len(days) / 365 / sum(loads)
        owed = 0.0
        for day, load in zip(days, loads, strict=True):
            owed += load * scale
            todays = sorted(
                (self._arrival(day) for _ in range(int(owed))), key=lambda pair: pair[0]
            )
            owed -= int(owed)
            for when, channel in todays:
                if when < self.until:
                    yield self._spec(when, channel)

    def _load(self, day: date) -> float:
        season = float(self.settings["seasons"][day.month - 1])
        return season * (1.0 if self.calendar.is_workday(day) else 0.22)

    def _arrival(self, day: date) -> tuple[datetime, str]:
        channels = dict(self.settings["channels"])
        channels["window"] = 1 - self.city["online"]
        channel = self.rng.choices(list(channels), list(channels.values()))[0]
        if channel == "window" and not self.calendar.is_workday(day):
            channel = "web"
        return arrival(self.rng, day, channel, self.calendar), channel

    def _spec(self, when: datetime, channel: str) -> CaseSpec:
        weights = self.settings["weights"]
        code = self.rng.choices(list(weights), list(weights.values()))[0]
        item = self.items[code]
        shares = self.city["districts"]
        district = self.rng.choices(list(shares), list(shares.values()))[0]
        party, profile = self.rng.choice(self.parties)
        form = form_for(self.rng, item.body["fields"], dict(profile), when.date())
        plan = self._plan(item, district, when)
        moves = live(self.rng, item.body["steps"], item.lead, plan, when, self.calendar)
        applicant = Actor(
            f"party:{party}", str(profile["name"]), "applicant", self.region, None, party
        )
        return CaseSpec(
            item=code,
            region=self.region,
            form=form,
            by=self._actor("hall", 1) if channel == "window" else applicant,
            at=when,
            party=party,
            channel=channel,
            district=district,
            subject=str(profile["company"]),
            acts=tuple(self._act(m, applicant) for m in moves if m.at <= self.until),
        )

    def _act(self, move: Move, applicant: Actor) -> Act:
        if move.unit == "applicant":
            return Act(move.verb, move.at, applicant, move.values)
        role, _sep, second = move.unit.partition("#")
        return Act(move.verb, move.at, self._actor(role, 2 if second else 1), move.values)

    def _actor(self, role: str, nth: int) -> Actor:
        """One of a few people of the unit; `nth` keeps two-person checks apart."""
        name = f"{self.region}-{role}-{nth}{self.rng.randrange(3)}"
        if name not in self.staff:
            named = Random(name)
            self.staff[name] = Actor(
                name, person_name(named), "reviewer", self.region, f"{self.region}-{role}"
            )
        return self.staff[name]

    def _plan(self, item: ItemView, district: str, when: datetime) -> Plan:
        how = {**self.settings["defaults"], **self.city["items"].get(item.code, {})}
        late = how["late"]
        if how.get("slow_district") == district:
            late *= how.get("slow_factor", 1)
        months_left = (self.until - when).days / 30
        late += how.get("trend", 0) * max(0.0, 6 - months_left)
        promised = item.promised
        assert promised is not None, item.code
        return Plan(
            promised=promised.value,
            in_workdays=promised.unit == "workday",
            typical=how["typical"],
            late=late,
            slow_step=how.get("slow_step", ""),
            correction=how["correction"],
            refused=how["refused"],
            withdrawn=how["withdrawn"],
        )
