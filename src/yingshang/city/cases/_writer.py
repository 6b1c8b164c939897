"""The one writer of cases: append(batch), hand-written SQL for SQLite and PostgreSQL alike.

A verb is a batch of one; imports and the simulator bring thousands. Must run in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yingshang.adapters import rows
from yingshang.city.cases._duties import duty_changes
from yingshang.city.cases._fold import (
    FOLDED,
    HEADER,
    STEP,
    case_columns,
    changed_steps,
    header_columns,
    seat_changes,
)
from yingshang.city.cases._load import remember
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import Refusal
from yingshang.city.definitions import service as definitions
from yingshang.city.notify import service as notify
from yingshang.kernel.worktime import Calendar

__all__ = ["append", "stale"]

Row = Sequence[Any]
MANY = 200
"""From so many new cases on, rows are copied in rather than inserted one by one."""


def stale() -> Refusal:
    return Refusal(
        "stale",
        _(
            "别人刚刚办理了本件，您看到的页面已经过时，这次操作没有保存。请刷新页面，看过最新情况后再办。"
        ),
    )


def append(batch: Sequence[Work], messages: Iterable[notify.Outgoing] = ()) -> None:
    """Write the facts in hand, the rows that follow from them and the messages that tell of them.

    Refusal 'stale' if another writer was faster.
    """
    fresh = [work for work in batch if work.base_seq == 0]
    known = [work for work in batch if work.base_seq]
    many = len(fresh) >= MANY
    try:
        if many:  # copied in: a stream of its own
            _new(fresh, rows.copy)
        with rows.together():
            if fresh and not many:
                _new(fresh, _insert)
            for work in known:
                _further(work)
            notify.send_many(messages)
            _effects(batch)
    except IntegrityError as error:
        if "place_in_its_case" in str(error) or "cases_caseevent" in str(error):
            raise stale() from error
        raise
    for work in batch:
        work.written()
        remember(work.last_hash, work.item, work.standing, work.stored, work.seats)


def _home(work: Work) -> Calendar:
    """The calendar of the case's region."""
    return definitions.calendar(work.header["region"])


def _new(fresh: Sequence[Work], add: Callable[..., None]) -> None:
    """Rows of cases that the database does not know yet."""
    folded = [case_columns(work, _home(work)) for work in fresh]
    for work, columns in zip(fresh, folded, strict=True):
        work.stored = columns
    add(
        "cases_case",
        ("ref", *HEADER, *FOLDED),
        [(w.ref, *header_columns(w), *f) for w, f in zip(fresh, folded, strict=True)],
    )
    _facts(fresh, add)
    steps = [(w.ref, *row) for w in fresh for row in changed_steps(w, _home(w))]
    add("cases_step", ("case_id", *STEP), steps)
    seats = [
        (w.ref, *seat, f[QUEUE_AT])
        for w, f in zip(fresh, folded, strict=True)
        for seat in seat_changes(w, f[QUEUE_AT]).taken
    ]
    add("cases_seat", SEAT, seats)
    duties = [row for w in fresh for row in _duty_rows(w, _home(w))[0]]
    add("cases_duty", DUTY, duties)
    add("cases_pause", PAUSE, [row for w in fresh for row in _pause_rows(w)])
    add("cases_extension", EXTENSION, [row for w in fresh for row in _extension_rows(w)])


def _further(work: Work) -> None:
    """Rows of a case that goes on: only what has changed is written."""
    calendar = _home(work)
    folded, before = case_columns(work, calendar), work.stored
    # Columns that stay as they are keep their indexes untouched.
    changed = tuple(n for n in range(len(FOLDED)) if before is None or folded[n] != before[n])
    values = [folded[n] for n in changed]
    rows.change(_update(changed), (*values, work.ref, work.base_seq), expect=1, otherwise=stale)
    work.stored = folded
    _facts([work], _insert)
    ref, known = work.ref, work.base.steps
    steps = changed_steps(work, calendar, all_of_them=work.afresh)
    rows.change_many(UPDATE_STEP, [(*row[1:], ref, row[0]) for row in steps if row[0] in known])
    rows.change_many(INSERT_STEP, [(ref, *row) for row in steps if row[0] not in known])
    _sit(work, folded[QUEUE_AT])
    owed, ended = _duty_rows(work, calendar)
    rows.change_many(UPSERT_DUTY, owed)
    rows.change_many(END_DUTY, ended)
    if work.standing.pauses is not work.base.pauses:
        rows.change_many(UPSERT_PAUSE, _pause_rows(work))
    if work.standing.extensions is not work.base.extensions:
        rows.change_many(UPSERT_EXTENSION, _extension_rows(work))


