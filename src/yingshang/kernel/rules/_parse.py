"""From text to a typed tree: every refusal is a sentence, raised when a file is loaded."""

from __future__ import annotations

import ast
import re
from datetime import date, datetime

from yingshang.kernel.rules import _tree as tree
from yingshang.kernel.rules._vocabulary import CST, TYPES, RuleError, Vocabulary

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "parse"]

MAX_LENGTH = 2000
MAX_DEPTH = 30
MAX_NODES = 400

_COMPARISONS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NUMERIC = ("int", "number")
_DATED = ("date", "instant")


def parse(
    text: str, vocabulary: Vocabulary, *, longest: int = MAX_LENGTH, parts: int = MAX_NODES
) -> tree.Expr:
    """Read ``text`` against ``vocabulary``; raises RuleError with a sentence.

    Strings beside a date or an instant are read as ISO dates (an instant without an
    offset is China standard time). ``longest`` and ``parts`` are for rules that a form writes,
    whose lists may be as long as a catalogue: characters, and nodes of the tree.
    """
    if not text.strip():
        raise RuleError("empty", "规则是空的，请写一个表达式。")
    if len(text) > longest:
        raise RuleError("too-long", f"规则有 {len(text)} 个字符，最多 {longest} 个，请拆开。")
    text = text.strip()
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        where = getattr(problem, "offset", None)
        place = f"（第 {where} 个字符附近）" if where else ""
        raise RuleError(
            "syntax", f"规则“{_short(text)}”写法不对{place}，请检查括号和引号。"
        ) from None
    _check_size(body, parts)
    root = _Reader(text, vocabulary).read(body)
    found = tuple(dict.fromkeys(tree.names(root)))
    return tree.Expr(text, root, root.type, found)


def _check_size(body: ast.AST, parts: int = MAX_NODES) -> None:
    nodes, level = 0, [body]
    depth = 0
    while level:
        depth += 1
        nodes += len(level)
        if depth > MAX_DEPTH or nodes > parts:
            raise RuleError(
                "too-deep", f"规则太复杂（最多 {MAX_DEPTH} 层、{parts} 个成分），请拆成几条。"
            )
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, (ast.expr_context, ast.operator, ast.cmpop, ast.boolop))
        ]


_NEWLINE = re.compile("\r\n|\r|\n")  # as Python ends lines


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


