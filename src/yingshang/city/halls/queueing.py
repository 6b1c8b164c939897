"""Numbers in a hall: take, call, recall, skip, start, finish, transfer. Every act is a fact."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible
from yingshang.city.halls._facts import append
from yingshang.city.halls._halls import (
    CounterView,
    HallView,
    day_of,
    hall,
    may_work,
    refuse_closed,
    worker,
)
from yingshang.city.halls._order import next_in_line
from yingshang.city.halls._visits import VisitView, visit_view
from yingshang.city.halls.kinds import BookingState, Refusal, VisitState
from yingshang.city.halls.models import Booking, Visit
from yingshang.city.notify import service as notify

__all__ = [
    "VISIT_ENDED",
    "call_next",
    "check_in",
    "finish",
    "give_up",
    "recall",
    "restore",
    "skip",
    "start",
    "take",
    "transfer",
]

VISIT_ENDED: list[Callable[[VisitView, datetime], None]] = []
"""Filled from above: what follows when a visit ends (asking for its rating). Called in the
transaction that ends it."""

RUNNING = (VisitState.WAITING, VisitState.CALLED, VisitState.SERVING)
_TRIES = 50


def take(
    *,
    code: str,
    region: str,
    counter: str,
    how: str,
    by: Actor,
    at: datetime,
    priority: str = "",
    party: int | None = None,
    item: str = "",
    key: str | None = None,
) -> VisitView:
    """A number, within the hall's hours; who holds a running one here is given that one again.

    `how`: phone (for oneself), kiosk, clerk. Refusal 'hall-closed', 'priority-unknown'.
    """
    found = hall(code, region=region, on=day_of(at))
    line = found.counter(counter)
    if how == "clerk" and not may_work(by, found):
        raise NotVisible(code)
    if how == "phone" and (by.party is None or by.party != party):
        raise Refusal(
            "sign-in", "手机取号要先登录，一人一号。不方便登录的，请到大厅取号机或导办台。"
        )
    if priority and priority not in found.priority:
        raise Refusal(
            "priority-unknown", "这个大厅没有这一类优先，没有取号。请看大厅公布的优先规则。"
        )
    refuse_closed(found, at)
    return _give(
        found,
        line,
        how=how,
        by=by,
        at=at,
        priority=priority or _by_age(found, party, at),
        party_id=party,
        item=item,
        key=key,
    )


def check_in(*, code: str, region: str, booking: str, by: Actor, at: datetime) -> VisitView:
    """Who booked for today says the six digits (kiosk or guide desk) and is given a number.

    Refusal 'booking-unknown': no such booking here today, in one sentence for every reason.
    """
    found = hall(code, region=region, on=day_of(at))
    refuse_closed(found, at)
    with transaction.atomic():
        rows = Booking.objects.select_for_update().filter(
            region=region, hall=code, day=day_of(at), code=booking, state=BookingState.BOOKED
        )
        row = rows.first()
        if row is None:
            raise Refusal(
                "booking-unknown",
                "今天在本大厅没有这个预约码，没有签到。请核对六位数字，或到导办台。",
            )
        row.state = BookingState.ARRIVED
        append("booking", row, "arrived", by=by, at=at)
        row.save(update_fields=["state", "seq"])
        line = found.counter_for(row.item)
        if line is None:
            raise NotVisible(code)
        priority = "booked" if "booked" in found.priority else ""
        return _give(
            found,
            line,
            how="booking",
            by=by,
            at=at,
            priority=priority,
            party_id=row.party_id,
            item=row.item,
            key=f"booking:{row.pk}",
            booking_id=row.pk,
        )


def _give(
    found: HallView, line: CounterView, *, by: Actor, at: datetime, key: str | None, **said: Any
) -> VisitView:
    day = day_of(at)
    here = Visit.objects.filter(region=found.region, hall=found.code, day=day)
    for _try in range(_TRIES):
        held = _held(here, said["party_id"], key)
        if held is not None:
            return visit_view(held)
        order = here.filter(number__startswith=line.letter).count() + 1
        try:
            with transaction.atomic():
                row = Visit.objects.create(
                    region=found.region,
                    hall=found.code,
                    day=day,
                    counter=line.code,
                    number=f"{line.letter}{order:03d}",
                    order=order,
                    token=secrets.token_urlsafe(12),
                    key=key,
                    state=VisitState.WAITING,
                    taken_at=at,
                    **said,
                )
                append("visit", row, "taken", by=by, at=at, how=row.how, counter=line.code)
                row.save(update_fields=["seq"])
                return visit_view(row)
        except IntegrityError:  # somebody took this number in the same moment
            continue
    raise Refusal("queue-busy", "取号的人太多，这次没有取到。请再按一次。")


def _held(here: Any, party: int | None, key: str | None) -> Visit | None:
    """The number that was given already: to the same form, or to the same person."""
    if key:
        found: Visit | None = Visit.objects.filter(key=key).first()
        if found is not None:
            return found
    if party is None:
        return None
    running: Visit | None = here.filter(party=party, state__in=RUNNING).first()
    return running


def _by_age(found: HallView, party: int | None, at: datetime) -> str:
    """Who is old enough by the city's own record need not ask."""
    if party is None or "elder" not in found.priority or not found.age:
        return ""
    birth = str(accounts.party_view(party).profile.get("birth", ""))
    try:
        born = datetime.strptime(birth, "%Y-%m-%d").date()
    except ValueError:
        return ""
    today = day_of(at)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return "elder" if age >= found.age else ""