@lru_cache(maxsize=256)
def _update(places: tuple[int, ...]) -> str:
    names = ", ".join(f'"{FOLDED[place]}" = %s' for place in places)
    return f"UPDATE cases_case SET {names} WHERE ref = %s AND seq = %s"


@lru_cache(maxsize=64)
def _update_seats(number: int) -> str:
    units = ", ".join(["%s"] * number)
    return (
        f"UPDATE cases_seat SET stage = %s, queue_at = %s WHERE case_id = %s AND unit IN ({units})"
    )


def _sit(work: Work, queue_at: datetime) -> None:
    """Seats: taken, moved, given up."""
    seats, ref = seat_changes(work, queue_at), work.ref
    rows.change_many(INSERT_SEAT, [(ref, unit, stage, queue_at) for unit, stage in seats.taken])
    units: dict[int, list[str]] = {}
    for unit, stage in seats.moved:
        units.setdefault(stage, []).append(unit)
    for stage, moved in units.items():  # a date that moves moves them all: one statement a stage
        rows.change(_update_seats(len(moved)), (stage, queue_at, ref, *moved))
    rows.change_many(DELETE_SEAT, [(unit, ref) for unit in seats.given_up])


def _insert(table: str, columns: tuple[str, ...], values: Sequence[Row]) -> None:
    rows.change_many(rows.insert(table, columns), values)


def _facts(batch: Sequence[Work], add: Callable[..., None]) -> None:
    add(
        "cases_caseevent",
        EVENT,
        [
            (w.ref, f.seq, f.event.name, f.event.by, f.by_name, f.event.at, f.data, f.hash)
            for w in batch
            for f in w.facts
        ],
    )
    add(
        "cases_eventpayload",
        PAYLOAD,
        [(w.ref, p.seq, p.salt, p.body, None) for w in batch for p in w.payloads],
    )
    add(
        "cases_attachment",
        FILE,
        [
            (w.ref, seq, row.material, row.name, row.sha256, row.size, row.mime, by, at)
            for w in batch
            for seq, row, by, at in w.files
        ],
    )


def _duty_rows(work: Work, calendar: Calendar) -> tuple[list[Row], list[Row]]:
    """Duties that are new or have moved, and (when, case, kind) of those that ended."""
    now = work.standing
    owed, ended = duty_changes(calendar, work.item.flow, work.base, now)
    return (
        [(work.ref, *duty, None) for duty in owed],
        [(now.last_at, work.ref, kind) for kind in ended],
    )


def _pause_rows(work: Work) -> list[Row]:
    return [
        (work.ref, n, p.kind, p.since, p.until, p.reason, p.basis)
        for n, p in enumerate(work.standing.pauses)
    ]


def _extension_rows(work: Work) -> list[Row]:
    return [
        (work.ref, n, e.workdays, e.approver, e.reason, e.at)
        for n, e in enumerate(work.standing.extensions)
    ]


def _effects(batch: Iterable[Work]) -> None:
    """Rows of effects, once a writer: a thousand licences are one statement."""
    grouped: dict[Callable[[list[Any]], None], list[Any]] = {}
    for work in batch:
        for effect in work.effects:
            grouped.setdefault(effect.write, []).extend(effect.rows)
    for write, found in grouped.items():
        write(found)


QUEUE_AT = FOLDED.index("queue_at")
EVENT = ("case_id", "seq", "name", "by", "by_name", "at", "data", "hash")
PAYLOAD = ("case_id", "seq", "salt", "body", "erased_at")
FILE = ("case_id", "seq", "material", "name", "sha256", "size", "mime", "by", "at")
SEAT = ("case_id", "unit", "stage", "queue_at")
DUTY = ("case_id", "kind", "holder", "since", "due_at", "ended_at")
PAUSE = ("case_id", "position", "kind", "since", "until", "reason", "basis")
EXTENSION = ("case_id", "position", "workdays", "approver", "reason", "at")

INSERT_STEP = rows.insert("cases_step", ("case_id", *STEP))
_SET = ", ".join(f'"{column}" = %s' for column in STEP[1:])
UPDATE_STEP = f"UPDATE cases_step SET {_SET} WHERE case_id = %s AND code = %s"
INSERT_SEAT = rows.upsert("cases_seat", SEAT, ("unit", "case_id"))
DELETE_SEAT = "DELETE FROM cases_seat WHERE unit = %s AND case_id = %s"
UPSERT_DUTY = rows.upsert("cases_duty", DUTY, ("case_id", "kind"))
END_DUTY = "UPDATE cases_duty SET ended_at = %s WHERE case_id = %s AND kind = %s"
UPSERT_PAUSE = rows.upsert("cases_pause", PAUSE, ("case_id", "position"))
UPSERT_EXTENSION = rows.upsert("cases_extension", EXTENSION, ("case_id", "position"))
