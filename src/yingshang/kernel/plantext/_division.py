"""The division of work behind the text: 「第一条由市住建局牵头,市公安局配合。」

Such a line names who answers for an item further up; it is no item of its own.
"""

import re
from collections.abc import Sequence

from ._numerals import parse_number
from ._outline import Node

__all__ = ["divided"]

_H = "一二三四五六七八九十百"
_NO = rf"第?[{_H}\d]{{1,4}}(?:条|项)?"
_SHARES = re.compile(
    rf"(?P<more>(?:\s*[、,和及至到]\s*{_NO})*)(?:的?(?:任务|工作|内容|措施))?\s*(?:均|分别)?"
    r"(?:由|:(?=[^,。;:]{2,40}(?:牵头|负责|配合))|(?=[^,。;:]{2,40}(?:牵头|负责)[,。;]))"
)
_EACH = re.compile(rf"([、,和及至到])\s*第?([{_H}\d]{{1,4}})")
_LONGEST = 160


def divided(nodes: Sequence[Node]) -> list[Node]:
    """The items without the lines that only divide them; those are lent to the items they name."""
    kept: list[Node] = []
    known: dict[int, Node] = {}
    lines = 0
    for node in nodes:
        numbers = _numbers(node) if known else []
        named = [known[number] for number in numbers if number in known]
        if named and len(named) == len(numbers) and not any(one.held for one in named):
            for one in named:
                one.lent = node.flat()
            lines += 1
            continue
        kept.append(node)
        if node.number and not lines:
            known.setdefault(node.number, node)
    return kept if lines >= 2 else list(nodes)


def _numbers(node: Node) -> list[int]:
    """The numbers of the items that a line divides; none where it is no such line."""
    if node.cells is not None or not node.number:
        return []
    text = node.flat().text
    match = _SHARES.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return []
    numbers = [node.number]
    for mark, said in _EACH.findall(match["more"]):
        value = parse_number(said)
        if value is None or not 0 < value < 500:
            return []
        first = numbers[-1] + 1 if mark in "至到" else int(value)
        numbers.extend(range(first, int(value) + 1))
    return numbers
