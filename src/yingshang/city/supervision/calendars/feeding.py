"""Private addresses of calendars: made, renewed, ended; and what is read there.

The address is the only key, so it is 192 bits of chance, of which only a digest is kept. Who is
gone from the staff, or has moved to another unit, takes nothing along: what an address shows is
decided anew whenever it is asked. That of a unit that has ended finds nothing: who knew it is not
thereby among those of the unit that took it over.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from yingshang.adapters import agenda
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions.service import official
from yingshang.city.supervision.calendars.keeping import current
from yingshang.city.supervision.calendars.kinds import (
    KINDS,
    ComingDay,
    FeedAddress,
    FeedFile,
    Whose,
)
from yingshang.city.supervision.calendars.tables import CalendarFeed, CalendarItem
from yingshang.city.supervision.kinds import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = ["Link", "calendar_feed", "coming_days", "feed_addresses", "make_feed", "stop_feed"]

Link = Callable[[str, str], str]  # (kind, ref) → the address of its page
OVERSEE = frozenset({"supervisor", "bureau", "leader"})
MARK = 12  # letters of the address by which it is found; the rest is the secret
PAST = timedelta(days=180)
SOON = timedelta(days=45)
SHOWN = 60
NO_UNIT = "-"  # of who has none: what is no unit's is not his
# what many units have; a task may be looked back at again after it was started anew
_TOGETHER = {"joint": ("title",), "appeal": ("title",), "look_back": ("ref", "day")}


def _owner(actor: Actor, kind: str) -> str:
    """Whose calendar of this kind the actor keeps; Refusal where none."""
    if not actor.is_staff or not actor.region:
        raise NotVisible("calendar")
    if kind == CalendarFeed.Kind.PERSON:
        return actor.id
    if kind == CalendarFeed.Kind.UNIT and actor.unit:
        return actor.unit
    raise Refusal("no-unit", _("您不属于任何单位，没有单位日历；可以订阅个人日历。"))


def feed_addresses(actor: Actor) -> list[FeedAddress]:
    """The actor's own calendar and that of his unit, with or without an address."""
    kinds = ["person", *(["unit"] if actor.unit else [])]
    rows = CalendarFeed.objects.filter(ended_at=None, owner__in=[actor.id, actor.unit or ""])
    live = {(row.kind, row.owner): row for row in rows}
    found = []
    for kind in kinds:
        owner = _owner(actor, kind)
        row = live.get((kind, owner))
        name = actor.name if kind == "person" else accounts.unit_name(owner)
        made = (row.made_name, row.made_at) if row else ("", None)
        found.append(FeedAddress(kind, owner, name, row is not None, *made))
    return found


@transaction.atomic
def make_feed(*, kind: str, by: Actor, at: datetime) -> str:
    """A new address; the one before ends with it. Answers the secret, which is kept nowhere."""
    owner = _owner(by, kind)
    _end(kind, owner, by, at)
    token = token_urlsafe(24 + MARK * 3 // 4)
    CalendarFeed.objects.create(
        kind=kind,
        owner=owner,
        region=by.region,
        mark=token[:MARK],
        digest=_digest(token),
        made_by=by.id,
        made_name=by.name,
        made_at=at,
    )
    return token


@transaction.atomic
def stop_feed(*, kind: str, by: Actor, at: datetime) -> None:
    """End the address: calendars that ask there find nothing from now on."""
    if not _end(kind, _owner(by, kind), by, at):
        raise Refusal("no-feed", _("现在没有订阅地址，不需要停用。"))


def _end(kind: str, owner: str, by: Actor, at: datetime) -> int:
    rows = CalendarFeed.objects.filter(kind=kind, owner=owner, ended_at=None)
    return rows.update(ended_at=at, ended_name=by.name)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@official  # who asks is a program, which has chosen no language
def calendar_feed(token: str, *, at: datetime, link: Link) -> FeedFile:
    """The calendar behind an address; NotVisible where there is none (any more)."""
    row = CalendarFeed.objects.filter(mark=token[:MARK], ended_at=None).first()
    known = row.digest if row else _digest("")
    if not constant_time_compare(_digest(token), known) or row is None:
        raise NotVisible("calendar")
    name, whose = _content(row)
    since = to_cst(at).date() - PAST
    rows = [one for one in current(row.region, at=at, whose=whose) if _holds(one, whose, since)]
    about = _("由营商环境平台生成，只读；办理请到平台。")
    data = agenda.render(name, [_entry(one, link) for one in _once(rows)], about=about)
    return FeedFile(data, sha256(data).hexdigest()[:32], agenda.MIME)


def _holds(row: CalendarItem, whose: Whose, since: date) -> bool:
    return whose.has(row) and row.day >= since


def _content(feed: CalendarFeed) -> tuple[str, Whose]:
    """Its name, and what its owner may see today."""
    city = accounts.region_name(feed.region)
    if feed.kind == CalendarFeed.Kind.UNIT:
        if accounts.unit(feed.owner).ended_on is not None:
            raise NotVisible("calendar")  # its heir has an address of its own
        name = _("%(city)s营商环境工作日历：%(unit)s")
        words = {"city": city, "unit": accounts.unit_name(feed.owner)}
        return name % words, Whose(unit=feed.owner, reader="")
    person = accounts.officer(feed.owner)
    if person is None or person.region != feed.region:
        raise NotVisible("calendar")
    return _("%s营商环境工作日历（个人）") % city, seen_by(person)


def seen_by(person: Actor) -> Whose:
    """Overseers everything of the city; others what their unit owes; each his own."""
    every = person.role in OVERSEE
    return Whose(unit=None if every else person.unit or NO_UNIT, reader=person.id)


def _once(rows: Iterable[CalendarItem]) -> list[CalendarItem]:
    """What many units have together stands once in the calendar of who sees all of them."""
    found: dict[object, CalendarItem] = {}
    for row in rows:
        same = (getattr(row, field) for field in _TOGETHER.get(row.kind, ("uid",)))
        found.setdefault((row.kind, *same), row)
    return list(found.values())


def coming_days(actor: Actor, *, at: datetime) -> list[ComingDay]:
    """What the actor has before him: late first, then the next weeks."""
    if not actor.is_staff or not actor.region:
        return []
    today, whose = to_cst(at).date(), seen_by(actor)
    rows = [
        row
        for row in current(actor.region, at=at, whose=whose)
        if row.state == "open" and row.day <= today + SOON and _holds(row, whose, today - PAST)
    ]
    return [
        ComingDay(
            kind=row.kind,
            kind_label=str(KINDS.get(row.kind, "")),
            ref=row.ref,
            title=row.title,
            day=row.day,
            unit_name=accounts.unit_name(row.unit) if row.unit else "",
            place=row.place,
            late=row.day < today,
        )
        for row in _once(rows)[:SHOWN]
    ]


def _entry(row: CalendarItem, link: Link) -> agenda.Entry:
    done = row.state == CalendarItem.State.DONE
    title = _("（已办结）%s") % row.title if done else row.title
    timed = row.starts_at is not None
    return agenda.Entry(
        uid=row.uid,
        title=title,
        modified_at=row.modified_at,
        sequence=row.sequence,
        day=None if timed else row.day,
        starts_at=row.starts_at,
        place=row.place,
        note="\n".join(text for text in (_unit(row), row.note) if text),
        link=link(row.kind, row.ref) if row.ref else "",
        category=str(KINDS.get(row.kind, "")),
        cancelled=row.state == CalendarItem.State.CANCELLED,
    )


def _unit(row: CalendarItem) -> str:
    return accounts.unit_name(row.unit) if row.unit else ""
