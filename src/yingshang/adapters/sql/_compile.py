"""From a rule's tree to SQL through sqlglot, for DuckDB, PostgreSQL and Spark.

SQL's three-valued logic is Kleene's for AND, OR, NOT and IN. What differs is made equal:
division is of doubles and null on zero; LEAST and GREATEST skip nulls in all three
dialects, so a missing argument is asked for first; integer literals are 64 bits wide,
because DuckDB and PostgreSQL would add 32-bit literals in 32 bits and overflow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce

from sqlglot import exp

from yingshang.kernel import rules

__all__ = ["DIALECTS", "compile_rule", "to_sql"]

DIALECTS = ("duckdb", "postgres", "spark")

_COMPARE: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_ARITH: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


def to_sql(
    expr: rules.Expr, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> str:
    """The SQL text of ``expr``; ``columns`` maps a fact's name to a column (default: same)."""
    return compile_rule(expr, dialect, columns).sql(dialect=dialect)


def compile_rule(
    expr: rules.Expr, dialect: str = "duckdb", columns: Mapping[str, str] | None = None
) -> exp.Expr:
    """The sqlglot tree of ``expr``. DuckDB's instants are naive China standard time."""
    if dialect not in DIALECTS:
        raise ValueError(f"unknown dialect {dialect!r}: one of {', '.join(DIALECTS)}")
    return _Compiler(dialect, columns or {}).node(expr.root)


class _Compiler:
    def __init__(self, dialect: str, columns: Mapping[str, str]) -> None:
        self.dialect = dialect
        self.columns = columns

    def node(self, node: rules.Node) -> exp.Expr:
        match node:
            case rules.Literal():
                return self._literal(node)
            case rules.Name():
                return exp.column(exp.to_identifier(self._column(node.name), quoted=True))
            case rules.Not():
                return exp.Not(this=exp.paren(self.node(node.item), copy=False))
            case rules.AllOf() | rules.AnyOf():
                kind = exp.And if isinstance(node, rules.AllOf) else exp.Or
                return self._join(kind, node.items)
            case rules.Compare():
                return _COMPARE[node.op](
                    this=self._operand(node.left), expression=self._operand(node.right)
                )
            case rules.OneOf():
                options = [self.node(option) for option in node.options]
                return exp.In(this=self._operand(node.item), expressions=options)
            case rules.IsMissing():
                return exp.Is(this=self._operand(node.item), expression=exp.Null())
        return self._number(node)

    def _column(self, name: str) -> str:
        return self.columns.get(name, name)

    def _operand(self, node: rules.Node) -> exp.Expr:
        made = self.node(node)
        plain = isinstance(node, (rules.Literal, rules.Name, rules.Call))
        return made if plain else exp.paren(made, copy=False)

    def _join(self, kind: type[exp.And] | type[exp.Or], items: tuple[rules.Node, ...]) -> exp.Expr:
        parts: list[exp.Expr] = [exp.paren(self.node(item), copy=False) for item in items]
        return reduce(lambda left, right: kind(this=left, expression=right), parts)

    def _number(self, node: rules.Node) -> exp.Expr:
        match node:
            case rules.Negate():
                return exp.Neg(this=exp.paren(self.node(node.item), copy=False))
            case rules.Arith(op="/"):
                below = exp.func("NULLIF", self._double(node.right), exp.Literal.number("0"))
                return exp.Div(this=self._double(node.left), expression=below)
            case rules.Arith():
                return _ARITH[node.op](
                    this=self._operand(node.left), expression=self._operand(node.right)
                )
            case rules.Call(function="abs"):
                return exp.Abs(this=self.node(node.args[0]))
            case rules.Call():
                return self._extreme(node)
        raise AssertionError(f"unhandled node {node!r}")

    def _double(self, node: rules.Node) -> exp.Expr:
        return exp.cast(self._operand(node), exp.DataType.Type.DOUBLE)

    def _extreme(self, node: rules.Call) -> exp.Expr:
        missing: list[exp.Expr] = [
            exp.Is(this=self._operand(arg), expression=exp.Null()) for arg in node.args
        ]
        anyone = reduce(lambda left, right: exp.Or(this=left, expression=right), missing)
        name = "LEAST" if node.function == "min" else "GREATEST"
        picked = exp.func(name, *(self.node(arg) for arg in node.args))
        case = exp.Case().when(anyone, exp.Null()).else_(picked)
        return exp.paren(case, copy=False)

    def _literal(self, node: rules.Literal) -> exp.Expr:
        value = node.value
        if isinstance(value, bool):
            return exp.Boolean(this=value)
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, date):
            return exp.cast(exp.Literal.string(value.isoformat()), exp.DataType.Type.DATE)
        if isinstance(value, str):
            return exp.Literal.string(value)
        kind = exp.DataType.Type.BIGINT if isinstance(value, int) else exp.DataType.Type.DOUBLE
        return exp.cast(exp.Literal.number(repr(value)), kind)

    def _instant(self, value: datetime) -> exp.Expr:
        local = value.astimezone(rules.CST)
        if self.dialect == "duckdb":
            text = local.replace(tzinfo=None).isoformat(sep=" ")
            return exp.cast(exp.Literal.string(text), exp.DataType.Type.TIMESTAMP)
        text = local.isoformat(sep=" ")
        return exp.cast(exp.Literal.string(text), exp.DataType.Type.TIMESTAMPTZ)
