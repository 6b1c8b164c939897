"""The outline: numbered headings of any style as a tree, and what each part of it is for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ._lines import Paragraph
from ._marks import Mark, bodies, body_named, mark_of, periods, ranks, repeated, tiers
from ._numerals import parse_number
from ._text import Flat, kept
from ._units import find_fields

__all__ = ["FIELD", "Node", "heading", "outline", "role"]

_HEAD = re.compile(r"[^。:\n]{1,60}")
_NEXT = re.compile(r"下一?步|下一?阶段|今后|接下来|后续")
_AIMS = re.compile(
    r"指导思想|(?:基本|工作|指导)原则|^(?:治理|整治|专项整治|整改)(?:对象|范围|时间)$|总体(?:要求|原则|思路|目标|安排|考虑)|(?:工作|主要|发展|行动|总"
    r"|建设|预期|攻坚|改革|年度|具体|创建|整治|治理|活动|规划|培育|提升)目标"
    r"|^活动(?:主题|时间|地点|对象|范围)|^(?:实施|施行|执行)(?:范围|时间|期限|日期)$"
    r"|^征集(?:对象|范围|内容|方向)$|^参与部门$|^重点方向$|^(?:抽查|检查)对象[和及].{2,6}$"
    r"|^目标$|目标要求|工作思路|基本情况|总则|适用(?:范围|对象)|^支持(?:对象|范围)|重要意义"
    r"|^(?:试点|申报|(?:项目)?实施|建设|准入|申请|认定|基本)条件$|^(?:服务|培育|申报|奖补|资助|补贴)对象|主体认定$"
    r"|^(?:自查|检查|抽查|督查|考核|考评|评价|评估|走访|监测|验收)(?:对象|范围|内容|时间|方式|标准|人员)$"
    r"|编制背景|工作基础|名词解释|^(?:工作)?背景|^现状|^原则(?!上)"
    r"|形势(?:分析|和目标|与目标)?$|发展基础|出台背景|提高(?:思想|政治)?认识|提高(?:政治)?站位"
)
# what was, and what lies ahead, before what is to be done
_BACKGROUND = re.compile(
    r"[“\"]?十[一二三四五]五[”\"]?(?:规划)?(?:期间|时期)?.{0,20}(?:成效|成就|成果|回顾|情况|趋势|预判)"
    r"|(?:发展|规划|工作)(?:回顾|现状|背景)$|^(?:主要|工作|改革|建设|取得的?)*(?:成效|成绩)$|面临的?.{0,8}(?:形势|难题|挑战|机遇|问题)"
    r"|存在的?(?:主要)?(?:问题|困难|薄弱环节|短板)(?:和.{2,8})?$"
)
_ACTS_ON = re.compile(r"破解|解决|化解|应对|纾|巩固|拓展|针对|聚焦|推动|推进|加强|提升|着力")
_AIM_WORDS = re.compile(
    r"(?:总体(?:要求|思路|目标)|指导思想|基本原则|工作原则|(?:工作|主要|发展|行动|总体?"
    r"|攻坚)目标|目标要求|工作思路)(?=[以为坚全深到按围认牢贯紧通聚力\d])"
)
_ORG = re.compile(
    r"^(?:强化|加强|完善|健全|落实|严格|抓好)?(?:组织|工作|实施|支撑)?保障(?:措施|机制|体系)?$"
    r"|保障措施"
    r"|组织(?:领导|实施|保障|推进)|(?:工作|相关|有关|具体|几点)要求$|附则|(?:工作|实施|方法"
    r"|推进|行动)步骤"
    r"|(?:时间|进度|步骤|计划|阶段)安排|时间(?:步骤|节点)$|考核评价$|考核(?:与|和)?奖惩$|跟踪问效|强化统筹调度|监督考核$|推进机制$|施行说明|其他事项|工作机制$"
    r"|责任追究$|^(?:抓好|狠抓|强化|加强)[^,。]{0,6}(?:任务|改革|工作|组织)落实$"
)
# 「用好小微企业融资协调工作机制」 is work; to set one up is how the work is led
_USES = re.compile(r"(?:用好|深入实施|深化|运用|发挥|推行).{2,}(?:工作|推进)机制$")
_ORG_WORDS = re.compile(
    r"(?:保障措施|组织保障|组织实施|组织领导|工作要求|有关要求|实施步骤)(?=[(各加强为建落一按])"
)


_UNIT_BRACKET = re.compile(r"[(【\[〔](?=[^()]{0,12}(?:牵头|责任|负责|配合|单位|部门))")
_AIM_TASKS = re.compile(r"(?:主要|工作|总体)?目标任务")
FIELD = re.compile(
    r"[(【\[〔]?\s*(?:[^,。;:()]{0,12}(?:单位|部门|[时期]限(?:要求)?|责任人|领导)"
    r"|(?:计划|要求)?(?:完成|办结|推进|实施|整改|工作)?(?:时间|进度)(?:要求|安排|节点)?"
    r"|(?:具体|主要|工作|任务|重点|改革|年度|预期|推进|落实|整改|提升|优化|改进)*(?:措施|举措|内容|目标|要求|成效"
    r"|任务|进展(?:情况)?)"
    r"|(?:存在|主要|突出)?(?:的)?(?:现状|问题|差距|标杆|对标)(?:水平|情况|表现)?)\s*[:】\]〕]"
)


_NOTE = re.compile(r"(?:备?注|说明|备注说明) ?:")
_ANNEX = re.compile(r"附件 ?\d{0,2}:?")
_RESUMES = re.compile(
    r"[(【\[〔]?(?:牵头|责任|配合|完成|办结)(?:单位|部门|时限|时间"
    r"|期限)[:】\]〕]"
)


@dataclass(slots=True, eq=False)
class Node:
    """A numbered part: its paragraphs before the first child, and its children.

    ``cells`` are the columns, where the part is a row of a table; ``lost`` says that it had no
    number of its own; ``lent`` is a line further down that says whose it is;
    ``body`` says that the heading is but the name of the body whose items follow, ``named`` that
    it is the one who does what the paragraphs below say; ``sided`` that
    its items stand behind a label (「具体措施:」).
    """

    level: float
    no: str
    head: str
    own: list[Flat] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    first: int = 0
    cells: dict[str, Flat] | None = None
    lost: bool = False
    lent: Flat | None = None
    body: bool = False
    named: bool = False
    headed: bool = True
    sided: bool = False
    _held: bool | None = None

    def flat(self) -> Flat:
        """The whole text of the part, children included, number left out."""
        return Flat.join(self.pieces())

    def alone(self) -> "Node":
        """The part without its children, as one that obliges beside them."""
        return Node(self.level, self.no, self.head, self.own, parent=self.parent, first=self.first)

    def pieces(self) -> Sequence[Flat]:
        """Its paragraphs, children included."""
        if not self.children:
            return self.own
        return [*self.own, *(piece for child in self.children for piece in child.pieces())]

    def walk(self) -> Sequence["Node"]:
        """This part and all below it, in reading order."""
        if not self.children:
            return [self]
        return [self, *(node for child in self.children for node in child.walk())]

    @property
    def held(self) -> bool:
        """Whether units are named in the part, children included."""
        if self._held is None:
            self._held = self.own_held or any(child.held for child in self.children)
        return self._held

    @property
    def own_held(self) -> bool:
        """Whether units are named before the first child."""
        if self.cells is not None:
            return any(name in self.cells for name in ("lead", "responsible", "cooperating"))
        return any(find_fields(piece.text) for piece in self.own)

    @property
    def number(self) -> int:
        """The number as an integer; 0 where there is none."""
        return _number(self.no) if self.no else 0


@lru_cache(maxsize=1024)
def _number(no: str) -> int:
    value = parse_number(no.rpartition(".")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-"))
    return int(value) if value is not None else 0


_PLAIN = re.compile(r"[\u4e00-\u9fff“”、]+")
# 「1.目标:… 2.措施:… 3.责任单位:… 4.时限:…」 are sides of one task
_ASPECT = re.compile(
    r"(?:(?:工作|整改|具体|主要)?(?:目标|举措|措施|内容|要求|成效)|(?:牵头|责任|配合|协办)(?:单位"
    r"|部门)|责任人|(?:完成|整改|工作)?(?:时限|时间|期限)):"
)


def heading(text: str) -> str:
    """The heading of a part: up to the first 。 or : , unit bracket left out."""
    match = _HEAD.match(text)
    head = match.group() if match else ""
    head = _UNIT_BRACKET.split(head, maxsplit=1)[0]
    return head.strip(" 、,;【】[]")


def outline(parts: list[Paragraph]) -> tuple[Node, list[Paragraph]]:
    """Answer the root of the tree and the paragraphs before the first numbered part."""
    root = Node(-1, "", "")
    before: list[Paragraph] = []
    current = root
    closed = listing = False
    marks = bodies(parts, [None if part.cells else mark_of(part) for part in parts])
    marks = tiers(parts, periods(parts, marks))
    rank = ranks([mark for mark in marks if mark is not None])
    labels = repeated(parts, marks)
    for index, part in enumerate(parts):
        mark = marks[index] or _unnumbered(parts, marks, index, current)
        if part.cells is not None:
            current = _row(root, root if closed and part.opens else current, part, index)
            closed = listing = False
            continue
        if current is not root and _ANNEX.fullmatch(part.text):
            current, closed, listing = root, True, False  # its items are no items of the last part
            continue
        if index in labels and current.no:
            current.sided = True  # 「具体措施:」 below each item is a side of it
            continue
        listing = part.text.startswith("附件") or (listing and _listed(part, mark))
        if listing and mark is not None:
            continue
        if mark is None or (mark.level == 0 and not mark.no):
            closed = closed and not _RESUMES.match(part.text)
            if root.children and _NOTE.match(part.text):
                root.own.append(part.flat)  # it speaks of the whole
            elif current is root:
                if not root.children:  # else the title of an annex
                    before.append(part)
            elif part.footer or closed:
                closed = True
                if part.text[:2] in ("19", "20"):
                    _unsign(current)
            else:
                current.own.append(part.flat)
            continue
        closed = False
        if not mark.no and mark.style == "h" and _opens_next(current):
            current.own.append(part.flat)  # 「下阶段,我们将抓好八个方面:」
            continue
        if current is not root and mark.style in "dbc" and _ASPECT.match(part.text, mark.skip):
            current.own.append(part.flat.cut(mark.skip, len(part.text)))
            continue
        level = rank.get(mark.style, mark.level)
        while current.level >= level and current.parent is not None:
            current = current.parent
        body = part.flat.cut(mark.skip, len(part.text))
        node = Node(level, mark.no, heading(body.text), [body], parent=current, first=index)
        node.body = mark.style == "u"
        current.children.append(node)
        current = node
    _drop_contents(root)
    _by_bodies(root)
    return root, before


def _opens_next(current: Node) -> bool:
    """Whether a part is the numbered heading of what comes next, and nothing below it yet."""
    bare = current.no and len(current.own) == 1 and not current.children
    return bool(bare) and role(current) == "next"


def _unnumbered(
    parts: list[Paragraph], marks: list[Mark | None], index: int, current: Node
) -> Mark | None:
    """A short line between parts without numbers and an item: 「总体要求 … 加快建设 (一)…」."""
    part = parts[index]
    behind = marks[index + 1] if index + 1 < len(parts) else None
    if behind is None or part.cells is not None or behind.style not in "pd" or not behind.value:
        return None
    if not 4 <= len(part.text) <= 24 or not _PLAIN.fullmatch(part.text) or part.footer:
        return None
    last = current.number
    while current.parent is not None and current.parent.parent is not None:
        current = current.parent
    if current.no or current.parent is None or not current.head or current.body:
        return None
    return Mark("h", 1, "", 0) if behind.value in (1, last + 1) else None


def _by_bodies(root: Node) -> None:
    """Numbered headings that are but names of bodies: the items below each are its own."""
    for node in root.walk():
        named = [kid for kid in node.children if _bare_body(kid)]
        if len(named) >= 2 and len(named) < len(node.children):
            named = [kid for kid in node.children if _bare_body(kid, strict=False)]
        if len(named) >= 2 and len(named) * 10 >= len(node.children) * 6:
            for kid in named:
                kid.body = bool(kid.children)
                kid.named = not kid.children


def _bare_body(node: Node, *, strict: bool = True) -> bool:
    alone = len(node.own) == 1 if node.children else len(node.own) > 1
    return node.cells is None and alone and body_named(node.own[0].text, strict=strict)


def _row(root: Node, current: Node, part: Paragraph, index: int) -> Node:
    """A row of a table hangs below the heading above it, else below the whole."""
    if current.cells is not None and not part.opens:
        parent = current.parent or root
    elif (
        current.level < 3
        and current.cells is None
        and not current.children
        and sum(len(piece.text) for piece in current.own) <= 80
        and not any("。" in piece.text for piece in current.own)
    ):
        parent = current
    else:
        parent = root
    cells = part.cells or {}
    title = cells.get("title") or cells.get("body")
    node = Node(
        3, part.number, heading(title.text) if title else "", [part.flat], parent=parent,
        first=index, cells=cells, headed=part.headed,
    )  # fmt: skip
    parent.children.append(node)
    return node


def _listed(part: Paragraph, mark: Mark | None) -> bool:
    """The titles of attachments below 「附件:1.…」 are numbered, short, and oblige nobody."""
    return mark is not None and mark.style == "d" and len(part.text) < 40 and "。" not in part.text


def _unsign(node: Node) -> None:
    """A date alone on its line is a signature's: the short line before it is the issuer."""
    if len(node.own) > 1 and len(node.own[-1].text) <= 24 and "。" not in node.own[-1].text:
        node.own.pop()


