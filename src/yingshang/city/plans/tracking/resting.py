"""Days on which a suspended task rests: they count neither as time that it had nor as delay, as the
clock of its case has it."""

from datetime import date, datetime, time, timedelta

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking.models import ExtensionAsk, Milestone, Track
from yingshang.kernel.worktime import CST, Pause, put_off, to_cst, used

__all__ = [
    "days_after",
    "days_of",
    "held_on",
    "node_on",
    "pauses_of",
    "put_back",
    "rested_to",
    "rests_since",
]


def days_after(track: Track, due: date, day: date) -> int:
    """How many days a day lies behind another, those on which the task rested left out."""
    if day <= due or not track.pauses:
        return max((day - due).days, 0)
    return _used(track, due, day, pauses_of(track))


def held_on(track: Track, day: date) -> date:
    """The day to which a promise of a task is held: what is due with the task moves with it, a day
    of its own by what the task rested since it was named."""
    if day == track.first_due_on and track.owed_on is not None:
        return track.owed_on
    return put_off(day, _named_on(track, day), pauses_of(track)) if track.pauses else day


def _named_on(track: Track, day: date) -> date:
    """Since when a task has a promise of that day: its sending, or the edition that named it."""
    for passage in sorted(track.passages.all(), key=lambda one: one.pk, reverse=True):
        stands = passage.undone_at is None and passage.heir_id is not None
        if stands and not Target.objects.filter(task=passage.origin_id, due_on=day).exists():
            return to_cst(passage.at).date()
    return to_cst(track.sent_at).date()


def node_on(track: Track, node: Milestone) -> date:
    """The day of a node, later by what the task rested since it was agreed."""
    since = node.agreed_on or to_cst(track.sent_at).date()
    return put_off(node.due_on, since, pauses_of(track))


def days_of(track: Track, day: date) -> int:
    """On how many days the task has rested from its sending through a day."""
    sent = track.sent_at.astimezone(CST).date()
    if day <= sent:
        return 0
    return (day - sent).days - days_after(track, sent, day)


def put_back(track: Track, day: date, since: date, on: date) -> date:
    """A day that counted on `since`, as it is set anew `on` a later one: what the task rested in
    between is not lost. A rest that goes on moves it by what has gone of it."""
    spans = [span for span in _spans(track) if span[1] is None or span[1] > since]
    if any(first <= since for first, _last in spans):  # it rested then: all of that rest counts
        since = min(first for first, _last in spans) - timedelta(days=1)
    return put_off(day, since, [_pause(first, last or on) for first, last in spans])


def rested_to(track: Track) -> date | None:
    """The day that it has by what it rested alone, since that day was granted or it was sent."""
    if track.due_on is None:
        return None
    granted = [
        one.ruled_at
        for one in track.asks.all()
        if one.state == ExtensionAsk.State.GRANTED and one.until == track.due_on
    ]
    since = max(filter(None, granted), default=track.sent_at)
    return put_off(track.due_on, to_cst(since).date(), pauses_of(track))


def rests_since(track: Track) -> date | None:
    """The day on which the suspension that holds now began."""
    if not track.pauses or track.pauses[-1][1] is not None:
        return None
    return date.fromisoformat(track.pauses[-1][0])


def pauses_of(track: Track) -> list[Pause]:
    """When it rested, in whole days."""
    return [_pause(first, last) for first, last in _spans(track)]


def _spans(track: Track) -> list[tuple[date, date | None]]:
    return [
        (date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for first, last in track.pauses
    ]


def _pause(first: date, last: date | None) -> Pause:
    return Pause(_start(first), _start(last) + timedelta(days=1) if last else None, "suspended")


def _used(track: Track, due: date, day: date, pauses: list[Pause]) -> int:
    calendar = definitions.calendar(track.region)
    start, until = (datetime.combine(one, time(), CST) for one in (due, day))
    return used(calendar, start, until, unit="day", pauses=pauses)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), CST)
