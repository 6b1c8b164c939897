"""Units through an expression: days are not per cent, and working days are not days.

Each fact brings the unit it is declared with; what is added, compared or picked from must be of one
kind, a plain number fits any. A count is of cases; a count by a count is a share.
"""

from __future__ import annotations

from typing import Any

from yingshang.kernel.measures._units import unit_of
from yingshang.kernel.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Arith,
    Call,
    Compare,
    Expr,
    Formula,
    IsMissing,
    Literal,
    Name,
    Negate,
    Not,
    OneOf,
    RuleError,
)

__all__ = ["check_unit", "kind_of_formula", "kind_of_rule"]

NUMBER, COUNT, SHARE = "number", "count", "share"
_WORDS = {NUMBER: "没有单位的数", COUNT: "件数", SHARE: "占比"}


def kind_of_rule(expr: Expr) -> str:
    """The kind of unit of a rule of single rows: a dimension ("workday", "elapsed", "count:次" …),
    "number" without one, "yes" for a yes or no. Raises RuleError where units are mixed."""
    return _kind(expr.root)


def kind_of_formula(formula: Formula) -> str:
    """The kind of unit of a formula of aggregates; "count" and "share" are kinds too."""
    return _kind(formula.root)


def check_unit(kind: str, declared: str) -> None:
    """RuleError where a result of ``kind`` may not be declared in the unit ``declared``."""
    wanted = unit_of(declared).dimension
    counts = wanted.startswith("count") or wanted == "other:个" or wanted == "step"
    fits = {
        NUMBER: True,
        COUNT: counts,
        SHARE: wanted == "percent",
    }.get(kind, kind == wanted or (kind.startswith("count") and counts))
    if not fits:
        raise RuleError(
            "unit-differs",
            f"算出来的是{_said(kind)}，申报的单位却是“{declared}”；请改单位或改算式。",
        )


def _said(kind: str) -> str:
    if kind in _WORDS:
        return _WORDS[kind]
    if ":" in kind:
        return f"“{kind.partition(':')[2]}”"
    return {"workday": "工作日", "elapsed": "自然时间", "percent": "百分比", "money": "金额"}.get(
        kind, kind
    )


def _kind(node: Any) -> str:
    match node:
        case Literal():
            return NUMBER if node.type in ("int", "number") else f"a {node.type}"
        case Name():
            if node.type not in ("int", "number"):
                return f"a {node.type}"
            return unit_of(node.term.unit).dimension if node.term.unit else NUMBER
        case Not() | IsMissing():
            _kind(node.item)
            return "yes"
        case AllOf() | AnyOf():
            for item in node.items:
                _kind(item)
            return "yes"
        case Compare():
            _same(node, [node.left, node.right])
            return "yes"
        case OneOf():
            _same(node, [node.item, *node.options])
            return "yes"
        case Negate():
            return _kind(node.item)
        case Call():
            return _same(node, list(node.args))
        case Arith():
            return _arith(node)
        case Aggregate():
            return _aggregate(node)
    raise AssertionError(f"unhandled node {node!r}")


def _aggregate(one: Aggregate) -> str:
    if one.where is not None:
        _kind(one.where.root)
    of = COUNT if one.item is None else _kind(one.item.root)
    if one.function in ("count", "distinct"):
        return COUNT
    return SHARE if one.function == "share" else of


def _same(node: Any, parts: list[Any]) -> str:
    """The one kind of several parts; plain numbers fit any."""
    found = NUMBER
    for part in parts:
        kind = _kind(part)
        if found == NUMBER:
            found = kind
        elif kind not in (NUMBER, found):
            raise RuleError(
                "units-mixed",
                f"“{node.text}”：{_said(found)}和{_said(kind)}不是同一种单位，不能相加或比较。",
            )
    return found


def _arith(node: Arith) -> str:
    if node.op in ("+", "-"):
        return _same(node, [node.left, node.right])
    left, right = _kind(node.left), _kind(node.right)
    if node.op == "*":
        if NUMBER not in (left, right) and SHARE not in (left, right):
            raise RuleError(
                "units-mixed", f"“{node.text}”：{_said(left)}和{_said(right)}不能相乘。"
            )
        return right if left in (NUMBER, SHARE) else left
    if right == NUMBER:
        return left
    if left == right:
        return SHARE
    if right == COUNT:  # so many days, or times, a case
        return left
    raise RuleError("units-mixed", f"“{node.text}”：{_said(left)}不能除以{_said(right)}。")
