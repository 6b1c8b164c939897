"""Kleene evaluation of one rule for one subject, with its explanation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from yingshang.kernel.rules import _tree as tree
from yingshang.kernel.rules._vocabulary import CST, TYPES, RuleError, Term

__all__ = ["Outcome", "evaluate"]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_ARITH: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


@dataclass(frozen=True)
class Outcome:
    """The answer (None = unknown), the one fact to ask for, the parts that decided it."""

    value: Any
    missing: str | None
    because: tuple[str, ...]
    sentence: str

    def __bool__(self) -> bool:
        raise TypeError("an outcome has three values: compare .value with True, False, None")


def evaluate(expr: tree.Expr, facts: Mapping[str, Any]) -> Outcome:
    """Answer ``expr`` for one subject. A name absent from ``facts`` is missing, like None.

    Raises RuleError when a fact does not have its declared type.
    """
    run = _Run(facts)
    value = run.value(expr.root)
    if value is None:
        name = run.blocker(expr.root)
        if name is None:
            return Outcome(None, None, (expr.text,), f"“{expr.text}”除数为零，无法得出结论。")
        label = _label_of(expr.root, name)
        return Outcome(None, name, (), f"还不能判断：缺少“{label}”，请先补上这一项。")
    because = tuple(dict.fromkeys(run.deciding(expr.root))) if expr.type == "bool" else ()
    if expr.type != "bool":
        return Outcome(value, None, (), f"{expr.text} = {value}")
    word = "符合" if value else "不符合"
    return Outcome(value, None, because, f"{word}：{'；'.join(because)}")


def _label_of(node: tree.Node, name: str) -> str:
    if isinstance(node, tree.Name) and node.name == name:
        return node.term.label
    for child in tree.children(node):
        if label := _label_of(child, name):
            return label
    return ""


class _Run:
    """One evaluation; node values are remembered so that explaining costs no recomputing."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        self.seen: dict[int, Any] = {}

    def value(self, node: tree.Node) -> Any:
        if id(node) not in self.seen:
            self.seen[id(node)] = self._compute(node)
        return self.seen[id(node)]

    def _compute(self, node: tree.Node) -> Any:
        match node:
            case tree.Literal():
                return node.value
            case tree.Name():
                return _typed(node.name, node.term, self.facts.get(node.name))
            case tree.Not():
                found = self.value(node.item)
                return None if found is None else not found
            case tree.AllOf():
                return _all([self.value(item) for item in node.items])
            case tree.AnyOf():
                return _any([self.value(item) for item in node.items])
            case tree.IsMissing():
                return self.value(node.item) is None
            case tree.OneOf():
                item = self.value(node.item)
                if item is None or item in node.constants:
                    return None if item is None else True
                return _any([_equal(item, self.value(one)) for one in node.others])
        return self._strict(node)

    def _strict(self, node: tree.Node) -> Any:
        """Nodes that are unknown as soon as one part is unknown."""
        values = [self.value(child) for child in tree.children(node)]
        if any(value is None for value in values):
            return None
        match node:
            case tree.Compare():
                return _COMPARE[node.op](*values)
            case tree.Arith(op="/"):
                return None if values[1] == 0 else float(values[0]) / float(values[1])
            case tree.Arith():
                return _ARITH[node.op](*values)
            case tree.Negate():
                return -values[0]
            case tree.Call(function="abs"):
                return abs(values[0])
            case tree.Call():
                return (min if node.function == "min" else max)(values)
        raise AssertionError(f"unhandled node {node!r}")

    def blocker(self, node: tree.Node) -> str | None:
        """The first missing fact that keeps ``node`` unknown (None: a division by zero)."""
        if isinstance(node, tree.Name):
            return node.name
        for child in tree.children(node):
            if isinstance(child, tree.Literal):
                continue
            if self.value(child) is None and (name := self.blocker(child)):
                return name
        return None

    def deciding(self, node: tree.Node) -> list[str]:
        """The smallest parts whose answers made this one what it is."""
        wanted = self.value(node)
        if isinstance(node, (tree.AllOf, tree.AnyOf)):
            same = [item for item in node.items if self.value(item) is wanted]
            if wanted is isinstance(node, tree.AnyOf):
                same = same[:1]
            return [text for item in same for text in self.deciding(item)]
        if isinstance(node, tree.Not) and not isinstance(node.item, (tree.IsMissing, tree.OneOf)):
            return self.deciding(node.item)  # each part already says whether it holds
        text = getattr(node, "text", "")
        return [text if wanted else f"{text} 不成立"]


def _all(values: list[bool | None]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def _any(values: list[bool | None]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _equal(one: Any, other: Any) -> bool | None:
    return None if one is None or other is None else one == other


def _typed(name: str, term: Term, value: Any) -> Any:
    """The fact in its declared type; anything else is a mistake of the caller, said aloud."""
    if value is None:
        return None
    match term.type:
        case "bool" if isinstance(value, bool):
            return value
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "number" if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            number = float(value)
            if math.isfinite(number):
                return number
        case "text" if isinstance(value, str):
            return value
        case "date" if isinstance(value, date) and not isinstance(value, datetime):
            return value
        case "instant" if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(CST)
    raise RuleError(
        "wrong-fact", f"“{term.label}”（{name}）应当是{TYPES[term.type]}，得到的是 {value!r}。"
    )
