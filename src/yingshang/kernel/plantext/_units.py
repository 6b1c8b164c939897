"""Who must do it: unit fields and brackets, as printed, with their roles."""

import re
from dataclasses import dataclass, field

from ._text import brackets

__all__ = ["Units", "find_fields", "read_units"]

_ROLE = (
    r"(?:牵头(?:负责)?|责任牵头|主要责任|第一责任|责任|主体责任|主责|主管|主办|承办|落实|实施|具体责任|共同责任"
    r"|配合(?:责任)?|协办|协同|协作|协助|参与|参加|协同配合|成员)"
)
_LABEL = re.compile(
    rf"[(【\[]?\s*({_ROLE})\s*(?:单位|部门|机关|处室|科室|主体|领导|人员|人|地区)?"
    rf"(?:\s*[及和与、]\s*{_ROLE}?(?:单位|部门))?\s*(?:[】\]]\s*:?|[:]|(?<=单位)\)\s*:)\s*"
)
_PERSON = re.compile(r"(?:领导|责任人|人员|负责人)\s*[】\]]?\s*:?\s*$")
_OTHER = re.compile(
    r"[;。\n]?\s*[(【\[]?(?:完成|办结|实施|推进|责任|整改)?(?:时限|时间|期限|节点|进度)(?:要求)?\s*[:】\]]"
)
_LEAD = re.compile(r"(?:总)?牵头(?:负责|落实|组织|实施|办理|推进|单位|部门)*$")
_HELP = re.compile(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:密切|积极|协同)?"
    r"(?:配合|协助|协同|协办|参与|参加)(?:配合|落实|实施|推进|做好)?$"
)
_DO = re.compile(
    r"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别|分工|共同|具体|主要|组织)?"
    r"(?:负责|落实|实施|组织实施|推进|承担)(?:落实|实施)?$"
)
_BODY = (
    r"(?:局|委|办|厅|部|院|署|处|中心|公司|集团|银行|支行|分行|人行|海关|法院|检察院|政府|管委会|街道|镇|乡|区|县"
    r"|市|州|学校|大学|学院|联|会|社|馆|台|站|队|所|室|司|庭|团|专班|平台|企业|热线|机构|工委|党委|组|园|街|电力|供电|税务|部门|单位)"
)
_NAME = re.compile(rf"^[^\s,。;:]{{1,40}}?{_BODY}(?:\([^()]*\)|〈[^〉]*〉)?$")
_STRICT = re.compile(
    r"^(?:市|区|县|省|州|各|国|人民|自治区|[\u4e00-\u9fff]{2,4}[市区县省])[^\s,。;:]{0,20}"
    r"(?:局|委|办|厅|院|中心|公司|政府|管委会|海关|银行|支行|集团)(?:\([^()]*\))?$"
)
_GENERIC = re.compile(
    r"(?:有关|相关)|^各(?:地|级|责任|成员|牵头|职能|行业|业务|主管|直属|市直|区直|县直|省直|级各)*"
    r"(?:部门|单位|地区|地方|地|机构)(?:各单位)?$|^(?:市|区|县|省)(?:直|级)?各(?:部门|单位)"
    r"|^(?:牵头|责任|配合|成员)(?:单位|部门)$|^(?:全市|全区|全县)?各级各部门$|^国务院.*部门$"
)
_NOISE = re.compile(r"以下|下同|不再|列第一|排(?:名)?第一|为牵头|职责分工$|^均|^逐项")
_NOT_UNIT = re.compile(
    r"^(?:持续|长期|全年|年内|常态化)|完成|列第一|名第一|\d\s*[年月日]|年底|月底|时限"
)
_ALSO = re.compile(
    r"(?:[及和]|以及|会同)(?:(?:市|区|县|州|省)?(?:直|级)?(?:各)?(?:有关|相关)(?:单位|部门|企业)|其他.{0,12})$"
)
_REMARK = re.compile(r"^\s*(?:以下|下同|不再)")
_FIRST_LEADS = re.compile(r"(?:列|排)(?:在)?(?:名)?第一(?:位)?(?:者|的|单位)?.{0,4}为牵头")


@dataclass(slots=True)
class Units:
    """The units of one task; ``spans`` are the stretches of text that name them."""

    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    generic: list[str] = field(default_factory=list)
    open_ended: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, role: str, names: list[str]) -> None:
        """Add names under a role, once each; a lead stays a lead."""
        for name in names:
            into = self.generic if _GENERIC.search(name) else getattr(self, role)
            if name not in self.lead and name not in into:
                into.append(name)


