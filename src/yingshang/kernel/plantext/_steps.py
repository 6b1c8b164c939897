"""What a reply says comes next, and 「一是…二是…」 within a part."""

import re

from ._lines import Paragraph
from ._outline import Node, heading, role

__all__ = ["items_of", "steps_of"]

_ITEM = re.compile(
    r"(?:^|(?<=[。;:\n]))\s{0,8}([一二三四五六七八九十]{1,2})(?:是|要)(?=[\u4e00-\u9fff])"
)
_TOLD_NEXT = re.compile(
    r"(?:^|(?<=[。;\n]))(?:下一?步|下一?阶段|今后|接下来)[,:]?我?[^。:]{0,40}将[^。:]{0,60}[:,。]"
)
# 「下一步,我局将督促镇政府规范建设站亭。」: one sentence or two, no items
_SAID_NEXT = re.compile(
    r"(?:^|(?<=[。;\n]))(?:下一?步|下一?阶段|接下来)(?:工作中)?,(?=[^。\n]{12})"
)
_HEAD = re.compile("[。,;]")


# 「2019年工作谋划:」, below it the numbers begin again
_PLANNED = re.compile(
    r"(?:(?:19|20)\d\d年|明年|来年|下一年)(?:度)?(?:主要|重点)?(?:工作)?(?:的)?"
    r"(?:谋划|计划|打算|安排|思路|重点|任务|要点)[:。]?"
)


def steps_of(root: Node, before: list[Paragraph]) -> list[Node]:
    """The part of a reply or a report that says what comes next."""
    found = _next_steps(root)
    if found and found[0].no:
        return found
    return (
        _planned_parts(root)
        or _steps_of_parts(root)
        or list(map(_alone, found))
        or _steps_told(before)
    )


def _planned_parts(root: Node) -> list[Node]:
    """The parts below a line that says what the next year is to bring, aims left out."""
    for place, part in enumerate(root.children[:-1], 1):
        last = part.pieces()[-1].text if part.own else ""
        if len(last) <= 24 and _PLANNED.fullmatch(last):
            return [top for top in root.children[place:] if top.no and role(top) == "task"]
    return []


def _steps_of_parts(root: Node) -> list[Node]:
    """Parts that each answer a proposal and say at their end what comes next for it: 「一、关于
    …的建议…下一步,…」, titled as the part is."""
    found: list[Node] = []
    last: Node | None = None
    for part in root.children:
        last = part if part.no and part.own else last
        if last is None or (found and found[-1].no == last.no):
            continue
        for piece in reversed(part.pieces()):
            said = _SAID_NEXT.search(piece.text)
            if said and piece is not last.own[0]:
                step = piece.cut(said.end(), len(piece.text))
                found.append(Node(last.level, last.no, last.head, [last.own[0], step], parent=root))
                break
    if len(found) == 1:  # one for all that was proposed
        flat = found[0].own[-1]
        return [Node(1, "", heading(flat.text), [flat], parent=root)]
    return found


def _alone(node: Node) -> Node:
    """A part that is but the sentence: without 「下一步,」."""
    if node.children or len(node.own) != 1:
        return node
    said = _SAID_NEXT.match(node.own[0].text)
    if said is None:
        return node
    flat = node.own[0].cut(said.end(), len(node.own[0].text))
    return Node(node.level, node.no, heading(flat.text), [flat], parent=node.parent)


def _next_steps(root: Node) -> list[Node]:
    return [node for node in root.walk() if node.parent is not None and role(node) == "next"][:1]


def _steps_told(before: list[Paragraph]) -> list[Node]:
    """「下阶段,我们将…:一是…二是…」 within a paragraph of a reply that has no parts."""
    for part in reversed(before):
        told = _TOLD_NEXT.search(part.text)
        if told and len(_ITEM.findall(part.text, told.end() - 1)) > 1:
            flat = part.flat.cut(told.start(), len(part.text))
            return [Node(1, "", heading(flat.text), [flat])]
    for part in reversed(before):
        said = _SAID_NEXT.search(part.text) if part.cells is None else None
        if said:
            flat = part.flat.cut(said.end(), len(part.text))
            return [Node(1, "", heading(flat.text), [flat])]
    return []


def items_of(node: Node) -> list[Node]:
    """「一是…二是…」 of an undivided part, where the part itself is but a heading."""
    if node.level > 1:
        return []
    if node.children:
        alike = all(kid.level == 6 for kid in node.children) and len(node.children) > 1
        return list(node.children) if alike else []
    flat = node.flat()
    marks = list(_ITEM.finditer(flat.text))
    if len(marks) < 2:
        return []
    edges = [*(mark.start(1) for mark in marks), len(flat.text)]
    made: list[Node] = []
    for index, mark in enumerate(marks):
        body = flat.cut(mark.end(), edges[index + 1])
        head = _HEAD.split(body.text, maxsplit=1)[0]
        made.append(Node(3, mark.group(1), head, [body], parent=node))
    return made
