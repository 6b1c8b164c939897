"""A bare driver that writes the same rows: the very changes of our verbs, caught and played again.

Each verb's changes in a transaction of their own, one statement after another, nothing decided and
nothing read. What is left is what the database itself costs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

__all__ = ["Errand", "caught", "play"]

Errand = list[tuple[str, list[Any], bool]]
CHANGES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def caught() -> Iterator[list[Errand]]:
    """Every change that is sent inside, by transaction."""
    errands: list[Errand] = [[]]

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(CHANGES):
            errands[-1].append((sql, list(params), many))
        return execute(sql, params, many, context)

    commit = connection._commit

    def committed() -> None:
        commit()
        errands.append([])

    connection._commit = committed
    try:
        with connection.execute_wrapper(note):
            yield errands
    finally:
        connection._commit = commit


def play(errands: list[Errand], driver: Any, *, lite: bool) -> float:
    """Seconds for all of them, each committed by itself."""
    if lite:
        errands = [
            [(sql.replace("%s", "?"), values, many) for sql, values, many in errand]
            for errand in errands
        ]
    begun = time.perf_counter()
    for errand in errands:
        if not errand:
            continue
        cursor = driver.cursor()
        if lite:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, values, many in errand:
            cursor.executemany(sql, values) if many else cursor.execute(sql, values)
        driver.commit()
    return time.perf_counter() - begun
