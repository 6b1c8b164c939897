"""The outline: numbered headings of any style as a tree, and what each part of it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ._lines import Paragraph
from ._numerals import parse_number
from ._text import Flat

__all__ = ["Node", "heading", "outline", "role"]

_H = "一二三四五六七八九十百"
_MARKERS = (
    (0, re.compile(rf"第([{_H}\d]{{1,4}})(?:章|部分|编|节)\s*")),
    (1, re.compile(rf"([{_H}]{{1,4}})[、.](?!\d)\s*")),
    (2, re.compile(rf"\(?([{_H}]{{1,4}})\)[、.]?\s*")),
    (3, re.compile(rf"第([{_H}\d]{{1,5}})条[、:.]?\s*")),
    (3, re.compile(r"\(?(\d{1,3})(?:[.、](?![\d%])|\.\s)/?\s*")),
    (3, re.compile(rf"(?:任务|举措|措施|行动)([{_H}\d]{{1,3}})\s*[.、:]\s*")),
    (4, re.compile(r"\(?(\d{1,3})\)[、.]?\s*")),
    (5, re.compile(r"([①-⑳])\s*")),
)
_HEAD = re.compile(r"[^。:\n]{1,60}")
_NEXT = re.compile(r"下一?步|下一?阶段|今后|接下来|后续")
_NEXT_OPEN = re.compile(r"(?:下一?步|下一?阶段|接下来)[,:]")
_NEXT_HEAD = re.compile(r"(?:工作|举措|打算|计划|安排|思路|措施|重点|方向|任务|考虑|建议)")
_AIMS = re.compile(
    r"指导思想|基本原则|工作原则|总体(?:要求|思路|目标|安排)|(?:工作|主要|发展|行动|总|建设|预期)目标"
    r"|目标要求|工作思路|基本情况|总则|适用(?:范围|对象)|支持(?:对象|范围)|重要意义|编制背景|名词解释"
)
_ORG = re.compile(
    r"^(?:强化|加强|完善|健全|落实|严格)?(?:组织|工作|实施|支撑)?保障(?:措施|机制|体系)?$|保障措施"
    r"|组织(?:领导|实施|保障|推进)|(?:工作|相关|有关|具体|几点)要求$|附则|(?:工作|实施|方法)步骤"
    r"|(?:时间|进度|步骤)安排|考核评价$|监督考核$|推进机制$|施行说明|其他事项"
)
_BARE = re.compile(
    r"^(?:[【\[])?(?:(?:主要|重点|工作|具体|攻坚)(?:任务|举措|措施|工作)|(?:组织|工作|实施)保障|保障措施"
    r"|组织(?:领导|实施)|总体要求|指导思想|基本原则|工作目标|主要目标|工作要求|有关要求|相关要求)"
    r"(?:[】\]])?$"
)


@dataclass(slots=True)
class Node:
    """A numbered part: its paragraphs before the first child, and its children."""

    level: int
    no: str
    head: str
    own: list[Flat] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    first: int = 0

    def flat(self) -> Flat:
        """The whole text of the part, children included, number left out."""
        return Flat.join(self._pieces())

    def _pieces(self) -> Iterator[Flat]:
        yield from self.own
        for child in self.children:
            yield from child._pieces()

    def walk(self) -> Iterator["Node"]:
        """This part and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def number(self) -> int:
        """The number as an integer; 0 where there is none."""
        value = parse_number(self.no) if self.no else None
        return int(value) if value is not None else 0


def heading(text: str) -> str:
    """The heading of a part: up to the first 。 or : , unit bracket left out."""
    match = _HEAD.match(text)
    head = match.group() if match else ""
    head = re.split(r"[(【\[](?=[^()]{0,12}(?:牵头|责任|负责|配合|单位|部门))", head)[0]
    return head.strip(" 、,;【】[]")


def outline(parts: list[Paragraph]) -> tuple[Node, list[Paragraph]]:
    """Answer the root of the tree and the paragraphs before the first numbered part."""
    root = Node(-1, "", "")
    before: list[Paragraph] = []
    current = root
    closed = listing = False
    for index, part in enumerate(parts):
        mark = _mark(part)
        listing = part.text.startswith("附件") or (listing and _listed(part, mark))
        if listing and mark is not None:
            continue
        if mark is None:
            if current is root:
                before.append(part)
            elif part.footer or closed:
                closed = True
                if part.text[:2] in ("19", "20"):
                    _unsign(current)
            else:
                current.own.append(part.flat)
            continue
        closed = False
        level, no, skip = mark
        while current.level >= level and current.parent is not None:
            current = current.parent
        body = part.flat.cut(skip, len(part.text))
        node = Node(level, no, heading(body.text), [body], parent=current, first=index)
        current.children.append(node)
        current = node
    _drop_contents(root)
    return root, before


def _listed(part: Paragraph, mark: tuple[int, str, int] | None) -> bool:
    """The titles of attachments below 「附件:1.…」 are numbered, short, and oblige nobody."""
    return mark is not None and mark[0] == 3 and len(part.text) < 40 and "。" not in part.text


def _unsign(node: Node) -> None:
    """A date alone on its line is a signature's: the short line before it is the issuer."""
    if len(node.own) > 1 and len(node.own[-1].text) <= 24 and "。" not in node.own[-1].text:
        node.own.pop()


def _mark(part: Paragraph) -> tuple[int, str, int] | None:
    text = part.text
    for level, pattern in _MARKERS:
        match = pattern.match(text)
        if match and len(text) - match.end() >= 2:
            no = match.group(1)
            if level == 5:
                no = str(ord(no) - ord("①") + 1)
            return level, no, match.end()
    if _BARE.match(text) or (
        len(text) <= 20 and _NEXT.search(text) and _NEXT_HEAD.search(text) and "。" not in text
    ):
        return 1, "", 0
    if _NEXT_OPEN.match(text):
        return 1, "", 0
    return None


def _drop_contents(root: Node) -> None:
    """A table of contents repeats the headings: of equal empty ones the later stays."""
    nodes = list(root.walk())
    last = {(node.level, node.head): node for node in nodes}
    for node in nodes:
        twin = last[node.level, node.head]
        if twin is node or node.parent is None or len(node.head) < 4:
            continue
        lines = sum(len(child.own) for child in node.walk())
        short = sum(len(piece.text) for piece in node._pieces()) < 40 * max(1, lines)
        if short and twin.first - node.first > 1 and not re.search("。", node.flat().text):
            node.parent.children.remove(node)
            node.parent = None


def role(node: Node) -> str:
    """What a part is for: aims, organisation, next (steps of a reply) or task."""
    head = node.head
    if re.fullmatch(r"(?:主要|工作|总体)?目标任务", head) and not node.children:
        return "aims"
    if _NEXT.search(head[:12]) and len(head) <= 30:
        return "next"
    if len(head) <= 24 and _AIMS.search(head):
        return "aims"
    if len(head) <= 20 and _ORG.search(head):
        return "organisation"
    return "task"
