"""The one writer of cases: append(batch), hand-written SQL for SQLite and PostgreSQL alike.

A verb is a batch of one; imports and the simulator bring thousands. Must run in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError

from yingshang.adapters import rows
from yingshang.city.cases._fold import (
    FOLDED,
    GONE,
    HEADER,
    STEP,
    case_columns,
    changed_steps,
    header_columns,
    seat_rows,
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
        "别人刚刚办理了本件，您看到的页面已经过时，这次操作没有保存。请刷新页面，看过最新情况后再办。",
    )


def append(batch: Sequence[Work], messages: Iterable[notify.Outgoing] = ()) -> None:
    """Write the facts in hand, the rows that follow from them and the messages that tell of them.

    Refusal 'stale' if another writer was faster.
    """
    fresh = [work for work in batch if work.base_seq == 0]
    known = [work for work in batch if work.base_seq]
    try:
        with rows.together():
            if fresh:
                _new(fresh)
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
        remember(work.last_hash, work.item, work.standing)


def _home(work: Work) -> Calendar:
    """The calendar of the case's region."""
    return definitions.calendar(work.header["region"])


def _new(fresh: Sequence[Work]) -> None:
    """Rows of cases that the database does not know yet."""
    add = rows.copy if len(fresh) >= MANY else _insert
    folded = [case_columns(work, _home(work)) for work in fresh]
    add(
        "cases_case",
        ("ref", *HEADER, *FOLDED),
        [(w.ref, *header_columns(w), *f) for w, f in zip(fresh, folded, strict=True)],
    )
    _facts(fresh, add)
    steps = [(w.ref, *row) for w in fresh for row in changed_steps(w, _home(w))]
    add("cases_step", ("case_id", *STEP), steps)
    seats = [
        (w.ref, *seat)
        for w, f in zip(fresh, folded, strict=True)
        for seat in seat_rows(w, f[QUEUE_AT])
    ]
    add("cases_seat", SEAT, seats)
    add("cases_pause", PAUSE, [row for w in fresh for row in _pause_rows(w)])
    add("cases_extension", EXTENSION, [row for w in fresh for row in _extension_rows(w)])


def _further(work: Work) -> None:
    """Rows of a case that goes on: only what has changed is written."""
    calendar = _home(work)
    folded = case_columns(work, calendar)
    rows.change(UPDATE, (*folded, work.ref, work.base_seq), expect=1, otherwise=stale)
    _facts([work], _insert)
    steps = [(work.ref, *row) for row in changed_steps(work, calendar, all_of_them=work.afresh)]
    rows.change_many(UPSERT_STEP, steps)
    seats = seat_rows(work, folded[QUEUE_AT])
    rows.change_many(UPSERT_SEAT, [(work.ref, *seat) for seat in seats if seat[1] != GONE])
    rows.change_many(DELETE_SEAT, [(work.ref, seat[0]) for seat in seats if seat[1] == GONE])
    if work.standing.pauses is not work.base.pauses:
        rows.change_many(UPSERT_PAUSE, _pause_rows(work))
    if work.standing.extensions is not work.base.extensions:
        rows.change_many(UPSERT_EXTENSION, _extension_rows(work))


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
PAUSE = ("case_id", "position", "kind", "since", "until", "reason", "basis")
EXTENSION = ("case_id", "position", "workdays", "approver", "reason", "at")

_SET = ", ".join(f'"{column}" = %s' for column in FOLDED)
UPDATE = f"UPDATE cases_case SET {_SET} WHERE ref = %s AND seq = %s"
UPSERT_STEP = rows.upsert("cases_step", ("case_id", *STEP), ("case_id", "code"))
UPSERT_SEAT = rows.upsert("cases_seat", SEAT, ("unit", "case_id"))
DELETE_SEAT = "DELETE FROM cases_seat WHERE case_id = %s AND unit = %s"
UPSERT_PAUSE = rows.upsert("cases_pause", PAUSE, ("case_id", "position"))
UPSERT_EXTENSION = rows.upsert("cases_extension", EXTENSION, ("case_id", "position"))
