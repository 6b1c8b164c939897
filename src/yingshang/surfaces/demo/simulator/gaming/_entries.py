"""Facts that are said to have happened in time, and were put in when time was over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from yingshang.surfaces.demo.simulator._time import at
from yingshang.surfaces.demo.simulator.gaming._closings import sizes
from yingshang.surfaces.demo.simulator.gaming._life import Entry, Life, day_of
from yingshang.surfaces.demo.simulator.gaming._world import Officer, World, digest

__all__ = ["back_dated"]

LEADS = {
    "market": ["food-permit", "simple-deregistration"],
    "land": ["property-general", "property-mortgage"],
    "water": ["water"],
    "housing": ["construction-permit"],
    "grid": ["power-low"],
}


@dataclass(frozen=True)
class Dater:
    """How one officer writes things down afterwards."""

    officer: Officer
    codes: tuple[str, ...]
    rounds: int  # minutes: the clock he writes down
    night: float
    backwards: float  # the decision goes in before what it rests on
    off_days: float  # claims that fall on days off
    whole: float  # acceptance too
    hides: float


def back_dated(w: World, n: int) -> list[Life]:
    """Work that is said to have been done in time and was put in when time was over."""
    rng = w.rng
    styles = [_dater(w, role) for role in rng.sample(list(LEADS), 3 if n > 30 else 2)]
    lives: list[Life] = []
    for size in sizes(w, n, 3, 9):
        style = rng.choice(styles)
        day = rng.choice(w.special_days())
        lives += _evening(w, style, day, size)
    return lives


def _dater(w: World, role: str) -> Dater:
    rng = w.rng
    return Dater(
        officer=w.regular(role),
        codes=tuple(LEADS[role]),
        rounds=rng.choice([1, 5, 10, 30]),
        night=rng.uniform(0.5, 0.95),
        backwards=rng.uniform(0.1, 0.5),
        off_days=rng.uniform(0.05, 0.3),
        whole=rng.uniform(0.1, 0.5),
        hides=rng.uniform(0.08, 0.3),
    )


def _sat_down(w: World, s: Dater, day: date) -> datetime:
    """When he puts it all in: at night, on a day off, or between two tasks."""
    rng = w.rng
    if rng.random() > s.night:
        return w.moment(day, 560, 1000)
    if rng.random() < 0.4:
        while w.cal.is_workday(day):
            day += timedelta(days=1)
        return w.moment(day, 600, 1200)
    return w.moment(day, 18.5 * 60, 22.5 * 60)


def _evening(w: World, s: Dater, day: date, size: int) -> list[Life]:
    rng = w.rng
    entered = _sat_down(w, s, day)
    lives = []
    for _ in range(size):
        life = _overdue(w, s, entered)
        entered += timedelta(seconds=rng.uniform(20, 400))
        entered = _claimed(life, s, entered)
        lives.append(life)
    return lives


def _overdue(w: World, s: Dater, entered: datetime) -> Life:
    """A case whose last day is over, and on which its officer has done little."""
    rng = w.rng
    code = rng.choice(s.codes)
    limit = w.items[code].promised
    assert limit is not None
    days = limit.value if limit.unit == "workday" else round(limit.value / 1.4)
    day = day_of(entered)
    for _ in range(days + rng.choice([2, 2, 2, 3, 3, 4, 5, 7, 9])):
        day = w.workday_before(day)
    life = Life(w, code, w.moment(day, 540, 900), channel=rng.choice(["web", "mobile", "window"]))
    life.kind = "back-dated"
    life.workers[life.item.lead] = s.officer
    return life


def _claimed(life: Life, s: Dater, entered: datetime) -> datetime:
    """Write the rest of the case down with times inside its limit; when he has done."""
    w, rng = life.w, life.rng
    entry = iter(_clock(life, entered))
    hidden = rng.random() < s.hides
    facts = _half_a_receipt(life) if hidden and rng.random() < 0.5 else {}
    if rng.random() < s.whole:
        life.accept(_rounded(w.soon(life.now, 60), s.rounds), Entry(next(entry), facts))
    else:
        life.accept()
    due = w.due_day(life.code, life.accepted)
    own = {x["code"] for x in life.steps if x["unit"] == life.item.lead}
    if hidden or rng.random() < 0.4:
        own = {life.steps[-1]["code"]}
    last = w.moment(due, 870, 1030)
    if rng.random() < s.off_days:
        last = at(w.workday_before(due) + timedelta(days=1), rng.randrange(600, 1000))
        last = min(last, at(due, 1030))
    start = life.now + (last - life.now) * rng.uniform(0.3, 0.7)
    life.work(start, leave=own)
    todo = life.open_steps
    for n, x in enumerate(todo):
        when = life.now + (last - life.now) * ((n + 1) / (len(todo) + 1))
        when = _rounded(_at_work(w, when, rng.random() < s.off_days), s.rounds)
        by = life.worker(x["unit"])
        life.step(x, when, by, second_after=float(s.rounds), entry=Entry(next(entry), facts))
    life.decide(_rounded(last, s.rounds), s.officer, Entry(next(entry), facts))
    done = next(entry)
    life.close(done, s.officer)
    if rng.random() < s.backwards:
        _turn_round(life)
    return done


def _clock(life: Life, entered: datetime):
    """Moments of entry, one after the other."""
    while True:
        entered += timedelta(seconds=life.rng.uniform(8, 90))
        yield entered


def _turn_round(life: Life) -> None:
    """The decision was put in first, then what it rests on."""
    places = [n for n, act in enumerate(life.acts) if act.entered_at]
    times = [life.acts[n].entered_at for n in places]
    for n, entered in zip(places, reversed(times), strict=True):
        life.acts[n] = replace(life.acts[n], entered_at=entered)


def _rounded(when: datetime, minutes: int) -> datetime:
    local = timezone.localtime(when)
    minute = (local.hour * 60 + local.minute) // minutes * minutes
    return at(local.date(), minute)


def _at_work(w: World, when: datetime, careless: bool) -> datetime:
    """The moment in office hours, unless he does not look at the calendar."""
    if careless:
        return when
    day = day_of(when)
    if not w.cal.is_workday(day):
        day = w.workday_before(day)
    local = timezone.localtime(when)
    minute = local.hour * 60 + local.minute
    return at(day, min(max(minute, 545), 1020))


def _half_a_receipt(life: Life) -> Mapping[str, Any]:
    """A receipt of no outage, which nobody else signed; its scan is often missing."""
    paper: dict[str, Any] = {
        "book": life.rng.choice(["S", "ZZ", f"Q{life.w.seed}"]),
        "number": life.rng.randrange(1, 10**5),
        "received_at": life.begun.isoformat(),
        "entered_by": life.lead.id,
    }
    if life.rng.random() < 0.4:
        paper["scan"] = digest(life.rng.random())
    if life.rng.random() < 0.3:
        paper["signed_by"] = life.lead.id
    return {"paper": paper}
