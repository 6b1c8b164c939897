"""Short hands of the case tests."""

from datetime import datetime, timedelta

from case_items import FORM

from yingshang.city.cases import service as cases

GRANT = {"outcome": "granted"}


def later(now: datetime, hours: float) -> datetime:
    return now + timedelta(hours=hours)


def open_permit(region, by, at):
    """An application for the test permit, submitted online."""
    return cases.open_case(
        item="test-permit",
        region=region,
        form=FORM,
        party=by.party,
        channel="web",
        by=by,
        at=at,
    )


def walk_steps(ref, ma, wu, now, *, start=2):
    """Pass every step of the test permit."""
    steps = [("review", ma), ("tax", wu), ("site", ma), ("sign", ma)]
    for hour, (step, who) in enumerate(steps, start=start):
        cases.complete_step(ref=ref, step=step, result="pass", by=who, at=later(now, hour))


def walk_to_decision(ref, ma, wu, now):
    walk_steps(ref, ma, wu, now)
    return cases.decide(ref=ref, outcome="granted", by=ma, at=later(now, 10))
