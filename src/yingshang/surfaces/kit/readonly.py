"""Reading cannot write: a database wrapper that refuses anything but questions."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

__all__ = ["WriteDuringRead", "is_question", "no_writes"]

_QUESTION = re.compile(
    r"^\s*(select|explain|show|values|savepoint|release|rollback|begin|set\s+(local|session)|pragma)\b",
    re.I,
)
_WITH = re.compile(r"^\s*with\b", re.I)
_CHANGE = re.compile(r"\b(insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into)\b", re.I)
_LITERAL = re.compile(r"'(?:[^']|'')*'")


class WriteDuringRead(RuntimeError):
    """A GET or HEAD request tried to change the database."""


def is_question(sql: str) -> bool:
    """True when a statement only asks. A WITH that ends in a change is a change."""
    if _WITH.match(sql):
        return not _CHANGE.search(_LITERAL.sub("''", sql))
    return bool(_QUESTION.match(sql))


def _guard(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    text = sql if isinstance(sql, str) else str(sql)
    if not is_question(text):
        raise WriteDuringRead(f"reading may not write: {text[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def no_writes() -> Iterator[None]:
    """Guard every database connection of this thread; none is spared.

    That personal data was read is recorded through a connection that is not among Django's.
    """
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(_guard))
        yield
