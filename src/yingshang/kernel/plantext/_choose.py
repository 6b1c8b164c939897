"""Which numbered parts are the tasks: the level that names units, else the deepest that obliges."""

import re

from ._division import divided
from ._header import TELLS_FIRST
from ._lines import Paragraph
from ._outline import FIELD, Node, role
from ._steps import items_of, steps_of
from ._text import Flat
from ._twice import tables_or_body, without_overview
from ._ungathered import groups_of, lost, ungathered
from ._units import find_fields

__all__ = ["choose", "trim_last"]

_OBLIGES = re.compile(
    r"推进|推动|推行|推广|加强|强化|加快|加大|完善|建立|健全|落实|深化|优化|提升|提高|实施|开展"
    r"|支持|鼓励|引导|打造|培育|建设|规范|简化|提速|压缩|压减"
    r"|缩短|降低|实现|确保|制定|构建|拓展|扩大|创新|探索|整合|统筹|严格|保障|畅通|促进|发挥"
    r"|组织|做好|完成|设立|给予|依托|全面|应当|必须|负责|不得|营造"
    r"|清理|整治|清退|公布|梳理|编制|增长|达到|力争|新建|新增|建成|改建|扩建|修建|改造|购置|储备|治理"
    r"|开工|启动|投用|迁建|培训|帮助|救助|安装|新购|开设|举办|征收|征迁|维修|完工|竣工"
)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_FOUR = re.compile(r"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){4}")
_CONTAINER = re.compile(
    r"(?:主要|重点|工作|具体|攻坚|目标|改革|年度)*(?:任务|举措|措施|工作"
    r"|内容)(?:及(?:责任)?分工|和(?:责任)?分工|分解|清单)?$"
)
_FOR_ALL = re.compile("(?:以上|上述)[^。]*(?:由|单位|部门|负责|牵头)")
_PHASE = re.compile(
    r"[^,。;:()]{2,14}\((?:(?:19|20)\d\d年)?(?:\d{1,2}月|[上下]半年|第?[一二三四]季度)[^()]{0,20}\)"
)
_REQUIRES = re.compile(
    r"会议(?:要求|强调|指出)[,:]"
    r"|请?各[^。:;]{2,36}?(?<!牵头)(?<!配合)(?<!负责)(?:要|务必|应|请)?(?:于|在)[^,。]{2,14}[前底]"
)
_LED = re.compile(
    r"^(?:强化|加强|完善|健全|落实)?(?:保障措施|(?:组织|工作|实施|措施)(?:保障|领导|实施))$"
)
_WHOSE = re.compile(
    r"(?:明确|落实)?(?:部门|工作|各方)?职责(?:分工)?|(?:工作|实施|推进)机制|加强(?:工作|组织)保障.{0,16}|加强保障"
)
_REQUIRED = re.compile(r"(?:工作|整治|治理|具体|推进)要求$")
# where it is all to stand, before what is to be done
_LAID_OUT = re.compile(
    r"^(?!.{0,4}(?:加快|推进|推动|完善|强化)).{0,8}(?:空间|产业|总体|功能|区域|发展)布局$"
)
_TITLED = re.compile(r"[^。:,;()\d]{2,26}[。:](?=.{8})|[^。:,;()]{2,26}[。:](?=.{8})")
_CLOSING = re.compile(
    r"本(?:措施|办法|方案|意见|政策|规定|行动计划|计划|通知|细则|清单"
    r"|若干措施).{0,12}(?:自.{0,30}(?:施行|实施|执行|生效)|由.{2,40}负责解释|有效期)"
    r"|(?:本(?:措施|办法|方案|意见|政策)|以上政策|上述政策)[^。;]{0,40}(?:重复|交叉|不一致|就高)[^。;]{0,40}(?:执行|享受|为准)"
    r"|[为根][^。;]{4,160}(?:,现?制[定订]|特制定)本(?:措施|方案|办法|意见|细则|规定|计划|清单|行动)"
    r"|各[^。;]{1,16}可(?:以)?(?:在|根据|参照|结合)[^。;]{0,6}本(?:措施|办法|方案|意见|政策)[^。;]{0,20}(?:加大|制定|另行)"
    r"|(?:以上|上述)(?:政策|措施|规定).{0,20}(?:自.{0,30}(?:施行|实施|执行)|由.{2,40}负责解释)"
)


