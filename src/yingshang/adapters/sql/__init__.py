"""Rules compiled to SQL: the same tree as ``kernel.rules.evaluate``, for a million rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from yingshang.kernel import rules

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["aggregate_sql", "compile_rule", "formula_sql", "to_sql"]

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


def formula_sql(
    formula: rules.Formula, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> str:
    """A formula of aggregates as one SQL expression over the rows of a group."""
    from yingshang.adapters.sql import _formula

    return _formula.formula_sql(formula, dialect, columns)


def aggregate_sql(
    one: rules.Aggregate,
    dialect: str = "duckdb",
    columns: Mapping[str, str] | None = None,
    also: Sequence[str] = (),
    term: Callable[[str], str] | None = None,
) -> str:
    """One aggregate as SQL; ``also``: columns of yes and no that a row must fulfil as well;
    ``term`` names the column in which a rule of single rows has its value."""
    from yingshang.adapters.sql import _formula

    return _formula.aggregate_sql(one, dialect, columns, also, term)
