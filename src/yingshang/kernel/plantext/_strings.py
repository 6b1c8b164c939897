"""A table whose cells ran together: 「序号项目名称主要内容牵头单位配合单位1…。市住建局市财政局2…」.

Rows are told by their numbers, columns from the right: a date, the bodies, and what is to be done.
"""

import re
from functools import lru_cache
from itertools import pairwise

from ._columns import UNIT_ROLES, column, header
from ._names import units_all
from ._rows import Row, Span, Table
from ._units_of_measure import UNIT

__all__ = ["strung"]

_LONGEST = 8  # characters of a heading
_TWO = re.compile(
    r"(?:单位|部门|[时期]限|时间|领导|名称).|^(?:牵头|责任|配合|单位|部门|项目|工程)$"
)
_NEXT = re.compile(r"[\u4e00-\u9fff“《\"]")
_MEASURE = re.compile(rf"(?:{UNIT}|个|年|月|日|号|[.、)])")
_WHEN = re.compile(
    r"(?:(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|[底末]|份)?(?:之?前)?"
    r"|(?:(?:19|20)\d\d年)?(?:年底|[上下]半年|第?[一二三四]季度)前?|长期(?:坚持)?|全年|持续推进)$"
)
# one name ends and the next begins
_EDGE = re.compile(
    r"[局心府会处司院关行道区委办厅)]"
    r"(?:(?<=局)(?=[^、,和及与等(])|(?<=中心)(?=[^、,和及与等(支])|(?<=政府)(?=[^、,和及与等(办])"
    r"|(?<=[会处司院关行)])(?=[市县区省州各国经高])|(?<=公司)(?=[^、,和及与等(])"
    r"|(?<=[道区委办厅])(?=[市县各省国经高](?!政|属|级)))"
)
_TITLE = re.compile(r".{4,20}?(?:工程|项目|行动|活动|计划|改革)(?=[\u4e00-\u9fff])")


def strung(folded: str, span: Span) -> Table | None:
    """The rows of a line that opens a table without any mark between its cells."""
    start, end = span
    if end - start < 60:
        return None
    opens = folded.find("序号", start, min(end, start + 120))
    if opens < 0:
        return None
    found = _headings(folded[opens : opens + 90])
    if not found:
        return None
    roles, size = found
    table = Table(start, end, [])
    for number, piece in _pieces(folded, opens + size, end):
        row = _row(folded, roles, number, piece)
        if row is not None:
            table.parts.append(row)
    named = sum(
        any(role in part.cells for role in UNIT_ROLES)
        for part in table.parts
        if isinstance(part, Row)
    )
    return table if len(table.parts) >= 2 and named * 2 > len(table.parts) else None


@lru_cache(maxsize=64)
def _headings(text: str) -> tuple[tuple[str, ...], int] | None:
    """The columns whose names stand at the head of a text, up to the number of the first row."""
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for place in range(len(text)):
        if place not in ways or len(ways[place]) > 11:
            continue
        if (
            text[place : place + 1] == "1"
            and len(ways[place]) >= 4
            and _NEXT.match(text, place + 1)
        ):
            names = header(list(ways[place]))
            return (tuple(names), place) if names and names[0] == "no" else None
        for size in range(2, _LONGEST + 1):
            name = text[place : place + size]
            fewer = len(ways[place]) + 1 < len(ways.get(place + size, range(99)))
            if len(name) == size and fewer and not _TWO.search(name) and column(name):
                ways[place + size] = (*ways[place], name)
    return None


def _pieces(folded: str, start: int, end: int) -> list[tuple[str, Span]]:
    """What stands between the numbers of the rows, counted up from 1."""
    marks: list[tuple[int, int]] = []
    number, here = 1, start
    while (place := _find(folded, str(number), here, end)) >= 0:
        marks.append((place, place + len(str(number))))
        number, here = number + 1, place + len(str(number))
    edges = [place for place, _ in marks[1:]] + [end]
    return [
        (str(n), (mark[1], edge))
        for n, (mark, edge) in enumerate(zip(marks, edges, strict=True), 1)
    ]


def _find(folded: str, number: str, start: int, end: int) -> int:
    place = folded.find(number, start, end)
    while place >= 0:
        before, behind = folded[place - 1 : place], place + len(number)
        if (
            not (before.isascii() and before.isalnum())
            and before not in "第.、,,及和或到至-"
            and _NEXT.match(folded, behind)
            and not _MEASURE.match(folded, behind)
        ):
            return place
        place = folded.find(number, place + 1, end)
    return -1


def _row(folded: str, roles: tuple[str, ...], number: str, span: Span) -> Row | None:
    start, end = span
    row = Row(number, headed=False, apart=True)
    units = [role for role in roles if role in UNIT_ROLES]
    if "deadline" in roles:
        when = _WHEN.search(folded, start, end)
        if when:
            row.cells["deadline"] = [when.span()]
            end = when.start()
    stop = folded.rfind("。", start, end) + 1
    if not start < stop < end:
        row.cells["title"] = [(start, end)]
        return row if end - start >= 4 else None
    led = "skip" in roles[: roles.index(units[0])] if units else False
    tail = _without_leader(folded, stop, end) if led else stop
    names = _names(folded, tail, end)
    if names and units:
        row.cells[units[0]] = names[:1] if len(units) > 1 else names
        if len(units) > 1 and names[1:]:
            row.cells[units[-1]] = names[1:]
    title = _TITLE.match(folded, start, min(start + 24, stop))
    cut = title.end() if title else start
    if cut > start:
        row.cells["title"] = [(start, cut)]
    row.cells["body" if cut > start else "title"] = [(cut, stop)]
    return row


def _without_leader(folded: str, start: int, end: int) -> int:
    """「何海平教育局」: a name of three or two characters stands before the bodies."""
    for size in (3, 2):
        first = re.match(
            r"[\u4e00-\u9fff]{2,14}?(?:局|委|办|中心|政府|公司|处|会|院)",
            folded[start + size : end],
        )
        if first and len(first.group()) >= 3 and units_all(first.group()):
            return start + size
    return start


def _names(folded: str, start: int, end: int) -> list[Span]:
    """The bodies, parted where one name ends and the next begins."""
    edges = [start, *(m.end() for m in _EDGE.finditer(folded, start, end)), end]
    spans = [(a, b) for a, b in pairwise(edges) if b > a]
    return spans if spans and all(units_all(folded[a:b]) for a, b in spans) else []
