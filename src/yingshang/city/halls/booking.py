"""Appointments: a seat in a slot, never more seats than the slot has."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from yingshang.adapters import agenda
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.halls._facts import append
from yingshang.city.halls._halls import HallView, day_of, hall, may_work
from yingshang.city.halls.kinds import BookingState, Refusal
from yingshang.city.halls.models import Booking
from yingshang.city.notify import service as notify
from yingshang.kernel.worktime import CST

__all__ = [
    "BookingView",
    "SlotView",
    "book",
    "bookings_of_day",
    "calendar_file",
    "cancel",
    "mark_missed",
    "my_booking",
    "my_bookings",
    "rebook",
    "remind",
    "slots",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OPEN_AT_ONCE = 3
"""So many bookings may one person hold at a time: slots are for everybody."""
GRACE = timedelta(minutes=15)
"""Who has not come so long after the slot's end did not come."""


@dataclass(frozen=True)
class SlotView:
    day: date
    starts: time
    ends: time
    capacity: int
    free: int

    @property
    def key(self) -> str:
        return f"{self.day:%Y%m%d}-{self.starts:%H%M}"


@dataclass(frozen=True)
class BookingView:
    id: int
    hall: str
    hall_name: str
    address: str
    day: date
    starts: time
    ends: time
    item: str
    item_name: str
    party: int
    party_name: str
    code: str
    state: str
    state_label: str

    @property
    def open(self) -> bool:
        return self.state == BookingState.BOOKED


def slots(found: HallView, *, at: datetime) -> tuple[SlotView, ...]:
    """What can still be booked, day by day: open days of the calendar only."""
    today = day_of(at)
    days = [today + timedelta(n) for n in range(found.ahead + 1)]
    rows = Booking.objects.filter(
        region=found.region, hall=found.code, day__range=(days[0], days[-1])
    ).exclude(state=BookingState.CANCELLED)
    taken = Counter(rows.values_list("day", "starts"))
    shown = []
    for day in days:
        for starts, ends, capacity in _of_day(found, day):
            if datetime.combine(day, starts, CST) > at:
                free = max(0, capacity - taken[day, starts])
                shown.append(SlotView(day, starts, ends, capacity, free))
    return tuple(shown)


def _of_day(found: HallView, day: date) -> Iterator[tuple[time, time, int]]:
    """The declared slots of a day inside the hours that the calendar gives it. A make-up weekend
    is an ordinary working day: it has Friday's slots."""
    calendar = definitions.calendar(found.region, found.office)
    hours = calendar.hours(day)
    if hours is None:
        return
    weekend = day.weekday() > 4
    name = "friday" if weekend and calendar.is_workday(day) else WEEKDAYS[day.weekday()]
    for row in found.slots.get(name, ()):
        starts, ends = time.fromisoformat(row["from"]), time.fromisoformat(row["to"])
        if hours[0] <= starts and ends <= hours[1]:
            yield starts, ends, int(row["capacity"])


def book(
    *, code: str, region: str, slot: str, item: str, party: int, by: Actor, at: datetime
) -> BookingView:
    """Give a seat of a slot (`SlotView.key`). Refusal 'slot-full', 'slot-unknown', 'too-many',
    'twice'; who books is the person, or a clerk of the hall."""
    found = hall(code, region=region, on=day_of(at))
    _own(by, party, found)
    wanted = next((s for s in slots(found, at=at) if s.key == slot), None)
    if wanted is None:
        raise Refusal("slot-unknown", "这个时段现在不能预约，没有保存。请从列出的时段里另选一个。")
    if item:
        catalog.item(item, region=region, on=wanted.day)
    row = _seat(found, wanted, item, party, by, at)
    return _views([row])[0]


