"""Rows and tables of tasks, and what goes into a cell."""

import re
from dataclasses import dataclass, field

__all__ = [
    "NUMBER",
    "OUTSIDE",
    "PAGE",
    "PART",
    "SIGNED",
    "Measure",
    "Row",
    "Span",
    "Table",
    "numbered_within",
    "own_number",
    "put",
    "trimmed",
    "wrapped",
]

Span = tuple[int, int]
PAGE = re.compile(
    r"[-.· ]*第?\s*\d{1,3}\s*页(?:\s*[/,共]\s*共?\s*\d{1,3}\s*页?)?[-.· ]*$|[-·. ]+\d{1,3}[-·. ]+$"
)
NUMBER = re.compile(r"\(?(\d{1,3})[.、)]?$")
PART = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
    r"|(?:专项|重点)?(?:行动|工程|板块|领域|方面|任务)[一二三四五六七八九十]{1,3}[ :、]"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|章|类)[ :、]).{2,40}$"
)
OUTSIDE = re.compile(
    r"(?:附件|注[:1]|备注[:]|说明[:]|抄送|[(]?此件)|.{2,30}(?:政府|办公室|委员会|局)$|(?:19"
    r"|20)\d\d年\d{1,2}月\d{1,2}日$"
)
_NUMBERED = re.compile(
    r"\(?(\d{1,3})(?:[.、)]\s*|\s+)(?=[“\"《\u4e00-\u9fff])"
    r"|(?:\((?=[一二三四五六七八九十]{1,3}\)))?([一二三四五六七八九十]{1,3})[、)]\s*(?=[“\"《\u4e00-\u9fff])"
)
_STEP = re.compile(
    r"(?:前|底|末|内|年|季度)[,:]?(?!完成[。;]?$|实现[。;]?$|落实到位)[\u4e00-\u9fff“]{4,}"
)
_COUNTED = re.compile(r"[\d(一二三四五六七八九十]")
SIGNED = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|20\d\d[-.]", re.M)


@dataclass(slots=True)
class Row:
    """One row: the spans of its cells by the role of their column."""

    no: str
    cells: dict[str, list[Span]] = field(default_factory=dict)
    headed: bool = True
    apart: bool = False  # each span of a cell is a name of its own
    grouped: bool = False  # its title was merged with others: the part that these rows are of
    reached: tuple[str, ...] = ()  # the columns whose cell of the row above reaches down
    told: list[Span] = field(default_factory=list)  # cells of columns that oblige nobody

    @property
    def edges(self) -> Span:
        """From the first to the last character of the row."""
        spans = [span for listed in self.cells.values() for span in listed]
        return min(a for a, _ in spans), max(b for _, b in spans)


@dataclass(slots=True)
class Measure:
    """One row of a table of indicators: what is measured, and its figures.

    A figure has the role of its column (``baseline``, ``value`` or a bare ``year``) and its year.
    """

    metric: Span
    unit: str = ""
    cells: list[tuple[str, int | None, Span]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A stretch of the text with its rows; a plain span is a heading between the rows."""

    start: int
    end: int
    parts: list[Row | Span]
    measures: list[Measure] = field(default_factory=list)


def put(folded: str, row: Row, role: str, cell: Span) -> None:
    text = folded[cell[0] : cell[1]]
    if not text.strip():
        return
    if role == "deadline" and len(text) > 12 and _STEP.search(text):
        role = "body"  # 「4月底前制定方案;8月底前上线5个“一件事”」: by when, and what
    if role == "no" and len(text) > 4 and not _COUNTED.match(text):
        role = "title"  # a row that lost its number
    if role == "no":
        row.no = text.strip("().、 ")
    elif role == "skip":
        row.told.append(cell)
    else:
        row.cells.setdefault(role, []).append(cell)


def own_number(folded: str, cell: Span) -> tuple[str, Span]:
    """The number that opens a cell, where the rows have no column of numbers, and the rest."""
    own = _NUMBERED.match(folded, *cell)
    return (own.group(1) or own.group(2), (own.end(), cell[1])) if own else ("", cell)


def numbered_within(folded: str, rows: list[Row]) -> None:
    """「一、公开信息 | 1.公开预算 | 财务科」: where the numbers of the second column run on through
    all rows, the first column names the part that the items are of."""
    inner: list[tuple[Row, str, Span]] = []
    numbers: list[str] = []
    for row in rows:
        no, rest = row.no, (0, 0)
        if "title" in row.cells and len(row.cells.get("body", ())) == 1:
            no, rest = own_number(folded, row.cells["body"][0])
            inner.append((row, no, rest))
        numbers.append(no)
    running = [str(1 + place) for place in range(len(rows))]
    if len(inner) < 2 or numbers != running:
        return
    for row, no, rest in inner:
        below = {role: spans for role, spans in row.cells.items() if role not in ("title", "body")}
        row.no = no
        row.cells = {"section": row.cells["title"], "title": [rest], **below}


_OPEN = frozenset("、,和与及至到于由将的")
_ENDED = frozenset("。;")


def wrapped(folded: str, last: Row, row: Row) -> bool:
    """Whether a row without a number is but the next lines of the cells above it: a list of bodies
    or a sentence goes on, or the title in a few characters."""
    title = row.cells.get("title")
    if title and title[0][1] - title[0][0] > 3:
        return False  # below a merged number, with a title of its own
    for role, spans in row.cells.items():
        above = last.cells.get(role)
        if not above:
            continue
        ends, text = folded[above[-1][1] - 1], folded[slice(*spans[0])]
        if ends in _OPEN or text[:1] in _OPEN or text.startswith("("):
            return True
        if role == "title" or (role == "body" and ends not in _ENDED):
            return True
    return False


def trimmed(folded: str, start: int, end: int) -> Span:
    """A stretch without the blanks and strokes at its ends."""
    while start < end and folded[start] in " |":
        start += 1
    while end > start and folded[end - 1] in " |":
        end -= 1
    return start, end