def choose(root: Node, before: list[Paragraph], kind: str) -> list[Node]:
    """The parts that are tasks, in reading order."""
    if kind in TELLS_FIRST:
        steps = steps_of(root, before)
        found = [part for node in steps for part in _leaves(node)]
        found = [item for node in found for item in (items_of(node) or [node])]
    else:
        found = divided(_plan_parts(root)) or ungathered(before)
        found = without_overview(tables_or_body(found), root)
    texts = {id(node): _whole(node) for node in found}
    found = [
        node
        for node in found
        if _says(texts[id(node)])
        or (node.cells is not None and node.held and (node.no or _HANZI.search(texts[id(node)])))
    ]
    obliging = sum(node.held or bool(_OBLIGES.search(texts[id(node)])) for node in found)
    return found if obliging * 2 >= len(found) else []


def _whole(node: Node) -> str:
    return "\n".join([piece.text for piece in node.pieces() if piece.text])


def _says(text: str) -> bool:
    """Whether a part says anything of its own: no closing words, four characters at least."""
    return _FOUR.match(text) is not None and not _CLOSING.match(text)


def _plan_parts(root: Node) -> list[Node]:
    tasks = _of_parts(root, asked=False)
    return tasks or _of_parts(root, asked=True)


def _of_parts(root: Node, *, asked: bool) -> list[Node]:
    """``asked``: where nothing else is to be done, what is required of all (「二、工作要求」)."""
    tasks: list[Node] = []
    tops = _without_cover(_tops(root))
    leaving = _leaving_numbers(tops)
    for top in tops:
        row = top.cells is not None and top.held
        if not (top.no or row or top.children or _CONTAINER.match(top.head)):
            continue
        what = role(top)
        if not top.held and (what == "aims" or _LAID_OUT.search(top.head)):
            continue
        led = top.cells is None and (
            what == "organisation" or bool(tasks and _WHOSE.fullmatch(top.head) and not top.held)
        )
        led = led and sum(kid.named or kid.body for kid in top.children) < 2
        led = led and not (asked and _REQUIRED.search(top.head) and len(top.children) > 1)
        if led and not (_among(top, tasks) or (not tasks and _opens(top, tops))):
            continue
        leaves = _leaves(top)
        if _phased(leaves):
            continue
        deep = leaves != [top] and _leaving_numbers(leaves)
        for node in leaves:
            if _aim(node, top):
                continue
            tasks.extend(
                _split(node, leaving or deep, deep=deep)
                or ([node] if top.no or row or node is not top else [])
            )
    return tasks


def _phased(leaves: list[Node]) -> bool:
    """Whether the parts are but the phases of the work, each with its months in brackets."""
    if len(leaves) < 2 or any(leaf.held for leaf in leaves):
        return False
    if all(_PHASE.match(leaf.own[0].text) for leaf in leaves if leaf.own):
        return True
    return sum("阶段" in leaf.head for leaf in leaves) * 3 >= len(leaves) * 2


def _without_cover(tops: list[Node]) -> list[Node]:
    """What a covering notice asks for in 一、二、 is no part of the plan behind it."""
    firsts = [
        place for place, top in enumerate(tops) if top.number == 1 and top.level == tops[0].level
    ]
    again = firsts[1] if len(firsts) > 1 and firsts[0] == 0 else 0
    if not again or any(top.held or _of_tasks(top) for top in tops[:again]):
        return tops
    cover = sum(len(top.flat().text) for top in tops[:again])
    plan = sum(len(top.flat().text) for top in tops[again:])
    return tops[again:] if cover < plan and any(top.held for top in tops[again:]) else tops


def _of_tasks(top: Node) -> bool:
    """「一、加力实施设备更新行动」 with its items: the notice gives tasks of its own."""
    return len(top.children) >= 3 and role(top) == "task" and bool(_OBLIGES.search(top.head))


