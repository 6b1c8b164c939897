"""Days on which a suspended task rests: they count neither as time that it had nor as delay, as the
clock of its case has it."""

from datetime import date, datetime, time, timedelta

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.worktime import CST, Pause, used

__all__ = ["days_after", "days_of", "rests_since"]


def days_after(track: Track, due: date, day: date) -> int:
    """How many days a day lies behind another, those on which the task rested left out."""
    return _used(track, due, day, _pauses(track)) if day > due else 0


def days_of(track: Track, day: date) -> int:
    """On how many days the task has rested from its sending through a day."""
    sent = track.sent_at.astimezone(CST).date()
    if day <= sent:
        return 0
    return (day - sent).days - days_after(track, sent, day)


def rests_since(track: Track) -> date | None:
    """The day on which the suspension that holds now began."""
    if not track.pauses or track.pauses[-1][1] is not None:
        return None
    return date.fromisoformat(track.pauses[-1][0])


def _pauses(track: Track) -> list[Pause]:
    return [
        Pause(_start(since), _start(until) + timedelta(days=1) if until else None, "suspended")
        for since, until in track.pauses
    ]


def _used(track: Track, due: date, day: date, pauses: list[Pause]) -> int:
    calendar = definitions.calendar(track.region)
    start, until = (datetime.combine(one, time(), CST) for one in (due, day))
    return used(calendar, start, until, unit="day", pauses=pauses)


def _start(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), CST)
