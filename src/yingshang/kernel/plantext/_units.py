"""Who must do it: unit fields and brackets, as printed, with their roles."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from ._answering import Units, by_place
from ._brackets import HINT, alone, bare, bracket_roles, pieces
from ._closing import closing_lists
from ._names import names, units_all
from ._text import every_bracket, found, kept
from ._unit_rules import PLAIN, Rules

__all__ = [
    "Units",
    "by_place",
    "find_fields",
    "read_list",
    "read_units",
    "whole_list",
]

_ROLE = (
    r"(?:主要负责|牵头(?:负责|责任|[一-鿿]{2}(?=单位|部门|处室|科室))?|总牵头|责任牵头|主要责任|第一责任|责任(?:[一-鿿]{2}(?=单位|部门))?|主体责任|主责|主管"
    r"|主办|承办|谁来[做干办]|谁负责"
    r"|落实|实施|执行|推进|具体责任|共同责任|负责(?=单位|部门)"
    r"|(?:配合|协办|会办|协同|协作|协助|参与|参加)(?:责任)?|协同配合|支[撑持](?=单位|部门)|成员|责任落实)"
)
_WORD = r"(?:单位|部门|机关|处室|科室|股室|主体|站[办]?所|分工|领导|人员|人|地区|方|企业)"
_LEVELS = ("省级", "市级", "区级", "县级", "省直", "市直")
# with what a role word opens, those within its groups included
_ROLE_OPENS = re.compile(f"[{''.join(re.findall('[:|]([一-鿿])', _ROLE))}]")
_BEHIND = (
    rf"(?:[(]{_ROLE}[)])?\s*(?:{_WORD})?"
    rf"(?:\s*[及和与、/]\s*{_ROLE}?(?:单位|部门))?(?:[(][^():]{{1,14}}[)])?"
    rf"\s*(?:[】\]〕]\s*:?|[:]|(?<=单位)\)\s*:|(?<=单位)--|(?<=部门)--"
    rf"|(?<=[单位部门]) +(?=[\u4e00-\u9fff]))\s*"
)
_ROLE_LABEL = re.compile(_ROLE + _BEHIND)
_LABEL = re.compile(rf"[(【\[〔〈{{「]?\s*(?:{'|'.join(_LEVELS)})?(?P<role>{_ROLE}){_BEHIND}")
# 「〔省交通运输厅、…〕〔以下分工均涉及…,不再列出〕」
_REMARKED = re.compile(r" ?[(\[【](?:以下|下同|均)[^()\[\]【】]{2,60}[)\]】][。;]?\s*(?:\n|$)")
_PERSON = re.compile(r"(?:领导|责任人|人员|负责人)\s*[】\]〕]?\s*:?\s*$")
_OTHER = re.compile(
    r"[;。\n,]?\s*[(【\[〔]?(?:完成|办结|实施|推进|责任|整改)?(?:时限|时间|期限|节点"
    r"|进度)(?:要求|安排|节点)?\s*(?:[:】\]〕]| (?=\d))"
)
# 「责任单位:市公安局 项目责任人:王某 实际完成情况:…」: the next side of the item
_NEXT_LABEL = re.compile(r"[ ,]+[\u4e00-\u9fff]{2,8}:(?!\d)")
Span = tuple[int, int]
_MAY_LABEL = re.compile(r"[:】\]〕\- ](?:(?<=[:】\]〕])|(?<=--)|(?<=单位 )|(?<=部门 ))")
_SAYS = re.compile(r"(?:牵头|负责|配合|参与|协助|会办|协办)(?:落实|实施|推进)?(?:[,;、]|$)")
_BESIDE = re.compile(r"(?:配合|协办|协同|参与|参加|会办|支[撑持]|责任)(?:单位|部门)")
_HELPS = re.compile("配合|协|参|会办|成员|支[撑持]")
_FIRST_NAME = re.compile(r"[^;。\n,:、() ]{2,24}")
_PIECE = re.compile(r"[^;。\n,:、()]{2,20}(?=[;。\n)】\]〕]|$)")
_VALUE_SIGN = re.compile(r"[(\[【〈〔)\]】〉〕}」;。\n、,]")


@kept(2048, 2000)
def find_fields(text: str) -> bool:
    """Whether a text names units in a field or bracket."""
    hinted = HINT.search(text) is not None or "单位" in text or "部门" in text
    if hinted and _MAY_LABEL.search(text) and _sure_labels(text):
        return True
    for a, b in every_bracket(text):
        if hinted and bracket_roles(text[a:b]):
            return True
        if _ends_paragraph(text, a, b) and bare(text[a:b], PLAIN):
            return True
    return bool(closing_lists(text)) or (hinted and whole_list(text))


def whole_list(text: str) -> bool:
    """A line of bodies and what they do, without bracket: 「教育部、民政部等按职责分工负责」."""
    line = text.rstrip("。 ")
    closes = line.endswith(("负责", "配合", "参与")) and 6 < len(line) <= 300
    return closes and "\n" not in line and bool(bracket_roles(f"({line})"))


@kept(32, 4_000)  # asked for once more when the units are read
def _sure_labels(text: str) -> tuple[re.Match[str], ...]:
    """The labels of fields; a role word in running prose is none."""
    return tuple([match for match in _labels(text) if _is_label(text, match)])


def _labels(text: str) -> Iterator[re.Match[str]]:
    """The labels of a text: a role word is found first, then what stands before it."""
    here = 0
    if not _MAY_LABEL.search(text):
        return
    for hit in found(_ROLE_OPENS, _ROLE_LABEL, text):
        if hit.start() < here:
            continue
        start = hit.start()
        if text[max(here, start - 2) : start] in _LEVELS:
            start -= 2
        while start > here and text[start - 1].isspace():
            start -= 1
        if start > here and text[start - 1] in "(【[〔〈{「":
            start -= 1
        label = _LABEL.match(text, start)
        if label:
            here = label.end()
            yield label


def read_units(text: str, printed: str, rules: Rules = PLAIN) -> Units:
    """Read the units of one task; ``text`` is folded, ``printed`` is the same as given."""
    units = Units()
    for start, end in _labelled(text, printed, units, rules):
        units.spans.append((start, end))
    labelled = list(units.spans)
    for start, end in every_bracket(text):
        before = bisect_left(labelled, (end, 0)) - 1
        if before >= 0 and labelled[before][1] > start:
            continue
        roles = bracket_roles(text[start:end])
        if roles is None and _ends_paragraph(text, start, end):
            roles = bare(text[start:end], rules, alone=text[start - 1 : start] == "\n")
            if roles:
                units.how.add("bare")
        if roles:
            _take(units, roles, text, printed, start)
            units.spans.append((start, end))
    if "bare" in units.how:
        _beside_sentences(units, text, printed, rules)
    if not units.spans:
        _close(units, text, printed, rules)
    units.spans.sort()
    by_place(units, rules, text)
    return units


def _beside_sentences(units: Units, text: str, printed: str, rules: Rules) -> None:
    """「…奖励(市工信局、各区政府)。鼓励…(市工信局)。」: each sentence closed by its own bodies."""
    found = [
        (start, end)
        for start, end in every_bracket(text)
        if (start, end) not in units.spans
        and text[end : end + 1] in ("。", ";")
        and units_all(text[start + 1 : end - 1], strict=True)
    ]
    if not found:
        return
    others = [*units.lead, *units.responsible]
    units.lead, units.responsible = [], []
    for start, end in found:
        read_list(
            units, "responsible", text[start + 1 : end - 1], printed[start + 1 : end - 1], rules
        )
        units.spans.append((start, end))
    units.add("responsible", others)


def _close(units: Units, text: str, printed: str, rules: Rules) -> None:
    """「…实施规范。县政务服务局、县委编办。」: bodies that stand alone behind the last sentence."""
    for start, end in closing_lists(text):
        listed, open_ended = names(text[start:end], printed[start:end])
        alone = len(listed) == 1 and not open_ended and not rules.first_leads
        _take(units, [("lead" if alone else "responsible", 0, end - start)], text, printed, start)
        units.spans.append((start, end))
        units.how.add("bare")


def read_list(units: Units, role: str, value: str, printed: str, rules: Rules = PLAIN) -> None:
    """The value of a field or of a cell: a list; inside it 「X牵头,Y配合」 may say otherwise."""
    comma = value.find(",")
    if rules.first_group and role == "responsible" and not _SAYS.search(value):
        end = comma if comma > 0 else len(value)
        roles = [("lead", 0, end), ("responsible", end, len(value))]
    elif _SAYS.search(value):
        roles = alone(value, pieces(value, role))
    else:
        roles = [(role, 0, len(value))]
    _take(units, roles, value, printed, 0)


def _ends_paragraph(text: str, start: int, end: int) -> bool:
    tail = text[end : end + 2].strip("。;. ")
    if tail and tail[0] != "\n" and not _REMARKED.match(text, end):
        return False
    alone = start > 3 and text[start - 1] == "\n" and text[start] in "[【"
    return alone or (start > 3 and "\n" not in text[start - 4 : start])


def _labelled(text: str, printed: str, units: Units, rules: Rules) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    labels = _sure_labels(text)
    for index, match in enumerate(labels):
        limit = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        end = _value_end(text, match.end(), limit)
        if not _PERSON.search(match.group()):
            role = _role_of(match["role"], text)
            value = _unwrapped(text, match.end(), end)
            read_list(units, role, text[value], printed[value], rules)
        close = end + 1 if end < len(text) and text[end] in ")】]〕}」" else end
        found.append((match.start(), close))
    return found


def _unwrapped(text: str, start: int, end: int) -> slice:
    """「(责任单位:〔省发改委、…〕)」: a list in brackets of its own."""
    within = text[start + 1 : end - 1]
    if end - start > 2 and f"{text[start]}{text[end - 1]}" in ("()", "[]", "【】"):
        opened = within.find(")") < within.find("(")  # 「(省发改委)、省教委(处)」 is no one bracket
        return slice(start, end) if opened and ")" in within else slice(start + 1, end - 1)
    return slice(start, end)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """A role word in running prose is no label: 「…配合:」 needs a unit word or an edge before."""
    whole = match.group()
    label = whole.rstrip(" :】])〕-")
    start = match.start()
    while text[start] in " \n":
        start += 1
    before = "\n" if "\n" in text[match.start() : start] or not start else text[start - 1]
    edge = before in "\n。;,.( 【[〔):】]" or whole[0] in "(【[〔"
    if (
        whole[0] in "【[〔"
        and whole[-1:] in "】]〕"
        and text[match.end() :][:1] in ("、", ",", ";", "。", ")")
    ):
        return False  # 「市商务局[牵头]、市公安局」
    if whole.endswith(" ") and ":" not in whole and "】" not in whole:
        if not label.endswith(("单位", "部门")):
            return False
        return (edge and before in "\n。;(【[〔") or _between_blanks(text, match, label)
    if label.endswith(("单位", "部门", "机关", "处室", "科室", "主体")):
        return True
    if whole.rstrip().endswith(("】", "]", "〕")) and whole[0] not in "(【[〔":
        return False  # 「…(市社会保险中心)配合】」 closes a list, it opens none
    return edge


def _between_blanks(text: str, match: re.Match[str], label: str) -> bool:
    """「牵头单位 市数据局 配合单位 市财政局」: a label between blanks, a body behind it."""
    if match.group()[0] != " " or " " in label.strip():
        return False
    first = _FIRST_NAME.match(text, match.end())
    return first is not None and units_all(first.group(), strict=True)


def _value_end(text: str, start: int, limit: int) -> int:
    depth = 0
    stop = limit
    single = True  # no list so far
    for sign in _VALUE_SIGN.finditer(text, start, limit):
        index, char = sign.start(), sign.group()
        if char in "([【〈〔":
            depth += 1
        elif char in ")]】〉〕}」":
            if depth == 0:
                stop = index
                break
            depth -= 1
        elif (
            char in ";。\n"
            and (depth == 0 or char == "\n")
            and not (char == ";" and single and _goes_on(text, index, limit))
        ):
            stop = index
            break
        elif char in "、,":
            single = False
    other = _OTHER.search(text, start, stop)
    stop = other.start() if other else stop
    label = _NEXT_LABEL.search(text, start, stop)
    return label.start() if label else stop


def _goes_on(text: str, index: int, limit: int) -> bool:
    """A list parted by ; goes on where the next piece is a body again."""
    piece = _PIECE.match(text, index + 1, limit)
    return piece is not None and units_all(piece.group(), strict=True)


def _role_of(label: str, text: str) -> str:
    """「主责单位」 leads where others help, and answers where nobody else is named."""
    if "牵头" in label or label in ("主办", "主要负责"):
        return "lead"
    if label == "主责" and _BESIDE.search(text):
        return "lead"
    if _HELPS.search(label):
        return "cooperating"
    return "responsible"


def _take(
    units: Units, roles: list[tuple[str, int, int]], text: str, printed: str, shift: int
) -> None:
    for role, a, b in roles:
        value = text[shift + a : shift + b]
        listed, open_ended = names(value, printed[shift + a : shift + b])
        units.open_ended = units.open_ended or open_ended
        usual = "responsible" if role == "other" else role
        with_whom = value.find("会同", 1)
        if usual == "responsible" and with_whom > 0 and listed:
            before = len(names(value[:with_whom], value[:with_whom])[0]) or 1
            who = "lead" if before == 1 else "responsible"
            units.add(who, [name.text for name in listed[:before]])
            usual, listed = "cooperating", listed[before:]
        if any(name.role == "lead" for name in listed):
            units.how.add("mark")
        listed.sort(key=lambda name: name.role != "lead")
        for own, group in groupby(listed, lambda name: name.role):
            units.add(own or usual, [name.text for name in group])
