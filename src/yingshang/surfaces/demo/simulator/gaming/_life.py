"""One case in the making: acts are added in order of time, then it becomes a CaseSpec."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import log
from typing import Any

from django.utils import timezone

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases.service import Act, CaseSpec
from yingshang.city.feedback.service import RatingSpec
from yingshang.surfaces.demo.simulator._lives import _step_moves
from yingshang.surfaces.demo.simulator._people import form_for
from yingshang.surfaces.demo.simulator.gaming._words import opinion
from yingshang.surfaces.demo.simulator.gaming._world import Officer, Party, World

__all__ = ["Entry", "Life", "day_of"]


def day_of(instant: datetime) -> date:
    return timezone.localtime(instant).date()


@dataclass(frozen=True)
class Entry:
    """When a fact was put in, and what was put in beside it."""

    at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Life:
    """One case; `now` is the time of its last act, and every act is at least seconds later."""

    def __init__(
        self,
        w: World,
        code: str,
        when: datetime,
        *,
        channel: str = "web",
        party: Party | None = None,
        by: Actor | None = None,
    ) -> None:
        self.w, self.rng, self.code = w, w.rng, code
        self.item = w.items[code]
        self.party = party or w.rng.choice(w.firms)
        self.channel = channel
        self.begun = self.now = when = when.replace(microsecond=0)
        applicant = self.party.actor(w.region)
        if channel == "window":
            self.clerk: Officer | None = w.someone("hall", day_of(when))
            self.by = by or self.clerk.actor
        else:
            self.clerk, self.by = None, by or applicant
        self.applicant = applicant
        shares = w.city["districts"]
        self.district = w.rng.choices(list(shares), list(shares.values()))[0]
        self.acts: list[Act] = []
        self.entry: Entry = Entry()
        self.kind: str | None = None
        self.look = ""
        self.late = False
        self.rating: RatingSpec | None = None
        self.workers: dict[str, Officer] = {}
        self.accepted = when
        self.decided: datetime | None = None
        self.done: set[str] = set()

    # -- acts ----------------------------------------------------------------------------------

    def act(
        self, verb: str, when: datetime, by: Actor, entry: Entry | None = None, **args: Any
    ) -> datetime:
        """Add an act; a moment before the last act becomes a few seconds after it."""
        when = when.replace(microsecond=0)
        if when <= self.now:
            when = self.now + timedelta(seconds=self.rng.randrange(4, 40))
        self.now = when
        entry = entry or Entry()
        entered = entry.at.replace(microsecond=0) if entry.at else None
        if entered is not None and entered <= when:
            entered = None
        self.acts.append(Act(verb, when, by, args, entered, entry.facts))
        return when

    def worker(self, role: str) -> Officer:
        """Who handles this case at a unit."""
        if role not in self.workers:
            self.workers[role] = self.w.someone(role, day_of(self.now))
        return self.workers[role]

    def accept(self, when: datetime | None = None, entry: Entry | None = None) -> datetime:
        clerk = self.clerk or self.worker(self.intake)
        when = when or self.w.soon(self.now, 60)
        self.accepted = self.act("accept", when, clerk.actor, entry)
        return self.accepted

    @property
    def intake(self) -> str:
        return "hotline" if self.item.lead == "hotline" else "hall"

    @property
    def lead(self) -> Officer:
        return self.worker(self.item.lead)

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        return list(self.item.body["steps"])

    @property
    def all_steps(self) -> set[str]:
        return {step["code"] for step in self.steps}

    @property
    def open_steps(self) -> list[Mapping[str, Any]]:
        return [step for step in self.steps if step["code"] not in self.done]

    def step(
        self,
        step: Mapping[str, Any],
        when: datetime,
        by: Officer,
        *,
        said: str | None = None,
        second_after: float = 4.0,
        entry: Entry | None = None,
        result: str = "pass",
    ) -> datetime:
        """Do one step; a colleague signs first where two must (`second_after` minutes before)."""
        args = {"step": step["code"], "result": result}
        words = self.words(by) if said is None else said
        if step.get("two_person"):
            mate = self.w.someone(step["unit"], day_of(when), besides=[by.id])
            first = max(when - timedelta(minutes=second_after), self.now)
            own = self.words(mate) if said is None else said
            self.act("complete_step", first, mate.actor, entry, opinion=own, **args)
        when = self.act("complete_step", when, by.actor, entry, opinion=words, **args)
        self.done.add(step["code"])
        return when

    def words(self, by: Officer) -> str:
        return opinion(self.rng, by.style, by.stock, self.party.name)

    def note(self, when: datetime, by: Officer, text: str) -> datetime:
        return self.act("note", when, by.actor, text=text)

    def decide(
        self,
        when: datetime,
        by: Officer,
        entry: Entry | None = None,
        outcome: str = "granted",
        reason: str = "",
    ) -> datetime:
        if self.item.lead == "hotline" and outcome == "granted":
            outcome = self.rng.choices(["resolved", "explained"], [0.88, 0.12])[0]
            reason = "" if outcome == "resolved" else "已说明政策依据和后续渠道"
        self.decided = self.act("decide", when, by.actor, entry, outcome=outcome, reason=reason)
        return self.decided

    @property
    def known(self) -> datetime | None:
        """When the applicant could see the decision: once it was put in."""
        last = next((a for a in self.acts if a.verb == "decide"), None)
        return (last.entered_at or last.at) if last else None

    def close(self, when: datetime | None = None, by: Officer | None = None) -> None:
        self.act("close", when or self.w.soon(self.now, 90), (by or self.lead).actor)

    # -- stretches of ordinary work ------------------------------------------------------------

    def work(self, until: datetime, *, leave: Collection[str] = ()) -> None:
        """Ordinary work on open steps, spread over the time to `until`; what is in `leave` waits,
        and so does what comes after it."""
        held = set(leave)
        for step in self.steps:
            if held.intersection(step.get("after", ())):
                held.add(step["code"])
        todo = [s for s in self.open_steps if s["code"] not in held]
        todo = [{**s, "after": [a for a in s.get("after", ()) if a not in self.done]} for s in todo]
        moves = _step_moves(self.rng, todo, "", self.now, until, self.w.cal)
        by_code = {s["code"]: s for s in self.steps}
        pairs: dict[str, datetime] = {}
        for move in moves:
            code = move.values["step"]
            when = self.eased(move.at + timedelta(seconds=self.rng.randrange(60)))
            if by_code[code].get("two_person") and code not in pairs:
                pairs[code] = when  # the first signature; the second move signs
                continue
            apart = (when - pairs[code]).total_seconds() / 60 if code in pairs else 4.0
            self.step(by_code[code], when, self.worker(by_code[code]["unit"]), second_after=apart)

    def eased(self, when: datetime) -> datetime:
        """The moves end at a quarter to five where they would end later; people do not."""
        local = timezone.localtime(when)
        start = max(timezone.localtime(self.now), local.replace(hour=9, minute=0))
        if local.hour * 60 + local.minute < 1000 or start >= local:
            return when
        return start + (local - start) * self.rng.uniform(0.3, 1)

    def days(self, late: bool) -> int:
        """Days from acceptance to decision: heavy-tailed, and pulled in by the promise."""
        limit = self.item.promised
        assert limit is not None
        if late:
            over = min(45.0, 1 + limit.value * 0.25 * (self.rng.paretovariate(1.4) - 0.6))
            return limit.value + max(1, round(over))
        centre = max(0.6, limit.value * self.w.pull[self.code])
        return min(limit.value, round(self.rng.lognormvariate(log(centre), 0.5)))

    def end_after(self, days: int) -> datetime:
        """Some office moment so many days of the limit's kind after acceptance."""
        w, day = self.w, day_of(self.accepted)
        limit = self.item.promised
        assert limit is not None
        if days == 0:
            return w.soon(self.accepted, 70)
        if limit.unit == "workday":
            return w.moment(w.cal.add_workdays(day, days), 540, 1020)
        day += timedelta(days=days)
        return w.moment(day if w.cal.is_workday(day) else w.workday_before(day), 540, 1020)

    # -- the end -------------------------------------------------------------------------------

    def spec(self) -> CaseSpec:
        """The case as far as it has come by the end of the year."""
        acts = []
        for act in self.acts:
            if (act.entered_at or act.at) > self.w.until:
                break
            acts.append(act)
        day = day_of(self.begun)
        return CaseSpec(
            item=self.code,
            region=self.w.region,
            form=form_for(self.rng, self.item.body["fields"], dict(self.party.profile), day),
            by=self.by,
            at=self.begun,
            party=self.party.id,
            channel=self.channel,
            district=self.district,
            subject=str(self.party.profile.get("company", "")),
            acts=tuple(acts),
            entered_at=self.entry.at.replace(microsecond=0) if self.entry.at else None,
            facts=self.entry.facts,
        )
