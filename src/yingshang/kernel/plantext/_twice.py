"""A table behind a text that says the same: which of the two holds the tasks."""

import re

from ._outline import Node

__all__ = ["tables_or_body"]

_HANZI = re.compile(r"[\u4e00-\u9fff]")


def tables_or_body(found: list[Node]) -> list[Node]:
    """Rows of a table repeat the items of the text: then they but lend them their units."""
    rows = [node for node in found if node.cells is not None]
    body = [node for node in found if node.cells is None]
    if not rows or not body:
        return found
    twins = {_key(row): row for row in rows}
    matched = [node for node in body if _key(node) in twins]
    held = sum(node.held for node in body)
    if len(matched) * 5 >= len(body) * 2:
        for node in matched:
            if not node.held:
                node.cells = {
                    name: cell
                    for name, cell in (twins[_key(node)].cells or {}).items()
                    if name not in ("title", "body", "section")
                }
                node._held = None
        return body
    if held * 2 >= len(body):
        return body if rows[0].first > body[-1].first else found
    return rows if len(rows) >= 2 else body


def _key(node: Node) -> str:
    return "".join(_HANZI.findall(node.head))[:8]