def _seat(
    found: HallView, slot: SlotView, item: str, party: int, by: Actor, at: datetime
) -> Booking:
    """Whoever comes second to a seat takes the next; the database keeps each seat single."""
    for _try in range(slot.capacity + 1):
        try:
            with transaction.atomic():
                _refuse_too_many(party, slot, at)
                seat = _free_seat(found, slot)
                row = Booking.objects.create(
                    region=found.region,
                    hall=found.code,
                    day=slot.day,
                    starts=slot.starts,
                    ends=slot.ends,
                    seat=seat,
                    item=item,
                    party_id=party,
                    code=f"{secrets.randbelow(10**6):06d}",
                    state=BookingState.BOOKED,
                    booked_at=at,
                )
                append("booking", row, "booked", by=by, at=at, seat=seat)
                row.save(update_fields=["seq"])
                _tell(row, found, "booked", at)
                return row
        except IntegrityError:
            continue
    raise _full()


def _full() -> Refusal:
    return Refusal("slot-full", "这个时段已经约满，没有保存。请另选一个时段，或直接到大厅取号。")


def _free_seat(found: HallView, slot: SlotView) -> int:
    rows = Booking.objects.filter(
        region=found.region, hall=found.code, day=slot.day, starts=slot.starts
    ).exclude(state=BookingState.CANCELLED)
    used = set(rows.values_list("seat", flat=True))
    for seat in range(1, slot.capacity + 1):
        if seat not in used:
            return seat
    raise _full()


def _refuse_too_many(party: int, slot: SlotView, at: datetime) -> None:
    rows = Booking.objects.filter(party=party, state=BookingState.BOOKED, day__gte=day_of(at))
    held = list(rows.values_list("day", "starts"))
    if (slot.day, slot.starts) in held:
        raise Refusal("twice", "您这个时段已经有预约，没有再约。请看“我的预约”，或另选时段。")
    if len(held) >= OPEN_AT_ONCE:
        raise Refusal(
            "too-many",
            f"您已有 {len(held)} 个没有到期的预约，没有再约。请先取消不去的，给别人留位置。",
        )


def _own(by: Actor, party: int, found: HallView) -> None:
    if by.party != party and not may_work(by, found):
        raise Refusal("not-yours", "只能为本人预约，没有保存。请登录后预约，或请窗口代为预约。")


def cancel(*, id: int, by: Actor, at: datetime) -> BookingView:
    """The seat is free again at once."""
    with transaction.atomic():
        row = _locked(id, by, at)
        row.state = BookingState.CANCELLED
        append("booking", row, "cancelled", by=by, at=at)
        row.save(update_fields=["state", "seq"])
    return _views([row])[0]


def rebook(*, id: int, slot: str, by: Actor, at: datetime) -> BookingView:
    """Another slot in the same hall: the new seat is had before the old one is given up, or
    nothing changes."""
    with transaction.atomic():
        row = _locked(id, by, at)
        row.state = BookingState.CANCELLED
        append("booking", row, "moved", by=by, at=at, to=slot)
        row.save(update_fields=["state", "seq"])
        return book(
            code=row.hall,
            region=row.region,
            slot=slot,
            item=row.item,
            party=row.party_id,
            by=by,
            at=at,
        )


def _locked(id: int, by: Actor, at: datetime) -> Booking:
    row = Booking.objects.select_for_update().filter(pk=id).first()
    if row is None or not _sees(by, row, at):
        raise NotVisible(id)
    if row.state != BookingState.BOOKED:
        raise Refusal("not-open", "这个预约已经取消或已到期，没有再改。请重新预约。")
    if datetime.combine(row.day, row.ends, CST) < at:
        raise Refusal("past", "这个预约的时间已经过了，不能再改。请重新预约。")
    return row


def _sees(by: Actor, row: Booking, at: datetime) -> bool:
    if by.party is not None and by.party == row.party_id:
        return True
    return may_work(by, hall(row.hall, region=row.region, on=day_of(at)))


def my_bookings(by: Actor, *, at: datetime) -> tuple[BookingView, ...]:
    """My own, those to come first."""
    if by.party is None:
        return ()
    rows = list(Booking.objects.filter(party=by.party).order_by("-day", "-starts")[:50])
    ahead = [r for r in rows if r.state == BookingState.BOOKED]
    return _views([*reversed(ahead), *(r for r in rows if r.state != BookingState.BOOKED)])


def my_booking(by: Actor, id: int, *, at: datetime) -> BookingView:
    """One booking of mine, or of the hall where I work; NotVisible else."""
    row = Booking.objects.filter(pk=id).first()
    if row is None or not _sees(by, row, at):
        raise NotVisible(id)
    return _views([row])[0]


