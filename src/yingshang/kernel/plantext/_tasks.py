"""Which numbered parts are the tasks, and what each says."""

import re

from ._deadlines import read_deadline
from ._model import Task
from ._outline import Node, role
from ._targets import find_targets
from ._text import Flat
from ._units import find_fields, read_units

__all__ = ["choose", "read_task"]

_OBLIGES = re.compile(
    r"推进|推动|推行|推广|加强|强化|加快|加大|完善|建立|健全|落实|深化|优化|提升|提高|实施|开展|支持|鼓励|引导|打造|培育|建设|规范|简化|压缩|压减"
    r"|缩短|降低|实现|确保|制定|构建|拓展|扩大|创新|探索|整合|统筹|严格|保障|畅通|促进|发挥|组织|做好|完成|设立|给予|依托|全面|应当|必须|负责|不得|营造"
)
_ITEM = re.compile(
    r"(?:^|(?<=[。;:\n]))\s*([一二三四五六七八九十]{1,2})(?:是|要)(?=[\u4e00-\u9fff])"
)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_TITLE_END = re.compile(r"[。\n]|[:](?=.{12})")
_UNIT_OPEN = re.compile(r"[(【\[](?=[^()]{0,80}?(?:牵头|责任单位|责任部门|负责|配合单位|完成时限))")


def choose(root: Node, kind: str, law: bool = False) -> list[Node]:
    """The parts that are tasks, in reading order; a law has articles, not tasks."""
    if law:
        return []
    if kind == "reply":
        found = [part for node in _next_steps(root) for part in _leaves(node)]
        found = [item for node in found for item in (_items(node) or [node])]
    else:
        found = _plan_parts(root)
    found = [node for node in found if len(_HANZI.findall(node.flat().text)) >= 6]
    obliging = [
        node for node in found if _OBLIGES.search(node.flat().text) or find_fields(node.flat().text)
    ]
    return found if len(obliging) * 2 >= len(found) else []


def _next_steps(root: Node) -> list[Node]:
    return [node for node in root.walk() if node.parent is not None and role(node) == "next"][:1]


def _plan_parts(root: Node) -> list[Node]:
    tasks: list[Node] = []
    for top in _tops(root):
        if not top.no and not top.children:
            continue
        what = role(top)
        if what == "aims" and not find_fields(top.flat().text):
            continue
        if what == "organisation" and not _among(top, tasks):
            continue
        tasks.extend(node for node in _leaves(top) if not _aim(node, top))
    return tasks


def _tops(root: Node) -> list[Node]:
    """The parts of the first rank; chapters (第一章) are looked into."""
    found: list[Node] = []
    for node in root.children:
        if node.level == 0 and node.children:
            found.extend(node.children)
        else:
            found.append(node)
    return found


def _aim(node: Node, top: Node) -> bool:
    return node is not top and role(node) == "aims" and not find_fields(node.flat().text)


def _among(top: Node, tasks: list[Node]) -> bool:
    """An organisational part counts where it carries units or goes on with the tasks' numbers."""
    leaves = _leaves(top)
    if find_fields(top.flat().text):
        return True
    if not tasks or leaves == [top]:
        return False
    last, first = tasks[-1], leaves[0]
    return first.level == last.level and first.number == last.number + 1 > 2


