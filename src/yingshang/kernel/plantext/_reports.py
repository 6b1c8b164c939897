"""What a document says besides its tasks: dated duties."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ._deadlines import dates, read_deadline
from ._model import Duty
from ._names import names
from ._outline import Node, role
from ._text import Flat, tight
from ._units import read_units

__all__ = ["parts_for_duties", "read_duties"]

_HANDS_IN = re.compile(
    r"制定|制订|报送|上报|报市|报区|报县|报省|报[^告。,;到]{0,16}(?:办公室|办|局|委|中心|政府|专班)|提交|反馈|完成|形成|印发|公布|出台|汇总|总结|备案"
    r"|细化"
)
_SENDS = re.compile(r"报送|上报|报市|报区|报县|报省|报至|报[^告。,;]{0,12}(?:办|局|委)|提交|反馈")
_RECURS = re.compile(
    r"(?:每(?:个)?(?:月|季度?|半年|年|周|星期)|(?:按|逐)(?:月|季度?|周|年))"
    r"(?:[^,;。]*?[前内底末日],)?([^,;。]*)"
)
_WHO = re.compile(
    r"(?:^|[,。;\n])\s*((?:各|区|市|县|省)[^,。;:\n要应将需须于]{1,30}?)(?=要|应|须|需|将|应当"
    r"|负责|结合|围绕|于|按)"
)
_IN_FORCE = re.compile(r"自[^,。;]{2,20}(?:施行|实施|执行|生效)|有效期")
_SCHEDULE = re.compile(r"安排$|步骤$|节点$|进度|阶段")
_LEAST = 8  # characters of a duty beside its date
_LINE = re.compile(r"[^\n]+")
_BODIES = re.compile(
    r"[(【\[〔][^()【】\[〔]{2,100}?(?:负责|牵头|(?<!联系)单位|落实)[^()【】\[〔]{0,60}[)】\]〕][。.;]?$"
)
# 「对6月底前未完成整改的单位予以通报」: the day is not that of the duty
_OTHERS = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月)?[^,。;]{0,3}[前内](?:仍|尚|逾期)?未[^,。;]{1,16}的"
)
_YEARLY = re.compile(
    r"全年(?=[^,。;]{0,10}(?:\d|[一二两三四五六七八九十]次|开展|组织|召开|举办))|每(?:半?年|季度?|月|周)"
)
_SENTENCE = re.compile(r"[^。\n]+")
_PARTED = re.compile(";")
# without any of these nothing is dated, and nothing comes again
_TELLS_WHEN = re.compile("[年月季五前每按逐]")


def read_duties(nodes: list[Node], given: str, year: int | None) -> tuple[Duty, ...]:
    """Dated and recurring duties in the parts given (organisational ones)."""
    found: list[Duty] = []
    for node in nodes:
        flat = Flat.join(node.own)
        printed = flat.printed(given)
        who: tuple[str, ...] = ()
        scheduled = _of_schedule(node)
        until = _heading_day(node, year) if scheduled else None
        closed = list(_closed(flat, given, year))
        found += [duty for _, duty in closed]
        asked = [
            (match, _asked(flat.text, match.span(), year, scheduled, until))
            for match in _SENTENCE.finditer(flat.text)
            if not any(start <= match.start() < end for (start, end), _ in closed)
        ]
        if not any(spans for _, spans in asked):
            continue  # most parts ask for nothing
        for match, spans in asked:
            named = _WHO.search(match.group())
            shown = printed[match.start() : match.end()]
            who = tuple(_named(named.group(1), shown[slice(*named.span(1))])) if named else who
            for start, end in spans:
                span = flat.span(start, end)
                own = read_units(flat.text[start:end], printed[start:end])
                bound = [by for by in dates(flat.text[start:end], year) if by.binding]
                found.append(
                    Duty(
                        text=given[span[0] : span[1]].strip(),
                        span=tight(given, span),
                        who=tuple(own.lead + own.responsible) or who,
                        deadline=max((by.day for by in bound), default=until),
                        sends=not scheduled or _duty(flat.text[start:end], year, sent=True),
                    )
                )
    return tuple(found)


def _closed(flat: Flat, given: str, year: int | None) -> Iterator[tuple[tuple[int, int], Duty]]:
    """Paragraphs that close with who does it and by when: 「…。(市委宣传部牵头,12月底前)」."""
    printed = flat.printed(given)
    for line in _LINE.finditer(flat.text):
        if _BODIES.search(line.group()) is None:
            continue
        text, shown = line.group(), printed[slice(*line.span())]
        by, who = read_deadline(text, shown, year), read_units(text, shown)
        if _OTHERS.search(text) or (by.day is None and not _YEARLY.search(text)):
            continue
        span = tight(given, flat.span(*line.span()))
        yield (
            line.span(),
            Duty(
                text=given[slice(*span)],
                span=span,
                who=(*who.lead, *who.responsible),
                deadline=by.day,
                sends=bool(_SENDS.search(text)),
            ),
        )


def _asked(
    text: str,
    sentence: tuple[int, int],
    year: int | None,
    scheduled: bool = False,
    until: date | None = None,
) -> list[tuple[int, int]]:
    """The duties of a sentence: each part between semicolons that is one, if several are. In a
    schedule all that is dated is one, by itself or by the heading above."""
    start, end = sentence
    if scheduled:
        said = dates(text[start:end], year)
        rest = end - start - sum(by.end - by.start for by in said)
        dated = any(by.binding for by in said) or until is not None
        return [sentence] if dated and rest >= _LEAST else []
    if text.find(";", start, end) >= 0:
        edges = [start, *(m.end() for m in _PARTED.finditer(text, start, end)), end]
        parts = [(a, b) for a, b in pairwise(edges) if _duty(text[a:b].strip("; "), year)]
        if len(parts) > 1:
            return [(a, b - (text[b - 1] == ";")) for a, b in parts]
    return [sentence] if _duty(text[start:end], year) else []


def _of_schedule(node: Node) -> bool:
    """Whether a part is of a schedule: 「四、计划安排(一)制定方案阶段」."""
    up: Node | None = node.parent
    while up is not None:
        if _SCHEDULE.search(up.head) and (role(up) == "organisation" or up.head == "工作安排"):
            return True
        up = up.parent
    return False


def _heading_day(node: Node, year: int | None) -> date | None:
    """The day by which a stage ends, told in its heading: 「(一)2023年4月底前」."""
    head = Flat.join(node.own[:1]).text[:40]
    if "。" in head.rstrip("。"):
        return None
    return max((by.day for by in dates(head, year)), default=None)


def _duty(words: str, year: int | None, *, sent: bool = False) -> bool:
    """``sent``: it says that something is sent, not but finished or drawn up."""
    if not (sent or _TELLS_WHEN.search(words)) or _IN_FORCE.search(words):
        return False
    if "未" in words:
        words = _OTHERS.sub("", words)
    if sent:
        return bool(_SENDS.search(words)) or _recurs(words)
    bound = any(by.binding for by in dates(words, year))
    return bool(bound and _HANDS_IN.search(words)) or _recurs(words)


def _recurs(sentence: str) -> bool:
    """Something is handed in every month or quarter: a duty without a day of its own."""
    return any(_SENDS.search(match.group(1)) for match in _RECURS.finditer(sentence))


def _named(text: str, printed: str) -> list[str]:
    return [name.text for name in names(text, printed)[0]]


def parts_for_duties(root: Node, taken: set[int]) -> list[Node]:
    """Parts that are not tasks and not aims: where duties stand."""
    return [
        node
        for node in root.walk()
        if node.parent is not None
        and id(node) not in taken
        and not any(role(up) == "aims" for up in (node, node.parent))
    ]
