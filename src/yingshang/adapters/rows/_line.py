"""PostgreSQL without a cursor between: prepared statements straight to libpq, many in one errand.

psycopg's cursors adapt, compose and wait for each statement: measured, 0.1 ms each, more than half
of what a verb of sixty rows took. Here a transaction's BEGIN travels with its first question, and
changes travel together. Connection, TLS, transactions and errors stay psycopg's.
"""

from __future__ import annotations

import re
import select
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import errors, pq

__all__ = ["Line", "line_of"]

Row = Sequence[Any]
Statement = tuple[str, Row]
GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
SKIPPED = pq.ExecStatus.PIPELINE_ABORTED
SYNC = pq.ExecStatus.PIPELINE_SYNC
MARK = re.compile(r"%[s%]")

_lines: WeakKeyDictionary[Any, Line] = WeakKeyDictionary()


def line_of(driver: Any) -> Line:
    """The line of a psycopg connection; one connection serves one thread."""
    line = _lines.get(driver)
    if line is None:
        line = _lines[driver] = Line(driver)
    return line


class Line:
    """One connection, and the statements that it knows by name."""

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        # No reference to `driver` itself: it would never be let go.
        self._pg = driver.pgconn
        self._adapters = driver.adapters
        self._names: dict[str, bytes] = {}
        self._number = 0
        self._iso = (self._pg.parameter_status(b"DateStyle") or b"").startswith(b"ISO")

    def ask(self, driver: Any, sql: str, params: Row) -> list[tuple[Any, ...]]:
        """All rows of a question."""
        (found,) = self._run(driver, [(sql, params)])
        decoders = [self._decoder(found.ftype(n)) for n in range(found.nfields)]
        return [
            tuple(
                None if (raw := found.get_value(row, n)) is None else decode(raw)
                for n, decode in enumerate(decoders)
            )
            for row in range(found.ntuples)
        ]

    def change(self, driver: Any, statements: Sequence[Statement]) -> list[int]:
        """All of them in one errand: the rows that each touched. The first error is raised."""
        return [found.command_tuples or 0 for found in self._run(driver, statements)]

    def _run(self, driver: Any, statements: Sequence[Statement]) -> list[Any]:
        values = [[_text(value) for value in params] for _sql, params in statements]
        pg = self._pg
        pg.enter_pipeline_mode()
        learnt: dict[str, bytes] = {}
        skip: list[bool] = []
        try:
            if not driver.autocommit and pg.transaction_status == pq.TransactionStatus.IDLE:
                pg.send_query_params(driver._get_tx_start_command(), None)
                skip.append(True)
            for (sql, _params), texts in zip(statements, values, strict=True):
                name = self._names.get(sql) or learnt.get(sql)
                if name is None:
                    name = learnt[sql] = self._prepare(sql)
                    skip.append(True)
                pg.send_query_prepared(name, texts)
                skip.append(False)
            pg.pipeline_sync()
            answers = self._answers(len(skip))
        finally:
            self._leave()
        for found in answers:
            if found.status not in GOOD and found.status != SKIPPED:
                raise errors.error_from_result(found)
        self._names |= learnt  # only what the server is known to have learnt
        return [one for one, passed in zip(answers, skip, strict=True) if not passed]

    def _prepare(self, sql: str) -> bytes:
        self._number += 1  # a name is never used twice, whatever became of its statement
        name = b"ys_%d" % self._number
        count = 0

        def numbered(found: re.Match[str]) -> str:
            nonlocal count
            if found.group() == "%%":
                return "%"
            count += 1
            return f"${count}"

        self._pg.send_prepare(name, MARK.sub(numbered, sql).encode())
        return name

    def _answers(self, number: int) -> list[Any]:
        """One answer for each of `number` commands; the sync's own, which is last, is read too."""
        pg, answers = self._pg, []
        while pg.flush():  # more than the socket takes at once: read what comes meanwhile
            self._wait(select.POLLIN | select.POLLOUT)
        while True:
            if pg.is_busy():
                self._wait(select.POLLIN)
            elif (found := pg.get_result()) is None:  # ends the answers of one command
                if pg.status == pq.ConnStatus.BAD:
                    raise psycopg.OperationalError(pg.get_error_message())
            elif len(answers) < number:
                answers.append(found)
            elif found.status == SYNC:
                return answers

    def _wait(self, events: int) -> None:
        """For the socket, outside of Python's lock."""
        waiting = select.poll()
        waiting.register(self._pg.socket, events)
        if any(event != select.POLLOUT for _socket, event in waiting.poll()):
            self._pg.consume_input()  # a broken line too is told here

    def _leave(self) -> None:
        """Back to where psycopg's own cursors work; a line that is broken says so there."""
        pg = self._pg
        if pg.status != pq.ConnStatus.OK:
            return
        while pg.transaction_status == pq.TransactionStatus.ACTIVE:  # we were interrupted
            pg.get_result()
        pg.exit_pipeline_mode()

    def _decoder(self, kind: int) -> Callable[[bytes], Any]:
        if kind == TIMESTAMPTZ and not self._iso:
            return self._loader(kind)
        return DECODERS.get(kind) or self._loader(kind)

    def _loader(self, kind: int) -> Callable[[bytes], Any]:
        loader = self._adapters.get_loader(kind, pq.Format.TEXT)
        if loader is None:
            return _str
        return loader(kind).load  # type: ignore[no-any-return]


def _text(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it; TypeError for what no row of ours holds."""
    if value is None:
        return None
    kind = type(value)
    if kind is str or isinstance(value, str):
        if "\0" in value:  # libpq would end the text there
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return value.encode()  # type: ignore[no-any-return]
    if kind is bool:
        return b"t" if value else b"f"
    if isinstance(value, (datetime, date)):
        return _day_or_moment(value)
    if isinstance(value, (int, float, Decimal)):
        return str(value).encode()
    raise TypeError(f"{kind.__name__} cannot be a value of a row")


@lru_cache(maxsize=4096)
def _day_or_moment(value: date) -> bytes:
    """A verb writes one and the same instant a dozen times."""
    return value.isoformat().encode()


def _str(raw: bytes) -> str:
    return raw.decode()


def _moment(raw: bytes) -> datetime:
    return datetime.fromisoformat(raw.decode())


TIMESTAMPTZ = 1184
DECODERS: dict[int, Callable[[bytes], Any]] = {
    16: b"t".__eq__,
    20: int,
    21: int,
    23: int,
    25: _str,
    1043: _str,
    TIMESTAMPTZ: _moment,
}
"""By PostgreSQL's type: bool, bigint, smallint, integer, text, varchar, timestamp with zone."""
