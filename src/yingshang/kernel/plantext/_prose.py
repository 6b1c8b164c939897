"""Units named in sentences: 「由市住建局牵头,市公安局配合」, and once for all items of a part."""

import re

from ._names import units_all
from ._unit_rules import Rules
from ._units import Units, read_list

__all__ = ["read_for_all", "read_prose"]

# a list goes on behind 、, a role ends it: 「由市政务局牵头、市数据局配合」
_CLAUSE = re.compile(r"(?:[^,。;:\n、]+|、(?<!牵头、)(?<!负责、)(?<!配合、))+")
_BY = re.compile(
    r"(?:^|.{0,60}?)(?:并|均|全部|统一|都)?由(?P<list>[^由]{2,120}?)(?:共同|分别"
    r"|按(?:照)?(?:各自)?职责(?:分工)?)?"
    r"(?P<role>牵头(?:负责|落实|组织实施|推进|实施)?|负责(?:落实|实施|推进)?|主办|承办|组织实施)$"
)
_SAYS = re.compile(
    r"请?(?P<list>.{2,160}?)(?:共同|分别|积极|具体|按(?:照)?(?:各自)?职责(?:分工)?)?"
    r"(?P<role>牵头(?:负责|落实|组织实施|推进|实施)?|负责(?:落实|实施|推进)?|配合(?:落实|实施"
    r"|推进)?|协助|参与|参加|协同配合|协办|组织实施|为(?:主要)?(?:责任|牵头|配合)单位)$"
)
# 「由市住建局牵头,会同市城管局、市水务局组织实施」
_WITH = re.compile(
    r"会同(?P<list>.{2,120}?)(?P<role>(?:共同|联合)?(?:组织实施|组织|推进|实施|落实|负责|办理))$"
)
# 「商务部牵头,会同公安部、民政部等部门建立协调机制」
_WITH_OTHERS = re.compile(r"会同(?P<list>.{2,200}?)等(?:有关|相关)?(?:部门|单位)(?=.{2})")
_MUST = re.compile(
    r"由?(?P<list>.{2,80}?)(?:(?:要|应当|应)(?P<role>牵头)|牵头(?=在|于|制定|编制|建立|组织|开展|研究|起草|推进|会同))"
)
# 「由市税务局会同市公安局推进网上办理」; who is but the subject (「市税务局要…」): _subjects
_DOES = re.compile(
    r"由(?P<list>[^由]{3,60}?)(?:共同|统一|具体|分别|组织|统筹|联合)?"
    r"(?:推进|推动|实施|建立|制定|落实|建设(?!管理|[和与交局厅委部])|搭建|编制|出台|组织|开展|抓好|做好|协助)"
)
_ALL = re.compile(
    r"[以上下本各所全](?<![\d%成倍个项家元].)(?:(?:(?<=以)[下上]|(?<=上)述|(?<=下)列)"
    r"(?=各|所|全|重|主|任|工|事|措|举|内|项|政|条|均)"
    r"|(?<=本)(?:行动|工作|实施|专项)?(?:方案|计划|要点|措施|部分|清单)|(?<=各)项|(?<=所)有|(?<=全)部)"
    r"(?:[^。;,\n由]{0,16}(?:,除[^。;,\n由]{2,14})?外,)?[^。;,\n由]{0,16}?(?:均|全部|统一|都)?由(?P<rest>[^。\n]{4,200})"
)
_ALL_FIELD = re.compile(
    r"[以上下本各所全](?<![\d%成倍个项家元].)(?:(?<=以)[下上]|(?<=上)述|(?<=下)列"
    r"|(?<=本)(?:行动|工作|实施|专项)?(?:方案|计划|要点|措施|部分|清单)|(?<=各)项|(?<=所)有|(?<=全)部)"
    r"[^。;:,\n]{0,14}(?P<rest>(?:牵头|责任)(?:单位|部门)(?:均)?(?:为|是|:)[^。\n]{2,200})"
)


def read_prose(text: str, printed: str, units: Units, rules: Rules) -> None:
    """Read 「由X牵头,Y配合」 where it ends a clause and nothing but bodies stands before it."""
    said = False
    for clause in _CLAUSE.finditer(text):
        found = clause.group()
        helped = _WITH_OTHERS.match(found) if said else None
        if helped and units_all(helped["list"], strict=True):
            _take(units, "cooperating", clause.start(), helped, printed, text, rules)
            units.open_ended = True
            continue
        if not found.endswith(_ENDS):
            match = _MUST.match(found) if "牵头" in found else None
            if match and units_all(match["list"], strict=True):
                _take(units, "lead", clause.start(), match, printed, text, rules)
            said = False
            continue
        joined = _WITH.match(found) if said else None
        if joined and units_all(joined["list"]):
            _take(units, "cooperating", clause.start(), joined, printed, text, rules)
            continue
        match = _BY.match(found)
        if match is None:
            match = _SAYS.match(found)
            opens = said or (clause.start() == 0 or text[clause.start() - 1] in "。;\n")
            if match is None or not opens:
                continue
        if not units_all(match["list"], strict=True) and not (said and units_all(match["list"])):
            continue
        role = match["role"]
        kind = "lead" if "牵头" in role or role == "主办" else "responsible"
        kind = "cooperating" if role[:2] in _HELPING or "配合" in role else kind
        _take(units, kind, clause.start(), match, printed, text, rules)
        said = True
    if not units.named and "由" in text:
        _doing(text, printed, units, rules)


def _doing(text: str, printed: str, units: Units, rules: Rules) -> None:
    """Bodies beyond doubt by whom something is done, where no role is spoken of."""
    for clause in _CLAUSE.finditer(text):
        match = _DOES.match(clause.group())
        if match and units_all(match["list"], strict=True):
            _take(units, "responsible", clause.start(), match, printed, text, rules)
            if units.named:
                return


_ENDS = (
    "牵头", "单位", "负责", "落实", "实施", "推进", "配合", "协助", "参与", "参加", "主办", "承办",
    "协办",
)  # fmt: skip


_HELPING = ("配合", "协助", "参与", "参加", "协同", "协办")


def _take(
    units: Units, kind: str, shift: int, match: re.Match[str], printed: str, text: str, rules: Rules
) -> None:
    start, end = shift + match.start("list"), shift + match.end("list")
    before = (len(units.lead), len(units.responsible))
    read_list(units, kind, text[start:end], printed[start:end], rules)
    alone = len(units.responsible) - before[1] == 1 and not units.lead and not units.open_ended
    if kind == "responsible" and alone and before == (0, 0):
        units.lead, units.responsible = units.responsible, []
    units.how.add("prose")


def read_for_all(text: str, printed: str, rules: Rules) -> tuple[Units, str] | None:
    """Units that a sentence gives to all items, and whether to those before or behind it."""
    for pattern in (_ALL, _ALL_FIELD):
        if pattern is _ALL and "由" not in text:
            continue
        for match in pattern.finditer(text):
            units = Units()
            start, end = match.span("rest")
            if pattern is _ALL:
                read_prose("由" + text[start:end], "由" + printed[start:end], units, rules)
            else:
                field = re.sub("(?:均)?(?:为|是)", ":", text[start:end], count=1)
                value = field.index(":") + 1
                role = "lead" if field.startswith("牵头") else "responsible"
                back = end - (len(field) - value)
                read_list(units, role, text[back:end], printed[back:end], rules)
            if units.named:
                units.spans = []
                return units, "before" if match.group()[:2] in ("以上", "上述") else "behind"
    return None
