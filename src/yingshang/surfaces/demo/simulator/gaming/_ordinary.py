"""An ordinary case, and what its applicant says of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from yingshang.city.feedback.service import RatingSpec
from yingshang.surfaces.demo.simulator._ratings import BAD_WORDS, GOOD_WORDS
from yingshang.surfaces.demo.simulator._time import arrival
from yingshang.surfaces.demo.simulator.gaming._life import Life, day_of
from yingshang.surfaces.demo.simulator.gaming._words import BASIS, KINDS, pause_reason
from yingshang.surfaces.demo.simulator.gaming._world import Officer, World

__all__ = ["Habits", "arrivals", "live_on", "ordinary", "rate_plainly", "said"]


class Habits:
    """Honest ways of the year's offices that are nobody's fraud."""

    def __init__(self, w: World) -> None:
        rng = w.rng
        self.corrections = rng.uniform(0.05, 0.11)
        self.special = rng.uniform(0.02, 0.05)  # special procedures begun in good time
        self.overtime = rng.uniform(0.01, 0.04)
        self.site_notes = rng.uniform(0.08, 0.25)  # visits typed in after coming back
        self.forgets = rng.uniform(0.002, 0.006)  # decisions put in a day or two later
        self.rated = rng.uniform(0.28, 0.4)
        roles = ["market", "land", "housing", "water", "grid"]
        # heads who sign at a fixed hour what their people have finished
        self.signing: dict[str, tuple[Officer, float]] = {}
        for role in rng.sample(roles, 2):
            head = rng.choice(w.team(role))
            self.signing[role] = (head, rng.choice([675.0, 960.0, 990.0]))


def arrivals(w: World, n: int) -> list[tuple[datetime, str]]:
    """When and by which channel `n` ordinary cases arrive."""
    days = [w.first + timedelta(days=i) for i in range((w.last - w.first).days + 1)]
    loads = [w.seasons[d.month - 1] * (1.0 if w.cal.is_workday(d) else 0.22) for d in days]
    found = []
    for day in w.rng.choices(days, loads, k=n):
        channel = w.rng.choices(["web", "mobile", "window"], [0.52, 0.33, 0.15])[0]
        if channel == "window" and not w.cal.is_workday(day):
            channel = "web"
        when = arrival(w.rng, day, channel, w.cal) + timedelta(seconds=w.rng.randrange(60))
        found.append((min(when, w.until - timedelta(minutes=5)), channel))
    return found


def ordinary(w: World, h: Habits, when: datetime, channel: str, code: str = "") -> Life:
    code = code or w.rng.choices(list(w.weights), list(w.weights.values()))[0]
    life = Life(w, code, when, channel=channel)
    live_on(life, h)
    return life


def live_on(life: Life, h: Habits) -> None:
    """From the application to the end, with whatever happens on the way."""
    w, rng = life.w, life.rng
    if rng.random() < 0.008:
        life.act("withdraw", w.soon(life.now, 90), life.applicant, reason="计划有变，暂不办理")
        return
    hall = life.clerk or w.someone(life.intake, day_of(life.now))
    if rng.random() < h.corrections:
        life.act(
            "ask_correction", w.soon(life.now, 60), hall.actor, items=["材料照片不清晰，请重新上传"]
        )
        life.act("supply", life.now + timedelta(hours=rng.expovariate(1 / 30)), life.applicant)
    if rng.random() < 0.008:
        reason = "不属于本市受理范围，已告知受理机关"
        life.act("refuse", w.soon(life.now, 90), hall.actor, reason=reason)
        return
    life.accept()
    if life.code in KINDS and rng.random() < h.special:
        _special(life)
    _finish(life, h)


def _special(life: Life) -> None:
    """A special procedure begun while there is time, as most of them are."""
    w, rng = life.w, life.rng
    by = life.lead
    kind = rng.choice(KINDS[life.code])
    reason, lab = pause_reason(rng, kind, life.item.name)
    due = w.due_day(life.code, life.accepted)
    limit = w.cal.count_workdays(day_of(life.accepted), due) * 8
    start = max(w.back_from(due, limit * rng.uniform(0.3, 0.95)), w.soon(life.now, 40))
    last = life.steps[-1]["code"]
    life.work(start - timedelta(minutes=20), leave={last} if rng.random() < 0.6 else life.all_steps)
    days = rng.choice([3, 5, 5, 8, 10, 10, 15])
    more = {"expected": f"{days}个工作日", "counterpart": lab}
    if rng.random() < 0.9:
        more["notice"] = f"特告〔{start.year}〕{rng.randrange(1, 400)}号"
    life.act("pause", start, by.actor, kind=kind, reason=reason, basis=BASIS, **more)
    took = max(1, round(days * rng.lognormvariate(-0.05, 0.3)))
    end = w.moment(w.cal.add_workdays(day_of(start), took))
    if rng.random() < 0.75:
        number = f"{rng.randrange(10, 9999):04d}"
        life.note(end - timedelta(minutes=rng.randrange(5, 300)), by, f"收到报告（{number}）")
    life.act("resume", end, by.actor)


def _finish(life: Life, h: Habits) -> None:
    w, rng = life.w, life.rng
    if life.acts[-1].verb == "resume":
        end = w.moment(w.cal.add_workdays(day_of(life.now), rng.randrange(1, 3)))
    else:
        life.late = rng.random() < w.late[life.code]
        end = life.end_after(life.days(life.late))
    if rng.random() < h.overtime:
        end = end.replace(hour=18) + timedelta(minutes=rng.randrange(100))
    failed = rng.random() < 0.012 and life.item.lead != "hotline"
    life.work(max(end, life.now + timedelta(minutes=20)))
    _typed_in_later(life, h)
    by, when = _signer(life, h, max(end, life.now + timedelta(minutes=3)))
    if failed:
        life.decide(when, by, outcome="refused", reason="核查不符合法定条件，救济途径见决定书")
    else:
        life.decide(when, by)
    if rng.random() < h.forgets:
        _forgotten(life)
    life.close()


def _forgotten(life: Life) -> None:
    """Signed in time on the file, put in when somebody noticed: it happens to anybody."""
    w, act = life.w, life.acts[-1]
    if not w.cal.is_workday(day_of(act.at)):
        return
    done = act.at.replace(second=0)
    if done <= life.acts[-2].at:
        done = act.at
    entered = w.moment(w.cal.add_workdays(day_of(act.at), life.rng.choice([1, 1, 2])), 510, 1030)
    life.acts[-1] = replace(act, at=done, entered_at=entered)
    life.now = max(life.now, entered)


def _signer(life: Life, h: Habits, when: datetime) -> tuple[Officer, datetime]:
    """Who decides, and when: the case's own officer, or a head at his fixed hour."""
    w = life.w
    if life.item.lead not in h.signing or life.rng.random() < 0.35:
        return life.lead, when
    head, hour = h.signing[life.item.lead]
    day = day_of(when)
    at_desk = w.moment(day, hour, hour + 22)
    if at_desk <= life.now or not w.cal.is_workday(day):
        day = w.cal.add_workdays(day, 1)
        at_desk = w.moment(day, hour, hour + 22)
    return head, at_desk


