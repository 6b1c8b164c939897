"""Rules compiled to SQL: the same tree as ``kernel.rules.evaluate``, for a million rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from yingshang.kernel import rules

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["compile_rule", "to_sql"]

# sqlglot takes a quarter of a second to import, and most commands never need it


def to_sql(
    expr: rules.Expr, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> str:
    """The SQL text of ``expr``; ``columns`` maps a fact's name to a column (default: same)."""
    from yingshang.adapters.sql import _compile

    return _compile.to_sql(expr, dialect, columns)


def compile_rule(
    expr: rules.Expr, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> exp.Expr:
    """The sqlglot tree of ``expr``. DuckDB's instants are naive China standard time."""
    from yingshang.adapters.sql import _compile

    return _compile.compile_rule(expr, dialect, columns)
