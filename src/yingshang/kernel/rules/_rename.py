"""The same rule over other names: where forms are merged, a field may stand under another name."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from yingshang.kernel.rules._vocabulary import RuleError

__all__ = ["names_in", "renamed"]


@lru_cache(maxsize=1024)
def names_in(text: str) -> frozenset[str]:
    """Names that an expression mentions, functions aside; RuleError where it can't be read."""
    tree = _read(text)
    called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    return frozenset(
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called
    )


def renamed(text: str, names: Mapping[str, str], known: Mapping[str, str | int]) -> str:
    """`text` with names replaced by `names`, and by the constants `known` where they are fixed.

    >>> renamed("kind == '新办' and area > 3", {"area": "size"}, {"kind": "新办"})
    "'新办' == '新办' and size > 3"
    """
    return ast.unparse(ast.fix_missing_locations(_Renamer(names, known).visit(_read(text))))


def _read(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise RuleError("syntax", f"规则“{text[:40]}”写法不对，请检查括号和引号。") from None


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str], known: Mapping[str, str | int]) -> None:
        self.names, self.known = names, known

    def visit_Call(self, node: ast.Call) -> ast.Call:
        node.args = [self.visit(arg) for arg in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.known:
            return ast.Constant(self.known[node.id])
        return ast.Name(self.names.get(node.id, node.id), node.ctx)
