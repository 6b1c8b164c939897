"""Writers of one SQLite file take turns.

SQLite itself makes a second writer sleep for 1, 2, 5, 10 … ms and look again: two busy processes
lose much of their time so. A lock on a file beside the database is free for the next one at once,
and is given back by the kernel if its holder dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

__all__ = ["turn"]


WATCH = 0.003
"""Seconds. Two workers that do nothing but verbs: 245 cases a second so, 197 asleep at once, 222 by
SQLite's own waiting; one alone does 283 (bench/worker.py, two cores)."""


class _Handle:
    """An open file that closes with the thread it belongs to."""

    def __init__(self, name: str) -> None:
        self.name, self.pid = name, os.getpid()
        self.file = os.open(f"{name}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __del__(self) -> None:
        if hasattr(self, "file"):
            os.close(self.file)


class _Kept(local):
    """Each thread's own handle: a lock belongs to the handle, not to the process."""

    handle: _Handle | None = None


_kept = _Kept()


@contextmanager
def turn() -> Iterator[None]:
    """A transaction; on SQLite its beginning waits in line. Inside another one, a part of it."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    file = None if wrapper.in_atomic_block else _turn_file(wrapper)
    if file is None:
        with transaction.atomic():
            yield
        return
    _wait_for(file)
    try:
        with transaction.atomic():
            yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _wait_for(file: int) -> None:
    """Watch for the length of a verb before going to sleep: waking takes as long."""
    until = time.perf_counter() + WATCH
    while time.perf_counter() < until:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0)  # the other threads of this process go on meanwhile
        else:
            return
    fcntl.flock(file, fcntl.LOCK_EX)


def _turn_file(wrapper: Any) -> int | None:
    """The file beside the database; None where there is no such place (PostgreSQL, memory)."""
    name = str(wrapper.settings_dict["NAME"])
    if wrapper.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    kept = _kept.handle
    # A fork shares its parent's handle, and with it the lock: it takes one of its own.
    if kept is None or (kept.name, kept.pid) != (name, os.getpid()):
        try:
            _kept.handle = _Handle(name)
        except OSError:  # a full or read-only disk: SQLite's own waiting will do
            return None
    return _kept.handle.file
