"""Special procedures begun late in the limit: some only stop the clock, others are real."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yingshang.surfaces.demo.simulator.gaming._life import Life, day_of
from yingshang.surfaces.demo.simulator.gaming._words import BASIS, KINDS, SHORT, pause_reason
from yingshang.surfaces.demo.simulator.gaming._world import Officer, World

__all__ = ["late_reviews", "stopped_before_breach"]

LEADS = {
    "market": ["food-permit"],
    "housing": ["construction-permit"],
    "grid": ["power-low", "power-high"],
    "water": ["water"],
    "land": ["property-general"],
}
BEFORE = timedelta(minutes=30)


@dataclass(frozen=True)
class Stopper:
    """How one officer stops clocks."""

    officer: Officer
    codes: tuple[str, ...]
    hours_left: float  # the most office hours that he leaves on the clock
    longest: int  # working days
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    hides: float
    rushes: float  # chance that he decides within the hour


def stopped_before_breach(w: World, n: int) -> list[Life]:
    """`n` cases whose clock one of a few officers stopped when it was about to run out."""
    styles = [_style(w, role) for role in w.rng.sample(list(LEADS), min(4, max(2, n // 12)))]
    pull = [w.rng.uniform(0.4, 1.6) for _ in styles]
    return [_stopped(w, w.rng.choices(styles, pull)[0]) for _ in range(n)]


def _style(w: World, role: str) -> Stopper:
    rng = w.rng
    codes = tuple(LEADS[role])
    kinds = KINDS[codes[0]]
    return Stopper(
        officer=w.regular(role),
        codes=codes,
        hours_left=rng.choice([2.0, 4.0, 7.0, 9.0]),
        longest=rng.choice([3, 4, 5, 6]),
        kinds=tuple(rng.sample(kinds, rng.randrange(1, len(kinds) + 1))),
        reasons=tuple(rng.sample(SHORT, rng.randrange(1, 4))),
        hides=rng.uniform(0.1, 0.35),
        rushes=rng.uniform(0.3, 0.8),
    )


def _brought_to(w: World, code: str, by: Officer, hours_left: float) -> tuple[Life, datetime]:
    """A case that waits at `by` with so little left; and the moment when that is."""
    day = w.rng.choice(w.special_days())
    life = Life(w, code, w.moment(day), channel=w.rng.choice(["web", "mobile", "window"]))
    life.workers[life.item.lead] = by
    life.accept()
    start = w.back_from(w.due_day(code, life.accepted), hours_left)
    return life, start


def _stopped(w: World, s: Stopper) -> Life:
    rng = w.rng
    hidden = rng.random() < s.hides
    left = rng.uniform(0.2, s.hours_left) if not hidden else rng.uniform(1, 13)
    life, start = _brought_to(w, rng.choice(s.codes), s.officer, left)
    life.kind = "pause-before-breach"
    behind = {step["code"] for step in life.steps if step["unit"] == life.item.lead}
    life.work(start - BEFORE, leave=behind if rng.random() < 0.7 else _last(life))
    due = w.due_day(life.code, life.accepted)
    days = rng.randrange(1, s.longest + 1)
    if hidden:
        days += rng.randrange(1, 5)
    more = _cover(life, start, days) if hidden else {}
    if not hidden and rng.random() < 0.35:
        more = {"expected": f"{days}个工作日"}
    reason, kind = rng.choice(s.reasons), rng.choice(s.kinds)
    if hidden and rng.random() < 0.5:
        reason = pause_reason(rng, kind, life.item.name)[0]
    life.act("pause", start, s.officer.actor, kind=kind, reason=reason, basis=BASIS, **more)
    if hidden and rng.random() < 0.4:
        life.note(
            w.soon(life.now, 200), s.officer, rng.choice(["正在联系专家", "已发函", "待回复"])
        )
    end = w.moment(w.cal.add_workdays(day_of(life.now), days), 530, 1000)
    while day_of(end) <= due:
        end = w.moment(w.cal.add_workdays(day_of(end), 1), 530, 1000)
    if hidden and rng.random() < 0.5:
        words = rng.choice(["意见已收到", "已核验", "专家意见已反馈", "收到评审意见"])
        number = f" {end.year}-{rng.randrange(10, 999):03d}" if rng.random() < 0.4 else ""
        life.note(end - timedelta(minutes=rng.randrange(1, 20)), s.officer, words + number)
    life.act("resume", end, s.officer.actor)
    when = life.now + timedelta(minutes=rng.uniform(2, 50))
    if rng.random() > s.rushes:
        when = w.soon(life.now, 300)
    for step in life.open_steps:
        life.step(step, life.now + (when - life.now) * 0.5, life.worker(step["unit"]))
    life.decide(max(when, life.now), s.officer)
    life.close()
    return life


def _last(life: Life) -> set[str]:
    return {life.steps[-1]["code"]}


def _cover(life: Life, start: datetime, days: int) -> dict[str, str]:
    """What makes it look right: a notice, and just the days that it will take."""
    rng = life.rng
    told = {"expected": f"{days}个工作日"}
    if rng.random() < 0.7:
        told["notice"] = f"特告〔{start.year}〕{rng.randrange(1, 400)}号"
    if rng.random() < 0.5:
        told["counterpart"] = rng.choice(["专家组", "第三方机构", "有关单位"])
    return told


def late_reviews(w: World, n: int) -> list[Life]:
    """Real reviews that only the work itself showed to be needed, late in the limit."""
    return [_reviewed(w) for _ in range(n)]


def _reviewed(w: World) -> Life:
    rng = w.rng
    code = rng.choice([c for codes in LEADS.values() for c in codes])
    role = next(role for role, codes in LEADS.items() if code in codes)
    by = w.regular(role)
    life, start = _brought_to(w, code, by, rng.uniform(0.3, 12))
    life.look = "expert-review"
    most = rng.random() < 0.8
    life.work(start - BEFORE, leave=_last(life) if most else life.all_steps)
    kind = rng.choice(KINDS[code])
    reason, lab = pause_reason(rng, kind, life.item.name)
    days = rng.choice([2, 3, 5, 5, 8, 10, 10, 15])
    more = {"expected": f"{days}个工作日", "counterpart": lab}
    if rng.random() < 0.93:
        more["notice"] = f"特告〔{start.year}〕{rng.randrange(1, 400)}号"
    life.act("pause", start, by.actor, kind=kind, reason=reason, basis=BASIS, **more)
    _meanwhile(life, by, days)
    when = w.moment(w.cal.add_workdays(day_of(life.now), rng.randrange(1, 3)))
    if rng.random() < 0.35:
        when = w.soon(life.now, 150)
    life.work(when)
    life.decide(when, by)
    life.close()
    return life


def _meanwhile(life: Life, by: Officer, days: int) -> None:
    """What is done while the clock stands: things are sent, a report comes, the clock goes on."""
    w, rng = life.w, life.rng
    took = max(1, round(days * rng.lognormvariate(-0.05, 0.25)))
    end = w.moment(w.cal.add_workdays(day_of(life.now), took), 545, 1000)
    if rng.random() < 0.6:
        mate = w.someone(life.item.lead, day_of(life.now))
        life.note(
            w.soon(life.now, 240), mate, rng.choice(["样品已送达", "材料已移交专家", "已现场取样"])
        )
    if rng.random() < 0.9:
        number = f"{rng.choice('ABCDY')}{end.year}-{rng.randrange(10, 9999):04d}"
        words = rng.choice(["收到检测报告", "收到评审意见", "评审会结束", "报告已出具"])
        told = f"{words} {number}" if rng.random() < 0.75 else f"{words}，见附件"
        life.note(end - timedelta(minutes=rng.randrange(4, 200)), by, told)
    life.act("resume", max(end, life.now), by.actor)