class _Reader:
    """Walks Python's tree once and builds ours; unknown constructs are refused."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        # offsets of the tree are bytes of a line; cut into lines once, not for each node
        self.lines = [line.encode() for line in _NEWLINE.split(text)]
        self.vocabulary = vocabulary

    def read(self, node: ast.expr) -> tree.Node:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name():
                term = self.vocabulary[node.id]
                return tree.Name(node.id, term, term.type, node.id)
            case ast.BoolOp():
                return self._logic(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.Call():
                return self._call(node)
        raise RuleError("not-allowed", f"规则里不能用“{self._segment(node)}”这种写法。")

    def _segment(self, node: ast.expr) -> str:
        return _short(self._printed(node))

    def _printed(self, node: ast.expr) -> str:
        """The node as it stands in the text."""
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        end = self.lines[last][: node.end_col_offset]
        if first == last:
            return end[node.col_offset :].decode()
        lines = [self.lines[first][node.col_offset :], *self.lines[first + 1 : last], end]
        return b"\n".join(lines).decode()

    def _constant(self, node: ast.Constant) -> tree.Literal:
        value, text = node.value, self._segment(node)
        if isinstance(value, bool):
            return tree.Literal(value, "bool", text)
        if isinstance(value, str):
            return tree.Literal(value, "text", text)
        if isinstance(value, (int, float)):
            if not abs(value) < 2**53:
                raise RuleError("too-big", f"数字“{text}”太大。")
            return tree.Literal(value, "int" if isinstance(value, int) else "number", text)
        raise RuleError("not-allowed", f"“{text}”不能单独用；判断缺失请写“… is None”。")

    def _logic(self, node: ast.BoolOp) -> tree.Node:
        items = tuple(self._bool(value) for value in node.values)
        kind = tree.AllOf if isinstance(node.op, ast.And) else tree.AnyOf
        return kind(items, self._segment(node))

    def _bool(self, node: ast.expr) -> tree.Node:
        item = self.read(node)
        if item.type != "bool":
            raise RuleError(
                "not-yes-or-no",
                f"“{item.text}”是{TYPES[item.type]}，不是“是或否”，不能用在 and、or、not 里。",
            )
        return item

    def _unary(self, node: ast.UnaryOp) -> tree.Node:
        if isinstance(node.op, ast.Not):
            return tree.Not(self._bool(node.operand), self._segment(node))
        item = self._number(node.operand)
        if isinstance(node.op, ast.USub):
            return tree.Negate(item, item.type, self._segment(node))
        if isinstance(node.op, ast.UAdd):
            return item
        raise RuleError("not-allowed", f"规则里不能用“{self._segment(node)}”这种写法。")

    def _number(self, node: ast.expr) -> tree.Node:
        item = self.read(node)
        if item.type not in _NUMERIC:
            raise RuleError(
                "not-a-number", f"“{item.text}”是{TYPES[item.type]}，不是数值，不能参与计算。"
            )
        return item

    def _arithmetic(self, node: ast.BinOp) -> tree.Node:
        op = _ARITHMETIC.get(type(node.op))
        if op is None:
            raise RuleError("not-allowed", f"“{self._segment(node)}”里的运算不能用，只有 + - * /。")
        left, right = self._number(node.left), self._number(node.right)
        whole = op != "/" and left.type == right.type == "int"
        return tree.Arith(op, left, right, "int" if whole else "number", self._segment(node))

    def _call(self, node: ast.Call) -> tree.Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in ("min", "max", "abs") or node.keywords:
            raise RuleError(
                "unknown-function", f"“{self._segment(node)}”不能用，函数只有 min、max、abs。"
            )
        fits = len(node.args) == 1 if name == "abs" else len(node.args) >= 2
        if not fits:
            raise RuleError("wrong-arguments", f"“{self._segment(node)}”的参数个数不对。")
        args = tuple(self._number(one) for one in node.args)
        kind = "int" if all(one.type == "int" for one in args) else "number"
        return tree.Call(name, args, kind, self._segment(node))

    def _comparison(self, node: ast.Compare) -> tree.Node:
        parts, left = [], node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._pair(op, left, right, self._segment(node)))
            left = right
        return parts[0] if len(parts) == 1 else tree.AllOf(tuple(parts), self._segment(node))

    def _pair(self, op: ast.cmpop, left: ast.expr, right: ast.expr, text: str) -> tree.Node:
        if isinstance(op, (ast.Is, ast.IsNot)):
            return self._missing(op, left, right, text)
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self._membership(left, right, text)
            return tree.Not(found, text) if isinstance(op, ast.NotIn) else found
        one, other = self._align(self.read(left), self.read(right), text)
        symbol = _COMPARISONS[type(op)]
        if symbol not in ("==", "!=") and one.type in ("text", "bool"):
            raise RuleError(
                "no-order", f"“{text}”：{TYPES[one.type]}没有先后大小，只能用 ==、!= 或 in。"
            )
        return tree.Compare(symbol, one, other, text)

    def _missing(self, op: ast.cmpop, left: ast.expr, right: ast.expr, text: str) -> tree.Node:
        if not (isinstance(right, ast.Constant) and right.value is None):
            raise RuleError("not-allowed", f"“{text}”：is 后面只能是 None（缺失）。")
        found = tree.IsMissing(self.read(left), text)
        return tree.Not(found, text) if isinstance(op, ast.IsNot) else found

    def _membership(self, left: ast.expr, right: ast.expr, text: str) -> tree.OneOf:
        if not isinstance(right, (ast.Tuple, ast.List, ast.Set)) or not right.elts:
            raise RuleError("not-a-list", f"“{text}”：in 后面要是一组值，例如 ('a', 'b')。")
        item = self.read(left)
        options = []
        for element in right.elts:
            item, option = self._align(item, self.read(element), text)
            options.append(option)
        return tree.OneOf(item, tuple(options), text)

    def _align(self, one: tree.Node, other: tree.Node, text: str) -> tuple[tree.Node, tree.Node]:
        """Make both sides comparable, reading date strings; refuse what never compares."""
        one, other = self._dated(one, other.type), self._dated(other, one.type)
        same = one.type == other.type
        if not same and not (one.type in _NUMERIC and other.type in _NUMERIC):
            raise RuleError(
                "types-differ",
                f"“{text}”：{TYPES[one.type]}和{TYPES[other.type]}不能比较。",
            )
        return one, other

    def _dated(self, node: tree.Node, wanted: str) -> tree.Node:
        if wanted not in _DATED or not isinstance(node, tree.Literal) or node.type != "text":
            return node
        try:
            if wanted == "date":
                return tree.Literal(date.fromisoformat(str(node.value)), "date", node.text)
            moment = datetime.fromisoformat(str(node.value))
        except ValueError:
            raise RuleError(
                "not-a-date", f"{node.text} 不是日期，请写成 '2026-03-01' 这样。"
            ) from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CST)
        return tree.Literal(moment.astimezone(CST), "instant", node.text)
