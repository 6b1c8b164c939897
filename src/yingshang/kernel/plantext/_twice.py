"""What a paper says twice: a table behind a text, or an overview of headings before the items."""

import re
from itertools import takewhile

from ._outline import Node

__all__ = ["tables_or_body", "without_overview"]

_FEWEST = 5  # headings of an overview
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


def without_overview(found: list[Node], root: Node) -> list[Node]:
    """The items without the bare headings before them that an overview of the parts counts up:
    nobody is named there, and some of them head parts further down."""
    bare = list(takewhile(_bare, found))
    items = found[len(bare) :]
    if len(bare) < _FEWEST or sum(node.held for node in items) * 5 < len(items) * 4 or not items:
        return found
    listed = {id(node) for node in bare}
    below = [piece.text for node in root.walk() if id(node) not in listed for piece in node.own]
    heads = {"".join(_HANZI.findall(text)) for text in below if len(text) <= 60}
    again = sum("".join(_HANZI.findall(node.head)) in heads for node in bare)
    return items if again >= max(2, len(bare) // 4) else found


def _bare(node: Node) -> bool:
    if node.held or node.cells is not None:
        return False
    text = node.flat().text
    return len(text) <= 40 and "。" not in text


def _key(node: Node) -> str:
    return "".join(_HANZI.findall(node.head))[:8]
