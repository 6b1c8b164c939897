"""Hand-written statements by the database driver itself, in Django's own transaction."""

from yingshang.adapters.rows._rows import (
    FAR,
    adapt,
    add,
    ask,
    change,
    change_many,
    copy,
    grown,
    insert,
    lean,
    moment,
    together,
    upsert,
)
from yingshang.adapters.rows._turn import turn

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
    "turn",
    "upsert",
]
