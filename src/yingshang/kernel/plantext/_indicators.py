"""Tables of indicators: a row says what is measured, its columns where it stands and what is aimed
at, year by year."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ._columns import MOST, UNIT_ROLES, column
from ._rows import NUMBER, PAGE, PART, Measure, Row, Span, Table, put
from ._text import kept

__all__ = ["FIGURE", "indicator_table"]

_YEAR = r"20\d\d年?(?:度|底|末)?"
_SPOKEN = re.compile(r"20\d\d")
_NOW = r"(?:现状|基期|基数|基准|基础|当前|目前|实际|完成)(?:值|数|情况|水平)?"
_AIM = r"(?:年度|预期|工作|考核|规划|任务)?(?:目标|计划|预期)(?:值|数)?"
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("no", r"序号?|编号"),
        ("section", r"类别|分类|领域|方面|维度|一级指标|指标(?:类别|分类)"),
        ("baseline", rf"{_YEAR}{_NOW}|{_NOW}(?:{_YEAR})?"),
        ("value", rf"到?{_YEAR}{_AIM}|{_AIM}到?{_YEAR}|{_AIM}"),
        ("year", rf"到?{_YEAR}"),
        ("unit", r"(?:计量)?单位"),
        (
            "metric",
            r"(?:主要|具体|核心|二级|三级|考核|评价|监测)?指标(?:名称?|内容|项目)?|名称|项目(?:名称)?",
        ),
        (
            "skip",
            r"(?:指标)?(?:属性|性质|类型)|备注|说明|指标(?:解释|定义)|(?:数据)?来源"
            r"|计算(?:方法|公式)|权重|分值",
        ),
    )
)
_SIGNS = re.compile(r"[\s:()*]+")
_RULE = re.compile(r"[-:| ]+")
_WORD = re.compile(r"\S+")
_HINT = re.compile(r"指标|目标|现状|基期|20\d\d年")
_NONE = frozenset(("", "-", "--", "/", "无", "待定"))
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?"
# one figure alone in its cell, with its word of comparison and its unit
FIGURE = re.compile(
    r"(?P<sign>[≥≤><]=?|不(?:低于|少于|小于|超过|高于|大于|多于)|控制在|达到|达|超过|大于|小于|至少"
    r"|低于)?\s*"
    rf"(?P<value>{_ARABIC})(?:\s*[-~至]\s*(?P<upper>{_ARABIC}))?\s*"
    r"(?P<unit>%|‰|[^\d\s,。;:、()以之左-]{0,8}?)\s*(?P<mark>以上|以内|之内|以下|左右|内)?"
)

Cells = Callable[[str, str, Span], list[Span]]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, and the year it speaks of."""

    role: str
    year: int | None = None


@kept(512, 24)
def _column(text: str) -> Column | None:
    text = _SIGNS.sub("", text)
    for role, pattern in _ROLES:
        if pattern.fullmatch(text):
            year = _SPOKEN.search(text)
            return Column(role, int(year.group()) if year else None)
    found = column(text)
    return Column(found) if found in UNIT_ROLES or found == "skip" else None


def _header(names: Sequence[str]) -> list[Column]:
    """The columns of a row of headings; empty where it heads no table of indicators."""
    if not 3 <= len(names) <= MOST:
        return []
    columns = [found for name in names if (found := _column(name)) is not None]
    roles = [one.role for one in columns]
    aims = [one for one in columns if one.role in ("value", "year")]
    if len(columns) < len(names) or "metric" not in roles or not aims:
        return []
    sure = {"unit", "baseline"} & set(roles) or len(aims) > 1 or aims[0].year
    if not sure:
        return []
    last = len(roles) - 1 - roles[::-1].index("metric")
    return [
        Column("section") if one.role == "metric" and place != last else one
        for place, one in enumerate(columns)
    ]


def indicator_table(
    given: str, folded: str, lines: list[Span], index: int, cells_of: Cells
) -> tuple[Table, int] | None:
    """The table whose headings open on this line, and the line behind it."""
    text = folded[slice(*lines[index])]
    if len(text) <= 12:
        standing = _standing(folded, lines, index)
        if standing:
            return _read(folded, lines, index, standing, _upright(folded, lines, index, standing))
    if not (" " in text or "|" in text) or not _HINT.search(text):
        return None
    for cut in (cells_of, _words):
        columns = _header([folded[a:b] for a, b in cut(given, folded, lines[index])])
        if columns:
            rows = _beside(given, folded, lines, index, columns, cut)
            return _read(folded, lines, index, columns, rows)
    return None