def _leaves(node: Node) -> list[Node]:
    """Go down while the numbered parts below are items of their own."""
    kids = node.children
    if not kids:
        return [node]
    own = Flat.join(node.own).text
    held = [find_fields(kid.flat().text) for kid in kids]
    if min(kid.level for kid in kids) >= 4:
        bare = node.level <= 1 and len(own) <= 30 and "。" not in own
        down = bare or sum(held) >= max(2, (len(kids) + 1) // 2)
    elif find_fields(own) and not any(held):
        down = False
    elif node.level >= 2 and len(kids) > 1 and sum(held) == 1 and held[-1]:
        down = not _peers_alike(node)
    else:
        down = True
    return [leaf for kid in kids for leaf in _leaves(kid)] if down else [node]


def _peers_alike(node: Node) -> bool:
    """Whether the neighbours too name their units once, at the end: then the whole is the task."""
    if node.parent is None:
        return True
    peers = [peer for peer in node.parent.children if peer is not node and peer.children]
    return all(sum(find_fields(kid.flat().text) for kid in peer.children) <= 1 for peer in peers)


def _items(node: Node) -> list[Node]:
    """「一是…二是…」 of an undivided part, where the part itself is but a heading."""
    if node.level > 1 or node.children:
        return []
    flat = node.flat()
    marks = list(_ITEM.finditer(flat.text))
    if len(marks) < 2:
        return []
    edges = [*(mark.start(1) for mark in marks), len(flat.text)]
    made: list[Node] = []
    for index, mark in enumerate(marks):
        body = flat.cut(mark.end(), edges[index + 1])
        head = re.split(r"[。,;]", body.text)[0]
        made.append(Node(3, mark.group(1), head, [body], parent=node))
    return made


def read_task(node: Node, index: int, given: str, year: int | None, leads: bool) -> Task:
    """Read one task: title, units, deadline, targets. ``leads``: the unit listed first leads."""
    flat = _trimmed(node)
    printed = "".join(given[i] for i in flat.at)
    units = read_units(flat.text, printed)
    if leads and not units.lead and units.responsible and not units.generic:
        units.lead, units.responsible = units.responsible[:1], units.responsible[1:]
    deadline = read_deadline(flat.text, printed, year)
    blocked = [*units.spans, *([deadline.span] if deadline.span else [])]
    title = _title(flat.text, printed)
    span = flat.span(0, len(flat.text))
    return Task(
        id=f"t{index}",
        no=node.no,
        title=title,
        section=node.parent.head if node.parent else "",
        text=given[span[0] : span[1]],
        span=span,
        lead=tuple(units.lead),
        responsible=tuple(units.responsible),
        cooperating=tuple(units.cooperating),
        generic=tuple(units.generic),
        open_ended=units.open_ended,
        deadline=deadline.day,
        deadline_text=deadline.words,
        targets=find_targets(flat, given, title, blocked, year),
    )


def _trimmed(node: Node) -> Flat:
    """Without the paragraphs that follow the last unit field of a bracket style task."""
    pieces = list(node._pieces())
    named = [i for i, piece in enumerate(pieces) if _closing_bracket(piece.text)]
    if named and (named[-1] > 0 or len(pieces[0].text) > 80):
        pieces = pieces[: named[-1] + 1 + _fields_after(pieces, named[-1])]
    return Flat.join(pieces)


def _closing_bracket(text: str) -> bool:
    return text.rstrip("。;. ").endswith((")", "】")) and find_fields(text)


def _fields_after(pieces: list[Flat], index: int) -> int:
    """How many paragraphs after the bracket still belong: fields such as 完成时限, asides."""
    count = 0
    for piece in pieces[index + 1 :]:
        if not re.match(
            r"^[^,。;]{0,12}(?:时限|时间|单位|部门|措施|举措|目标)\s*[:】]|专栏", piece.text
        ):
            break
        count += 1
    return count


def trim_last(nodes: list[Node]) -> None:
    """Where tasks are of one paragraph each, what follows the last is not part of it."""
    sizes = [sum(1 for _ in node._pieces()) for node in nodes]
    if len(nodes) < 4 or sizes[-1] == 1:
        return
    ones = sum(size == 1 for size in sizes[:-1])
    if ones * 10 >= 8 * (len(nodes) - 1) and not nodes[-1].children:
        nodes[-1].own = nodes[-1].own[:1]


def _title(text: str, printed: str) -> str:
    match = _TITLE_END.search(text)
    end = match.start() if match else len(text)
    bracket = _UNIT_OPEN.search(text, 0, end)
    if bracket:
        end = bracket.start()
    label = re.search(r"(?:牵头|责任)(?:部门|单位)\s*:", text[:end])
    if label:
        end = label.start()
    return re.sub(r"\s*\n\s*", "", printed[:end]).strip(" 、,;。.")