def _tops(root: Node) -> list[Node]:
    """The parts of the first rank; chapters (第一章) are looked into."""
    found: list[Node] = []
    for node in root.children:
        if node.level == 0 and node.children and role(node) == "task":
            found.extend(node.children)
        else:
            found.append(node)
    return found


def _aim(node: Node, top: Node) -> bool:
    if node is top or node.held:
        return False
    up: Node | None = node
    while up is not None and up is not top:
        if role(up) == "aims":
            return True
        up = up.parent
    return False


def _among(top: Node, tasks: list[Node]) -> bool:
    """An organisational part counts where it goes on with the tasks' numbers, or carries units and
    is more than how the work is led."""
    kids = [kid.held for kid in top.children]
    if top.held and not _LED.search(top.head) and (not kids or sum(kids) * 2 > len(kids)):
        return True
    leaves = _leaves(top)
    if not tasks or leaves == [top] or (top.level == 0 and not leaves[0].no.isascii()):
        return False  # articles are numbered through all chapters
    last, first = tasks[-1], leaves[0]
    return first.level == last.level and first.number > last.number > 1


def _opens(top: Node, tops: list[Node]) -> bool:
    """Whether a paper begins with how the work is led, and goes on in the same numbers: the items
    of the next part follow those of this one, or none of the parts has items."""
    after = tops[tops.index(top) + 1 :]
    if top.number != 1 or not after or after[0].level != top.level:
        return False
    if not top.children:
        return not any(one.children for one in after)
    last, first = _leaves(top)[-1], _leaves(after[0])[0]
    return first.level == last.level and first.number == last.number + 1 > 2


