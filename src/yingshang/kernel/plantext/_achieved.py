"""Results that a document reports: a reply, a report, the looking back of a plan, a table that
tells how far each item has come."""

import re
from bisect import bisect_right
from datetime import date

from ._columns import column
from ._deadlines import By, dates
from ._mask import ASIDE, DATE, LABEL, mask
from ._metrics import metrics_of
from ._model import Achievement
from ._outline import Node, role
from ._rows import Row, Span, Table
from ._scan import Figure, scan
from ._targets import is_base, printed_unit
from ._text import Flat, tight

__all__ = ["looking_back", "progress_of", "read_achievements", "reported", "told_before"]

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
_SINCE = re.compile(rf"[从由自]?[{DATE}{ASIDE}{LABEL}]+的?(?:以来)?")
_ASKED = re.compile(r"请求|恳请|建议将|希望|下一步|接下来|今后")
_WISHED = re.compile(
    r"拟|计划|预计|将(?![近达])|争取|力争|目标|(?:[月年日][底末]?前|年[底末])(?=[^已了截]{0,60}$)"
)
_ABOUT = re.compile(
    r"(?:[一二三四五六七八九十]、|\([一二三四五六七八九十]\))?关于[^。,;\n]{2,50}问题(?=[。,;\n]|$)"
)
# the part of a plan that tells what has been reached so far
_BACK = re.compile(
    r"回顾|(?<!的)成[效就果绩](?=$|[及和与、,(:]|显著|明显|突出|斐然|初|不断|持续)|(?:发展|工作|规划|建设|现实)基础"
    r"|(?:发展|建设|基本|工作)现状|^现状|(?:完成|进展|落实|执行)情况$|^20\d\d年(?:主要)?工作(?:总结|情况)"
)
_DOES = re.compile(
    r"夯实|打牢|筑牢|巩固|提升|扩大|强化|完善|推广|展示|确保|加[强大快]|注重|突出|开展|做好|定期|通报|报告|报送"
    r"|督[查促导办]|检查|跟踪|总结|评[估价]|考[核评]|运用|转化|促进|推[动进]|增强|提高|深化|狠抓|抓好|强调|严格|落实"
    r"|实施|建立|公[开示]|展现|彰显|聚焦|坚持|改进|保障|宣传|掌握|统计|汇总|调度|及时|共享|扩展|监[督测]"
    r"|.*[,由将]"
)
_GROWN = re.compile(r"同比|[较比](?:上年|去年|20\d\d年)[^,。;]{0,8}(?:增|降|压|减|提|缩)")
_SENTENCE = re.compile(r"[^。\n]+。?")
_YEAR = re.compile(r"(20\d\d)年")
_HAPPENED = re.compile(r"已|完成了|以来|截[至止]|1[-~—至到]\d{1,2}月|前[一二三]季度")
_BIDS = re.compile(r"要(?![求点素闻件])|为.{2,60}(?:制定|印发)本")
_WANTING = re.compile(r"(?:存在|突出|面临)的?[^,。]{0,8}(?:问题|困难|短板|不足|差距)|^问题")
# the heading of a column that tells how far the work has come
_COLUMN = re.compile(r"(?:完成|进展|落实|推进|办理)情况|成效|进度情况|完成率")
_AHEAD = re.compile(r"预[期计]|目标|计划|要求|下一?步|下一?阶段|问题|困难|建议")
_WORD = re.compile(r"[^\s|]+")
_ROW_NUMBER = re.compile(r"[-\d().、:]+|[一二三四五六七八九十]{1,2}[、.]?")
_HAS_COME = re.compile(r"已|完成|推进|进展|[到至]目前")
_ABOVE = 400  # characters before the first row in which its headings stand


def reported(nodes: list[Node]) -> list[Node]:
    """The parts of a reply or report before its next steps; what is wanting is no result."""
    return [
        node
        for node in nodes
        if role(node) != "next"
        and not (node.parent and role(node.parent) == "next")
        and not _WANTING.search(node.head[:20])
    ]


def looking_back(nodes: list[Node]) -> list[Node]:
    """The parts of a plan that report, and what stands below them."""
    found: list[Node] = []
    for node in nodes:
        up: Node | None = node
        while up is not None and not _is_back(up.head):
            up = up.parent
        led = node.parent is not None and role(node.parent) == "organisation"
        if (
            up is not None
            and not led
            and not _WANTING.search(node.head[:20])
            and role(up) != "next"
        ):
            found.append(node)
    return found


