"""Rows of the documented views, written by hand."""

from datetime import datetime, timedelta, timezone

CST = timezone(timedelta(hours=8))
CITY = "990100"


def instant(text):
    return None if text is None else datetime.fromisoformat(str(text)).replace(tzinfo=CST)


def case(number, **said):
    """One row of the cases view from the few things a test cares about."""
    submitted = instant(said.pop("submitted", "2026-03-02 09:00"))
    decided, due = instant(said.pop("decided", None)), instant(said.pop("due", None))
    unit = said.pop("unit", "market")
    row = {
        "ref": f"{CITY}-2026-{number:06d}",
        "region": CITY,
        "district": "990101",
        "unit": f"{CITY}-{unit}" if unit else "",
        "item": "company-start",
        "family": "application",
        "channel": "web",
        "state": "closed" if decided else "accepted",
        "outcome": "granted" if decided else "",
        "submitted_at": submitted,
        "accepted_at": submitted,
        "decided_at": decided,
        "closed_at": decided,
        "due_at": due,
        "statutory_due_at": due,
        "used_workdays": said.pop("used", None),
        "used_days": said.pop("used_days", None),
        "statutory_workdays": 6,
        "promised_workdays": 2,
        "corrections": 0,
        "visits": 0,
        "decided": decided is not None,
        "on_time": None if decided is None or due is None else decided <= due,
        "overdue_open": False,
        "online": True,
    }
    return row | said


def rating(number, level, rated="2026-03-05 10:00", **said):
    row = {"ref": f"{CITY}-2026-{number:06d}", "region": CITY, "item": "company-start"}
    row |= {"unit": f"{CITY}-market", "level": level, "rated_at": instant(rated)}
    return row | {"bad": level <= 2, "rectified": False} | said
