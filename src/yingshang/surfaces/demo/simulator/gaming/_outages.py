"""A real outage: receipts from numbered books, put in afterwards with a second signature."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from yingshang.surfaces.demo.simulator.gaming._closings import sizes
from yingshang.surfaces.demo.simulator.gaming._life import Entry, Life, day_of
from yingshang.surfaces.demo.simulator.gaming._world import Officer, World, digest

__all__ = ["outages"]

CODES = ["property-general", "property-mortgage", "food-permit", "water", "company-start"]


def outages(w: World, n: int) -> list[Life]:
    """The system is down; the hall gives receipts from its book and puts them in afterwards."""
    rng = w.rng
    lives: list[Life] = []
    w.book = (f"Q{w.seed}", rng.randrange(1, 400) * 100 + 1, n)
    numbers = count(w.book[1])
    for size in sizes(w, n, 10, 32):
        begin = w.moment(rng.choice(w.special_days()), 540, 800).replace(second=0)
        end = w.soon(begin, rng.choice([150, 240, 420, 700])).replace(second=0)
        w.outages.append((begin, end))
        lives += _outage(w, begin, end, size, numbers)
    return lives


def _outage(w: World, begin: datetime, end: datetime, size: int, numbers: count) -> list[Life]:
    rng = w.rng
    clerks = rng.sample(w.team("hall"), 3)
    days = w.workdays(day_of(begin), day_of(end))
    came: list[datetime] = []
    while len(came) < size:
        when = w.moment(rng.choice(days), 535, 1015).replace(second=0)
        if begin <= when < end:
            came.append(when)
    came.sort()
    entered = end + timedelta(minutes=rng.uniform(5, 40))
    if rng.random() < 0.6:
        entered = w.soon(end, 60)
    lives = []
    for when in came:
        entered += timedelta(seconds=rng.lognormvariate(5.2, 0.6))
        life = Life(w, rng.choice(CODES), when, channel="window")
        life.look = "outage"
        life.clerk = clerk = rng.choice(clerks)
        life.by = clerk.actor
        second = rng.choice([c for c in clerks if c.id != clerk.id])
        signed = entered + timedelta(minutes=rng.uniform(1, 60))
        life.entry = Entry(entered, _receipt(w, life, next(numbers), entered, second, signed))
        entered = _put_in(life, entered)
        note = max(life.now + timedelta(seconds=5), signed)
        words = (
            f"补录：停用期间凭纸质收件单收件，由{clerk.actor.name}录入，{second.actor.name}复核签字"
        )
        life.act("note", note, second.actor, Entry(facts=life.entry.facts), text=words)
        _go_on(life, life.now)
        lives.append(life)
    return lives


def _receipt(
    w: World, life: Life, number: int, entered: datetime, second: Officer, signed: datetime
) -> dict[str, object]:
    """What the facts say of the paper; `outage` is its place among the year's outages, from 0."""
    assert w.book is not None
    assert life.clerk is not None
    paper = {
        "book": w.book[0],
        "number": number,
        "outage": len(w.outages) - 1,
        "received_at": life.begun.isoformat(),
        "entered_by": life.clerk.id,
        "signed_by": second.id,
        "signed_at": signed.replace(microsecond=0).isoformat(),
        "scan": digest(w.seed, number, "scan"),
    }
    return {"paper": paper}


def _put_in(life: Life, entered: datetime) -> datetime:
    """The true time, and the time of entry; some were decided on paper as well."""
    rng = life.rng
    if rng.random() < 0.4:
        life.accept(entered + timedelta(seconds=rng.uniform(20, 900)))
        return entered
    entered += timedelta(seconds=rng.uniform(5, 40))
    life.accept(life.now + timedelta(minutes=rng.randrange(2, 25)), _again(life, entered))
    if life.code != "property-mortgage" or rng.random() < 0.5:
        return entered
    for step in life.steps:
        entered += timedelta(seconds=rng.uniform(15, 90))
        when = life.now + timedelta(minutes=rng.randrange(3, 30))
        life.step(step, when, life.worker(step["unit"]), entry=_again(life, entered))
    entered += timedelta(seconds=rng.uniform(15, 90))
    when = life.now + timedelta(minutes=rng.randrange(2, 20))
    life.decide(when, life.lead, _again(life, entered))
    return entered


def _again(life: Life, entered: datetime) -> Entry:
    return replace(life.entry, at=entered)


def _go_on(life: Life, known: datetime) -> None:
    """What follows is done in the system again, once the case stands in it."""
    if life.decided is None:
        end = max(life.end_after(life.days(False)), known + timedelta(hours=2))
        life.work(life.w.soon(end, 5))
        life.decide(life.now + timedelta(minutes=life.rng.uniform(3, 60)), life.lead)
    life.close()
