"""What a document says besides its tasks: dated duties, and results that a reply reports."""

import re
from bisect import bisect_right
from datetime import date
from itertools import pairwise

from ._deadlines import By, dates
from ._mask import ASIDE, DATE, LABEL, mask
from ._metrics import metrics_of
from ._model import Achievement, Duty
from ._names import names
from ._outline import Node, role
from ._scan import Figure, scan
from ._targets import is_base, printed_unit
from ._text import Flat
from ._units import read_units

__all__ = ["read_achievements", "read_duties"]

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
_COUNTERS = re.compile(r"(?:阅读|浏览|点击|访问|字号|字体)(?:量|次数|数)?[:]?$")
_FOR_WHOM = re.compile(r"(?:[为对]|(?<![意方倾走流])向)$")
_LEAD_IN = re.compile(
    r"(?:我(?:局|委|市|县|区|办|厅|部|省|院|中心)|全(?:市|县|区|省)|截至目前|去年|今年(?:以来)?|以来|目前"
    r"|先后|共计|总计|累计|共|已经?|年内|[,、])+"
)
_ACTS = re.compile(
    r"(?:办理|完成|实现|达到?|办结|受理|新增|增长|下降|减少|压缩|开展|服务)+[到至了]?"
)
_MORE = re.compile(r"^(?:同比|环比|较上?[年去]\w{0,3})(?:增长|下降|提高|增加|减少|上升)$")
_IN_FORCE = re.compile(r"自[^,。;]{2,20}(?:施行|实施|执行|生效)|有效期")
_SINCE = re.compile(rf"[从由自]?[{DATE}{ASIDE}{LABEL}]+的?(?:以来)?")
_SCHEDULE = re.compile(r"安排$|步骤$|节点$|进度|阶段")
_LEAST = 8  # characters of a duty beside its date
_SENTENCE = re.compile(r"[^。\n]+")


def read_duties(nodes: list[Node], given: str, year: int | None) -> tuple[Duty, ...]:
    """Dated and recurring duties in the parts given (organisational ones)."""
    found: list[Duty] = []
    for node in nodes:
        flat = Flat.join(node.own)
        printed = flat.printed(given)
        who: tuple[str, ...] = ()
        scheduled = _of_schedule(node)
        until = _heading_day(node, year) if scheduled else None
        for match in _SENTENCE.finditer(flat.text):
            named = _WHO.search(match.group())
            shown = printed[match.start() : match.end()]
            who = tuple(_named(named.group(1), shown[slice(*named.span(1))])) if named else who
            for start, end in _asked(flat.text, match.span(), year, scheduled, until):
                span = flat.span(start, end)
                own = read_units(flat.text[start:end], printed[start:end])
                bound = [by for by in dates(flat.text[start:end], year) if by.binding]
                found.append(
                    Duty(
                        text=given[span[0] : span[1]].strip(),
                        span=_tight(given, span),
                        who=tuple(own.lead + own.responsible) or who,
                        deadline=max((by.day for by in bound), default=until),
                        sends=not scheduled or _duty(flat.text[start:end], year, sent=True),
                    )
                )
    return tuple(found)


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
    edges = [start, *(m.end() for m in re.compile(";").finditer(text, start, end)), end]
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
    if _IN_FORCE.search(words):
        return False
    if sent:
        return bool(_SENDS.search(words)) or _recurs(words)
    bound = any(by.binding for by in dates(words, year))
    return bool(bound and _HANDS_IN.search(words)) or _recurs(words)


def _recurs(sentence: str) -> bool:
    """Something is handed in every month or quarter: a duty without a day of its own."""
    return any(_SENDS.search(match.group(1)) for match in _RECURS.finditer(sentence))


def _named(text: str, printed: str) -> list[str]:
    return [name.text for name in names(text, printed)[0]]


def _tight(given: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and given[start].isspace():
        start += 1
    while end > start and given[end - 1].isspace():
        end -= 1
    return start, end


def read_achievements(nodes: list[Node], given: str, year: int | None) -> tuple[Achievement, ...]:
    """Figures of the reporting parts of a reply."""
    found: list[Achievement] = []
    for node in nodes:
        flat = Flat.join(node.own)
        said = dates(flat.text, year)
        before: Achievement | None = None
        base: Figure | None = None
        for figure in scan(mask(flat.text, (), year), lambda one: not _unreported(one)):
            if is_base(figure):
                base = figure  # 「由5天压缩至1天」 reports the second
                continue
            left = base.left if base is not None and base.clause == figure.clause else figure.left
            before = _achievement(flat, given, figure, said, before, _name(left, figure, node.head))
            found.append(before)
    return tuple(found)


def _unreported(figure: Figure) -> bool:
    """A number in words, a size, the page's own counters, those for whom something was done."""
    return (
        figure.chinese
        or figure.right.startswith(("及以下", "以下"))
        or bool(_COUNTERS.search(figure.left))
        or (figure.kind == "count" and bool(_FOR_WHOM.search(figure.left)))
    )


def _achievement(
    flat: Flat,
    given: str,
    figure: Figure,
    said: list[By],
    before: Achievement | None,
    name: str,
) -> Achievement:
    start = figure.seg if figure.left and not figure.chain else figure.start
    offsets = _tight(given, flat.span(start, figure.end + figure.tail))
    if before is not None and _MORE.match(figure.left):
        name = before.metric  # 「新登记1.86万户,同比增长9.4%」
    return Achievement(
        span=given[offsets[0] : offsets[1]],
        offsets=offsets,
        metric=name,
        value=figure.value,
        unit=printed_unit(flat, given, figure),
        as_of=_as_of(figure, said) or (before.as_of if before else None),
    )


def _name(left: str, figure: Figure, head: str) -> str:
    """What was reached: the words before the figure, else the heading it stands below."""
    left = _SINCE.sub("", left)
    told = metrics_of(left, figure.right, "", figure.kind, several=False)[0].strip("由从了 ")
    if not told:
        words = _LEAD_IN.sub("", left).strip("由从了 ")
        told = words if len(words) >= 2 and not _ACTS.fullmatch(words) else head[:24] or words
    lead_in = _LEAD_IN.match(told)
    return told[lead_in.end() :] if lead_in and len(told) > lead_in.end() + 1 else told


def _as_of(figure: Figure, said: list[By]) -> date | None:
    """The date in its own sentence; the one before it in the paragraph goes on otherwise."""
    last = bisect_right(said, figure.start, key=lambda one: one.start) - 1
    return said[last].day if last >= 0 and said[last].start >= figure.sentence[0] else None


def parts_for_duties(root: Node, taken: set[int]) -> list[Node]:
    """Parts that are not tasks and not aims: where duties stand."""
    return [
        node
        for node in root.walk()
        if node.parent is not None
        and id(node) not in taken
        and not any(role(up) == "aims" for up in (node, node.parent))
    ]