def find_fields(text: str) -> bool:
    """Whether a text names units in a field or bracket."""
    return bool(_LABEL.search(text)) or any(
        _bracket_roles(text[a:b], labelled=False) for a, b in brackets(text)
    )


def first_leads(text: str) -> bool:
    """Whether the document says that the unit listed first leads."""
    return bool(_FIRST_LEADS.search(text))


def read_units(text: str, printed: str) -> Units:
    """Read the units of one task; ``text`` is folded, ``printed`` is the same as given."""
    units = Units()
    for start, end in _labelled(text, printed, units):
        units.spans.append((start, end))
    for start, end in brackets(text):
        if any(a < end and start < b for a, b in units.spans):
            continue
        roles = _bracket_roles(text[start:end], labelled=False)
        if roles is None and _ends_paragraph(text, start, end):
            roles = _bare(text[start:end])
        if roles:
            _take(units, roles, text, printed, start)
            units.spans.append((start, end))
    units.spans.sort()
    return units


def _ends_paragraph(text: str, start: int, end: int) -> bool:
    tail = text[end : end + 2].strip("。;. ")
    line = text.rfind("\n", 0, start) + 1
    return (not tail or tail[0] == "\n") and start - line > 10


def _labelled(text: str, printed: str, units: Units) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    labels = [m for m in _LABEL.finditer(text) if _is_label(text, m)]
    for index, match in enumerate(labels):
        limit = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        end = _value_end(text, match.end(), limit)
        role = _role_of(match.group(1))
        if not _PERSON.search(match.group()):
            _list_roles(units, text, printed, (match.end(), end), role)
        close = end + 1 if end < len(text) and text[end] in ")】]" else end
        found.append((match.start(), close))
    return found


def _is_label(text: str, match: re.Match[str]) -> bool:
    """A role word in running prose is no label: 「…配合:」 needs a unit word or an edge before."""
    if match.group().rstrip(" :】])").endswith(("单位", "部门", "机关", "处室", "科室", "主体")):
        return True
    before = text[match.start() - 1] if match.start() else "\n"
    return before in "\n。;,( 【[" or match.group()[0] in "(【["


def _value_end(text: str, start: int, limit: int) -> int:
    depth = 0
    for index in range(start, limit):
        char = text[index]
        if char in "([【〈":
            depth += 1
        elif char in ")]】〉":
            if depth == 0:
                return index
            depth -= 1
        elif char in ";。\n" and (depth == 0 or char == "\n"):
            return index
    other = _OTHER.search(text, start, limit)
    return other.start() if other else limit


def _role_of(label: str) -> str:
    if "牵头" in label or label in ("主责", "主办"):
        return "lead"
    if re.search("配合|协|参|成员", label):
        return "cooperating"
    return "responsible"


def _list_roles(units: Units, text: str, printed: str, span: tuple[int, int], default: str) -> None:
    """A field's value: a list; inside it 「X牵头,Y配合」 may still say otherwise."""
    start, end = span
    value = text[start:end]
    if re.search(r"(?:牵头|负责|配合|参与|协助)(?:[,;、]|$)", value):
        roles = _pieces(value, default)
    else:
        roles = [(default, 0, len(value))]
    _take(units, roles, text, printed, start)


def _pieces(value: str, default: str) -> list[tuple[str, int, int]]:
    """Stretches of a list with their roles, each ended by its role word."""
    roles: list[tuple[str, int, int]] = []
    start = 0
    for edge in _edges(value):
        piece = value[start:edge].rstrip(" ,;。、")
        if _NOT_UNIT.search(piece):
            start = edge
            continue
        for role, pattern in (("lead", _LEAD), ("cooperating", _HELP), ("responsible", _DO)):
            match = pattern.search(piece)
            if match:
                roles.append((role, start, start + match.start()))
                start = edge
                break
    if value[start:].strip(" ,;。、"):
        roles.append((default, start, len(value)))
    return roles


def _edges(value: str) -> list[int]:
    found: list[int] = []
    depth = 0
    for index, char in enumerate(value):
        depth += (char in "([〈") - (char in ")]〉")
        if char in ",;。、" and depth <= 0:
            found.append(index + 1)
    return [*found, len(value)]


