"""What applicants say of their cases: most say nothing, late cases are rated worse."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases.service import Act, CaseSpec
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.service import RatingSpec
from yingshang.surfaces.demo.simulator._people import person_name
from yingshang.surfaces.demo.simulator._time import Calendar, soon

GOOD_WORDS = ["很快就办好了", "一次办成，没有多跑", "窗口讲得很清楚", "手机上就能看到进度", ""]
BAD_WORDS = {
    "slow": ["说好两天，等了一个多星期", "没有人告诉我卡在哪里"],
    "unclear": ["材料没有一次说清", "两个窗口说法不一样"],
    "system": ["上传照片总是失败", "验证码收不到"],
    "repeat": ["为同一份材料跑了两趟", "明明有的材料又让我交一次"],
}


def rate(
    specs: Sequence[CaseSpec],
    refs: Sequence[str],
    settings: Mapping[str, Any],
    calendar: Calendar,
    until: datetime,
) -> int:
    """Rate some of the decided cases of a batch; how many."""
    found = []
    late = {row["ref"] for row in cases.facts(refs=list(refs)) if row["on_time"] is False}
    for spec, ref in zip(specs, refs, strict=True):
        rng = Random(f"{settings['seed']}-{ref}")
        rating = _rating(rng, spec, ref, ref in late, settings, calendar, until)
        if rating is not None:
            found.append(rating)
    return feedback.rate_many(found)


def _rating(
    rng: Random,
    spec: CaseSpec,
    ref: str,
    late: bool,
    settings: Mapping[str, Any],
    calendar: Calendar,
    until: datetime,
) -> RatingSpec | None:
    decided = next((act.at for act in spec.acts if act.verb == "decide"), None)
    how = {**settings["defaults"], **settings["cities"][spec.region]["items"].get(spec.item, {})}
    if decided is None or rng.random() > how["rated"]:
        return None
    when = decided + timedelta(minutes=rng.randrange(5, 2 * 24 * 60))
    if when > until:
        return None
    level, reasons, comment = _said(rng, how["bad_late" if late else "bad"])
    acts = _mended(rng, spec.region, when, calendar, until) if level <= 2 else ()
    channel = rng.choice(["web", "mobile", "window"])
    return RatingSpec(ref, level, when, reasons, comment, channel, spec.by.id, acts)


def _said(rng: Random, bad: float) -> tuple[int, tuple[str, ...], str]:
    if rng.random() < bad:
        reason = rng.choice(list(BAD_WORDS))
        return rng.choice([1, 2, 2]), (reason,), rng.choice(BAD_WORDS[reason])
    level = rng.choices([5, 4, 3], [0.78, 0.19, 0.03])[0]
    return level, (), rng.choice(GOOD_WORDS)


def _mended(
    rng: Random, region: str, rated: datetime, calendar: Calendar, until: datetime
) -> tuple[Act, ...]:
    """The rectification of a bad rating: contact, mend, feed back, decide, close."""
    named = Random(f"{region}-{rng.randrange(6)}")
    officer = Actor(f"{region}-mender", person_name(named), "reviewer", region)
    when, acts = rated, []
    waits = {"contact": 200, "rectify": 1900, "feedback": 600, "review": 200}
    for step, minutes in waits.items():
        when = soon(rng, when, calendar, minutes)
        acts.append(Act("complete_step", when, officer, {"step": step, "opinion": "已办"}))
    outcome = rng.choices(["rectified", "unfounded"], [0.9, 0.1])[0]
    reason = "" if outcome == "rectified" else "经核实，所反映情况与事实不符，已向评价人说明"
    when = soon(rng, when, calendar, 120)
    acts.append(Act("decide", when, officer, {"outcome": outcome, "reason": reason}))
    acts.append(Act("close", when + timedelta(minutes=10), officer))
    if rng.random() < 0.04:  # left lying
        acts = acts[:1]
    return tuple(act for act in acts if act.at <= until)