def bookings_of_day(by: Actor, found: HallView, *, day: date) -> tuple[BookingView, ...]:
    """The day's list for those who work in the hall; names are masked."""
    if not may_work(by, found):
        raise NotVisible(found.code)
    rows = Booking.objects.filter(region=found.region, hall=found.code, day=day)
    rows = rows.exclude(state=BookingState.CANCELLED).order_by("starts", "seat")
    return _views(list(rows), masked=True)


def mark_missed(*, at: datetime, by: Actor) -> int:
    """Bookings whose slot is over without anybody having come; how many. Safe to repeat."""
    done = 0
    rows = Booking.objects.filter(state=BookingState.BOOKED, day__lte=day_of(at))
    for row in rows.order_by("pk"):
        if datetime.combine(row.day, row.ends, CST) + GRACE >= at:
            continue
        with transaction.atomic():
            held = Booking.objects.select_for_update().get(pk=row.pk)
            if held.state != BookingState.BOOKED:
                continue
            held.state = BookingState.MISSED
            append("booking", held, "missed", by=by, at=at)
            held.save(update_fields=["state", "seq"])
            done += 1
    return done


def remind(*, at: datetime) -> int:
    """Tell those who come tomorrow, or later today; once each. How many. Safe to repeat."""
    until = day_of(at) + timedelta(1)
    rows = Booking.objects.filter(
        state=BookingState.BOOKED, reminded_at=None, day__gte=day_of(at), day__lte=until
    )
    done = 0
    for row in rows.order_by("pk"):
        found = hall(row.hall, region=row.region, on=row.day)
        with transaction.atomic():
            _tell(row, found, "reminder", at)
            done += Booking.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=at)
    return done


def _tell(row: Booking, found: HallView, topic: str, at: datetime) -> None:
    word = "已预约" if topic == "booked" else "预约提醒"
    when = f"{row.day:%m月%d日} {row.starts:%H:%M}—{row.ends:%H:%M}"
    notify.send(
        to=f"party:{row.party_id}",
        topic=f"booking-{topic}",
        title=f"{word}：{found.name} {when}",
        body=f"地址：{found.address}。到场报预约码 {row.code} 签到。去不了请取消，给别人留位置。",
        key=f"booking:{row.pk}:{topic}",
        at=at,
        link="/my/bookings/",
    )


def _views(rows: Iterable[Booking], *, masked: bool = False) -> tuple[BookingView, ...]:
    found = list(rows)
    names = accounts.party_names({r.party_id for r in found})
    return tuple(_view(row, names, masked) for row in found)


def _view(row: Booking, names: dict[int, str], masked: bool) -> BookingView:
    place = hall(row.hall, region=row.region, on=row.day)
    name = names.get(row.party_id, "")
    edition = row.item and definitions.edition("item", row.item, region=row.region, on=row.day)
    return BookingView(
        id=row.pk,
        hall=row.hall,
        hall_name=place.name,
        address=place.address,
        day=row.day,
        starts=row.starts,
        ends=row.ends,
        item=row.item,
        item_name=str(edition.body["name"]) if edition else "",
        party=row.party_id,
        party_name=accounts.mask(name) if masked else name,
        code=row.code,
        state=row.state,
        state_label=str(BookingState(row.state).label),
    )


def calendar_file(view: BookingView, *, at: datetime, host: str) -> bytes:
    """The booking as an iCalendar file (RFC 5545), with an alarm a day and an hour before."""
    what = f"{view.hall_name}办事" + (f"：{view.item_name}" if view.item_name else "")
    entry = agenda.Entry(
        uid=f"booking-{view.id}@{host}",
        title=what,
        modified_at=at,
        starts_at=datetime.combine(view.day, view.starts, CST),
        ends_at=datetime.combine(view.day, view.ends, CST),
        place=view.address,
        note=f"到场报预约码 {view.code} 签到。",
        cancelled=not view.open,
        alarms=(timedelta(days=1), timedelta(hours=1)),
    )
    return agenda.render(what, [entry], subscribed=False)
