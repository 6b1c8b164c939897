"""Where looks at personal data are written: beside the domain, outside its transactions.

A page is read by GET, and GET cannot write: every Django connection is guarded (kit.readonly), and
a guard that could be lifted would be none. So looks have a connection of their own, one a process,
which nothing else can reach: to the same PostgreSQL, or to a second SQLite file. One INSERT a look.

If that fails (busy, broken, full), the look goes to an append-only file; the next look, or the
periodic job, takes it in. If the file fails too, `Unrecorded` is raised: no record, no look.
"""

from __future__ import annotations

import atexit
import contextlib
import copy
import fcntl
import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from yingshang.city.audit.models import ReadRecord

__all__ = ["Unrecorded", "add", "find", "pending_file", "reset", "take_in", "waiting"]

COLUMNS = ("id", "at", "by", "by_name", "unit", "obj", "fields", "page", "why")
TABLE = ReadRecord._meta.db_table
INSERT = (
    f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
    " ON CONFLICT (id) DO NOTHING"
)
SELECT = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE obj IN (%s)"
# the second SQLite file has no migrations: this is the table of ReadRecord, as a test compares
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (id varchar(32) NOT NULL PRIMARY KEY,"
    " at datetime NOT NULL, by varchar(150) NOT NULL, by_name varchar(60) NOT NULL,"
    " unit varchar(40) NOT NULL, obj varchar(120) NOT NULL, fields text NOT NULL,"
    " page varchar(40) NOT NULL, why varchar(200) NOT NULL)",
    f"CREATE INDEX IF NOT EXISTS audit_reads_of_object ON {TABLE} (obj, at DESC)",
)
PATIENCE = 0.3  # seconds a page waits for a busy log before it takes the file

Row = Sequence[Any]
_lock = threading.Lock()
_open: dict[str, tuple[int, BaseDatabaseWrapper]] = {}  # database name → (process, connection)


class Unrecorded(RuntimeError):
    """The look could be written neither to the log nor to the file."""


def add(row: Row) -> None:
    """Write one look (values of COLUMNS). Never waits long; raises Unrecorded only."""
    try:
        _insert([row])
    except (DatabaseError, OSError, TimeoutError):
        _spool(row)
        return
    if _holds(pending_file()):
        with contextlib.suppress(DatabaseError, OSError, TimeoutError):
            take_in()


def find(objs: Sequence[str], limit: int) -> list[Row]:
    """Looks at any of the objects, newest first, those in the file included."""
    asked = SELECT % ", ".join(["%s"] * len(objs)) + " ORDER BY at DESC, id LIMIT %s"
    with _connection() as log, log.cursor() as cursor:
        cursor.execute(asked, [*objs, limit])
        rows = [_aware(row) for row in cursor.fetchall()]
    known = {row[0] for row in rows}
    rows += [row for row in _pending() if row[5] in objs and row[0] not in known]
    return sorted(rows, key=lambda row: row[1], reverse=True)[:limit]


def take_in() -> int:
    """Bring what waits in the file into the log: how many looks. Safe to repeat."""
    path = pending_file()
    if not _holds(path):
        return 0
    with path.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        rows = list(_parse(file))
        _insert(rows)
        file.truncate(0)
    return len(rows)


def waiting() -> int:
    """How many looks stand in the file."""
    return len(_pending())


def pending_file() -> Path:
    """Looks that the log could not take yet, a line each."""
    return Path(settings.VAR) / f"{_stem()}-reads.pending"


def reset() -> None:
    """Forget every look and close the connection: for tests, after which nothing may remain."""
    with _lock:
        for _process, log in _open.values():
            if log.connection is not None:
                log.connection.execute(f"DELETE FROM {TABLE}")
    _close_all()
    pending_file().unlink(missing_ok=True)


def _stem() -> str:
    # the whole name: `test.sqlite3_gw0` and `test.sqlite3_gw1` are two databases with two logs
    name = Path(str(connections["default"].settings_dict["NAME"])).name
    return name.removesuffix(".sqlite3") or "memory"


def _insert(rows: Iterable[Row]) -> None:
    with _connection() as log, log.cursor() as cursor:
        cursor.executemany(INSERT, [[_fit(log, value) for value in row] for row in rows])


def _fit(log: BaseDatabaseWrapper, value: Any) -> Any:
    return log.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _aware(row: Row) -> Row:
    """SQLite answers instants as text in UTC, or naive."""
    at: datetime = datetime.fromisoformat(row[1]) if isinstance(row[1], str) else row[1]
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (row[0], at, *row[2:])


@contextlib.contextmanager
def _connection() -> Iterator[BaseDatabaseWrapper]:
    """The process's own connection, for one user at a time; dropped after an error."""
    if not _lock.acquire(timeout=PATIENCE):
        raise TimeoutError("the log of looks is busy")
    try:
        name = str(connections["default"].settings_dict["NAME"])
        process, log = _open.get(name, (0, None))
        if log is None or process != os.getpid():
            log = _connect()
            _open[name] = (os.getpid(), log)
        log.close_if_unusable_or_obsolete()
        yield log
    except DatabaseError:
        _open.pop(name)[1].close()
        raise
    finally:
        _lock.release()


def _connect() -> BaseDatabaseWrapper:
    default = connections["default"]
    declared = copy.deepcopy(default.settings_dict)
    declared["ATOMIC_REQUESTS"], declared["AUTOCOMMIT"] = False, True
    if default.vendor == "sqlite":
        declared["NAME"] = str(Path(settings.VAR) / f"{_stem()}-reads.sqlite3")
        declared["OPTIONS"] = {
            "timeout": PATIENCE,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        declared["OPTIONS"] = {
            **declared.get("OPTIONS", {}),
            "connect_timeout": 2,
            "options": f"-c lock_timeout={int(PATIENCE * 1000)} -c statement_timeout=2000",
        }
    log = type(default)(declared, alias="reads")
    log.inc_thread_sharing()
    if default.vendor == "sqlite":
        with log.cursor() as cursor:
            for statement in CREATE:
                cursor.execute(statement)
    return log


def _spool(row: Row) -> None:
    # begins with a line break: a line that a crash cut short must not swallow this one
    line = "\n" + json.dumps([row[0], row[1].isoformat(), *row[2:]], ensure_ascii=False) + "\n"
    try:
        with pending_file().open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # not while another process takes the lines in
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Unrecorded(str(error)) from error


def _holds(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _pending() -> list[Row]:
    try:
        with pending_file().open(encoding="utf-8") as file:
            return list(_parse(file))
    except FileNotFoundError:
        return []


def _parse(file: IO[str]) -> Iterator[Row]:
    """Whole lines; one cut short by a crash was never answered with a page, and is passed over."""
    for line in file:
        with contextlib.suppress(ValueError):
            row = json.loads(line)
            yield (row[0], datetime.fromisoformat(row[1]), *row[2:])


def _close_all() -> None:
    with _lock:
        for _process, log in _open.values():
            log.close()
        _open.clear()


atexit.register(_close_all)
