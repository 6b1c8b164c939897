"""What each task says: title, units, deadline, targets, and what is doubtful about it."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from ._days_for_all import for_every, stated
from ._deadlines import Deadline, read_cell, read_deadline
from ._doubts import Seen, capped, confidence_of, doubts_of
from ._marks import PERIOD
from ._model import Target, Task
from ._names import units_all
from ._outline import FIELD, Node
from ._prose import read_for_all, read_prose
from ._shared import as_usual, lent, share_of_last
from ._subjects import read_subjects
from ._targets import find_targets
from ._text import Flat, fold
from ._told import told_of_now
from ._unit_rules import Rules
from ._units import Units, by_place, find_fields, read_list, read_units

__all__ = ["Reading", "read_tasks"]

_TITLE_END = re.compile(r"[。\n!]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])|[:](?=.{12})")
_UNIT_OPEN = re.compile(
    r"[(【\[〔{「](?=[^()]{0,80}?(?:牵头|责任单位|责任部门|负责|配合单位|完成时限|主办|承办)"
    r"|(?:(?:20\d\d年)?(?:\d{1,2}月|年|[上下]半年|第?[一二三四]季度)[^(),;、]{0,6}(?:前|底|末|内|完成)"
    r"|长期|持续|全年)[^()]{0,40}[)】\]〕}」](?:[。;\n]|$))"
)
# 「1、交地即交证 具体举措:…」: the next side of the item
_SIDE = re.compile(
    r"(?<=[^。:,;])[ \n】]+[【\[]?"
    r"(?:具体|主要|工作|改革|预期)?(?:举措|措施|目标|内容|要求|成效)[】\]]?:"
    r"|(?<=[^。:,;]) [【\[](?:具体|主要|工作|改革|预期)?(?:举措|措施|目标|内容|要求|成效)[】\]]"
)
_UNIT_LABEL = re.compile(r"(?:牵头|责任)(?:部门|单位)\s*:")
_NAMED = re.compile(
    r"[【\[〖]([^【】\[\]〖〗,。;:、]{2,24}(?<!牵头)(?<!配合)(?<!负责)(?<!单位)(?<!部门)(?<!时限))[】\]〗](?=[^。;\n]{4})"
)
# 「第五条(户厕改造提升) 前三年…」
_OF_ARTICLE = re.compile(r"\(([\u4e00-\u9fff、]{3,16})\) +(?=[^。;\n]{4})")
_BODIES = re.compile(r"[【\[〔(（]([^【】\[\]〔〕]{3,120}?)[】\]〕)）]?\s*$")
_FAR = 80  # a cell that far above reaches down from another row
_BARE = re.compile(r"[≥≤<>＜＞]?\s*[\d.．０-９]+\s*[^\d\s、，,。;；]{1,5}(?:以上|以内|左右)?")
_CIRCLED = re.compile(r"(?<=[\u4e00-\u9fff”\"’)]) +[①❶⑴](?= ?[\u4e00-\u9fff“\"])")
_COUNTED = re.compile(r"(?:[(\[【「] ?(?:共)?\d{1,3}[项条件个] ?(?:,[^()]{2,14})?[)\]】」])?:?$")
_BROKEN = re.compile(r"\s*\n\s*")
_NUMBER = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_SPACED = re.compile(r"[^\s,。;:]{4,20} (?=[^\s]{10})")
_ROLES = ("lead", "responsible", "cooperating")
_SHORT = 300  # a paper of one task


@dataclass(frozen=True, slots=True)
class Reading:
    """What all tasks of a document share."""

    given: str
    year: int | None
    rules: Rules
    repaired: tuple[int, ...]
    preface: Flat
    due: Deadline | None = None  # for all that say nothing themselves
    sections: dict[int, str] = field(default_factory=dict)


def read_tasks(nodes: list[Node], root: Node, reading: Reading) -> tuple[Task, ...]:
    """Read the tasks in order; units named once for all go to those without their own."""
    everywhere = {id(node): units for node, units in reversed(_for_all(root, nodes, reading))}
    heads: dict[int, Units] = {}
    tasks: list[Task] = []
    before: Node | None = None
    flats = [_trimmed(node) for node in nodes]
    shown = [flat.printed(reading.given) for flat in flats]
    listed = zip(nodes, flats, shown, strict=True)
    read = [_units(node, flat, printed, reading) for node, flat, printed in listed]
    as_usual(read)
    share_of_last(nodes, read, reading.given, reading.year)
    default = reading.due or for_every([reading.preface, *root.own], reading.given, reading.year)
    nameless = not any(units.named for units in read)
    usual = sum(units.named for units in read) * 2 >= len(read)
    habits = usual, _by_blanks(flats), len(nodes) == 1 and len(reading.given) > _SHORT
    for index, (node, flat, printed) in enumerate(zip(nodes, flats, shown, strict=True)):
        units = read[index]
        if node.parent is not None and node.parent.body:
            _of_body(units, node.parent, reading)
        if node.named and not units.named:
            whose, named = node.own[0], reading.given
            read_list(units, "responsible", whose.text, whose.printed(named), reading.rules)
        if not units.named and not units.generic:
            units = _inherited(node, everywhere, units, reading, heads)
            if not units.named:
                read_subjects(flat.text, printed, units, reading.rules, nameless)
        elif not units.lead:
            _led(units, node.parent, heads, reading)
        if units.by is None:
            units.by = _by_of_heading(node, heads, reading) or _by_for_all(node, everywhere)
        units.by = units.by or default
        tasks.append(_task(node, flat, printed, units, index + 1, before, habits, reading))
        before = node
    return tuple(tasks)


def _task(
    node: Node,
    flat: Flat,
    printed: str,
    units: Units,
    index: int,
    before: Node | None,
    habits: tuple[bool, bool, bool],
    reading: Reading,
) -> Task:
    given = reading.given
    deadline = _deadline(node, flat, printed, reading)
    if not deadline.words and units.by is not None:
        deadline = units.by
    blocked = [*told_of_now(flat.text), *units.spans, *([deadline.span] if deadline.span else [])]
    title, whole = _title(node, flat, printed, given, habits[1])
    span = _edges(node, flat)
    targets = find_targets(flat, given, title, blocked, reading.year)
    targets = targets if node.cells is None else _once(targets)
    seen = Seen(
        node, before, units, deadline, whole, habits[0], _mended(span, reading),
        habits[2], len(targets),
    )  # fmt: skip
    doubts = doubts_of(seen)
    return Task(
        id=f"t{index}",
        no=node.no,
        title=title,
        section=_section(node, reading),
        text=given[span[0] : span[1]],
        span=span,
        lead=tuple(units.lead),
        responsible=tuple(units.responsible),
        cooperating=tuple(units.cooperating),
        generic=tuple(units.generic),
        open_ended=units.open_ended,
        deadline=deadline.day,
        deadline_text=deadline.words,
        targets=capped(doubts, targets),
        confidence=confidence_of(doubts),
        doubts=doubts,
    )


def _once(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """A column of bare figures says again what the words beside it promise: one target."""
    bare = [_BARE.fullmatch(one.span.strip()) is not None for one in targets]
    if not any(bare) or all(bare):
        return targets
    told = {(one.value, one.unit) for one, alone in zip(targets, bare, strict=True) if not alone}
    return tuple(
        one
        for one, alone in zip(targets, bare, strict=True)
        if not (alone and (one.value, one.unit) in told)
    )


def _edges(node: Node, flat: Flat) -> tuple[int, int]:
    """From the first to the last character, cells of the row included."""
    start, end = flat.span(0, len(flat.text))
    if node.cells and node.own and ("title" in node.cells or "body" in node.cells):
        for cell in node.cells.values():
            if cell.runs and start - cell.runs[-1][1] < _FAR:
                start, end = min(start, cell.runs[0][0]), max(end, cell.runs[-1][1])
    return start, end


def _mended(span: tuple[int, int], reading: Reading) -> bool:
    if not reading.repaired:
        return False
    return bisect_left(reading.repaired, span[0]) < bisect_left(reading.repaired, span[1])


def _section(node: Node, reading: Reading) -> str:
    if node.cells and "section" in node.cells:
        return _NUMBER.sub("", "".join(node.cells["section"].printed(reading.given).split())).strip(
            "。.:："
        )
    up = node.parent
    if up is None or not up.own:
        return ""
    known = reading.sections
    if id(up) not in known:  # its heading is printed once
        head = up.own[0].cut(0, _found(up.own[0].text, up.head))
        known[id(up)] = head.printed(reading.given).strip(" 、,，;；【】[]　")
    return known[id(up)]


def _found(text: str, head: str) -> int:
    return text.find(head) + len(head) if head and head in text else 0


def _units(node: Node, flat: Flat, printed: str, reading: Reading) -> Units:
    """The units of a task: its cells, fields, brackets, or a sentence that names them."""
    rules = reading.rules.at(flat.runs[-1][1] - 1 if flat.runs else 0)
    units = read_units(flat.text, printed, rules)
    if node.cells:
        for name in _ROLES:
            cell = node.cells.get(name)
            if cell is not None:
                read_list(units, name, cell.text, cell.printed(reading.given), rules)
        by_place(units, rules, "")
    if not units.named and not units.generic:
        read_prose(flat.text, printed, units, reading.rules)
    if node.lent is not None and not units.named:
        spans, text = units.spans, re.sub(r"^[^由:]{0,60}?(?=[由:])", "", node.lent.text)
        printed = node.lent.printed(reading.given)[len(node.lent.text) - len(text) :]
        units = Units(spans=spans)
        read_prose(text.lstrip(":"), printed[text.startswith(":") :], units, reading.rules)
        units.how.add("inherited")
    return units


def _inherited(
    node: Node, everywhere: dict[int, Units], own: Units, reading: Reading, heads: dict[int, Units]
) -> Units:
    """Units of the heading above, or of the sentence that names them for all."""
    up = node.parent
    while up is not None:
        if up.own:
            said = _of_heading(up, heads, reading)
            if said.named:
                return lent(said)
        if id(up) in everywhere:
            return lent(everywhere[id(up)])
        up = up.parent
    return lent(everywhere[id(None)]) if id(None) in everywhere else own


def _of_heading(up: Node, heads: dict[int, Units], reading: Reading) -> Units:
    """The units in the heading of a part, read once."""
    if id(up) not in heads:
        flat = Flat.join(up.own)
        printed = flat.printed(reading.given)
        heads[id(up)] = read_units(flat.text, printed, reading.rules)
        by = read_deadline(flat.text, printed, reading.year) if len(flat.text) < 300 else None
        heads[id(up)].by = by if by is not None and by.field else None
        period = PERIOD.fullmatch(up.own[0].text) if len(up.own[0].text) <= 20 else None
        if period:  # 「【3月】」: by when the items below are due
            shown = printed[period.start("when") : period.end("when")]
            due = "年内" if period["when"] == "全年" else period["when"]  # a group of its own
            heads[id(up)].by = read_cell(due, shown, reading.year)
    return heads[id(up)]


def _led(units: Units, up: Node | None, heads: dict[int, Units], reading: Reading) -> None:
    """Who leads the part leads its items too, where they name none that leads."""
    if up is None or not up.own or up.sided:
        return  # a heading above measures behind a label is a task of its own
    said = _of_heading(up, heads, reading)
    if said.lead:
        units.lead = list(said.lead)
        units.responsible = [name for name in units.responsible if name not in said.lead]
        units.how.add("inherited")


def _of_body(units: Units, heading: Node, reading: Reading) -> None:
    """Items below the name of a body are its own; who is named with an item helps."""
    flat = Flat.join(heading.own)
    name = _COUNTED.sub("", flat.text)
    others = [*units.lead, *units.responsible, *units.cooperating]
    units.lead, units.responsible, units.cooperating = [], [], []
    read_list(units, "lead", name, flat.printed(reading.given)[: len(name)], reading.rules)
    units.add("cooperating", others)
    units.how.add("inherited")


def _by_of_heading(node: Node, heads: dict[int, Units], reading: Reading) -> Any:
    """By when, where the heading of the part says it: 「一、提速(…;完成时限:8月底前)」."""
    up = node.parent
    while up is not None:
        said = _of_heading(up, heads, reading).by if up.own else None
        if said is not None:
            return said
        up = up.parent
    return None


def _by_for_all(node: Node, everywhere: dict[int, Units]) -> Any:
    """By when, where a sentence says it for all items of a part or of the whole."""
    up = node.parent
    while up is not None:
        if id(up) in everywhere:
            return everywhere[id(up)].by
        up = up.parent
    return everywhere[id(None)].by if id(None) in everywhere else None


def _for_all(root: Node, nodes: list[Node], reading: Reading) -> list[tuple[Node | None, Units]]:
    """Sentences that give units to all items: of a part (its node) or of the whole (None)."""
    found: list[tuple[Node | None, Units]] = []
    tasks = {id(node) for node in nodes}
    last = nodes[-1] if nodes else None
    texts: list[tuple[Node | None, Flat]] = [
        (None, piece) for piece in (reading.preface, *root.own)
    ]
    for below in root.walk():
        if below.parent is not None:
            texts += [(below, piece) for piece in below.own]
    for node, piece in texts:
        if "由" not in piece.text and "单位" not in piece.text and "部门" not in piece.text:
            continue
        read = read_for_all(piece.text, piece.printed(reading.given), reading.rules)
        if read is None:
            continue
        read[0].by = stated(piece.text, piece.printed(reading.given), reading.year)
        if node is None or id(node) not in tasks:
            holds = node is not None and any(id(one) in tasks for one in node.walk())
            found.append((node if holds else None, read[0]))
        elif piece.text.startswith(("本部分", "本章", "本节")):
            found.append((node.parent, read[0]))
        elif read[1] == "before":
            found.append((None if node is last else node.parent, read[0]))
    return found


def _deadline(node: Node, flat: Flat, printed: str, reading: Reading) -> Deadline:
    cell = (node.cells or {}).get("deadline")
    if cell is not None and cell.text.strip():
        return read_cell(cell.text, cell.printed(reading.given), reading.year)
    return read_deadline(flat.text, printed, reading.year)


def _trimmed(node: Node) -> Flat:
    """Without the paragraphs that follow the last unit field of a bracket style task."""
    pieces = list(node.pieces())
    named = [i for i, piece in enumerate(pieces) if _closing_bracket(piece.text)]
    if named and (named[-1] > 0 or len(pieces[0].text) > 80):
        pieces = pieces[: named[-1] + 1 + _fields_after(pieces, named[-1])]
    return Flat.join(pieces)


def _closing_bracket(text: str) -> bool:
    return text.rstrip("。;. ").endswith((")", "】", "〕", "]")) and find_fields(text)


def _fields_after(pieces: list[Flat], index: int) -> int:
    """How many paragraphs behind the bracket still belong: fields, and a box (专栏) to its end."""
    count = 0
    boxed = False
    for piece in pieces[index + 1 :]:
        boxed = boxed or piece.text.startswith("专栏")
        if not boxed and not FIELD.match(piece.text):
            break
        count += 1
    return count


def _by_blanks(flats: list[Flat]) -> bool:
    """Whether headings are parted from their text by a blank, as a rule of the document."""
    parted = sum([" " in flat.text[:21] and bool(_SPACED.match(flat.text)) for flat in flats])
    return parted * 10 >= len(flats) * 3


def _title(node: Node, flat: Flat, printed: str, given: str, by_blanks: bool) -> tuple[str, bool]:
    """The heading as printed, and whether a border closed it."""
    cell = (node.cells or {}).get("title")
    if cell is not None and node.own:
        text, printed = cell.text, cell.printed(given)
        if len(text) <= 60 and "。" not in text[:-1]:
            return _BROKEN.sub("", printed).strip(" 、,，;；。."), True
    else:
        text = flat.text
    named = _NAMED.match(text) or _OF_ARTICLE.match(text)
    if named:  # 「【提速开办】企业设立登记…」
        return printed[named.start(1) : named.end(1)], True
    match = _TITLE_END.search(text)
    end = match.start() if match else len(text)
    bracket = _UNIT_OPEN.search(text, 0, end)
    if bracket:
        end = bracket.start()
    side = _SIDE.search(text, 4, end + 1) or _CIRCLED.search(text, 4, end)
    if side:
        end = side.start()
    label = _UNIT_LABEL.search(text, 0, end) if text.find(":", 0, end) >= 0 else None
    if label:
        end = label.start()
    spaced = _SPACED.match(text, 0, end) if text.find(" ", 0, end) >= 0 else None
    if spaced and not by_blanks and printed[spaced.end() - 1] == " ":
        spaced = None
    if spaced:
        end = spaced.end() - 1
    closed = match is not None or bracket is not None or spaced is not None or end <= 40
    shown = printed[:end]
    if "\n" in shown:
        shown = _BROKEN.sub("", shown)
    behind = _BODIES.search(shown)  # 「降低口岸收费【市发展改革委、市交通运输局】」
    if behind and behind.start() >= 4 and units_all(fold(behind.group(1)), strict=True):
        shown, closed = shown[: behind.start()], True
    return shown.strip(" 、,，;；。.　"), closed and end <= 100
