"""Small situations by hand: an ordinary month of an office, and what somebody added to it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import yaml

from yingshang.kernel.suspicion import (
    Act,
    CaseFacts,
    Declared,
    RatingFacts,
    Said,
    Weights,
    examine,
)
from yingshang.kernel.worktime import Calendar

CST = timezone(timedelta(hours=8))
DATA = Path(__file__).parents[3] / "src/yingshang/data/base/suspicions"
CALENDAR = Calendar("plain", {}, datetime(2026, 1, 1).date(), datetime(2026, 12, 31).date())
NUMBERS = count(1)


def weights() -> dict[str, Weights]:
    """As declared in data/base/suspicions."""
    found = {}
    for path in sorted(DATA.glob("*.yaml")):
        body = yaml.safe_load(path.read_text("utf-8"))
        features = {c: Declared(f["weight"], f["says"]) for c, f in body["features"].items()}
        found[body["code"]] = Weights(
            body["code"], body["prior"], body["threshold"], features, body["params"]
        )
    return found


def day(month: int, number: int, hour: float = 10) -> datetime:
    return datetime(2026, month, number, tzinfo=CST) + timedelta(hours=hour)


def said(text: str, *marks: str) -> Said:
    return Said(len(text), text, frozenset(marks))


def case(*acts: tuple, item="permit", limit=8, due=None, rating=None, **header) -> CaseFacts:
    """acts: (name, by, at[, data[, said[, entered_at]]])."""
    rows = []
    for seq, (name, by, at, *rest) in enumerate(acts, start=1):
        data, words, entered = [*rest, *[None] * (3 - len(rest))]
        staff = name not in ("submitted", "supplied", "withdrawn")
        rows.append(Act(seq, name, by, at, data or {}, words, entered, staff))
    number = next(NUMBERS)
    values = {
        "ref": f"c{number}",
        "unit": "market",
        "channel": "web",
        "party": f"p{number}",
        "opened_by": f"party:{number}",
    }
    values |= header
    return CaseFacts(item=item, acts=tuple(rows), limit=limit, due_at=due, rating=rating, **values)


def plain(begun: datetime, decided: datetime, *, by="ma", clerk="zhou", **more) -> CaseFacts:
    """An ordinary case: reviewed the day before, decided by one officer."""
    party = more.setdefault("party", f"p{next(NUMBERS)}")
    due = more.pop("due", begun + timedelta(days=12))
    return case(
        ("submitted", f"party:{party}", begun - timedelta(hours=1)),
        ("accepted", clerk, begun),
        ("step-opened", clerk, begun, {"step": "review"}),
        ("step-done", by, decided - timedelta(hours=20), {"step": "review"}, said("符合要求")),
        ("decided", by, decided, {"outcome": "granted"}),
        ("closed", by, decided + timedelta(minutes=30)),
        due=due,
        **more,
    )


def ordinary_month(month: int = 3, **more) -> list[CaseFacts]:
    """Two or three decisions a day of each of three officers, rated from homes now and then."""
    rows = []
    for number in range(2, 31):
        if datetime(2026, month, number).weekday() > 4:
            continue
        for who in ("ma", "wu", "deng"):
            for hour in (10.2, 14.5):
                ended = day(month, number, hour)
                rows.append(plain(ended - timedelta(days=5), ended, by=who, **more))
        last = rows[-1]
        rows[-1] = replace(
            last,
            rating=RatingFacts(4, day(month, number, 20), "web", last.opened_by, f"home{number}"),
        )
    return rows


def flagged(cases: list[CaseFacts], **terminals: str) -> dict[str, list[str]]:
    """Refs by kind of what is handed out."""
    found: dict[str, list[str]] = {}
    for one in examine(cases, calendar=CALENDAR, weights=weights(), terminals=terminals):
        found.setdefault(one.kind, []).append(one.ref)
    return found


def why(cases: list[CaseFacts], ref: str, **terminals: str):
    """Every weighing of one case, strong or not: to read when a test fails."""
    every = examine(
        cases, calendar=CALENDAR, weights=weights(), terminals=terminals, all_scores=True
    )
    return [one for one in every if one.ref == ref]
