"""Rules over the bodies of records, compiled for the database that holds them.

SQL's three-valued logic is Kleene's; a field that is empty is not in the body, and so NULL.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from yingshang.city.registers._schema import Register
from yingshang.kernel import rules

__all__ = ["holds", "number_of", "sql_of"]

BODY = '"registers_record"."body"'
_COMPARE = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def holds(register: Register, rule: rules.Expr, today: date) -> RawSQL:
    """A condition for a query over records: the rule says yes."""
    sql, params = sql_of(rule, today)
    return RawSQL(f"({sql})", params, output_field=BooleanField())


def sql_of(rule: rules.Expr, today: date) -> tuple[str, list[Any]]:
    """(SQL, parameters) of a rule, for the database in use."""
    made = _Compiler(today, connection.vendor == "sqlite")
    return made.node(rule.root), made.params


def text_of(field: str, lite: bool) -> str:
    return f"json_extract({BODY}, '$.{field}')" if lite else f"({BODY} ->> '{field}')"


def number_of(field: str) -> str:
    """SQL of a number field as text, exact: it is summed as Decimal."""
    return text_of(field, connection.vendor == "sqlite")


class _Compiler:
    """Walks a rule's tree in the order in which SQL reads its parameters."""

    def __init__(self, today: date, lite: bool) -> None:
        self.today, self.lite = today, lite
        self.double = "REAL" if lite else "double precision"
        self.params: list[Any] = []

    def node(self, node: rules.Node) -> str:
        match node:
            case rules.Literal():
                return self._literal(node.value)
            case rules.Name():
                return self._name(node)
            case rules.Not():
                return f"(NOT {self.node(node.item)})"
            case rules.AllOf() | rules.AnyOf():
                word = " AND " if isinstance(node, rules.AllOf) else " OR "
                return f"({word.join(self.node(item) for item in node.items)})"
            case rules.Compare():
                return f"({self.node(node.left)} {_COMPARE[node.op]} {self.node(node.right)})"
            case rules.OneOf():
                item = self.node(node.item)
                return f"({item} IN ({', '.join(self.node(one) for one in node.options)}))"
            case rules.IsMissing():
                return f"({self.node(node.item)} IS NULL)"
        return self._number(node)

    def _name(self, node: rules.Name) -> str:
        if node.name == "today":
            return self._literal(self.today)
        text = text_of(node.name, self.lite)
        if node.type == "bool":
            return f"({text} = '是')"
        return f"CAST({text} AS {self.double})" if node.type in ("int", "number") else text

    def _literal(self, value: Any) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, (int, float)):
            return f"CAST({value!r} AS {self.double})"
        if isinstance(value, (date, datetime)):
            value = value.isoformat()
        self.params.append(value)
        return "%s"

    def _number(self, node: rules.Node) -> str:
        match node:
            case rules.Negate():
                return f"(- {self.node(node.item)})"
            case rules.Arith(op="/"):
                return f"({self.node(node.left)} / NULLIF({self.node(node.right)}, 0))"
            case rules.Arith():
                return f"({self.node(node.left)} {node.op} {self.node(node.right)})"
            case rules.Call(function="abs"):
                return f"abs({self.node(node.args[0])})"
            case rules.Call():
                return self._extreme(node)
        raise AssertionError(f"unhandled node {node!r}")

    def _extreme(self, node: rules.Call) -> str:
        """PostgreSQL's LEAST passes over what is missing; a rule does not."""
        args = node.args
        if self.lite:
            return f"{node.function}({', '.join(self.node(one) for one in args)})"
        missing = " OR ".join(f"{self.node(one)} IS NULL" for one in args)
        word = "LEAST" if node.function == "min" else "GREATEST"
        listed = ", ".join(self.node(one) for one in args)
        return f"(CASE WHEN {missing} THEN NULL ELSE {word}({listed}) END)"