def call_next(*, code: str, counter: str, window: str, by: Actor, at: datetime) -> VisitView | None:
    """The next in line by the published order; None where nobody waits.

    Refusal 'still-serving' while this window has somebody. Two windows never call the same.
    """
    found = worker(by, code, on=day_of(at))
    line = found.counter(counter)
    if window not in line.windows:
        raise Refusal("window-unknown", "这个窗口不属于这一类业务，没有叫号。请先选对窗口。")
    for _try in range(_TRIES):
        with transaction.atomic():
            here = Visit.objects.filter(region=found.region, hall=code, day=day_of(at))
            busy = here.filter(window=window, state__in=[VisitState.CALLED, VisitState.SERVING])
            if busy.exists():
                raise Refusal(
                    "still-serving", "这个窗口还有人没有办完，没有叫号。请先点“办完”或“过号”。"
                )
            chosen = next_in_line(found, line, day=day_of(at))
            if chosen is None:
                return None
            won = here.filter(pk=chosen, state=VisitState.WAITING).update(
                state=VisitState.CALLED, window=window, clerk=by.id, called_at=at
            )
            if not won:
                continue
            row = Visit.objects.get(pk=chosen)
            _note(row, "called", by, at, window=window)
            _tell_called(row, found, at)
            return visit_view(row)
    return None


def _tell_called(row: Visit, found: HallView, at: datetime) -> None:
    if row.party_id is None:
        return
    notify.send(
        to=f"party:{row.party_id}",
        topic="visit-called",
        title=f"{row.number} 请到 {found.name} {row.window} 号窗口",
        key=f"visit:{row.pk}:{row.seq}",
        at=at,
        link=f"/halls/number/{row.token}/",
    )


def recall(*, id: int, by: Actor, at: datetime) -> VisitView:
    """Call the same number once more."""
    return _act(id, "recalled", (VisitState.CALLED,), by, at)


def start(*, id: int, by: Actor, at: datetime) -> VisitView:
    """The person stands at the window."""
    return _act(id, "started", (VisitState.CALLED,), by, at, VisitState.SERVING, started_at=at)


def skip(*, id: int, by: Actor, at: datetime) -> VisitView:
    """Called and not there. Whoever comes back the same day is put in line again (`restore`)."""
    return _act(id, "skipped", (VisitState.CALLED,), by, at, VisitState.SKIPPED, window="")


def restore(*, id: int, by: Actor, at: datetime) -> VisitView:
    """Back in line, at the place that the time of taking the number gives."""
    return _act(
        id, "restored", (VisitState.SKIPPED,), by, at, VisitState.WAITING, clerk="", called_at=None
    )


def finish(*, id: int, by: Actor, at: datetime) -> VisitView:
    """The visit ends; what hangs in VISIT_ENDED follows (it asks for a rating)."""
    with transaction.atomic():
        view = _act(
            id,
            "finished",
            (VisitState.SERVING, VisitState.CALLED),
            by,
            at,
            VisitState.DONE,
            ended_at=at,
        )
        for follow in VISIT_ENDED:
            follow(view, at)
    return view


def transfer(*, id: int, counter: str, by: Actor, at: datetime) -> VisitView:
    """To another counter, with the number and the place in line that the person has."""
    with transaction.atomic():
        row = _locked(id, by, at)
        found = hall(row.hall, region=row.region, on=row.day)
        line = found.counter(counter)
        if line.code == row.counter:
            raise Refusal("same-counter", "已经在这一类业务排队，没有转办。请选别的窗口类别。")
        return _act(
            id,
            "transferred",
            (VisitState.CALLED, VisitState.SERVING),
            by,
            at,
            VisitState.WAITING,
            counter=line.code,
            window="",
            clerk="",
            called_at=None,
            started_at=None,
        )


def give_up(*, token: str, by: Actor, at: datetime) -> VisitView:
    """The holder of the number goes away; the others move up."""
    with transaction.atomic():
        row = Visit.objects.select_for_update().filter(token=token).first()
        if row is None:
            raise NotVisible(token)
        if row.state not in (VisitState.WAITING, VisitState.SKIPPED):
            raise Refusal("not-waiting", "这个号已经叫到或已办完，不用再取消。")
        row.state, row.ended_at = VisitState.LEFT, at
        _note(row, "left", by, at)
        row.save(update_fields=["state", "ended_at"])
        return visit_view(row)


def _locked(id: int, by: Actor, at: datetime) -> Visit:
    row = Visit.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise NotVisible(id)
    worker(by, row.hall, region=row.region, on=day_of(at))
    return row


def _act(
    id: int,
    name: str,
    fits: tuple[str, ...],
    by: Actor,
    at: datetime,
    to: str = "",
    **change: Any,
) -> VisitView:
    """One act on one number: only in the states that it fits."""
    with transaction.atomic():
        row = _locked(id, by, at)
        if row.state not in fits:
            word = VisitState(row.state).label
            raise Refusal(
                "number-moved", f"{row.number} 现在是“{word}”，没有改动。请看最新的叫号页面。"
            )
        said = {"window": row.window, "counter": row.counter}
        for field, value in change.items():
            setattr(row, field, value)
        row.state = to or row.state
        if change.get("counter"):
            said["to"] = row.counter
        _note(row, name, by, at, **said)
        row.save(update_fields=["state", *change])
    return visit_view(row)


def _note(row: Visit, name: str, by: Actor, at: datetime, **data: Any) -> None:
    append("visit", row, name, by=by, at=at, **data)
    row.save(update_fields=["seq"])
