"""Agenda: dated entries as an iCalendar file (RFC 5545) that Outlook, WPS and phones subscribe to.

A day is written as a day (no clock, no zone to get wrong); a meeting in UTC. Without METHOD the
stamp of an entry is the moment it was last revised, so that the same entries are the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vUri

__all__ = ["MIME", "Entry", "render"]

MIME = "text/calendar; charset=utf-8"
PRODUCER = "-//Yingshang//Calendar feed//ZH"
EVERY = timedelta(hours=1)  # how often a client may well ask again
MEETING = timedelta(hours=1)  # where nobody said when it ends


@dataclass(frozen=True)
class Entry:
    """One entry. `day`: all day long; or else `starts_at` (`ends_at`).

    `uid` stays the same for as long as the thing does; `sequence` rises with every revision.
    """

    uid: str
    title: str
    modified_at: datetime
    sequence: int = 0
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    note: str = ""
    link: str = ""
    category: str = ""
    cancelled: bool = False
    alarms: tuple[timedelta, ...] = ()  # so long before it begins


def render(
    name: str, entries: Iterable[Entry], *, about: str = "", subscribed: bool = True
) -> bytes:
    """The whole calendar; lines end in CRLF and are folded at 75 octets, never inside a letter.

    ``subscribed``: a client asks for it again and again; False for a file taken once.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, _printable(name))
    if about:
        for field in ("description", "x-wr-caldesc"):
            calendar.add(field, _printable(about))
    if subscribed:
        calendar["REFRESH-INTERVAL"] = vDuration(EVERY, params={"VALUE": "DURATION"})  # RFC 7986
        calendar.add("x-published-ttl", vDuration(EVERY).to_ical().decode())
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", _printable(entry.title))
    stamp = entry.modified_at.astimezone(UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", entry.sequence)
    if entry.starts_at is not None:
        ends = entry.ends_at or entry.starts_at + MEETING
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", ends.astimezone(UTC))
        event.add("transp", "OPAQUE")
    elif entry.day is not None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for field, text in (("location", entry.place), ("description", entry.note)):
        if text:
            event.add(field, _printable(text))
    if entry.category:
        event.add("categories", [_printable(entry.category)])
    if entry.link:
        event.add("url", vUri(entry.link))
    for before in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", _printable(entry.title))
        event.add_component(alarm)
    return event


def _printable(text: str) -> str:
    """Without control characters, which no calendar takes; a line break stays one."""
    return "".join(letter for letter in text if letter == "\n" or ord(letter) >= 32).strip()
