"""Aggregates compiled to SQL through sqlglot, for DuckDB, PostgreSQL and Spark.

All three know FILTER; what they call differently is the percentile. Means and shares are divided
as doubles from exact sums, so that no dialect's own average (PostgreSQL's is a decimal) differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlglot import exp

from yingshang.adapters.sql._compile import DIALECTS, _Compiler
from yingshang.kernel import rules

__all__ = ["aggregate_sql", "formula_sql"]


def formula_sql(
    formula: rules.Formula, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> str:
    """The whole formula as one SQL expression over the rows of a group."""
    made = _FormulaCompiler(dialect, columns or {}, ())
    return made.top(formula.root).sql(dialect=dialect)


def aggregate_sql(
    one: rules.Aggregate,
    dialect: str = "duckdb",
    columns: Mapping[str, str] | None = None,
    also: Sequence[str] = (),
    term: Callable[[str], str] | None = None,
) -> str:
    """One aggregate; ``also``: columns of yes and no that a row must fulfil as well; ``term``
    names the column in which the value of a rule of single rows stands (default: the rule)."""
    made = _FormulaCompiler(dialect, columns or {}, also, term)
    return made.aggregate(one).sql(dialect=dialect)


class _FormulaCompiler(_Compiler):
    def __init__(
        self,
        dialect: str,
        columns: Mapping[str, str],
        also: Sequence[str],
        term: Callable[[str], str] | None = None,
    ) -> None:
        if dialect not in DIALECTS:
            raise ValueError(f"unknown dialect {dialect!r}: one of {', '.join(DIALECTS)}")
        super().__init__(dialect, columns)
        self.term = term
        self.also = [exp.column(exp.to_identifier(name)) for name in also]

    def top(self, node: Any) -> exp.Expr:
        """Arithmetic above the aggregates: the same nodes as in a rule, over other leaves."""
        return self.aggregate(node) if isinstance(node, rules.Aggregate) else self.node(node)

    def node(self, node: Any) -> exp.Expr:
        return self.aggregate(node) if isinstance(node, rules.Aggregate) else super().node(node)

    def _operand(self, node: Any) -> exp.Expr:
        if isinstance(node, rules.Aggregate):
            return exp.paren(self.aggregate(node), copy=False)
        return super()._operand(node)

    def aggregate(self, one: rules.Aggregate) -> exp.Expr:
        where = [self._row(one.where)] if one.where else []
        if one.item is None:
            return self._filtered(exp.Count(this=exp.Star()), where)
        item = self._row(one.item)
        known = exp.Not(this=exp.Is(this=exp.paren(item.copy()), expression=exp.Null()))
        match one.function:
            case "count":
                return self._filtered(exp.Count(this=exp.Star()), [*where, item])
            case "share":
                above = self._filtered(exp.Count(this=exp.Star()), [*where, item])
                below = self._filtered(exp.Count(this=exp.Star()), [*where, known])
                return self._ratio(above, below)
            case "mean":
                above = self._filtered(exp.Sum(this=item), where)
                below = self._filtered(exp.Count(this=item.copy()), where)
                return self._ratio(above, below)
            case "distinct":
                return self._filtered(exp.Count(this=exp.Distinct(expressions=[item])), where)
            case "sum":
                return self._filtered(exp.Sum(this=item), where)
            case "min":
                return self._filtered(exp.Min(this=item), where)
            case "max":
                return self._filtered(exp.Max(this=item), where)
        return self._filtered(self._percentile(item, 50.0 if one.at is None else one.at), where)

    def _row(self, expr: rules.Expr) -> exp.Expr:
        made = self.node(expr.root)
        if self.term is None:
            return made
        return exp.column(exp.to_identifier(self.term(made.sql(dialect=self.dialect))))

    def _percentile(self, item: exp.Expr, at: float) -> exp.Expr:
        share = exp.Literal.number(repr(at / 100))
        if self.dialect == "postgres":
            return exp.WithinGroup(
                this=exp.PercentileCont(this=share),
                expression=exp.Order(expressions=[exp.Ordered(this=item)]),
            )
        name = "QUANTILE_CONT" if self.dialect == "duckdb" else "PERCENTILE"
        return exp.Anonymous(this=name, expressions=[item, share])

    def _filtered(self, made: exp.Expr, where: Sequence[exp.Expr]) -> exp.Expr:
        conditions = [*(one.copy() for one in self.also), *(exp.paren(one.copy()) for one in where)]
        if not conditions:
            return made
        joined = reduce(lambda left, right: exp.And(this=left, expression=right), conditions)
        return exp.Filter(this=made, expression=exp.Where(this=joined))

    def _ratio(self, above: exp.Expr, below: exp.Expr) -> exp.Expr:
        double = exp.DataType.Type.DOUBLE
        none = exp.func("NULLIF", exp.cast(below, double), exp.Literal.number("0"))
        return exp.paren(exp.Div(this=exp.cast(above, double), expression=none))
