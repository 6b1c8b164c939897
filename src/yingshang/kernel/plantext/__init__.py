"""The grammar of plans: outline, tasks, units, deadlines, quantified targets, with offsets.

``parse(text)`` never raises on any text; what is no plan has no tasks. Pure standard library;
every pattern is applied once over the text and none can backtrack without bound.
"""

import re

from . import _achieved, _choose, _reports, _tasks
from ._aims import aims_of, shared_out
from ._compact import compacted, restored
from ._days_for_all import apart
from ._doubts import UNBOUND
from ._genre import is_plan
from ._goals import goals_of
from ._header import TELLS_FIRST, read_header
from ._lines import Paragraph, paragraphs
from ._model import Achievement, Duty, Plan, Target, Task, to_json
from ._numerals import parse_number
from ._outline import Node, outline
from ._quiet import quiet
from ._repair import repair
from ._tables import find_tables
from ._text import Flat, fold
from ._unit_rules import rules_of
from ._units import find_fields
from ._units_of_measure import measured

_HANZI = re.compile(r"[\u4e00-\u9fff]+")
_ATTACHED = re.compile(r"附\s?(?:件|表)\s*\d{0,2}\s*[:]?")
_ANNEX = re.compile(
    r"(?:要求|标准|规范|指南|名单|名录|样表|样式|模板|流程图?|说明|须知|示意图|登记表|统计表|汇总表)$"
)
_MOST_ANNEXES = 6
_FURNITURE = re.compile(
    r"[【\[]?(?:打印|关闭)(?:本页|窗口|文章)?[】\]]|打印本页|分享到|上一篇|下一篇|相关(?:链接"
    r"|文章|解读|阅读|新闻|推荐)[:\s]*"
    r"|网站地图|版权所有|扫一扫|责任编辑|浏览次数|您可能还|热点推荐|返回顶部|主办[:]|网站标识码"
    r"|(?:主办|主管)单位[:][^。;]{2,30}\s(?:承办|技术支持|维护|网站)"
)
_NO_LATIN = bytes(code for code in range(128) if not chr(code).isalpha())
_KEEPERS = re.compile(
    r"(?:主办|主管|承办)(?:单位|部门)?[:](?!.*(?:完成|时限|。))|网站标识码|.{0,20}ICP备"
)
_ITEM = re.compile(r"\d{1,2}[.、]")
_WITHIN = re.compile(r"\n(?<=[\u4e00-\u9fff,、]\n)(?=[\u4e00-\u9fff])")

__all__ = [
    "UNBOUND",
    "Achievement",
    "Duty",
    "Plan",
    "Target",
    "Task",
    "measured",
    "parse",
    "parse_number",
    "to_json",
]


def parse(text: str) -> Plan:
    """Read a plan. Offsets in the answer are characters of ``text``."""
    with quiet:
        compact = compacted(text)
        if compact is not None:
            return restored(_parse(compact[0]), text, compact[1])
        return _parse(text)


def _parse(text: str) -> Plan:
    folded, repaired = repair(fold(text))
    tables = find_tables(text, folded)
    parts = [part for part in paragraphs(text, folded, tables) if part.text]
    if not parts or not _chinese(folded):
        return Plan(title=parts[0].text[:80] if parts else "", kind="notice")
    parts = _without_attachments(_without_furniture(parts))
    root, before = outline(parts)
    header = read_header(parts, before or parts[:3], text)
    stay, due = apart(parts, text, header.year)
    if due is not None:
        parts = stay
        root, before = outline(parts)
    plan = is_plan(header.title, parts, header.kind)
    nodes = _choose.choose(root, before, header.kind) if plan else []
    behind = _choose.trim_last(nodes)
    reading = _tasks.Reading(
        text,
        header.year,
        rules_of(_joined(folded)),
        repaired,
        Flat.join(part.flat for part in before),
        due,
    )
    tasks = _tasks.read_tasks(nodes, root, reading)
    tells = header.kind in TELLS_FIRST
    aims = aims_of(tables, text, folded, header.year) if plan and not tells else []
    tasks, aims_of_all = shared_out(tasks, aims)
    taken = {id(below) for node in nodes for below in node.walk()}
    if tasks and not tells:
        said = goals_of(root, taken, [part.flat for part in before], text, header.year)
        aims_of_all = (*said, *aims_of_all)
    rest = _reports.parts_for_duties(root, taken)
    rest.append(Node(1, "", "", behind, parent=root))
    rest.insert(0, Node(1, "", "", [part.flat for part in before[1:]], parent=root))
    others = [node for node in root.walk() if node.parent is not None and id(node) not in taken]
    if tells:
        told = _achieved.reported([rest[0], *others, rest[-1]])
    else:
        told = _achieved.told_before(rest[0].own, header.year) if plan else []
        told += _achieved.looking_back(others)
    told += _achieved.progress_of(tables, folded)
    return Plan(
        title=header.title,
        kind=header.kind,
        doc_number=header.doc_number,
        issuer=header.issuer,
        issue_date=header.issue_date,
        issue_month=header.issue_month,
        region=header.region,
        tasks=tasks,
        duties=() if tells else _reports.read_duties(rest, text, header.year),
        achievements=_achieved.read_achievements(told, text, header.year),
        targets=aims_of_all,
    )


