"""Aggregates over the rows of a view: the rule language, counted and summed.

A formula is arithmetic over aggregates; inside an aggregate stands a rule of single rows:

    share(on_time, where=due_at is not None)
    sum(visits) / count(where=decided)
    percentile(used_workdays, 90, where=decided)

A row whose rule is unknown is not counted; what has no row with a known value is unknown, not zero
(only a count of nothing is zero). Integers are summed exactly and divided last.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, fsum
from typing import Any

from yingshang.kernel.rules import _tree as tree
from yingshang.kernel.rules._evaluate import evaluate
from yingshang.kernel.rules._parse import _NUMERIC, MAX_LENGTH, _check_size, _Reader, _short
from yingshang.kernel.rules._vocabulary import TYPES, RuleError, Vocabulary

__all__ = [
    "FUNCTIONS",
    "Aggregate",
    "Formula",
    "evaluate_formula",
    "finish",
    "has_aggregates",
    "parse_formula",
]

FUNCTIONS = ("count", "sum", "mean", "median", "percentile", "min", "max", "distinct", "share")
_OF_NUMBERS = ("sum", "mean", "median", "percentile", "min", "max")


@dataclass(frozen=True)
class Aggregate:
    """``item`` is None only for a count of rows; ``at``: the percentile (0–100)."""

    function: str
    item: tree.Expr | None
    where: tree.Expr | None
    at: float | None
    type: str
    text: str = ""


@dataclass(frozen=True)
class Formula:
    """``root`` is arithmetic whose leaves are numbers and the ``aggregates``, in reading order."""

    text: str
    root: Any
    type: str
    aggregates: tuple[Aggregate, ...]
    names: tuple[str, ...]

    @property
    def alone(self) -> Aggregate | None:
        """The one aggregate that is the whole formula."""
        return self.root if isinstance(self.root, Aggregate) else None


def has_aggregates(text: str) -> bool:
    """Whether a text that can be read calls an aggregate that no rule of single rows has."""
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(_is_aggregate(node) for node in ast.walk(body))


def parse_formula(text: str, vocabulary: Vocabulary) -> Formula:
    """Read a formula against the words of one view; raises RuleError with a sentence."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        raise RuleError("empty" if not text else "too-long", f"算式要有 1 到 {MAX_LENGTH} 个字符。")
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RuleError("syntax", f"算式“{_short(text)}”写法不对，请检查括号和引号。") from None
    _check_size(body)
    reader = _FormulaReader(text, vocabulary)
    root: Any = reader.read(body)
    if root.type not in _NUMERIC:
        raise RuleError("not-a-number", f"“{_short(text)}”不是数值，算式的结果要是数。")
    if not reader.found:
        raise RuleError("no-aggregate", f"“{_short(text)}”里没有统计函数：{'、'.join(FUNCTIONS)}。")
    names = tuple(dict.fromkeys(name for one in reader.found for name in _names(one)))
    return Formula(text, root, root.type, tuple(reader.found), names)


def _names(one: Aggregate) -> tuple[str, ...]:
    return (*(one.item.names if one.item else ()), *(one.where.names if one.where else ()))