def _is_back(head: str) -> bool:
    return len(head) <= 40 and bool(_BACK.search(head)) and not _DOES.match(head)


def told_before(before: list[Flat], year: int | None) -> list[Node]:
    """What is told above the first part with what it was measured against before."""
    parts = [
        flat.cut(*sentence.span())
        for flat in before
        if "|" not in flat.text and _GROWN.search(flat.text)
        for sentence in _SENTENCE.finditer(flat.text)
        if not _to_come(sentence.group(), year)
    ]
    return [Node(1, "", "", parts)] if parts else []


def _to_come(sentence: str, year: int | None) -> bool:
    """「2026年投资较上年增长8%以上」 of a plan of 2026."""
    if _HAPPENED.search(sentence):
        return False
    years = [int(match.group(1)) for match in _YEAR.finditer(sentence)]
    return (year is not None and max(years, default=0) >= year) or bool(_BIDS.search(sentence))


def progress_of(tables: list[Table], folded: str) -> list[Node]:
    """What the rows of a table tell of how far they have come."""
    found: list[Node] = []
    for table in tables:
        rows = [part for part in table.parts if isinstance(part, Row) and part.told]
        if not rows:
            continue
        starts = (start for spans in rows[0].cells.values() for start, _ in spans)
        first = min(starts, default=rows[0].told[0][0])  # a row may have no other cell
        heads = _untold(folded[max(table.start - _ABOVE, 0) : first])
        if not any(heads):
            continue
        cells = [_of_progress(folded, row, heads) for row in rows]
        found += [Node(1, "", "", [Flat.of(folded, told)]) for told in cells if told]
    return found


def _untold(above: str) -> list[bool]:
    """Of the columns that oblige nobody, in their order: which tell how far the work has come."""
    words = _WORD.findall(above)
    opens = [place for place, word in enumerate(words) if column(word) == "no"]
    words = words[opens[-1] :] if opens else words
    return [
        len(word) <= 14 and _COLUMN.search(word) is not None and not _AHEAD.search(word)
        for word in words
        if column(word) in ("", "skip") and not _ROW_NUMBER.fullmatch(word)
    ]


def _of_progress(folded: str, row: Row, heads: list[bool]) -> list[Span]:
    """The cells of a row below such a heading; where cells are wanting, those that say so."""
    if all(heads):
        return row.told
    if len(heads) == len(row.told):
        return [cell for cell, told in zip(row.told, heads, strict=True) if told]
    return [cell for cell in row.told if _HAS_COME.search(folded, *cell)]


def read_achievements(nodes: list[Node], given: str, year: int | None) -> tuple[Achievement, ...]:
    """Figures of the parts that tell what has been reached."""
    found: list[Achievement] = []
    for node in nodes:
        flat = Flat.join(node.own)
        said = dates(flat.text, year)
        before: Achievement | None = None
        base: Figure | None = None
        for figure in scan(mask(flat.text, (), year), lambda one: not _unreported(one)):
            if _wished(flat.text, figure):
                continue
            if is_base(figure):
                base = figure  # 「由5天压缩至1天」 reports the second
                continue
            left = base.left if base is not None and base.clause == figure.clause else figure.left
            before = _achievement(flat, given, figure, said, before, _name(left, figure, node.head))
            found.append(before)
    return tuple(found)


def _unreported(figure: Figure) -> bool:
    """A number in words, a size, the page's own counters, those for whom something was done or
    who asked, the end of a stretch of days."""
    return (
        figure.chinese
        or figure.right.startswith(("及以下", "以下"))
        or bool(_COUNTERS.search(figure.left))
        or (figure.kind == "count" and bool(_FOR_WHOM.search(figure.left)))
        or (figure.right.startswith(("委员", "代表")) and figure.left.endswith("等"))
        or (figure.unit in ("日", "号") and figure.left.endswith(("至", "到", "月", "和")))
    )


def _wished(text: str, figure: Figure) -> bool:
    """What is planned or asked for, and what a heading is about, has not been reached."""
    start = max(text.rfind(stop, 0, figure.start) for stop in "。;\n") + 1
    before = text[start : figure.start]
    if _ASKED.search(before) or _WISHED.search(before[before.rfind(",") + 1 :]):
        return True
    return bool(_ABOUT.match(text[start : start + 60]))


def _achievement(
    flat: Flat,
    given: str,
    figure: Figure,
    said: list[By],
    before: Achievement | None,
    name: str,
) -> Achievement:
    start = figure.seg if figure.left and not figure.chain else figure.start
    offsets = tight(given, flat.span(start, figure.end + figure.tail))
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
