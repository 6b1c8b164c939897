"""Where a long line is really several: wide gaps, and numbers that go on from those before."""

import re
from bisect import bisect_right
from itertools import pairwise

from ._numerals import parse_number
from ._text import found

__all__ = ["TITLED_BY_NUMBER", "split_long"]

_H = "一二三四五六七八九十"
# titles that open with digits: 「2.12345热线提质」, 「3.5G基站」, 「4.24小时自助」
TITLED_BY_NUMBER = (
    r"(?=(?:12345|12315|12333|12366|12328|12388)(?!\d)|24小时|7[×x*]24|[3-6]G"
    r"|\d{1,4}(?:人才|工程|行动|计划|产业"
    r"|分钟[\u4e00-\u9fff]{0,4}(?:圈|服务)))"
)
_WIDE = re.compile(r"\S[^\S\n]*(?:\u3000{2,}|[ \u00a0]{4,})")
_BLANKS = re.compile(r"[\u3000 \u00a0](?:(?<=\u3000)\u3000|(?<=[ \u00a0])[ \u00a0])")
_MARK = re.compile(
    rf"(?<![\d第])(?:(?P<z>第[{_H}百]{{1,4}}章)|(?P<t>第[{_H}百\d]{{1,5}}条)"
    rf"|(?P<h>[{_H}]{{1,4}}) ?、"
    rf"|\( ?(?P<p>[{_H}]{{1,4}}) ?\)(?![项款])"
    rf"|(?P<d>\d{{1,3}}) ?[.、](?:(?![\d%])|{TITLED_BY_NUMBER})"
    rf"|\( ?(?P<b>\d{{1,2}}) ?\)(?![项款])"
    r"|(?:任务|举措|措施|事项)(?P<w>\d{1,2})[.、:]"
    r"|(?<![(\d])(?P<e>\d{1,2})\) ?(?=[\u4e00-\u9fff“])"
    r"|(?P<c>[①-⑳]))"
)
_OPENS = re.compile(
    rf"[任举措事第{_H}\d(①-⑳](?:(?<=\d)(?=\d{{0,2}}(?: ?[.、]|\) ?[\u4e00-\u9fff“]))"
    rf"|(?<=[{_H}])(?=[{_H}]{{0,3}} ?、)"
    rf"|(?<=\()(?= ?[{_H}\d]{{1,4}} ?\))|(?<=[任举措事])(?=[务措施项]\d)"
    rf"|(?<=第)(?=[{_H}百\d]{{1,5}}[章条])|(?<=[①-⑳]))"
)
_ORDER = "zhptdbc"
_STRONG = frozenset('。!?】”" \n')
_MIDDLE = frozenset(");:")
_PAIRED = {")": "(", "]": "[", "〕": "〔"}
_BODIES = frozenset("局委办厅部院行府司会等")
_PUNCTUATED = re.compile(r"[,。;:!?()]")
_FIRST = re.compile(r"\s*一是")
_THEN = re.compile(rf"(?<=\))([{_H}]{{1,2}})是(?=[\u4e00-\u9fff“])")
_UNITS = re.compile(r"负责|牵头|主办|协办|单位|部门|配合|时限|落实|实施")


def split_long(given: str, folded: str, start: int, end: int, poor: bool) -> list[tuple[int, int]]:
    """The stretches of one long line; ``poor``: the document has next to no line breaks."""
    cuts = _gaps(given, start, end)
    cuts += _numbered(folded, start, end, poor, cuts)
    cuts += _firstly(folded, start, end)
    edges = [start, *sorted(set(cuts)), end]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _firstly(folded: str, start: int, end: int) -> list[int]:
    """「一是…(主办:…)二是…(主办:…)」: items in one line, each closed by its own bodies."""
    if not _FIRST.match(folded, start, end):
        return []
    cuts: list[int] = []
    for match in _THEN.finditer(folded, start, end):
        if _value(match.group(1)) != len(cuts) + 2:
            continue
        opened = _opened(folded, max(start, match.start() - 300), match.start(), "(")
        if opened < 0 or not _UNITS.search(folded, opened, match.start()):
            return []
        cuts.append(match.start(1))
    return cuts