def _bracket_roles(bracket: str, labelled: bool) -> list[tuple[str, int, int]] | None:
    """Roles of 「(X牵头,Y配合)」 or 「(X负责)」; offsets within the bracket; None: no units."""
    inner = bracket[1:].rstrip(")】]")
    if not inner or len(inner) > 600 or not re.search(r"负责|牵头|配合|参与|落实|实施|协助", inner):
        return None
    pieces = _pieces(inner, "other")
    known = [piece for piece in pieces if piece[0] != "other"]
    if not known:
        return None
    names = [inner[a:b] for _, a, b in known]
    listed = [_plain(part) for name in names for part in _split(name) if part]
    if sum(bool(_NAME.search(part)) for part in listed) * 5 < len(listed) * 4:
        return None
    alone = len(known) == 1 and len(listed) == 1 and known[0][0] == "responsible"
    if alone and not _GENERIC.search(names[0]) and "等" not in names[0]:
        known = [("lead", known[0][1], known[0][2])]
    return [(role, a + 1, b + 1) for role, a, b in known]


def _plain(part: str) -> str:
    return re.sub(r"^由", "", re.sub(r"等.{0,24}$", "", part)).strip()


def _bare(bracket: str) -> list[tuple[str, int, int]] | None:
    """「(市中级人民法院)」 at the end of a paragraph: the role word was lost."""
    inner = bracket[1:].rstrip(")")
    names = _split(inner)
    if not names or not all(_STRICT.search(name) for name in names):
        return None
    return [("lead" if len(names) == 1 else "responsible", 1, 1 + len(inner))]


def _take(
    units: Units, roles: list[tuple[str, int, int]], text: str, printed: str, shift: int
) -> None:
    for role, a, b in roles:
        names, open_ended = _names(text[shift + a : shift + b], printed[shift + a : shift + b])
        units.open_ended = units.open_ended or open_ended
        if role == "responsible" and "会同" in text[shift + a : shift + b]:
            units.add("lead", names[:1])
            role, names = "cooperating", names[1:]
        units.add(role if role != "other" else "responsible", names)


def _names(value: str, printed: str) -> tuple[list[str], bool]:
    """Split a list into names as printed; whether it was left open with 等."""
    names: list[str] = []
    open_ended = skipping = False
    for start, end in _split_spans(value):
        part = value[start:end]
        if _REMARK.search(part):
            break
        if skipping and re.search(r"(?:成员|相关|有关|直属)(?:单位|部门)$", part):
            continue
        skipping = False
        named, mark, rest = part.partition("等")
        if (
            mark
            and len(named) >= 2
            and (not rest or re.search(r"单位|部门|机构|小组|会议|地", rest))
        ):
            open_ended = skipping = True
            end = start + len(named)
        also = _ALSO.search(value[start:end])
        if also and also.start() >= 2:
            open_ended, end = True, start + also.start()
        name = _clean(value[start:end], printed[start:end])
        if name:
            names.append(name)
    return names, open_ended


def _clean(part: str, printed: str) -> str:
    if _NOISE.search(part) or _NOT_UNIT.search(part):
        return ""
    aside = re.search(r"[(〈][^()〈〉]*(?:含|下同|包括|简称)[^()〈〉]*[)〉]?$", part)
    if aside:
        printed = printed[: aside.start()]
    name = re.sub(r"[\s\n]+", "", printed).strip("、,;。.:\"“”'")
    name = re.sub(r"^由", "", name)
    name = re.sub(r"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别|分工)?负责$", "", name)
    return name if 1 < len(name) <= 40 else ""


def _split(value: str) -> list[str]:
    return [value[a:b].strip() for a, b in _split_spans(value) if value[a:b].strip()]


def _split_spans(value: str) -> list[tuple[int, int]]:
    """Split at 、 , ; outside brackets, at 会同, and at spaces where there is no other mark."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    spaced = not re.search("[、,;]", value.strip())
    for index, char in enumerate(value):
        if char in "([〈(":
            depth += 1
        elif char in ")]〉)":
            depth = max(0, depth - 1)
        elif depth == 0 and (char in "、,;\n" or (char == " " and spaced)):
            spans.append((start, index))
            start = index + 1
        elif depth == 0 and value.startswith("会同", index):
            spans.append((start, index))
            start = index + 2
    spans.append((start, len(value)))
    return spans
