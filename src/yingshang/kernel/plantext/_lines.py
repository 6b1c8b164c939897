"""Lines and paragraphs: few or lost line breaks, wrapped lines, headers and footers of sites."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from ._breaks import TITLED_BY_NUMBER, split_long
from ._columns import UNIT_ROLES
from ._page import ENDS, Page, page_of, wide
from ._tables import Row, Table
from ._text import Flat
from ._torn import hangs, heads_next, torn

__all__ = ["MARK", "Paragraph", "paragraphs"]

_HANZI = "一二三四五六七八九十"
MARK = (
    rf"(?:第[{_HANZI}百]{{1,5}}(?:[条章节编]|部分)|[{_HANZI}]{{1,4}} ?[、.](?!\d)"
    rf"|\(? ?[{_HANZI}]{{1,4}} ?\)"
    rf"|(?:1[0-8]\d\d|\d{{1,3}})(?: ?[*★▲])? ?[.、](?:(?![\d%])|{TITLED_BY_NUMBER})"
    r"|\d{1,2} ?,(?=[“\"《\u4e00-\u9fff])"
    rf"|\( ?\d{{1,3}} ?\)|\d{{1,2}}\)|[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿Ⅰ-Ⅻ]"
    rf"|\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}(?=[ \u4e00-\u9fff])(?![个万亿元倍天年%家项])"
    rf"|[{_HANZI}]是|第[{_HANZI}]{{1,2}}[,、]|第[{_HANZI}\d]{{1,3}}项[ 、:]"
    r"|[A-Z]-?\d{0,2}[.、](?=[“\"《\u4e00-\u9fff]))"
)
_MARK_ALONE = re.compile(
    rf"(?:第[{_HANZI}百\d]{{1,5}}条|[{_HANZI}]{{1,4}}、|\(?[{_HANZI}]{{1,4}}\)|\d{{1,3}}[.、]"
    rf"|\(\d{{1,3}}\))$"
)
_STARTS = re.compile(
    rf"\s*(?:{MARK}|[【\[〔](?!.{{0,30}}[】\]〕]\s*[、,])"
    r"|[^,。;:()]{0,12}(?:单位|部门|时限|时间|措施|举措|目标|任务|内容|来源|日期|领导|责任人"
    r"|联系人|科室|处室|进度)\s*[:】]"
    rf"|(?:[交督承]办|重点|工作|改革)?(?:任务|举措|措施|事项|项目|问题)[{_HANZI}\d]{{1,3}}(?:\s?[.、:]|\s)"
    r"|附件|(?:备?注|说明) ?:|专栏"
    r"|索引号|发文(?:机关|字号)|主题(?:分类|词)|成文日期|分享到|[上下]一[篇条][:]|打印本页|【打印|网站标识码"
    r"|[●•■◆▪·]|[▲★※△](?=[^、,]{4})|--)"
)
_REACHING = ("section", *UNIT_ROLES, "deadline")
_INDEX = re.compile(r"索引号|发文(?:机关|字号)|主题(?:分类|词)|成文日期")
_MARKED = re.compile(rf"\s*{MARK}")
_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,10}[〔\[(](?:19|20)\d\d[〕\])]\s*\d+\s*号?|(?:19"
    r"|20)\d\d(?:年\d{1,2}月\d{1,2}日|([-./])\d{1,2}\1\d{1,2}(?=\s|$))|各[^,。]{2,30}[,:]"
)
_HEADING = re.compile(
    r"(?:通知|方案|计划|措施|举措|办法|意见|规定|答复|工作(?:总结|谋划|打算))(?:\([^()]*\))?$"
)
_TEARS = frozenset("牵头责任配合协办助主承参加与单部")  # after which a line may cut it
_HANGS = frozenset("到至为于过工")  # after which a figure or the rest of its unit must follow
_HEADS = frozenset("知案划施措法见定复结算)")  # with what a heading ends
# a title of another kind, where who issued it stands alone below it
_TITLED = re.compile(r"(?:清单|要点|台账|规划|纲要|任务|[务工解任]表|政策)(?:\([^()]*\))?$")
_TITLE_ENDS = frozenset("单点账划要务表策)")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|办公[室厅]|领导小组|[局厅委])")
_FOOTER = re.compile(
    r"^(?:网站地图|网站标识码|主办单位|承办单位|版权所有|ICP备案|抄送|本期来源|本期编辑|信息来源"
    r"|政策解读|相关链接|相关附件|附件|附:|扫一扫|打印本页|关闭窗口|上一篇|下一篇|责任编辑|联系方式"
    r"|地址:|感谢您|特此|专此|此复|以上答复|联系人|联系单位|(?:19|20)\d\d年\d{1,2}月\d{1,2}日$"
    r"|您当前的位置|当前位置|分享到|原文链接|\|$)"
)
_OWN_FIELD = re.compile(r"(?:主办|承办)单位\s*:\s*[^\s:]{2,40}(?:局|委|办|厅|部|院|中心|政府|公司)")
_PAGE = re.compile(r"[-.· ]*第?\s*\d{1,3}\s*页?(?:\s*[/,共]\s*共?\s*\d{1,3}\s*页?)?[-.· ]*$")
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff,。;:、()〔〕\[\]《》\d]) (?=[\u4e00-\u9fff,。;:、()〔〕\[\]《》\d])"
)
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")
_LABELS = re.compile(
    "|".join(
        " {0,3}".join(label)
        for label in (
            "牵头单位", "牵头部门", "责任单位", "责任部门", "配合单位", "配合部门", "完成时限",
            "完成时间",
            "具体举措", "具体措施", "工作目标", "主办单位", "协办单位", "承办单位", "参加单位",
            "参与单位",
        )
    )
)  # fmt: skip


_CLOSES = re.compile("[)】〕]")
_DITTO = re.compile(r"[〃″\"”'’]+|同上|同前|\.\.")
_ONE_BODY = re.compile(
    r"[市县区省州各镇乡][^、,;()\s]{1,20}(?:局|委|办|厅|院|中心|公司|政府|部门|单位|会|队|站|所|指挥部|部|处|馆|台"
    r"|联|联合会|协会|[支分]行|海关|街道|镇|乡)"
    r"|[\u4e00-\u9fff]{4,18}(?:公司|[支分]行|海关|监管分局)"
)


_PLAIN_LINE = re.compile(r"[^\n ]+")


@dataclass(slots=True)
class Paragraph:
    """One paragraph; ``after_blank`` when a blank line stands before it.

    ``text`` is the folded text; ``number`` is a number that stood alone on the line before;
    ``cells`` are the columns of a row of a table, ``opens`` says that the row is its first.
    """

    flat: Flat
    after_blank: bool = False
    footer: bool = False
    number: str = ""
    cells: dict[str, Flat] | None = None
    opens: bool = False
    headed: bool = True
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.flat.text


def paragraphs(given: str, folded: str, tables: list[Table]) -> list[Paragraph]:
    """Cut the document into paragraphs: wrapped lines joined, run-together ones split."""
    found: list[Paragraph] = []
    start = 0
    for table in tables:
        line = folded.rfind("\n", start, table.start) + 1
        bare = max(line, start) if not folded[line : table.start].strip(" |") else table.start
        found.extend(_plain(given, folded, start, bare))
        found.extend(_tabled(folded, table))
        start = table.end
        while folded[start : start + 1] in (" ", "|"):
            start += 1
    found.extend(_plain(given, folded, start, len(folded)))
    return found


def _tabled(folded: str, table: Table) -> list[Paragraph]:
    """The rows of a table, and the headings between them."""
    found: list[Paragraph] = []
    above: dict[str, Flat] = {}
    last: dict[str, Flat] = {}  # of the row above a heading
    opens = True
    for part in table.parts:
        if not isinstance(part, Row):
            found.append(_paragraph(folded, [part], False, ""))
            last, above = above or last, {}
            continue
        cells = {role: _cell(folded, role, spans, part.apart) for role, spans in part.cells.items()}
        _repeat(cells, above, part.grouped or "title" in cells)
        cells |= {role: (above or last)[role] for role in part.reached if role in (above or last)}
        cells = _reaching(above, cells) | cells
        kept = {"section": above["section"]} if "section" in above else {}
        above = {**cells, **kept} if part.grouped else cells
        texts = [cell for role, cell in cells.items() if role[:5] in ("title", "body", "stage")]
        found.append(
            Paragraph(
                Flat.join(texts), number=part.no, cells=cells, opens=opens, headed=part.headed
            )
        )
        opens = False
    return found


def _repeat(cells: dict[str, Flat], above: dict[str, Flat], whole: bool) -> None:
    """「同上」, 「〃」: the cell of the row above; so is an empty one where somebody must lead."""
    if "lead" in above and "lead" not in cells and "responsible" not in cells and whole:
        cells["lead"] = above["lead"]
    for role in (*UNIT_ROLES, "deadline"):
        if role in cells and role in above and _DITTO.fullmatch(cells[role].text):
            cells[role] = above[role]


def _reaching(above: dict[str, Flat], cells: dict[str, Flat]) -> dict[str, Flat]:
    """Cells left of what is to be done that reach down from the row above: its part, its body."""
    if not above or "title" not in cells:
        return {}
    left = takewhile(lambda role: role[:5] not in ("title", "body", "stage"), above)
    return {role: above[role] for role in left if role not in cells and role in _REACHING}


def _cell(folded: str, role: str, spans: list[tuple[int, int]], apart: bool) -> Flat:
    """The lines of a cell as one; bodies that stand one a line are parted by their lines."""
    pieces = [piece for span in spans for piece in _despaced(folded, span)]
    whole = len(spans) > 1 and (apart or all(_ONE_BODY.fullmatch(folded, a, b) for a, b in spans))
    if whole and role in UNIT_ROLES and any(folded.find("\n", a, b) >= 0 for a, b in spans):
        wrapped = [[line.span() for line in _PLAIN_LINE.finditer(folded, *one)] for one in spans]
        return Flat.join([Flat.glue(folded, lines) for lines in wrapped])
    if whole and role in UNIT_ROLES:
        return Flat.of(folded, spans)
    return Flat.glue(folded, pieces)


def _plain(given: str, folded: str, begin: int, stop: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    group: list[tuple[int, int]] = []
    blank = gap = turned = False
    number = ""
    lines, indents, numbers = _lines(given, folded, begin, stop)
    page = page_of(folded, lines, indents)
    for index, (start, end) in enumerate(lines):
        if start == end:
            gap = (bool(group) or gap) and not turned
            continue
        if index in numbers:
            if numbers[index]:
                if group:
                    found.append(_paragraph(folded, group, blank, number))
                group, number, blank = [], numbers[index], gap
            else:
                gap, turned = False, True
            continue
        inset = indents[index]
        if group and (
            _continues(folded, group[-1], (start, end), gap, inset, page)
            or (not gap and _enclosed(folded, group, (start, end), inset and page.indented))
        ):
            group.append((start, end))
        else:
            if group:
                found.append(_paragraph(folded, group, blank, number))
                number = ""
            group, blank = [(start, end)], gap
        gap = turned = False
    if group:
        found.append(_paragraph(folded, group, blank, number))
    return found


def _paragraph(folded: str, group: list[tuple[int, int]], blank: bool, number: str) -> Paragraph:
    if len(group) == 1:
        flat = Flat.glue(folded, _despaced(folded, group[0]))
    else:
        flat = Flat.glue(folded, [piece for span in group for piece in _despaced(folded, span)])
    footer = bool(_FOOTER.match(flat.text)) and not _OWN_FIELD.match(flat.text)
    return Paragraph(flat, blank, footer, number)


def _despaced(folded: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """A line without the spaces a machine put between all its characters or within a label."""
    start, end = span
    line = folded[start:end]
    blanks = line.count(" ")
    if not blanks and not ("(" in line and _PINYIN.search(line)):
        return [span]
    spaces = [match.span() for match in _SPACED.finditer(line)] if blanks >= 4 else []
    dropped = spaces if len(spaces) >= 4 and len(spaces) * 5 >= len(line) - len(spaces) * 2 else []
    dropped += [
        (match.start() + place, match.start() + place + 1)
        for match in (_LABELS.finditer(line) if blanks else ())
        for place, char in enumerate(match.group())
        if char == " "
    ]
    dropped = sorted({*dropped, *(match.span() for match in _PINYIN.finditer(line))})
    pieces: list[tuple[int, int]] = []
    here = start
    for a, b in dropped:
        if start + a > here:
            pieces.append((here, start + a))
        here = max(here, start + b)
    if here < end:
        pieces.append((here, end))
    return pieces


def _continues(
    folded: str, last: tuple[int, int], new: tuple[int, int], gap: bool, inset: bool, page: Page
) -> bool:
    tail = folded[last[1] - 1]
    if tail in "、,":
        return not _MARKED.match(folded, *new)
    if last[1] - last[0] < 8 and _MARK_ALONE.match(folded, *last):
        return True
    if _ALONE.match(folded, new[0], new[1]):
        return False
    if tail in _HEADS and _HEADING.search(folded[last[0] : last[1]]):
        return False
    if (
        tail in _TITLE_ENDS
        and _BODY.fullmatch(folded, *new)
        and _TITLED.search(folded[slice(*last)])
    ):
        return False
    if _INDEX.match(folded, *last):
        return False
    if not gap and tail in _TEARS and torn(folded, last, new):
        return True
    if not gap and tail in _HANGS and hangs(folded, last, new):
        return True
    if gap or (inset and page.indented) or _STARTS.match(folded, new[0], new[1]):
        return False
    length = wide(folded, *last)
    if page.width:
        if page.indented and not inset:
            return length >= page.width - 6
        return length >= page.width - 3 and tail not in ENDS
    if tail in ENDS or last[1] - last[0] < 20 or heads_next(folded, last, new):
        return False
    return not page.listed and not (page.broad and length < 45)


def _enclosed(folded: str, group: list[tuple[int, int]], new: tuple[int, int], inset: bool) -> bool:
    """Whether a line ends within a bracket that the next line closes."""
    closes = _CLOSES.search(folded, *new) is not None
    if inset or _STARTS.match(folded, *new):
        return False
    text = folded[max(group[0][0], group[-1][1] - 160) : group[-1][1]]
    opened = max(text.rfind(char) for char in "(【〔")
    if not closes and not (_BODIES.match(text, opened + 1) and "、" in folded[slice(*new)]):
        return False
    return opened >= 0 and _balance(text[opened:]) + _balance(text[:opened]) > 0


# of a list of bodies that goes on over several lines
_BODIES = re.compile(r"(?:国|省|市|区|县|州)[\u4e00-\u9fff、,]{0,40}$")


def _balance(text: str) -> int:
    return sum(map(text.count, "(【〔")) - sum(map(text.count, ")】〕"))


def _lines(
    given: str, folded: str, start: int, stop: int
) -> tuple[list[tuple[int, int]], list[bool], dict[int, str]]:
    spans: list[tuple[int, int]] = []
    indents: list[bool] = []
    poor = len(folded) > 250 * (folded.count("\n") + 1)
    while start < stop:
        end = folded.find("\n", start, stop)
        end = stop if end < 0 else end
        pieces = [(start, end)]
        if end - start > 50:
            pieces = split_long(given, folded, start, end, poor or _all_in_one(folded, start, end))
        for a, b in pieces:
            trimmed = _trim(folded, a, b)
            if trimmed[0] < trimmed[1] or len(pieces) == 1:
                spans.append(trimmed)
                indents.append(trimmed[0] - a >= 1)
        start = end + 1
    return spans, indents, _numbers(folded, spans)


def _all_in_one(folded: str, start: int, end: int) -> bool:
    """A line that holds most of the document, or is longer than any paragraph."""
    return end - start > 1500 or (end - start > 150 and (end - start) * 10 > len(folded) * 6)


def _numbers(folded: str, spans: list[tuple[int, int]]) -> dict[int, str]:
    """Lines that are but a number: of a page (then dropped, ""), or of the item below it."""
    alone: dict[int, str] = {}
    bare: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(spans):
        if 0 < end - start <= 16 and _PAGE.match(folded, start, end):
            text = folded[start:end]
            if text.isdigit():
                bare.append((index, int(text)))
            alone[index] = ""
    counted = Counter(value - place for place, (_, value) in enumerate(bare))
    offset, times = counted.most_common(1)[0] if counted else (0, 0)
    if times >= 2 and bare and (bare[-1][0] - bare[0][0]) < 12 * len(bare):
        for place, (index, value) in enumerate(bare):
            if value - place == offset and _titled(folded, spans, index):
                alone[index] = str(value)
    return alone


def _titled(folded: str, spans: list[tuple[int, int]], index: int) -> bool:
    below = spans[index + 1] if index + 1 < len(spans) else (0, 0)
    return below[1] - below[0] >= 4 and "\u4e00" <= folded[below[0]] <= "\u9fff"


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] == " ":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    return start, end
