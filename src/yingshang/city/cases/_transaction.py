"""The transaction that wrote a row, as the database numbers it."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Func
from django.utils.deconstruct import deconstructible

__all__ = ["CurrentTransaction"]


@deconstructible(path="yingshang.city.cases._transaction.CurrentTransaction")
class CurrentTransaction(Func):
    """A column's default: the number of the writing transaction on PostgreSQL, 0 on SQLite.

    SQLite has one writer at a time (IMMEDIATE), so there the order of rows is that of commits.
    """

    output_field = BigIntegerField()

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        return "0", ()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        return "pg_current_xact_id()::text::bigint", ()
