"""The hot path to the database: no ORM and no cursor wrapper between a verb and its rows.

Statements are written once with %s. They run on Django's connection and so in its transaction.
Where Django watches (a GET that may not write, a test that counts queries) they go through its
own cursor, so that nothing is hidden from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from threading import local
from typing import Any

from django.db import connection

__all__ = ["FAR", "adapt", "ask", "change", "change_many", "copy", "insert", "moment", "together"]

FAR = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for 'no date yet' in columns that lists are sorted by: every database puts it last."""

Row = Sequence[Any]
Check = Callable[[], Exception]


class _State(local):
    """What this thread has sent and not yet heard of: (cursor, rows expected, what is wrong)."""

    open: list[tuple[Any, int, Check]] | None = None


_state = _State()


def _watched() -> bool:
    return bool(connection.execute_wrappers) or connection.queries_logged


def _driver() -> Any:
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    return connection.connection


@lru_cache(maxsize=512)
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")


def adapt(row: Row) -> Row:
    """Instants as SQLite keeps them: text in UTC, as Django writes it."""
    return [
        value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        if type(value) is datetime
        else value
        for value in row
    ]


def moment(value: Any) -> datetime | None:
    """An instant read by `ask`, aware: SQLite gives it in UTC without saying so."""
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def ask(sql: str, params: Row = ()) -> list[tuple[Any, ...]]:
    """All rows of a question, as the driver gives them (see `moment`)."""
    if connection.vendor == "sqlite":
        params = adapt(params)
    if _watched():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    driver = _driver()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return list(driver.execute(_question_marks(sql), params).fetchall())
        return list(_plain(driver).execute(sql, params, prepare=True).fetchall())


def _plain(driver: Any) -> Any:
    """psycopg's own cursor: parameters travel apart, and statements are prepared once."""
    from psycopg import Cursor

    return Cursor(driver)


def change(sql: str, params: Row, *, expect: int = -1, otherwise: Check | None = None) -> None:
    """One change. `otherwise()` is raised unless it touched `expect` rows: now, or when the
    statements that are sent `together` have been answered."""
    _send(sql, [params], expect, otherwise, many=False)


def change_many(
    sql: str, rows: Sequence[Row], *, expect: int = -1, otherwise: Check | None = None
) -> None:
    """The same change for many rows, or none; `expect` counts the rows of all together."""
    if rows:
        _send(sql, rows, expect, otherwise, many=len(rows) > 1)


def _send(sql: str, rows: Sequence[Row], expect: int, otherwise: Check | None, many: bool) -> None:
    if connection.vendor == "sqlite":
        rows = [adapt(row) for row in rows]
    cursor: Any
    if _watched():
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows) if many else cursor.execute(sql, rows[0])
            _check(cursor, expect, otherwise)
        return
    driver = _driver()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            text = _question_marks(sql)
            cursor = driver.executemany(text, rows) if many else driver.execute(text, rows[0])
        else:
            cursor = _plain(driver)
            cursor.executemany(sql, rows) if many else cursor.execute(sql, rows[0], prepare=True)
    if _state.open is None:
        _check(cursor, expect, otherwise)
    elif otherwise is not None:
        _state.open.append((cursor, expect, otherwise))


def _check(cursor: Any, expect: int, otherwise: Check | None) -> None:
    if otherwise is not None and cursor.rowcount != expect:
        raise otherwise()


@contextmanager
def together() -> Iterator[None]:
    """Changes inside are sent without waiting for each answer (PostgreSQL's pipeline)."""
    if connection.vendor == "sqlite" or _state.open is not None or _watched():
        yield
        return
    driver = _driver()
    _state.open = sent = []
    try:
        with connection.wrap_database_errors, driver.pipeline():
            yield
    finally:
        _state.open = None
    for cursor, expect, otherwise in sent:
        _check(cursor, expect, otherwise)


def copy(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Many new rows at once: COPY where the database has it, else one prepared INSERT."""
    if not rows:
        return
    if connection.vendor == "sqlite":
        change_many(insert(table, columns), rows)
        return
    names = ", ".join(f'"{column}"' for column in columns)
    driver = _driver()
    with connection.wrap_database_errors:
        cursor = _plain(driver)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as target:
            for row in rows:
                target.write_row(row)


@lru_cache(maxsize=512)
def insert(table: str, columns: tuple[str, ...]) -> str:
    """INSERT of these columns."""
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


@lru_cache(maxsize=512)
def upsert(table: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    """INSERT, or where the key stands already, UPDATE of the other columns."""
    values = [column for column in columns if column not in key]
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in values)
    return f"{insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