def _drop_contents(root: Node) -> None:
    """A table of contents repeats the headings: of equal empty ones the later stays."""
    nodes = list(root.walk())
    last = {(node.level, node.head): node for node in nodes}
    gone: list[Node] = []
    for node in nodes:
        twin = last[node.level, node.head]
        if twin is node or node.parent is None or len(node.head) < 4 or node.cells is not None:
            continue
        lines = sum(len(child.own) for child in node.walk())
        short = sum(len(piece.text) for piece in node.pieces()) < 40 * max(1, lines)
        if (
            short
            and twin.first - node.first > 1
            and not any("。" in piece.text for piece in node.pieces())
        ):
            gone.append(node)
    left = {id(node) for node in gone}
    for parent in {id(node.parent): node.parent for node in gone}.values():
        if parent is not None:
            parent.children = [child for child in parent.children if id(child) not in left]
    for node in gone:
        node.parent = None


_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def role(node: Node) -> str:
    """What a part is for: aims, organisation, next (steps of a reply) or task."""
    return _role(node.head, bool(node.children))


# 「总体要求 把企业办事…」, 「保障措施省领导小组…」: the heading of a part without a line of its own
_RUN_ON = re.compile(
    r"(?P<head>(?:总体|指导|基本|工作|主要|组织|保障|实施|强化|加强)?(?:要求|思想|原则|目标|思路|保障(?:措施)?"
    r"|实施|领导|组织(?:领导|保障|实施)|措施|步骤))"
    r"(?: |(?<=总体要求)|(?<=指导思想)|(?<=基本原则)|(?<=保障措施))"
    r"(?=[^ ]{8})(?![的之和与及、])"
)


@kept(2048, 100)
def _role(head: str, parted: bool) -> str:
    run_on = _RUN_ON.match(head) if len(head) > 14 else None
    if run_on:
        head = run_on["head"]
    head = _SPREAD.sub("", head)  # 「附 则」
    if not parted and (_AIM_TASKS.fullmatch(head) or head in ("治理重点", "整治重点")):
        return "aims"
    if _NEXT.search(head[:12]) and len(head) <= (48 if head.startswith("下一") else 30):
        return "next"
    done = head.startswith(("全面完成", "完成", "确保", "锚定"))  # 「全面完成“十四五”规划目标」
    if (len(head) <= 24 and not done and _AIMS.search(head)) or _AIM_WORDS.match(head):
        return "aims"
    if len(head) <= 40 and not (done or _ACTS_ON.match(head)) and _BACKGROUND.search(head):
        return "aims"
    if _USES.match(head):
        return "task"
    if (len(head) <= 20 and _ORG.search(head)) or _ORG_WORDS.match(head):
        return "organisation"
    return "task"
