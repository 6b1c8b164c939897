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

from django.db import DEFAULT_DB_ALIAS, connections

__all__ = [
    "FAR",
    "adapt",
    "add",
    "ask",
    "change",
    "change_many",
    "copy",
    "grown",
    "insert",
    "lean",
    "moment",
    "together",
    "upsert",
]

FAR = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for 'no date yet' in columns that lists are sorted by: every database puts it last."""

Row = Sequence[Any]
Check = Callable[[], Exception]


Errand = tuple[str, Sequence[Row], int, Check | None]


class _State(local):
    """The driver's connection while changes are sent together, and what waits to be sent to
    PostgreSQL: (statement, rows, rows expected, what is wrong)."""

    driver: Any = None
    lite: bool = True
    open: list[Errand] | None = None


_state = _State()


def _watched(wrapper: Any) -> bool:
    return bool(wrapper.execute_wrappers) or wrapper.queries_logged


def _driver(wrapper: Any) -> Any:
    wrapper.validate_no_broken_transaction()
    wrapper.ensure_connection()
    return wrapper.connection


@lru_cache(maxsize=512)
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")


@lru_cache(maxsize=4096)
def _text_of(instant: datetime) -> str:
    """As Django writes it for SQLite. A verb writes one and the same instant a dozen times."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def adapt(row: Row) -> Row:
    """Instants as SQLite keeps them: text in UTC."""
    return [_text_of(value) if type(value) is datetime else value for value in row]


def moment(value: Any) -> datetime | None:
    """An instant read by `ask`, aware: SQLite gives it in UTC without saying so."""
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def ask(sql: str, params: Row = ()) -> list[tuple[Any, ...]]:
    """All rows of a question, as the driver gives them (see `moment`)."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    lite = wrapper.vendor == "sqlite"
    if lite:
        params = adapt(params)
    if _watched(wrapper):
        with wrapper.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    driver = _driver(wrapper)
    with wrapper.wrap_database_errors:
        if lite:
            return list(driver.execute(_question_marks(sql), params).fetchall())
        _flush()
        return list(_line(driver).ask(driver, sql, params))


def _line(driver: Any) -> Any:
    from yingshang.adapters.rows._line import line_of  # psycopg, which SQLite does without

    return line_of(driver)


def change(sql: str, params: Row, *, expect: int = -1, otherwise: Check | None = None) -> None:
    """One change. `otherwise()` is raised unless it touched `expect` rows: now, or when the
    statements that are sent `together` have been answered."""
    _send(sql, (params,), expect, otherwise)


def change_many(
    sql: str, rows: Sequence[Row], *, expect: int = -1, otherwise: Check | None = None
) -> None:
    """The same change for many rows, or none; `expect` counts the rows of all together."""
    if rows:
        _send(sql, rows, expect, otherwise)


def _send(sql: str, rows: Sequence[Row], expect: int, otherwise: Check | None) -> None:
    if _state.open is not None:
        _state.open.append((sql, rows, expect, otherwise))
        return
    if _state.driver is not None:
        _check(_run_lite(_state.driver, sql, rows), expect, otherwise)
        return
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    lite = wrapper.vendor == "sqlite"
    if _watched(wrapper):
        with wrapper.cursor() as cursor:
            values = [adapt(row) for row in rows] if lite else rows
            cursor.execute(sql, values[0]) if len(rows) == 1 else cursor.executemany(sql, values)
            _check(cursor.rowcount, expect, otherwise)
        return
    driver = _driver(wrapper)
    with wrapper.wrap_database_errors:
        if lite:
            touched = _run_lite(driver, sql, rows)
        else:
            touched = sum(_line(driver).change(driver, [(sql, row) for row in rows]))
    _check(touched, expect, otherwise)


def _run_lite(driver: Any, sql: str, rows: Sequence[Row]) -> int:
    """One statement for one row or for many: how many rows it touched."""
    text = _question_marks(sql)
    if len(rows) == 1:
        return int(driver.execute(text, adapt(rows[0])).rowcount)
    return int(driver.executemany(text, [adapt(row) for row in rows]).rowcount)


def _check(touched: int, expect: int, otherwise: Check | None) -> None:
    if otherwise is not None and touched != expect:
        raise otherwise()


def _flush() -> None:
    """Send what waits, as one errand; the first that touched other rows than expected is told."""
    waiting = _state.open
    if not waiting:
        return
    _state.open = []
    driver = _state.driver
    sent = [(sql, row) for sql, rows, _expect, _otherwise in waiting for row in rows]
    touched = iter(_line(driver).change(driver, sent))
    for _sql, rows, expect, otherwise in waiting:
        _check(sum(next(touched) for _row in rows), expect, otherwise)


@contextmanager
def together() -> Iterator[None]:
    """Changes inside are one errand: the connection is looked up once, and PostgreSQL is sent
    them at the end all at once (its pipeline). What the ORM does inside comes before them."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if _state.driver is not None or _watched(wrapper):
        yield
        return
    _state.driver, _state.lite = _driver(wrapper), wrapper.vendor == "sqlite"
    _state.open = None if _state.lite else []
    try:
        with wrapper.wrap_database_errors:
            yield
            _flush()
    finally:
        _state.driver = _state.open = None


def copy(table: str, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Many new rows at once, outside of `together`: COPY where the database has it."""
    if not rows:
        return
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if wrapper.vendor == "sqlite" or _state.driver is not None:
        change_many(insert(table, columns), rows)
        return
    names = ", ".join(f'"{column}"' for column in columns)
    copying = f"COPY {table} ({names}) FROM STDIN"
    with wrapper.wrap_database_errors, _driver(wrapper).cursor().copy(copying) as target:
        for row in rows:
            target.write_row(row)


def add(table: str, columns: tuple[str, ...], rows: Sequence[Row]) -> int:
    """Many new rows at once, in a transaction; those whose unique key stands already are passed
    over. How many were new."""
    if not rows:
        return 0
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    with wrapper.cursor() as cursor:
        if wrapper.vendor == "sqlite":
            cursor.executemany(f"{insert(table, columns)} ON CONFLICT DO NOTHING", rows)
            return int(cursor.rowcount)
        names, bag = ", ".join(f'"{column}"' for column in columns), f"new_{table}"
        made = (
            f"CREATE TEMP TABLE IF NOT EXISTS {bag} ON COMMIT DROP AS SELECT {names} FROM {table}"
        )
        cursor.execute(f"{made} WITH NO DATA")
        with cursor.copy(f"COPY {bag} ({names}) FROM STDIN") as target:
            for row in rows:
                target.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {bag} ON CONFLICT DO NOTHING"
        )
        added = int(cursor.rowcount)
        cursor.execute(f"TRUNCATE {bag}")
    return added


@contextmanager
def lean(kilobytes: int = 32_768) -> Iterator[None]:
    """SQLite keeps no more than this of its pages in memory: millions of rows that go in one
    after the other need few of them twice."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if wrapper.vendor != "sqlite":
        yield
        return
    ((usual,),) = ask("PRAGMA cache_size")
    ask(f"PRAGMA cache_size = {-kilobytes}")
    try:
        yield
    finally:
        ask(f"PRAGMA cache_size = {usual}")


def grown(tables: Sequence[str], added: int) -> None:
    """Tell PostgreSQL's planner of tables that have just received `added` rows, if those are
    much of what it believes they hold: it counts by itself only later, and till then plans for
    less."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return
    ((believed,),) = ask("SELECT reltuples FROM pg_class WHERE relname = %s", (tables[0],))
    if believed < 2 * added:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


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
