"""The numbers that open a part, in every style, and which style stands above which."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ._breaks import TITLED_BY_NUMBER
from ._lines import Paragraph
from ._names import units_all
from ._numerals import parse_number

__all__ = [
    "PERIOD",
    "Mark",
    "bodies",
    "body_named",
    "mark_of",
    "periods",
    "ranks",
    "repeated",
    "tiers",
]

_H = "一二三四五六七八九十百"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
_STYLES = (
    ("z", 0, re.compile(rf"[【\[]?第([{_H}\d]{{1,4}})(?:章|部分|编|节)[ :、]*")),
    ("z", 0, re.compile(rf"([{_FORMAL}]{{1,2}})[、.]\s*")),
    ("h", 1, re.compile(rf"([{_H}]{{1,4}}) ?[、.,](?!\d(?!\d{{0,3}}[年月]))\s*")),
    ("h", 1, re.compile(r"([Ⅰ-Ⅻ])[、. ]\s*")),
    ("h", 1, re.compile(rf"([{_H}]{{1,3}}) +(?=[\u4e00-\u9fff]{{2}}[^。;:,]{{2,28}}$)")),
    ("p", 2, re.compile(rf"\(? ?([{_H}]{{1,4}}) ?\)[、.]?\s*")),
    ("p", 2, re.compile(r"([㈠-㈩])[、.]?\s*")),
    ("t", 3, re.compile(rf"第([{_H}\d]{{1,5}})条[、:.]?\s*")),
    ("t", 3, re.compile(r"第 (\d(?: ?\d)?) 条[、:.]?\s*")),
    ("d", 3, re.compile(rf"第([{_H}\d]{{1,3}})项(?:[、:]\s*|\s+)")),
    (
        "n4",
        4,
        re.compile(r"(\d{1,2}(?:\.\d{1,2}){3})[.、]?\s*(?![\d%])(?=[“\"《\u4e00-\u9fffA-Z])"),
    ),
    (
        "n3",
        3,
        re.compile(r"(\d{1,2}(?:\.\d{1,2}){2})[.、]?\s*(?![\d%])(?=[“\"《\u4e00-\u9fffA-Z])"),
    ),
    (
        "n2",
        2,
        re.compile(
            r"(\d{1,2}\.\d{1,2})(?:[.、]\s*|\s+"
            r"|(?![\d%个万亿元倍天年月项家分小]|平方[公千]?[里米]|公里|公顷|亩(?!均)|[千兆]瓦|立方米|千米)"
            r"(?=[“\"《\u4e00-\u9fff]))(?![\d%])"
        ),
    ),
    (
        "d",
        3,
        re.compile(
            r"\(?(1[0-8]\d\d|\d{1,3})(?: ?[*★▲])? ?"
            rf"(?:[.、](?:(?![\d%])|(?=20\d\d年|\d{{1,2}}月(?:底|末|份|前|\d))|{TITLED_BY_NUMBER})|\.\s|,\s?(?=[“\"《\u4e00-\u9fff]))/?\s*"
        ),
    ),
    ("d", 3, re.compile(r"([⒈-⒛])\s*")),
    (
        "d",
        3,
        re.compile(
            rf"(?:[交督承]办|重点|工作|议定|改革|专项|攻坚|提升)?(?:任务|举措|措施|行动|工程|事项|项目|问题|(?<=重点)工作)([{_H}\d]{{1,3}})(?:\s*[.、:]\s*|\s+(?=[“《\u4e00-\u9fff]))"
        ),
    ),
    (
        "d",
        3,
        re.compile(rf"[(【]?(?:专项)?(?:任务|举措|措施|行动)([{_H}\d]{{1,3}})[)】]\s*[.、:]?\s*"),
    ),
    ("b", 4, re.compile(r"\(? ?(\d{1,3}) ?\)[、.]?\s*")),
    ("b", 4, re.compile(r"([⑴-⒇])\s*")),
    ("c", 5, re.compile(r"([①-⑳❶-❿])\s*")),
    ("an", 3, re.compile(r"([A-Z]-?\d{1,2})(?:[.、:]|\s)\s*(?=[“\"《\u4e00-\u9fff])")),
    ("a", 4, re.compile(r"([A-Za-z])[.、)](?![A-Za-z\d])\s*")),
    ("s", 6, re.compile(r"([一二三四五六七八九十]{1,2})(?:是|要)(?=[\u4e00-\u9fff])")),
    ("s", 6, re.compile(r"第([一二三四五六七八九十]{1,2})[,、:]\s*")),
)
_MAY_OPEN = re.compile(
    rf"[第{_H}{_FORMAL}\d(【\[专攻提任举措行事项问交督承重工议改A-Za-zⅠ-Ⅻ㈠-㈩⒈-⒛⑴-⒇①-⑳❶-❿]"
)
# the styles that may open with a digit, a Chinese number, a bracket
_OF_DIGITS = ("n4", "n3", "n2", "d", "b")
_OF_NUMBERS = ("h", "p", "s")
_OF_BRACKETS = ("p", "d", "b")
_LEAD = re.compile(
    r"[★*▲●◆■•▪·※]\s*(?=[\d(一二三四五六七八九十]|(?:重点)?(?:任务|工作|举措|项目|事项|行动)[一二三\d])"
    r"|[—–-]{1,3}\s*(?=(?:重点)?(?:任务|举措|项目|事项|行动)[一二三\d])"
)
_WHOLE = re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff“\"《])")
_FIRST = {"首先": "一", "其次": "二", "再次": "三", "最后": "四"}
_ROUND = (("①", 1), ("❶", 1), ("⑴", 1), ("⒈", 1), ("㈠", 1), ("Ⅰ", 1))
_BARE = re.compile(
    r"^(?:[【\[])?(?:(?:主要|重点|工作|具体|攻坚|目标|改革|年度)(?:任务|举措|措施|工作|内容)"
    r"|(?:组织|工作|实施)保障|保障措施"
    r"|组织(?:领导|实施)|总体要求|指导思想|基本原则|工作目标|主要目标|总体目标|工作要求"
    r"|有关要求|相关要求|实施步骤|任务分工|工作内容)"
    r"(?:及(?:责任)?分工|和分工|分解)?(?:[】\]])?:?$"
)
_SIDE = re.compile(r"[【\[]?(?:主要|重点|工作|具体|改革)?(?:举措|措施|内容|任务|目标)[】\]]?:?$")
_NEXT = re.compile(r"下一?步|下一?阶段|今后|接下来|后续")
_NEXT_OPEN = re.compile(r"(?:下一?步|下一?阶段|接下来)[,:]")
_NEXT_HEAD = re.compile(r"(?:工作|举措|打算|计划|安排|思路|措施|重点|方向|任务|考虑|建议)")
_CITY_LIST = re.compile(r"[一二三四五六七八九十]、[一二三四五六七八九十]")


# with what anything of these may open: leads, numbers, first and last, bare headings, next steps
_OPENS = re.compile(
    rf"{_MAY_OPEN.pattern}|[-—–★*▲●◆■•▪·※首其再最【\[主具攻目改年组实保总指基有相任下接]"
)
_MORE = re.compile(r"[。;]\s*[二三](?:是|要)")


@dataclass(slots=True)
class Mark:
    """What opens a paragraph: its style, its level when nothing speaks against, its number."""

    style: str
    level: float
    no: str
    skip: int

    @property
    def value(self) -> int:
        """The number as an integer."""
        return _value(self.no) if self.no else 0


@lru_cache(maxsize=1024)
def _value(no: str) -> int:
    value = parse_number(no.rpartition(".")[2].lstrip(_LETTERS))
    return int(value) if value is not None else 0


_OF_BODY = re.compile(
    r"[■◆●▲★]?\s*(?P<name>[^,。;:()]{3,32}?(?:\([^()\d]{2,6}\))?)"
    r"(?P<count>[(\[【「] ?共?\d{1,3}[项条件个] ?(?:,[^()]{2,14})?[)\]】」])?:?$"
)


# a time that stands alone, as a heading does
PERIOD = re.compile(
    r"[【\[(]?(?P<when>(?:(?:19|20)\d\d年)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:底|末)?"
    r"|第?[一二三四1-4]季度末?|[上下]半年|全年|年底)前?)(?:完成|办结|的|任务|事项|工作|重点工作)*[】\])]?"
    r"(?:[(\[【「](?:共)?\d{1,3}[项条件个][)\]】」])?:?"
)


def bodies(parts: list[Paragraph], marks: list[Mark | None]) -> list[Mark | None]:
    """Lines that are but the name of a body, above the items that are its: a ledger by bodies."""
    places: list[int] = []
    for place, part in enumerate(parts[:-1]):
        behind = marks[place + 1]
        if marks[place] is not None or part.cells is not None or behind is None:
            continue
        match = _OF_BODY.match(part.text) if len(part.text) <= 30 else None
        if (
            match
            and behind.style in ("d", "b", "p", "n1", "c")
            and units_all(match["name"], strict=True)
        ):
            places.append(place)
    if len(places) < 2:
        return marks
    return _headed(marks, places, "u")


_LABEL = re.compile(rf"[(【\[]?(?P<label>[\u4e00-\u9fff]{{2,6}}?)(?=[{_H}\d])")


def tiers(parts: list[Paragraph], marks: list[Mark | None]) -> list[Mark | None]:
    """「专项行动一:」 above 「任务1:」, 「行动1:」 above 「1.」: of two ways to number, that with
    a label that opens the paper and holds items of the other stands above it."""
    labels: dict[int, str] = {}
    for place, (part, mark) in enumerate(zip(parts, marks, strict=True)):
        if mark is not None and mark.style == "d" and part.cells is None:
            label = _LABEL.match(part.text) if mark.skip else None
            labels[place] = label["label"] if label else ""
    names = list(dict.fromkeys(labels.values()))
    if len(names) != 2 or not names[0]:
        return marks
    upper = {place for place, label in labels.items() if label == names[0]}
    holds = sum(a in upper and b not in upper for a, b in pairwise(labels))
    if len(upper) < 2 or holds * 3 < len(upper) * 2:
        return marks
    return [
        Mark("w", mark.level - 1, mark.no, mark.skip) if place in upper and mark else mark
        for place, mark in enumerate(marks)
    ]


def body_named(head: str, *, strict: bool = True) -> bool:
    """Whether a heading is but the name of a body: 「一、市发展改革委(5项)」; ``strict``: beyond
    doubt."""
    match = _OF_BODY.match(head) if len(head) <= 40 else None
    return match is not None and units_all(match["name"], strict=strict)


def _headed(marks: list[Mark | None], places: list[int], style: str) -> list[Mark | None]:
    """Lines without a number as headings right above the items behind them."""
    behind = [mark for place in places if (mark := marks[place + 1]) is not None]
    level = min(mark.level for mark in behind) - 0.4
    found = set(places)
    return [Mark(style, level, "", 0) if at in found else mark for at, mark in enumerate(marks)]


def periods(parts: list[Paragraph], marks: list[Mark | None]) -> list[Mark | None]:
    """Lines that are but a time, above the items due by then: 「【3月】」, 「第一季度(5项)」."""
    places = [
        place
        for place, part in enumerate(parts[:-1])
        if marks[place] is None
        and part.cells is None
        and len(part.text) <= 20
        and PERIOD.fullmatch(part.text)
        and (behind := marks[place + 1]) is not None
        and behind.style in ("d", "b", "p", "n1", "c")
    ]
    return _headed(marks, places, "y") if len(places) >= 2 else marks


@lru_cache(maxsize=512)
def _styles(first: str) -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """The styles that may open with a character; most characters open none."""
    if not _MAY_OPEN.match(first):
        return ()
    names = _OF_DIGITS if first.isdecimal() else _OF_NUMBERS if first in _H else ()
    names = _OF_BRACKETS if first == "(" else names
    return tuple(style for style in _STYLES if style[0] in names) if names else _STYLES


def mark_of(part: Paragraph) -> Mark | None:
    """The mark that opens a paragraph, if any."""
    text = part.text
    if part.number:
        return Mark("d", 3, part.number, 0)
    if not _OPENS.match(text):  # most lines
        return Mark("h", 1, "", 0) if len(text) <= 20 and _is_next(text) else None
    lead = _LEAD.match(text)
    skip = lead.end() if lead else 0
    for style, level, pattern in _styles(text[skip : skip + 1]):
        match = pattern.match(text, skip)
        if match and len(text) - match.end() >= 2:
            if style == "h" and _CITY_LIST.match(text):
                continue
            if style == "s" and _MORE.search(text, match.end()):
                return None
            return Mark(style, level, _plain(match.group(1)), match.end())
    match = _WHOLE.match(text)
    if match and len(text) - match.end() >= 2:
        return Mark("n1", 3, match.group(1), match.end())
    if text[:2] in _FIRST and len(text) > 8 and text[2:3] in ",、:是":
        return Mark("s", 6, _FIRST[text[:2]], 3)
    if _BARE.match(text) or (len(text) <= 20 and _is_next(text)):
        return Mark("h", 1, "", 0)
    if _NEXT_OPEN.match(text):
        return Mark("h", 1, "", 0)
    return None


def repeated(parts: list[Paragraph], marks: list[Mark | None]) -> frozenset[int]:
    """Where a bare heading of one wording stands again and again: 「具体措施:」 in every part."""
    places: dict[str, list[int]] = {}
    for place, (part, mark) in enumerate(zip(parts, marks, strict=True)):
        if mark is not None and not mark.no and mark.style == "h" and _SIDE.match(part.text):
            places.setdefault(part.text.strip("【[]】: "), []).append(place)
    return frozenset(at for found in places.values() if len(found) > 1 for at in found)


def _is_next(text: str) -> bool:
    return bool(_NEXT.search(text) and _NEXT_HEAD.search(text)) and "。" not in text


def _plain(no: str) -> str:
    if len(no) != 1 or no.isascii() or no in _H:
        return no
    for first, value in _ROUND:
        if 0 <= ord(no) - ord(first) < 20 and ord(no) > 0x2000:
            number = ord(no) - ord(first) + value
            return _H[number - 1] if first == "㈠" else str(number)
    return no


def ranks(marks: list[Mark]) -> dict[str, float]:
    """Levels that differ from the usual ones in this document."""
    styles = [mark.style for mark in marks]
    found: dict[str, float] = {}
    if "n2" in styles or "n3" in styles:
        found |= {"n1": 1, "n2": 2, "n3": 3, "n4": 4}
        if "n2" in styles and "n1" not in styles and "h" not in styles and "p" not in styles:
            found["d"] = 1
        if "n2" in styles and ("p" in styles or "d" in styles) and "h" in styles:
            found |= {"n2": 3.5, "n3": 3.7}
    if "an" in styles and "a" in styles:
        found["a"] = 2
    if "b" in styles and not {"d", "n1", "n2", "n3"} & set(styles):
        found["b"] = 3
    for upper, lower, level in (("t", "d", 1.7), ("t", "p", 1.5), ("d", "p", 1.6), ("d", "h", 0.6)):
        if upper in styles and lower in styles and _above(marks, upper, lower):
            found[upper] = level
    return found


def _above(marks: list[Mark], upper: str, lower: str) -> bool:
    """Whether items of one style hold those of another that usually stands above them."""
    restarts = restarted = seen = 0
    last = 0
    for mark in marks:
        if mark.style == upper:
            restarted += mark.value == 1
            seen += 1
            last = mark.value
        elif mark.style == lower and mark.value == 1 and seen and last:
            restarts += 1
    if upper == "t":
        return restarts >= 1 and restarted == 1 and _opens(marks, upper, lower)
    return restarts >= 2 and restarted == 1 and _opens(marks, upper, lower)


def _opens(marks: list[Mark], upper: str, lower: str) -> bool:
    for mark in marks:
        if mark.style in (upper, lower):
            return mark.style == upper
    return False
