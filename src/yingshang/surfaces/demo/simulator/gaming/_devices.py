"""Who pressed the five stars: ratings that the staff gave itself, and honest ones that resemble."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from yingshang.city.feedback.service import RatingSpec
from yingshang.surfaces.demo.simulator.gaming._life import Life, day_of
from yingshang.surfaces.demo.simulator.gaming._ordinary import Habits, live_on, said
from yingshang.surfaces.demo.simulator.gaming._world import Officer, Party, World, digest

__all__ = ["at_the_kiosk", "by_an_agent", "helped", "rated_by_staff"]

PRAISE = ["服务很好", "非常满意", "办事效率高", "工作人员热情", "好评", "点赞", "很好"]


@dataclass(frozen=True)
class Rater:
    """How one officer rates his own work in the names of others."""

    officer: Officer
    codes: tuple[str, ...]
    devices: tuple[str, ...]
    channel: str
    wait: float  # minutes, typically
    words: tuple[str, ...]
    fours: float
    sitting: float  # chance that a day's are given together before he goes home
    hides: float


LEADS = {
    "market": ["food-permit", "simple-deregistration", "company-start"],
    "land": ["property-general", "property-mortgage"],
    "water": ["water"],
    "housing": ["construction-permit"],
    "grid": ["power-low"],
    "hall": ["company-start", "property-general", "food-permit", "water"],
}


def rated_by_staff(w: World, n: int, h: Habits) -> list[Life]:
    rng = w.rng
    roles = rng.sample(list(LEADS), 3 if n > 30 else 2)
    raters = [_rater(w, role) for role in roles]
    pull = [rng.uniform(0.4, 1.6) for _ in raters]
    lives = []
    for _ in range(n):
        rater = rng.choices(raters, pull)[0]
        life = _decided(w, h, lambda r=rater: _his_case(w, r))  # type: ignore[misc]
        life.kind = "staff-rating"
        life.rating = _own_praise(life, rater)
        lives.append(life)
    return lives


def _rater(w: World, role: str) -> Rater:
    rng = w.rng
    officer = w.regular(role)
    phones = tuple(digest(w.seed, officer.id, "phone", n) for n in range(rng.choice([1, 1, 2, 3])))
    devices, channel = rng.choice(
        [
            ((officer.desk,), "web"),
            ((rng.choice(w.tablets),), "window"),
            ((rng.choice(w.kiosks),), "window"),
            (phones, "mobile"),
            (phones, "mobile"),
            ((officer.desk, *phones[:1]), "web"),
        ]
    )
    return Rater(
        officer=officer,
        codes=tuple(LEADS[role]),
        devices=devices,
        channel=channel,
        wait=rng.choice([2.0, 4.0, 7.0, 11.0]),
        words=tuple(rng.sample(PRAISE, rng.choice([1, 2, 3]))),
        fours=rng.choice([0.0, 0.0, 0.06]),
        sitting=rng.choice([0.0, 0.0, 0.3]),
        hides=rng.uniform(0.05, 0.25),
    )


def _his_case(w: World, r: Rater) -> Life:
    channel = w.rng.choices(["web", "mobile", "window"], [0.55, 0.35, 0.1])[0]
    life = Life(w, w.rng.choice(r.codes), w.moment(w.rng.choice(w.special_days())), channel=channel)
    role = str(r.officer.actor.unit).rpartition("-")[2]
    life.workers[role] = r.officer
    if role == "hall":
        life.clerk = r.officer
    return life


def _decided(w: World, h: Habits, begin: Callable[[], Life]) -> Life:
    """A case that comes to a grant (one that does not is begun anew)."""
    while True:
        life = begin()
        live_on(life, h)
        if life.decided is not None and life.acts[-2].args.get("outcome") == "granted":
            return life


def _own_praise(life: Life, r: Rater) -> RatingSpec:
    rng = life.rng
    assert life.decided is not None
    minutes = r.wait * rng.lognormvariate(0, 0.6)
    if rng.random() < r.hides:
        minutes = min(420.0, minutes * rng.uniform(4, 20))
    when = life.decided + timedelta(minutes=minutes)
    if rng.random() < r.sitting:
        evening = life.w.moment(day_of(life.decided), 1022, 1055)
        when = max(when, evening)
    level = 4 if rng.random() < r.fours else 5
    words = rng.choice([*r.words, ""])
    device = rng.choice(r.devices)
    return RatingSpec("", level, when, (), words, r.channel, life.applicant.id, (), device)


# -- honest ones -----------------------------------------------------------------------------------


def at_the_kiosk(w: World, n: int, h: Habits) -> list[Life]:
    """The terminal in the hall, used by whoever came to the window."""
    rng = w.rng
    codes = ["property-mortgage", "property-general", "food-permit", "company-start", "water"]
    lives = []
    for _ in range(n):
        life = _decided(w, h, lambda: _came_in(w, rng.choice(codes)))
        life.look = "kiosk"
        assert life.decided is not None
        when = life.decided + timedelta(minutes=rng.uniform(4, 45))
        if rng.random() < 0.6 or not 540 < _minute(when) < 1030:
            when = w.moment(w.cal.add_workdays(day_of(life.decided), rng.choice([1, 1, 2, 3])))
        life.rating = _honestly(life, when, "window", rng.choice(w.kiosks), 0.02)
        lives.append(life)
    return lives


def _minute(when: datetime) -> int:
    local = timezone.localtime(when)
    return local.hour * 60 + local.minute


def _came_in(w: World, code: str) -> Life:
    return Life(w, code, w.moment(w.rng.choice(w.special_days())), channel="window")


def _honestly(life: Life, when: datetime, channel: str, device: str, bad: float) -> RatingSpec:
    level, reasons, comment = said(life.rng, bad)
    return RatingSpec("", level, when, reasons, comment, channel, life.applicant.id, (), device)


def by_an_agent(w: World, n: int, h: Habits) -> list[Life]:
    """Agent companies apply for their clients and rate what they got, from their own office."""
    rng = w.rng
    agents = rng.sample(w.firms, 2 if n < 40 else 4)
    codes = ["company-start", "food-permit", "simple-deregistration", "water"]
    lives = []
    for _ in range(n):
        agent = rng.choice(agents)
        code = rng.choice(codes)
        life = _decided(w, h, lambda a=agent, c=code: _for_a_client(w, a, c))  # type: ignore[misc]
        life.look = "agent"
        assert life.decided is not None
        when = life.decided + timedelta(hours=min(100.0, rng.lognormvariate(1.0, 1.2)))
        if rng.random() < 0.3:  # all of a week's together
            day = day_of(life.decided)
            when = max(when, w.moment(day + timedelta(days=(4 - day.weekday()) % 7), 960, 990))
        rating = _honestly(life, when, "web", digest(w.seed, agent.id, "office"), 0.02)
        life.rating = rating
        lives.append(life)
    return lives


def _for_a_client(w: World, agent: Party, code: str) -> Life:
    day = w.rng.choice(w.special_days())
    life = Life(w, code, w.moment(day), by=agent.actor(w.region))
    life.applicant = agent.actor(w.region)  # who supplies, withdraws and rates
    return life


def helped(w: World, n: int, h: Habits) -> list[Life]:
    """A clerk shows an old person where to press, on the person's own phone."""
    rng = w.rng
    lives = []
    for _ in range(n):
        life = _decided(w, h, lambda: _old_person(w))
        life.look = "assisted-elderly"
        assert life.decided is not None
        when = life.decided + timedelta(minutes=rng.uniform(1.5, 20))
        level = rng.choices([5, 4], [0.9, 0.1])[0]
        words = rng.choice(["", "", "姑娘很耐心", "谢谢帮忙", "服务很好"])
        by, device = life.applicant.id, life.party.device
        life.rating = RatingSpec("", level, when, (), words, "mobile", by, (), device)
        lives.append(life)
    return lives


def _old_person(w: World) -> Life:
    code = w.rng.choice(["property-general", "property-general", "property-mortgage"])
    day: date = w.rng.choice(w.special_days())
    return Life(w, code, w.moment(day), channel="window", party=w.rng.choice(w.elderly))