def _words(given: str, folded: str, span: Span) -> list[Span]:
    return [match.span() for match in _WORD.finditer(folded, *span)]


def _standing(folded: str, lines: list[Span], index: int) -> list[Column]:
    """Headings one below the other."""
    names: list[str] = []
    for start, end in lines[index : index + MOST]:
        if end - start > 16 or _column(folded[start:end]) is None:
            break
        names.append(folded[start:end])
    return _header(names)


Rows = tuple[list[list[Span]], int]


def _beside(
    given: str, folded: str, lines: list[Span], index: int, columns: list[Column], cut: Cells
) -> Rows:
    """Rows whose cells stand side by side, and the line behind the last."""
    rows: list[list[Span]] = []
    here = index + 1
    for place in range(index + 1, len(lines)):
        text = folded[slice(*lines[place])]
        cells = cut(given, folded, lines[place])
        if _RULE.fullmatch(text) or PAGE.match(text) or _header([folded[a:b] for a, b in cells]):
            continue
        full = _full(folded, columns, cells)
        if full:
            rows.append(full)
        elif not PART.match(text):
            break
        here = place + 1
    return rows, here


def _full(folded: str, columns: list[Column], cells: list[Span]) -> list[Span]:
    """The cells of a row, the merged one of its section put in; empty where they do not fit."""
    if len(cells) == len(columns) - 1:
        place = next((i for i, one in enumerate(columns) if one.role == "section"), -1)
        if place >= 0:
            at = cells[0][0]
            cells = [*cells[:place], (at, at), *cells[place:]]
    return cells if len(cells) == len(columns) and _fits(folded, columns, cells) else []


def _fits(folded: str, columns: list[Column], cells: list[Span]) -> bool:
    """Something is measured, and the columns of figures hold no sentences."""
    for one, (start, end) in zip(columns, cells, strict=True):
        text = folded[start:end].strip()
        if one.role == "metric" and not 2 <= len(text) <= 60:
            return False
        if one.role == "no" and text and not NUMBER.match(text):
            return False
        if one.role in ("value", "year", "baseline") and len(text) > 24:
            return False
    return True


def _upright(folded: str, lines: list[Span], index: int, columns: list[Column]) -> Rows:
    """Rows whose cells stand one below the other."""
    rows: list[list[Span]] = []
    width = len(columns)
    here = index + width
    while here + width <= len(lines):
        cells = lines[here : here + width]
        aimed = [
            folded[a:b]
            for one, (a, b) in zip(columns, cells, strict=True)
            if one.role in ("value", "year")
        ]
        if not _fits(folded, columns, cells) or not any(map(FIGURE.fullmatch, aimed)):
            break
        rows.append(cells)
        here += width
    return rows, here


def _read(
    folded: str, lines: list[Span], index: int, columns: list[Column], found: Rows
) -> tuple[Table, int] | None:
    """The table, where most of its rows hold figures; a row that names units is a task as well."""
    rows, here = found
    table = Table(lines[index][0], lines[here - 1][1], [])
    for cells in rows:
        row = Row("")
        measure = Measure((0, 0))
        for one, (start, end) in zip(columns, cells, strict=True):
            text = folded[start:end].strip()
            if one.role in UNIT_ROLES or one.role == "no":
                put(folded, row, one.role, (start, end))
            elif one.role == "metric":
                measure.metric = (start, end)
                put(folded, row, "title", (start, end))
            elif one.role == "unit":
                measure.unit = "" if text in _NONE else text
            elif FIGURE.fullmatch(text):
                measure.cells.append((one.role, one.year, (start, end)))
        if any(role != "baseline" for role, _, _ in measure.cells):
            table.measures.append(measure)
        if any(role in row.cells for role in UNIT_ROLES):
            table.parts.append(row)
    if not table.measures or len(table.measures) * 5 < len(rows) * 3:
        return None
    return table, here