def _gaps(given: str, start: int, end: int) -> list[int]:
    """Where a wide gap ends; the indent of the line is none."""
    while start < end and given[start].isspace():
        start += 1
    if not _BLANKS.search(given, start, end):
        return []
    return [match.end() for match in _WIDE.finditer(given, start, end)]


def _numbered(folded: str, start: int, end: int, poor: bool, known: list[int]) -> list[int]:
    last: dict[str, int] = {}
    run: dict[str, int] = {}  # numbers that go on from part to part
    cuts: list[int] = []
    opened = -100
    for match in found(_OPENS, _MARK, folded, start, end):
        group = match.lastgroup or "d"
        value = _value(match.group(group))
        style = {"w": "d", "e": "b"}.get(group, group)
        where = match.start()
        border = _border(folded, start, where, known, poor)
        fits = value in (last.get(style, 0) + 1, run.get(style, 0) + 1)
        near = border < 2 and style in "pdb" and 0 < where - opened <= 60
        near = near and (value == 1 or fits or style == "p")
        if border < 3 and _quoted(folded, max(start, where - 40), where):
            continue  # 「“多证合一、一照一码”」
        if near and (folded[where - 1] == " " or _heads(folded, opened, where, poor)):
            border = 2
        if border == 0 or not (
            fits or ((value == 1 or near) and border > 1) or (border == 3 and style not in last)
        ):
            continue
        if border == 1 and style in "db" and not (fits and value > 1):
            continue
        last[style] = run[style] = value
        opened = where if style in "zthp" else opened
        for lower in _ORDER[_ORDER.index(style) + 1 :]:
            if lower != "t":
                last.pop(lower, None)
        if where > start:
            cuts.append(where)
    return cuts


def _quoted(folded: str, start: int, where: int) -> bool:
    """Whether a place lies within “…”."""
    return folded.rfind("“", start, where) > folded.rfind("”", start, where)


def _border(folded: str, start: int, where: int, known: list[int], poor: bool) -> int:
    """How sure it is that something ends before a mark: 3 surely, 1 perhaps, 0 no."""
    here = where
    while here > start and folded[here - 1] == " ":
        here -= 1
    if here == start:
        return 3
    before = folded[here - 1]
    if (
        before in _STRONG
        or (poor and here < where)
        or (here < where and known and bisect_right(known, where))
    ):
        return 3
    if before in _PAIRED:
        opened = _opened(folded, max(start, here - 300), here, _PAIRED[before])
        named = folded[here - 2] in _BODIES or _UNITS.search(folded, opened, here)
        if opened >= 0 and named:
            return 3
    if not poor:
        return 0
    if before in _MIDDLE:
        return 2
    return 1 if "\u4e00" <= before <= "\u9fff" and before not in "第至和与及按" else 0


def _opened(folded: str, start: int, end: int, sign: str) -> int:
    """Where the bracket opens that is closed at the end; -1 where it does not."""
    close = folded[end - 1]
    depth, place = 1, end - 1
    while depth and place > start:
        place = max(folded.rfind(sign, start, place), folded.rfind(close, start, place))
        if place < 0:
            return -1
        depth += 1 if folded[place] == close else -1
    return -1 if depth else place


def _heads(folded: str, opened: int, where: int, poor: bool) -> bool:
    """Whether a mark stands right behind a heading: 「一、优化服务(一)压减时限。」."""
    begins = folded.find(")", opened, opened + 6) + 1 if folded[opened] == "(" else opened + 2
    return (folded[where] == "(" or poor) and not _PUNCTUATED.search(folded, begins, where)


def _value(text: str) -> int:
    if "①" <= text[0] <= "⑳":
        return ord(text[0]) - ord("①") + 1
    value = parse_number(text.strip("第条章"))
    return int(value) if value is not None else 0