def _leaves(node: Node) -> list[Node]:
    """Go down while the numbered parts below are items of their own."""
    kids = node.children
    if not kids or node.cells is not None:
        return [node]
    own = Flat.join(node.own).text
    held = [kid.held for kid in kids]
    if node.body:
        down = True
    elif len(kids) > 1 and sum(held) == 1 and held[-1] and _closes_all(kids[-1]):
        down = False
    elif min(kid.level for kid in kids) >= 4 or node.level in (1.5, 1.6, 1.7):
        bare = node.level <= 1.6 and len(own) <= 30 and "。" not in own.rstrip("。")
        heads = len(own) <= 30 and "。" not in own.rstrip("。") and not node.own_held
        down = (
            bare
            or sum(held) >= max(2, (len(kids) + 1) // 2)
            or (len(kids) == 1 and heads and kids[0].number < 2)
        )
    elif node.own_held and not any(held):
        several = len(kids) >= 2 or _as_in_peers(node)
        down = several and node.level <= 2 and _heads_only(node)
    elif node.level >= 2 and len(kids) > 1 and sum(held) == 1 and held[-1]:
        down = not _peers_alike(node)
    else:
        down = True
    if not down:
        return [node]
    leaves = [leaf for kid in kids for leaf in _leaves(kid)]
    if node.sided and node.own_held and all(held):  # it obliges by itself, and so do its measures
        return [node.alone(), *leaves]
    return leaves


def _closes_all(last: Node) -> bool:
    """Whether the bodies stand in a bracket of their own line, behind all the items."""
    line = last.own[-1].text if len(last.own) > 1 and not last.children else ""
    return line.startswith(("(", "【", "〔")) and line.rstrip("。; ").endswith((")", "】", "〕"))


def _heads_only(node: Node) -> bool:
    """A heading with its units, and nothing else, speaks for the items below it."""
    text = Flat.join(node.own).text
    fields = all(FIELD.match(piece.text) for piece in node.own[1:])
    if (len(node.own) > 2 and not fields) or len(node.head) > 40:
        return False
    rest = re.sub(r"[(【\[〔].*", "", text[len(node.head) :], flags=re.S)
    return len(_HANZI.findall(rest)) <= 4 or bool(FIELD.match(rest.strip()))


def _as_in_peers(node: Node) -> bool:
    """Whether the one item below a heading is of a run: its number goes on from the part before,
    or the parts beside it hold several such items."""
    (kid,) = node.children
    peers = node.parent.children if node.parent is not None else []
    alike = [peer for peer in peers if peer is not node and len(peer.children) > 1]
    return kid.number > 1 or any(peer.children[0].level == kid.level for peer in alike)


def _peers_alike(node: Node) -> bool:
    """Whether the neighbours too name their units once, at the end: then the whole is the task."""
    if node.parent is None:
        return True
    peers = [peer for peer in node.parent.children if peer is not node and peer.children]
    return all(sum(kid.held for kid in peer.children) <= 1 for peer in peers)


# Items that lost their numbers


def _leaving_numbers(tops: list[Node]) -> bool:
    """Whether the parts are but headings, and every paragraph below them an item with a title."""
    parts = [top for top in tops if role(top) == "task" and top.no]
    if not parts or any(top.children or top.cells is not None for top in parts):
        return False
    if any(len(top.own) < 2 or "。" in top.own[0].text for top in parts):
        return False
    several = sum(len(top.own) > 2 for top in parts)
    below = [piece for top in parts for piece in top.own[1:] if not FIELD.match(piece.text)]
    if several * 2 < len(parts) or (len(parts) == 1 and not all(map(_closes, below))):
        return False
    titles = [found.group() for piece in below if (found := _TITLED.match(piece.text))]
    if len(set(titles)) * 2 <= len(titles) > 2:
        return False  # 「对标水平:…」, 「提升目标:…」 in every part are its sides
    return len(titles) * 10 >= len(below) * 9 > 0


def _closes(piece: Flat) -> bool:
    return find_fields(piece.text)


def _split(node: Node, leaving: bool, *, deep: bool = False) -> list[Node]:
    """The unnumbered items of a part that is but a heading for them."""
    if node.children or node.cells is not None or len(node.own) < 2:
        return []
    own = node.own[0].text
    container = bool(_CONTAINER.match(node.head)) and len(own) <= 30 and "。" not in own
    if not container and not (leaving and (deep or node.level <= 1)):
        return items_of(node) if container else []
    if container and len(node.own) == 2:
        return items_of(node)
    groups = groups_of(node.own[1:])
    if not container:
        groups = [group for group in groups if _TITLED.match(group[0].text)]
    if len(groups) < (2 if container else 1):
        return items_of(node)
    return _parted(node, groups)


def _parted(node: Node, groups: list[list[Flat]]) -> list[Node]:
    node.children = [lost(group, node) for group in groups]
    taken = {id(piece) for group in groups for piece in group}
    node.own = [piece for piece in node.own if id(piece) not in taken]
    return node.children


def _asked(last: Node) -> list[Flat]:
    """What all are asked behind the last item: 「会议要求,各承办单位要于5月20日前…」."""
    if last.children or last.cells is not None:
        return []
    for place, piece in enumerate(last.own[1:], 1):
        if _REQUIRES.match(piece.text):
            behind, last.own = last.own[place:], last.own[:place]
            return behind
    return []


def trim_last(nodes: list[Node]) -> list[Flat]:
    """Where tasks are of one paragraph each, what follows the last is not part of it.

    Answers what was cut off.
    """
    asked = _asked(nodes[-1]) if nodes else []
    if asked:
        return asked
    sizes = [len(node.pieces()) for node in nodes]
    if len(nodes) < 4 or sizes[-1] == 1:
        return []
    ones = sum(size == 1 for size in sizes[:-1])
    if ones * 10 >= 8 * (len(nodes) - 1) and not nodes[-1].children:
        first, *rest = nodes[-1].own
        keep = 1 if "。" not in first.text.rstrip("。 ") and len(first.text) <= 40 else 0
        named = not find_fields(first.text) and bool(rest) and _closes(rest[0])
        keep = keep if rest and (named or _OBLIGES.search(rest[0].text)) else 0
        keep = 0 if nodes[-1].cells is not None else keep
        kept = [piece for piece in rest[keep:] if _FOR_ALL.match(piece.text)]
        nodes[-1].own = [first, *rest[:keep], *kept]
        return [piece for piece in rest[keep:] if piece not in kept]
    return []