def _is_aggregate(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    if node.func.id in ("min", "max"):  # of several values they are a rule's own
        return len(node.args) < 2
    return node.func.id in FUNCTIONS


class _FormulaReader(_Reader):
    """Arithmetic above, rules of single rows inside the aggregates."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        super().__init__(text, vocabulary)
        self.found: list[Aggregate] = []

    def read(self, node: ast.expr) -> Any:
        if _is_aggregate(node):
            assert isinstance(node, ast.Call)
            found = self._aggregate(node)
            self.found.append(found)
            return found
        if isinstance(node, ast.Name):
            raise RuleError(
                "bare-name", f"“{node.id}”是一行的值，要放进统计函数里，例如 sum({node.id})。"
            )
        if isinstance(node, (ast.Compare, ast.BoolOp)):
            raise RuleError(
                "not-a-number", f"“{self._segment(node)}”是“是否”，要放进 count(…) 或 where=。"
            )
        return super().read(node)

    def _aggregate(self, node: ast.Call) -> Aggregate:
        assert isinstance(node.func, ast.Name)
        name, text = node.func.id, self._segment(node)
        where, given = None, list(node.args)
        for keyword in node.keywords:
            if keyword.arg != "where":
                raise RuleError("wrong-arguments", f"“{text}”：只认识 where=，不认识别的名称。")
            where = self._row(keyword.value, ("bool",), text)
        at = self._percentile(given, text) if name == "percentile" else None
        if len(given) > 1 or (not given and name != "count"):
            raise RuleError("wrong-arguments", f"“{text}”的参数个数不对。")
        wanted = _NUMERIC if name in _OF_NUMBERS else () if name == "distinct" else ("bool",)
        item = self._row(given[0], wanted, text) if given else None
        kind = {"count": "int", "distinct": "int"}.get(name, "number")
        if name in ("sum", "min", "max") and item is not None:
            kind = item.type
        return Aggregate(name, item, where, at, kind, text)

    def _percentile(self, given: list[ast.expr], text: str) -> float:
        last = given.pop() if len(given) == 2 else None
        value = last.value if isinstance(last, ast.Constant) else None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
            raise RuleError("wrong-arguments", f"“{text}”：第二个参数写 0 到 100 的数，例如 90。")
        return float(value)

    def _row(self, node: ast.expr, types: Sequence[str], text: str) -> tree.Expr:
        """A rule of single rows, of one of ``types`` (none: any)."""
        if any(_is_aggregate(one) for one in ast.walk(node)):
            raise RuleError("nested", f"“{text}”：统计函数里不能再套统计函数。")
        root = _Reader(self.text, self.vocabulary).read(node)
        if types and root.type not in types:
            wanted = "或".join(TYPES[one] for one in types)
            raise RuleError("types-differ", f"“{root.text}”是{TYPES[root.type]}，要是{wanted}。")
        segment = self._printed(node)
        return tree.Expr(segment, root, root.type, tuple(dict.fromkeys(tree.names(root))))


def evaluate_formula(formula: Formula, rows: Iterable[Mapping[str, Any]]) -> int | float | None:
    """The value over ``rows`` (facts by name); None = unknown."""
    held = list(rows)
    return finish(formula, [_of_rows(one, held) for one in formula.aggregates])


def finish(formula: Formula, values: Sequence[int | float | None]) -> int | float | None:
    """The arithmetic above the aggregates, whose ``values`` stand in their order."""
    known = {id(one): value for one, value in zip(formula.aggregates, values, strict=True)}
    value: int | float | None = _finish(formula.root, known)
    return value


def _finish(node: Any, known: Mapping[int, Any]) -> Any:
    if isinstance(node, Aggregate):
        return known[id(node)]
    if isinstance(node, tree.Literal):
        return node.value
    parts = [_finish(child, known) for child in tree.children(node)]
    if any(part is None for part in parts):
        return None
    match node:
        case tree.Arith(op="/"):
            return None if parts[1] == 0 else parts[0] / parts[1]
        case tree.Arith():
            return {"+": parts[0] + parts[1], "-": parts[0] - parts[1], "*": parts[0] * parts[1]}[
                node.op
            ]
        case tree.Negate():
            return -parts[0]
        case tree.Call(function="abs"):
            return abs(parts[0])
        case tree.Call():
            return (min if node.function == "min" else max)(parts)
    raise AssertionError(f"unhandled node {node!r}")


def _of_rows(one: Aggregate, rows: Sequence[Mapping[str, Any]]) -> int | float | None:
    asked = [row for row in rows if one.where is None or evaluate(one.where, row).value is True]
    if one.item is None:
        return len(asked)
    item = one.item
    values = [value for row in asked if (value := evaluate(item, row).value) is not None]
    match one.function:
        case "count":
            return sum(value is True for value in values)
        case "distinct":
            return len(set(values))
        case "share":
            return sum(values) / len(values) if values else None
    if not values:
        return None
    match one.function:
        case "sum":
            summed: int | float = sum(values) if one.type == "int" else fsum(values)
            return summed
        case "mean":
            whole: int | float = sum(values) if item.type == "int" else fsum(values)
            return whole / len(values)
        case "min" | "max":
            end: int | float = (min if one.function == "min" else max)(values)
            return end
    return _percentile(sorted(values), 50.0 if one.at is None else one.at)


def _percentile(ordered: Sequence[float], at: float) -> float:
    """Linear between the two nearest ranks (SQL's PERCENTILE_CONT)."""
    place = (len(ordered) - 1) * at / 100
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))
