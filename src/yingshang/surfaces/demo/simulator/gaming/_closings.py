"""Many decisions in a row: those that clear the table for the month, and honest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yingshang.surfaces.demo.simulator.gaming._life import Life, day_of
from yingshang.surfaces.demo.simulator.gaming._words import STOCK
from yingshang.surfaces.demo.simulator.gaming._world import Officer, World

__all__ = ["after_leave", "at_once", "before_the_month_closes", "limits_at_month_end", "meetings"]

LEADS = {
    "market": ["food-permit", "simple-deregistration"],
    "land": ["property-general", "property-mortgage"],
    "water": ["water"],
    "housing": ["construction-permit"],
    "grid": ["power-low"],
}


def sizes(w: World, n: int, low: int, high: int) -> list[int]:
    """`n` cases in sessions of about `low` to `high`, none much smaller."""
    found: list[int] = []
    while n > 0:
        size = min(n, w.rng.randrange(low, high + 1))
        if n - size < low:
            size = n
        found.append(size)
        n -= size
    return found


@dataclass(frozen=True)
class Closer:
    """How one officer clears his table."""

    officer: Officer
    codes: tuple[str, ...]
    gap: float  # seconds from case to case
    words: tuple[str, ...]
    hour: float
    evenings: float
    hides: float
    reckoning: int  # the day of the month up to which his house now and then counts


def before_the_month_closes(w: World, n: int) -> list[Life]:
    """Cases that lay untouched and were all closed in one sitting at the end of a month."""
    rng = w.rng
    styles = [_closer(w, role) for role in rng.sample(list(LEADS), 3 if n > 40 else 2)]
    ends = rng.sample(w.month_ends(), min(6, len(w.month_ends())))
    lives: list[Life] = []
    for size in sizes(w, n, 5, 19):
        lives += _sitting(w, rng.choice(styles), rng.choice(ends), size)
    return lives


def _closer(w: World, role: str) -> Closer:
    rng = w.rng
    return Closer(
        officer=w.regular(role),
        codes=tuple(LEADS[role]),
        gap=rng.choice([18.0, 35.0, 60.0, 95.0]),
        words=tuple(rng.sample(STOCK, rng.choice([1, 1, 2]))),
        hour=rng.uniform(600, 960),
        evenings=rng.uniform(0.1, 0.6),
        hides=rng.uniform(0.1, 0.35),
        reckoning=rng.choice([20, 25]),
    )


def _sitting(w: World, c: Closer, end: date, size: int) -> list[Life]:
    rng = w.rng
    if rng.random() < 0.08:
        end = w.workday_before(end.replace(day=c.reckoning + 1))
    day = end if rng.random() < 0.65 else w.workday_before(end)
    evening = rng.random() < c.evenings
    hour = rng.uniform(18.5 * 60, 20.5 * 60) if evening else c.hour
    hidden = rng.random() < c.hides
    gap = rng.uniform(90, 330) if hidden else c.gap
    when = w.moment(day, hour, hour + 30)
    lives = []
    for _ in range(size):
        life = _untouched(w, c, when)
        life.kind = "bulk-closing"
        when = max(when, life.now) + timedelta(seconds=gap * rng.lognormvariate(0, 0.5))
        when = _closed(life, c, when, gap, hidden)
        lives.append(life)
    return lives


def _untouched(w: World, c: Closer, when: datetime) -> Life:
    """A case that came days ago and that the officer has hardly looked at."""
    rng = w.rng
    code = rng.choice(c.codes)
    back = rng.randrange(4, 20)
    day = day_of(when)
    for _ in range(back):
        day = w.workday_before(day)
    life = Life(w, code, w.moment(day), channel=rng.choice(["web", "web", "mobile", "window"]))
    life.workers[life.item.lead] = c.officer
    life.accept()
    own = {s["code"] for s in life.steps if s["unit"] == life.item.lead}
    if rng.random() < 0.25 and len(own) > 1:  # something was begun, and left
        own.discard(life.steps[0]["code"])
    some = life.now + (when - life.now) * rng.uniform(0.2, 0.6)
    life.work(some, leave=own)
    if rng.random() < c.hides:
        words = rng.choice(["已电话联系申请人", "材料已查阅", "排队待办"])
        life.note(w.soon(life.now, 300), c.officer, words)
    return life


def _closed(life: Life, c: Closer, when: datetime, gap: float, hidden: bool) -> datetime:
    rng = life.rng
    pause = timedelta(seconds=max(4.0, gap * 0.2))
    for step in life.open_steps:
        by = life.worker(step["unit"])
        said = rng.choice(c.words)
        if hidden and rng.random() < 0.5:
            said = life.words(by)
        apart = rng.uniform(1, 3) if hidden else rng.uniform(0.1, 0.6)
        when = life.step(step, when, by, said=said, second_after=apart) + pause
    life.decide(when, c.officer)
    life.close(life.now + timedelta(seconds=rng.uniform(3, 40)), c.officer)
    return life.now


# -- honest ones -----------------------------------------------------------------------------------


def after_leave(w: World, n: int) -> list[Life]:
    """An officer is away; his cases wait; he works them off, one after the other, when back."""
    rng = w.rng
    lives: list[Life] = []
    for size in sizes(w, n, 6, 14):
        role = rng.choice(list(LEADS))
        team = w.team(role)
        officer = rng.choice([o for o in team if o.style != "terse"] or team)
        back = rng.choice(w.month_ends() if rng.random() < 0.4 else w.special_days())
        away = back
        for _ in range(rng.randrange(5, 13)):
            away = w.workday_before(away)
        w.away.setdefault(officer.id, []).append((away, back - timedelta(days=1)))
        lives += _worked_off(w, officer, LEADS[role], away, back, size)
    return lives


def _worked_off(
    w: World, officer: Officer, codes: Sequence[str], away: date, back: date, size: int
) -> list[Life]:
    rng = w.rng
    waiting = w.workdays(away - timedelta(days=3), w.workday_before(back))
    when = w.moment(back, 525, 570)
    lives = []
    for _ in range(size):
        life = Life(w, rng.choice(codes), w.moment(rng.choice(waiting)))
        life.look = "catch-up"
        life.workers[life.item.lead] = officer
        life.accept()
        own = {s["code"] for s in life.steps if s["unit"] == life.item.lead}
        life.work(max(life.now, w.moment(w.workday_before(back))), leave=own)
        when = _with_care(life, officer, max(when, life.now))
        lives.append(life)
    return lives


def _with_care(life: Life, officer: Officer, when: datetime) -> datetime:
    """One case read and written up; the next follows when it is done."""
    w, rng = life.w, life.rng
    share = rng.uniform(6, 28)
    steps = life.open_steps
    for step in steps:
        when = w.soon(when, share / len(steps))
        when = life.step(step, when, life.worker(step["unit"]), second_after=rng.uniform(2, 9))
    when = w.soon(life.now, rng.uniform(1, 6))
    life.decide(when, officer)
    life.close(life.now + timedelta(minutes=rng.uniform(1, 5)), officer)
    return life.now


def limits_at_month_end(w: World, n: int) -> list[Life]:
    """A wave of applications whose limits all end on the last days of a month."""
    rng = w.rng
    lives: list[Life] = []
    for size in sizes(w, n, 8, 24):
        end = rng.choice(w.month_ends())
        code = rng.choice(["food-permit", "property-general", "water", "construction-permit"])
        limit = w.items[code].promised
        assert limit is not None
        day = end
        for _ in range(limit.value):
            day = w.workday_before(day)
        for _ in range(size):
            life = Life(w, code, w.moment(day, 540, 900))
            life.look = "month-end-peak"
            life.accept(life.now + timedelta(minutes=rng.uniform(5, 80)))
            when = w.moment(end, 545, 1035)
            life.work(when)
            life.decide(when, life.lead)
            life.close(life.now + timedelta(minutes=rng.uniform(1, 60)))
            lives.append(life)
    return lives


def at_once(w: World, n: int) -> list[Life]:
    """A bank or an agent brings a pile that can be decided while he waits."""
    rng = w.rng
    lives: list[Life] = []
    for size in sizes(w, n, 6, 15):
        code = rng.choice(["property-mortgage", "property-mortgage", "simple-deregistration"])
        ends = rng.random() < 0.3
        day = rng.choice(w.month_ends() if ends else w.special_days())
        when, officer, clerk = w.moment(day, 550, 900), None, w.someone("hall", day)
        for _ in range(size):
            life = Life(w, code, when, channel="window")
            life.look = "instant-batch"
            life.clerk, life.by = clerk, clerk.actor
            officer = officer or life.lead
            life.workers[life.item.lead] = officer
            when = life.accept(life.now + timedelta(minutes=rng.uniform(0.5, 3)))
            for step in life.steps:
                by = life.worker(step["unit"])
                when = life.step(step, when + timedelta(minutes=rng.uniform(0.4, 3)), by)
            life.decide(when + timedelta(seconds=rng.uniform(10, 80)), officer)
            life.close(life.now + timedelta(seconds=rng.uniform(10, 60)), officer)
            when += timedelta(seconds=rng.uniform(20, 150))
            lives.append(life)
    return lives


def meetings(w: World, n: int) -> list[Life]:
    """Several units look at several projects at one table and write down the outcome at once."""
    rng = w.rng
    lives: list[Life] = []
    for number, size in enumerate(sizes(w, n, 4, 9), rng.randrange(3, 30)):
        day = rng.choice(w.month_ends() if rng.random() < 0.35 else w.special_days())
        over = w.moment(day, 660, 980)
        table: dict[str, Officer] = {}
        for _ in range(size):
            came = day
            for _ in range(rng.randrange(2, 5)):
                came = w.workday_before(came)
            life = Life(w, "construction-permit", w.moment(came))
            life.look = "joint-meeting"
            life.workers.update(table)
            life.accept()
            said = f"第{number}次联合审查会：{rng.choice(['一致同意', '意见已落实', '同意'])}"
            when = max(over, life.now)
            for step in rng.sample(life.steps[:-1], len(life.steps) - 1):
                by = table.setdefault(step["unit"], life.worker(step["unit"]))
                when += timedelta(seconds=rng.uniform(15, 150))
                when = life.step(step, when, by, said=said, second_after=rng.uniform(0.3, 2))
            if rng.random() < 0.5:
                when = w.soon(when, 500)
            life.step(life.steps[-1], when + timedelta(minutes=rng.uniform(1, 9)), life.lead)
            life.decide(life.now + timedelta(minutes=rng.uniform(0.5, 6)), life.lead)
            life.close()
            lives.append(life)
    return lives
