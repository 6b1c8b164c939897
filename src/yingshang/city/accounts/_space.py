"""A disk without space, told in words: nothing was saved, what was typed is not lost."""

from __future__ import annotations

import errno

from django.db import OperationalError
from django.utils.translation import gettext as _

from yingshang.kernel.flow import Refusal

__all__ = ["no_space"]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# SQLite says the first for ENOSPC and the second for every other write that fails.
WORDS = ("database or disk is full", "disk i/o error")
SQLSTATE = "53100"  # PostgreSQL: disk_full


def no_space(error: BaseException) -> Refusal | None:
    """The refusal for a write that the disk did not take; None for any other error."""
    if isinstance(error, OSError):
        full = error.errno in FULL
    elif isinstance(error, OperationalError):
        said = str(error).lower()
        state = getattr(error.__cause__, "sqlstate", None)
        full = state == SQLSTATE or any(words in said for words in WORDS)
    else:
        full = False
    if not full:
        return None
    return Refusal(
        "disk-full",
        _("服务器的磁盘空间不足，这次操作没有保存。请过一会儿再试；仍不行请告知运维人员清理空间。"),
    )