def _typed_in_later(life: Life, h: Habits) -> None:
    """A visit on site is typed in the same evening or the next morning."""
    rng, w = life.rng, life.w
    for n, act in enumerate(life.acts):
        step = act.args.get("step")
        if step not in ("visit", "connect", "works", "design") or rng.random() > h.site_notes:
            continue
        after = life.acts[n + 1] if n + 1 < len(life.acts) else None
        if after is not None and after.args.get("step") == step:
            continue  # the first of two signatures
        done = act.at.replace(second=0, minute=act.at.minute // 5 * 5)  # typed from memory
        if n and done <= life.acts[n - 1].at:
            done = act.at
        entered = act.at + timedelta(minutes=rng.uniform(40, 260))
        if rng.random() < 0.3:
            entered = w.moment(w.cal.add_workdays(day_of(act.at), 1), 520, 640)
        if rng.random() < 0.1:  # forgotten for some days
            entered = w.moment(w.cal.add_workdays(day_of(act.at), rng.randrange(1, 4)))
        if after is not None and entered >= after.at:  # nobody goes on before it is there
            entered = after.at - (after.at - act.at) * 0.2
        entered = entered.replace(microsecond=0)
        life.acts[n] = replace(act, at=done, entered_at=entered)


# -- what applicants say -------------------------------------------------------------------------


def said(rng: Random, bad: float) -> tuple[int, tuple[str, ...], str]:
    if rng.random() < bad:
        reason = rng.choice(list(BAD_WORDS))
        return rng.choice([1, 2, 2]), (reason,), rng.choice(BAD_WORDS[reason])
    level = rng.choices([5, 4, 3], [0.78, 0.19, 0.03])[0]
    return level, (), rng.choice([*GOOD_WORDS, "", "", ""])


def rate_plainly(life: Life, h: Habits) -> None:
    """Most say nothing; who does uses his own device, or the tablet where he fetches the paper."""
    w, rng = life.w, life.rng
    known = life.known
    if known is None or life.rating is not None or rng.random() > h.rated:
        return
    level, reasons, comment = said(rng, 0.25 if life.late else 0.01)
    channel, device = rng.choice(["web", "mobile", "mobile"]), life.party.device
    if rng.random() < 0.12:
        when = known + timedelta(minutes=rng.uniform(3, 30))
    else:
        when = known + timedelta(hours=min(200.0, rng.lognormvariate(2.4, 1.1)))
    if timezone.localtime(when).hour < 7:
        when += timedelta(hours=rng.uniform(7, 13))
    if rng.random() < (0.3 if life.channel == "window" else 0.08):
        day = w.cal.add_workdays(day_of(known), rng.choice([1, 1, 1, 2, 3, 5]))
        when, channel, device = w.moment(day), "window", rng.choice(w.tablets)
    elif rng.random() < 0.05:
        channel, device = "phone", ""
    life.rating = RatingSpec(
        "", level, when, reasons, comment, channel, life.applicant.id, (), device
    )
