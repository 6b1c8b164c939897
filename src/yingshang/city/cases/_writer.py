"""The one writer of cases: append(batch), hand-written SQL for SQLite and PostgreSQL alike.

A verb is a batch of one; imports and the simulator bring thousands. Must run in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection

from yingshang.city.cases._fold import (
    FOLDED,
    HEADER,
    STEP,
    case_columns,
    header_columns,
    step_rows,
)
from yingshang.city.cases._work import Work
from yingshang.city.cases.kinds import Refusal
from yingshang.city.definitions import service as definitions

__all__ = ["append", "stale"]

Row = Sequence[Any]


def stale() -> Refusal:
    return Refusal(
        "stale",
        "别人刚刚办理了本件，您看到的页面已经过时，这次操作没有保存。请刷新页面，看过最新情况后再办。",
    )


def append(batch: Sequence[Work]) -> None:
    """Write the facts in hand and the rows that follow from them; Refusal 'stale' if overtaken."""
    calendar = definitions.calendar()
    fresh = [work for work in batch if work.base_seq == 0]
    known = [work for work in batch if work.base_seq]
    folded = {id(work): case_columns(work, calendar) for work in batch}
    with connection.cursor() as cursor:
        if fresh:
            rows = [(w.ref, *header_columns(w), *folded[id(w)]) for w in fresh]
            _many(cursor, _insert("cases_case", ("ref", *HEADER, *FOLDED)), rows)
        for work in known:
            cursor.execute(UPDATE, *_adapt([(*folded[id(work)], work.ref, work.base_seq)]))
            if cursor.rowcount != 1:
                raise stale()
        _facts(cursor, batch)
        steps = [(w.ref, *row) for w in batch for row in step_rows(w, calendar)]
        _many(cursor, UPSERT_STEP, steps)
        _spans(cursor, batch)
    _effects(batch)
    for work in batch:
        work.written()


def _facts(cursor: Any, batch: Sequence[Work]) -> None:
    events = [
        (w.ref, f.seq, f.event.name, f.event.by, f.by_name, f.event.at, f.data, f.hash)
        for w in batch
        for f in w.facts
    ]
    try:
        _many(cursor, INSERT_EVENT, events)
    except IntegrityError as error:
        if "place_in_its_case" in str(error) or "cases_caseevent" in str(error):
            raise stale() from error
        raise
    payloads = [(w.ref, p.seq, p.salt, p.body, None) for w in batch for p in w.payloads]
    _many(cursor, INSERT_PAYLOAD, payloads)
    files = [
        (w.ref, seq, row.material, row.name, row.sha256, row.size, row.mime, by, at)
        for w in batch
        for seq, row, by, at in w.files
    ]
    _many(cursor, INSERT_FILE, files)


def _spans(cursor: Any, batch: Sequence[Work]) -> None:
    pauses = [
        (w.ref, n, p.kind, p.since, p.until, p.reason, p.basis)
        for w in batch
        for n, p in enumerate(w.standing.pauses)
    ]
    _many(cursor, UPSERT_PAUSE, pauses)
    extensions = [
        (w.ref, n, e.workdays, e.approver, e.reason, e.at)
        for w in batch
        for n, e in enumerate(w.standing.extensions)
    ]
    _many(cursor, UPSERT_EXTENSION, extensions)


def _effects(batch: Iterable[Work]) -> None:
    """Rows of effects, once a writer: a thousand licences are one statement."""
    grouped: dict[Callable[[list[Any]], None], list[Any]] = {}
    for work in batch:
        for effect in work.effects:
            grouped.setdefault(effect.write, []).extend(effect.rows)
    for write, rows in grouped.items():
        write(rows)


def _adapt(rows: Iterable[Row]) -> list[Row]:
    """Instants as the database keeps them: SQLite has text in UTC, as Django writes it."""
    if connection.vendor != "sqlite":
        return list(rows)
    return [
        [
            value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
            if type(value) is datetime
            else value
            for value in row
        ]
        for row in rows
    ]


def _many(cursor: Any, sql: str, rows: Sequence[Row]) -> None:
    if rows:
        cursor.executemany(sql, _adapt(rows))


def _insert(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    values = [column for column in columns if column not in key]
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in values)
    return f"{_insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


_SET = ", ".join(f'"{column}" = %s' for column in FOLDED)
UPDATE = f"UPDATE cases_case SET {_SET} WHERE ref = %s AND seq = %s"
INSERT_EVENT = _insert(
    "cases_caseevent", ("case_id", "seq", "name", "by", "by_name", "at", "data", "hash")
)
INSERT_PAYLOAD = _insert("cases_eventpayload", ("case_id", "seq", "salt", "body", "erased_at"))
INSERT_FILE = _insert(
    "cases_attachment",
    ("case_id", "seq", "material", "name", "sha256", "size", "mime", "by", "at"),
)
UPSERT_STEP = _upsert("cases_step", ("case_id", *STEP), ("case_id", "code"))
UPSERT_PAUSE = _upsert(
    "cases_pause",
    ("case_id", "position", "kind", "since", "until", "reason", "basis"),
    ("case_id", "position"),
)
UPSERT_EXTENSION = _upsert(
    "cases_extension",
    ("case_id", "position", "workdays", "approver", "reason", "at"),
    ("case_id", "position"),
)
