"""All or nothing, and a full disk told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from yingshang.adapters import rows
from yingshang.city.accounts.service import no_space

__all__ = ["whole"]


@contextmanager
def whole() -> Iterator[None]:
    """A transaction; Refusal 'disk-full' where the disk took none of it."""
    try:
        with rows.turn():
            yield
    except OperationalError as error:
        if full := no_space(error):
            raise full from error
        raise