def _joined(folded: str) -> str:
    """Without the line ends within sentences; places stay, so that rules know where they begin."""
    return _WITHIN.sub(" ", folded)


def _chinese(folded: str) -> bool:
    """At least ten Chinese characters, and half as many as letters."""
    letters = len(folded[:20_000].encode("ascii", "ignore").translate(None, _NO_LATIN))
    wanted = max(10, (letters + 1) // 2)
    for match in _HANZI.finditer(folded, 0, 20_000):
        wanted -= match.end() - match.start()
        if wanted <= 0:
            return True
    return False


def _without_furniture(parts: list[Paragraph]) -> list[Paragraph]:
    """What a site prints below a document is no part of it: links, buttons, its own address."""
    for index in range((len(parts) + 1) // 2, len(parts)):
        if _FURNITURE.match(parts[index].text):
            last = next(
                (n for n in range(len(parts) - 1, -1, -1) if _task_named(parts, index, n)), -1
            )
            rest = range(max(index, last), len(parts))
            cut = next((n for n in rest if _FURNITURE.match(parts[n].text)), len(parts))
            return parts[:cut]
    return parts


def _task_named(parts: list[Paragraph], furniture: int, place: int) -> bool:
    """Whether a paragraph names units of a task, and not those who keep the site."""
    text = parts[place].text
    return _named(parts[place]) and not (place > furniture and _KEEPERS.match(text))


def _without_attachments(parts: list[Paragraph]) -> list[Paragraph]:
    """What follows 「附件」 after the tasks is left out, unless the tasks stand there."""
    places = [
        place
        for place, part in enumerate(parts)
        if place >= 8 and not part.cells and _ATTACHED.match(part.text)
    ]
    if not places:
        return parts
    index = places[0]
    inside, behind = sum(map(_named, parts[:index])), sum(map(_named, parts[index:]))
    ledgers = any(p.cells for p in parts[:index]) and sum(bool(p.cells) for p in parts[index:]) >= 2
    if ledgers or _own_list(parts, index):
        return parts  # one ledger behind the other
    long = sum(len(one.text) for one in parts[:index])
    if behind <= inside and long * 3 > sum(len(one.text) for one in parts):
        return parts[:index]
    return _without_annex(parts, places[1:])


def _without_annex(parts: list[Paragraph], places: list[int]) -> list[Paragraph]:
    """Where the plan is an attachment itself, what its last attachment is called tells: 「附件2
    栽植技术要求」 obliges nobody."""
    for place in places[-_MOST_ANNEXES:]:
        titles = [part.text for part in parts[place : place + 3] if len(part.text) <= 40]
        if any(map(_ANNEX.search, titles)) and not any(map(_named, parts[place:])):
            return parts[:place]
    return parts


def _own_list(parts: list[Paragraph], index: int) -> bool:
    """Whether an attachment is a list of items of its own: each numbered, each naming its units."""
    items = [part.text for part in parts[index + 1 :] if _ITEM.match(part.text)]
    if len(items) < 3 or any(part.cells for part in parts):
        return False
    before = "".join(part.text for part in parts[:index])
    named = sum(map(find_fields, items))
    return named * 10 >= len(items) * 8 and not any(item[2:12] in before for item in items)


def _named(part: Paragraph) -> bool:
    if part.cells is not None:
        return bool({"lead", "responsible", "cooperating"} & set(part.cells))
    return find_fields(part.text)
