"""Tables of tasks: cells parted by tabs, strokes or wide gaps, or one cell a line."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ._blocks import blocks, lined
from ._cards import cards
from ._columns import MOST, SAID, UNIT_ROLES, column, dated, header, headings, inferred
from ._forms import forms
from ._indicators import indicator_table
from ._names import units_all
from ._one_card import one_card
from ._placed import placed
from ._reach import fit, grouped, moved, whole_row
from ._rows import (
    NUMBER,
    OUTSIDE,
    PAGE,
    PART,
    SIGNED,
    Row,
    Span,
    Table,
    numbered_within,
    own_number,
    put,
    trimmed,
    wrapped,
)
from ._side_by_side import cells_of, with_empty
from ._strings import strung
from ._two_row_heads import Head, head_of
from ._upright import upright, worded

__all__ = ["Row", "Table", "find_tables"]

# what stands behind a table: 「请各部门于2月28日前…」
_ADDRESSES = re.compile(
    r"请?各(?:级|地|有关|相关|牵头|责任|承办)*(?:部门|单位|县|区|市)[^、]{4,}|注[:1]|备注"
)
_FIRST_CELL = re.compile(r"(?P<cell>[^|\n]{2,12}?) *\|")
# without any of these no line heads a table
_HINT = re.compile(r"单位|部门|科室|处室|股室|时限|时间|指标|\|")
_TRIES = 4  # lines that may stand above the rows and look like them
_PARTS = re.compile("[ |]")
_BARS = re.compile(r"[ |]*\|[ |]*|\t")
_NO_NAME = re.compile(r"以[内上下]|不超过|小时|工作日|[×*]{2}|\d[%天月日年项个]|。.")
_CATALOGUED = re.compile(
    r"(?:索 ?引 ?号|公开(?:方式|范围|时限|形式|类别)|发布(?:单位|机构|日期|时间)|文 ?号"
    r"|发文(?:单位|机关|日期|字号)"
    r"|主题(?:分类|词)|成文日期|有 ?效 ?性|信息(?:分类|名称|来源)|生成日期|标 ?题|名 ?称)[:]?$"
)


def find_tables(given: str, folded: str) -> list[Table]:
    """The tables of tasks of a document, in order."""
    if "\t" not in given and not _HINT.search(folded):
        return []
    lines = _lines(folded)
    tables: list[Table] = []
    index = 0
    given_up = _GivenUp()
    while index < len(lines):
        said = _catalogue(folded, lines, index)
        if said or _prose(folded, lines, index):
            index += said or 1
            continue
        found = indicator_table(given, folded, lines, index, cells_of)
        if found is None and _PARTS.search(folded, *lines[index]):
            found = _parted(given, folded, lines, index, given_up)
        found = found or cards(folded, lines, index) or _upright(folded, lines, index)
        found = found or forms(folded, lines, index) or one_card(given, folded, lines, index)
        if found is None and (run := strung(folded, lines[index])) is not None:
            found = run, index + 1
        if found is None:
            index += 1
            continue
        table, index = found
        rows = [part for part in table.parts if isinstance(part, Row)]
        numbered_within(folded, rows)
        for row in rows:
            if not _sound(folded, row):
                row.headed = False
        if table.measures or rows:
            tables.append(table)
    return tables


def _catalogue(folded: str, lines: list[Span], index: int) -> int:
    """How many lines of a table between strokes say what the site knows of the paper."""
    here = index
    told: list[int] = []
    while here < len(lines) and (first := _FIRST_CELL.match(folded, *lines[here])):
        here += 1
        if _CATALOGUED.match(first["cell"]):
            told.append(here)
    return told[-1] - index if len(told) >= 2 else 0


def _sound(folded: str, row: Row) -> bool:
    """Whether the cells of bodies hold bodies, and the one of dates a date."""
    for role, spans in row.cells.items():
        if role not in UNIT_ROLES and role != "deadline":
            continue
        text = "".join(folded[a:b] for a, b in spans).strip("- /无")
        if role == "deadline":
            sound = dated(text[:24]) or len(text) < 2
        else:
            named = units_all(SAID.sub("", text)) or SAID.search(text) is not None
            sound = not text or (named and _NO_NAME.search(text) is None)
        if not sound:
            return False
    return True


def _prose(folded: str, lines: list[Span], index: int) -> bool:
    """Whether no table can open on a line: long, not parted, no heading, no label right below."""
    start, end = lines[index]
    if end - start <= 24 or _PARTS.search(folded, start, end):
        return False
    for a, b in lines[index + 1 : index + 3]:
        if b - a <= 8:
            return False
    headed = end - start >= 60 and folded.find("序号", start, min(end, start + 120)) >= 0
    return not headed and not column(folded[start:end])


def _upright(folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    """One cell a line; where blank lines part the cells, one may take several."""
    whole = blocks(folded, lines, index)
    if whole is None or (found := upright(*whole, 0)) is None:
        return upright(folded, lines, index)
    table, count = found
    lined(folded, table)
    behind = whole[1][count - 1][1]
    while index < len(lines) and lines[index][0] < behind:
        index += 1
    return table, index


def _lines(folded: str) -> list[Span]:
    edges = [-1, *(m.start() for m in re.finditer("\n", folded)), len(folded)]
    spans = [trimmed(folded, a + 1, b) for a, b in pairwise(edges)]
    return [span for span in spans if span[0] < span[1]]


def _parted(
    given: str, folded: str, lines: list[Span], index: int, given_up: "_GivenUp"
) -> tuple[Table, int] | None:
    cells = cells_of(given, folded, lines[index])
    if len(cells) < 2:
        text = folded[slice(*lines[index])]
        words = [text[a:b] for a, b in headings(text)]
        roles = header(words) if len(words) >= 3 else []
        if not roles:
            return None
        if roles[0] == "no":
            return worded(folded, lines, index, roles)
        return _below_words(given, folded, lines, index, roles)
    head = head_of(given, folded, lines, index, cells)
    if head is not None:
        return _rows(given, folded, lines, index, head)
    if "\t" in given[slice(*lines[index])] or "|" in folded[slice(*lines[index])]:
        return _headless(given, folded, lines, index, given_up)
    return None


def _below_words(
    given: str, folded: str, lines: list[Span], index: int, roles: list[str]
) -> tuple[Table, int] | None:
    """Headings parted by single spaces above rows whose cells stand further apart."""
    near = lines[index + 1 : index + 4]
    if not any(len(cells_of(given, folded, span)) == len(roles) for span in near):
        return None
    places = [start + lines[index][0] for start, _ in headings(folded[slice(*lines[index])])]
    return _rows(given, folded, lines, index, Head(roles, places))


@dataclass(slots=True)
class _GivenUp:
    """Rows without headings that were looked at in vain: up to which line, and how often."""

    line: int = 0
    times: int = 0


def _headless(
    given: str, folded: str, lines: list[Span], index: int, given_up: _GivenUp
) -> tuple[Table, int] | None:
    if index >= given_up.line:
        given_up.times = 0
    elif given_up.times >= _TRIES:
        return None
    rows: list[list[Span]] = []
    here = index
    while here < len(lines):
        cells = cells_of(given, folded, lines[here])
        if len(cells) < 2 or len(cells) > MOST:
            break
        if rows and len(cells) != len(rows[0]) and not _merged(folded, cells, rows[0]):
            break
        rows.append(cells)
        here += 1
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if sum(_CATALOGUED.match(folded, *row[0]) is not None for row in rows) >= 2:
        return None  # what the site says of the paper
    width = min(map(len, rows))
    rows = [row[-width:] for row in rows]
    roles = inferred([[folded[a:b] for a, b in row] for row in rows])
    if not roles:
        given_up.line, given_up.times = here, given_up.times + 1
        return None
    table = Table(lines[index][0], lines[here - 1][1], [])
    for cells in rows:
        row = _row(folded, roles, cells)
        row.headed = False
        if row.cells.get("title") or row.cells.get("body"):
            table.parts.append(row)
    return table, here


def _merged(folded: str, cells: list[Span], first: list[Span]) -> bool:
    """Rows of unlike length are of one table where the longer only name their part before."""
    long, short = (cells, first) if len(cells) > len(first) else (first, cells)
    extra = long[: len(long) - len(short)]
    return len(short) >= 3 and all(PART.match(folded[slice(*cell)]) for cell in extra)


def _rows(given: str, folded: str, lines: list[Span], index: int, head: Head) -> tuple[Table, int]:
    """Rows below a line of headings, until a line that fits no longer."""
    roles, here = head.roles, index + head.rows
    table = Table(lines[index][0], lines[here - 1][1], [])
    heads = {folded[slice(*span)] for span in lines[index:here]}  # on the next page again
    shift = lines[index][0] - (folded.rfind("\n", 0, lines[index][0]) + 1)
    columns = [_wide(folded, lines[index][0], place) + shift for place in head.places]
    while here < len(lines):
        span = lines[here]
        text = folded[span[0] : span[1]]
        tabbed = "\t" in given[max(0, span[0] - 1) : span[1]]
        cells = with_empty(given, folded, span) if tabbed else cells_of(given, folded, span)
        if (
            re.fullmatch(r"[-:| ]+", text)
            or PAGE.match(text)
            or text in heads
            or header([folded[a:b] for a, b in cells])
            or (not table.parts and all(map(column, filter(None, _BARS.split(text)))))
        ):
            here += 1
        elif sum(a < b for a, b in cells) == 1 and PART.match(text):
            table.parts.append(span)
            here += 1
        elif whole := whole_row(folded, span, cells, len(roles), numbered=roles[0] == "no"):
            names = moved(folded, roles, whole)
            row = _row(folded, names, whole)
            row.reached = tuple(role for role in UNIT_ROLES if role in roles and role not in names)
            _append(folded, table, row)
            here += 1
        elif _fits(folded, table, roles, cells, columns, tabbed):
            here += 1
        else:
            break
        table.end = lines[here - 1][1]
    grouped(table)
    return table, here


def _append(folded: str, table: Table, row: Row) -> None:
    """Add a row; one without number and title goes on with the row before (a wrapped cell)."""
    last = next((p for p in reversed(table.parts) if isinstance(p, Row)), None)
    if last is not None and not row.no:
        last.told += row.told
    if last is not None and last.no and not row.no and wrapped(folded, last, row):
        for role, spans in row.cells.items():
            last.cells.setdefault(role, []).extend(spans)
        return
    said = "body" if last is None or "body" in last.cells else "title"
    if row.no or last is None or (row.cells.get("title") and not (last.no and said == "title")):
        table.parts.append(row)
        return
    if row.cells.get(said) and any(row.cells.get(role) for role in UNIT_ROLES):
        if not last.no:
            table.parts.append(row)
            return
        last.apart = True  # the number reaches down to this row too
    for role, spans in row.cells.items():
        last.cells.setdefault(role, []).extend(spans)


def _fits(
    folded: str, table: Table, roles: list[str], cells: list[Span], columns: list[int], tabbed: bool
) -> bool:
    """A line with fewer cells: wrapped ones below their columns, or columns merged at the left."""
    if len(cells) > len(roles) or not cells:
        return False
    if tabbed:
        indented = len(cells) == 2 and cells[0][0] == cells[0][1]  # a paragraph, or one cell
        if len(cells) < 2 or (indented and _outside(folded, cells[1])):
            return False
        first = roles[: len(cells)]
        opened = (
            cells[0][0] == cells[0][1]
        )  # an empty cell opens the line: none is lost at its left
        late = "deadline" in roles and "deadline" not in first and dated(folded[slice(*cells[-1])])
        if not opened and (late or not _numbered(folded, first, cells)):
            first = _lacking(folded, roles, cells)
        row = _row(folded, first, cells)
        bare = not any(role in row.cells for role in UNIT_ROLES)
        if row.no and bare and first == roles[: len(cells)]:  # merged with the cell above
            row.reached = tuple(role for role in UNIT_ROLES if role in roles[len(cells) :])
        _append(folded, table, row)
        return True
    line = folded.rfind("\n", 0, cells[0][0]) + 1
    numbered = bool(NUMBER.match(folded[slice(*cells[0])]))
    row = Row("")
    for cell in cells:
        place = _wide(folded, line, cell[0])
        nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - place))
        put(folded, row, roles[nearest], cell)
    if len(cells) == 1 and _outside(folded, cells[0]) and not _within(folded, row, cells[0]):
        return False
    last = next((p for p in reversed(table.parts) if isinstance(p, Row)), None)
    if numbered or last is None:
        table.parts.append(row)
        return len(cells) >= 2
    for role, spans in row.cells.items():
        last.cells.setdefault(role, []).extend(spans)
    return True


def _lacking(folded: str, roles: list[str], cells: list[Span]) -> list[str]:
    """The columns of a row with too few cells: a numbered one may lack some in its midst, one of a
    table without numbers those at its right; else those at its left are merged with others."""
    first, last = roles[: len(cells)], roles[len(roles) - len(cells) :]
    if roles[0] == "no" and NUMBER.match(folded[slice(*cells[0])]):
        return placed(folded, roles, cells) or last
    named = {*UNIT_ROLES} & set(first) and fit(folded, first, cells)
    return first if roles[0] == "title" and named and not fit(folded, last, cells) else last


def _outside(folded: str, cell: Span) -> bool:
    """Whether words alone on their line stand behind the table: a sentence, a signature, a day."""
    text = folded[slice(*cell)]
    return len(text) > 40 or bool(_ADDRESSES.match(text) or OUTSIDE.match(text))


def _within(folded: str, row: Row, cell: Span) -> bool:
    """Whether a body alone on its line is of its column: no date follows, as on a signature."""
    if not OUTSIDE.match(folded, *cell):
        return False
    behind = folded[cell[1] : cell[1] + 60].strip()
    return any(role in UNIT_ROLES for role in row.cells) and not SIGNED.match(behind)


def _numbered(folded: str, roles: list[str], cells: list[Span]) -> bool:
    """Whether the number stands in its column: then it is the last cells that are empty."""
    if "no" not in roles:
        return False
    return bool(NUMBER.match(folded[slice(*cells[roles.index("no")])])) and fit(
        folded, roles, cells
    )


def _wide(folded: str, start: int, end: int) -> int:
    return sum(1 if char.isascii() else 2 for char in folded[start:end])


def _row(folded: str, roles: list[str], cells: list[Span]) -> Row:
    row = Row("")
    for role, cell in zip(roles, cells, strict=True):
        if role == "title" and "no" not in roles:
            row.no, cell = own_number(folded, cell)
        if role == "body" and "body" in row.cells:
            role = f"stage{90 + len(row.cells)}"  # a column of its own, no wrapped line
        row.grouped = row.grouped or (role == "title" and cell[0] == cell[1])
        if role == "section" and cell[0] < cell[1]:
            row.cells.pop("section", None)  # of two, the nearer
        row.apart = row.apart or (role in UNIT_ROLES and role in row.cells)
        put(folded, row, role, cell)
    return row
