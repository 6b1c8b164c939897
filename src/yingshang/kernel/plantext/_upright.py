"""Tables that lost their shape: one cell a line, or cells parted by single spaces."""

import re
from dataclasses import dataclass, field

from ._columns import MOST, column, dated, header
from ._names import units_all
from ._progress import comes_again
from ._reach import reaching, sections
from ._row_cells import flush, plausible, whole
from ._row_numbers import ANY, NEAR, follows, numbers
from ._rows import NUMBER, OUTSIDE, PAGE, PART, SIGNED, Row, Span, Table
from ._two_row_heads import unfolded

__all__ = ["upright", "worded"]

_WORD = re.compile(r"\S+")
_PART = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、]")
_ALONE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]?$")
_ONE = re.compile(r"\(?1[.、)]?")
_IN_BRACKETS = re.compile(r"\([^()]{1,4}\)")


def worded(
    folded: str, lines: list[Span], index: int, roles: list[str]
) -> tuple[Table, int] | None:
    """Headings parted by single spaces: a row opens with its number, and its lines may wrap."""
    if roles[0] != "no":
        return None
    table = Table(lines[index][0], lines[index][1], [])
    words: list[list[Span]] = []
    names = roles
    number, here = "", index + 1
    while here < len(lines):
        span = lines[here]
        text = folded[span[0] : span[1]]
        pieces = [m.span() for m in _WORD.finditer(folded, *span)]
        first = NUMBER.match(folded[slice(*pieces[0])])
        if PAGE.match(text) or header(text.split(" ")):
            here += 1
            continue
        if first and (not number or int(first.group(1)) == int(number) + 1):
            flush(folded, table, names, number, *_lined(words))
            number, words = first.group(1), [pieces[1:]]
            names = _below_merged(roles, pieces[1][0] - pieces[0][1] - 1 if pieces[1:] else 0)
        elif PART.match(text):
            flush(folded, table, names, number, *_lined(words))
            table.parts.append(span)
            words = []
        elif not number or OUTSIDE.match(text) or (len(pieces) == 1 and len(text) > 60):
            break
        else:
            words.append(pieces)
        here += 1
        table.end = span[1]
    flush(folded, table, names, number, *_lined(words))
    return table, here


def _lined(lines: list[list[Span]]) -> tuple[list[Span], list[list[Span]]]:
    """The words of a row, and by lines."""
    return [word for line in lines for word in line], [line for line in lines if line]


def _below_merged(roles: list[str], empty: int) -> list[str]:
    """The columns of a row whose first cells are empty: they go on with the row above."""
    left = roles[1:]
    while empty > 0 and left[0] in ("section", "title") and {"title", "body"} & set(left[1:]):
        left, empty = left[1:], empty - 1
    if "title" not in left:
        left[left.index("body")] = "title"
    return [roles[0], *left]


def upright(folded: str, lines: list[Span], index: int) -> tuple[Table, int] | None:
    """One cell a line, below headings that stand so too."""
    roles, here = _standing(folded, lines, index)
    if not roles:
        return None
    table = Table(lines[index][0], lines[here - 1][1], [])
    sectioned = roles[:2] == ["section", "no"]
    roles, parted = _without_parts(folded, lines, here, roles)
    rows = _Rows(folded, lines, table, roles, parted, sectioned)
    while here < len(lines):
        again, behind = _standing(folded, lines, here)
        if again:
            here = behind
        elif PAGE.match(folded, *lines[here]):
            here += 1
        elif step := rows.take(here):
            here += step
        else:
            break
    rows.close()
    sections(folded, table)
    if sectioned:  # merged cells at the left, and at the right
        reaching(table, roles)
    return table, here


@dataclass(slots=True)
class _Rows:
    """The rows of a table with one cell a line, as its lines are taken."""

    folded: str
    lines: list[Span]
    table: Table
    roles: list[str]
    parted: bool
    sectioned: bool
    number: str = ""
    words: list[Span] = field(default_factory=list)
    apart: bool = False  # between the name of a part and its first row
    below: bool = False  # the name of a part, another may follow

    def close(self) -> None:
        """End the row that is open."""
        flush(self.folded, self.table, self.roles, self.number, self.words)
        self.words = []

    def _part(self, span: Span) -> None:
        self.close()
        self.table.parts.append(span)

    def take(self, here: int) -> int:
        """How many lines from this one are of the table; 0 where it ends before."""
        folded, table, numbered = self.folded, self.table, self.roles[0] == "no"
        span = self.lines[here]
        text = folded[slice(*span)]
        first = NUMBER.match(text)
        if _ALONE.match(text) and here + 1 < len(self.lines) and not first:
            self._part((span[0], self.lines[here + 1][1]))
            self.apart = numbered
            return 2
        if self.apart and not first and table.parts and not isinstance(table.parts[-1], Row):
            table.parts[-1] = table.parts[-1][0], span[1]
            return 1
        self.apart = False
        if numbered and not self.number and _opens_soon(folded, self.lines, here):
            table.parts.append(span)
            return 1
        if not self._cell(here, span, first.group(1) if first else ""):
            return 0
        table.end = span[1]
        return 1

    def _cell(self, here: int, span: Span, first: str) -> bool:
        """Take a line as the name of a part, a number or a cell; False where it is none."""
        folded, roles, lines = self.folded, self.roles, self.lines
        numbered, full = roles[0] == "no", len(self.words) >= len(roles) - 1
        if (
            not numbered
            and not len(self.words) % len(roles)
            and _titles(folded, lines, here, roles)
        ):
            self.close()
            self.words = [span]
        elif self._names(here, full):
            self._part(span)
            self.below = True
        elif numbered and first and follows(first, self.number, self._gap(full)):
            self.close()
            self.number, self.below = first, False
        elif (numbered and not self.number) or _over(
            folded, roles, self.words, lines, here, self.number
        ):
            return False
        else:
            if not numbered and len(self.words) == len(roles):
                self.close()
            self.words.append(span)
        return True

    def _gap(self, full: bool) -> int:
        """How many numbers may be missing before the next row: of a part that is cut short."""
        if self.words:
            return ANY if whole(self.folded, self.roles[1:], self.words) else NEAR * full
        parts = self.table.parts
        return ANY if self.number and parts and isinstance(parts[-1], tuple) else NEAR * full

    def _names(self, here: int, full: bool) -> bool:
        """Whether a line names the part that the next rows are of."""
        follows = self.sectioned and (self.words or self.below)
        if follows and _names_part(self.folded, self.lines, here, self.number):
            return True
        if self.words and not full:
            return False
        marked = PART.match(self.folded, *self.lines[here])
        counted = self.parted and numbers(self.folded, self.lines, here + 1, self.number)
        return bool(marked or counted)


def _names_part(folded: str, lines: list[Span], here: int, number: str) -> bool:
    """Whether one or two short lines stand before the next number: the name of a part, no body."""
    for place in (here, here + 1):
        text = folded[slice(*lines[place])] if place < len(lines) else ""
        if not 2 <= len(text) <= 40 or "。" in text or units_all(text) or NUMBER.match(text):
            return False
        if numbers(folded, lines, place + 1, number):
            return True
    return False


def _without_parts(
    folded: str, lines: list[Span], here: int, roles: list[str]
) -> tuple[list[str], bool]:
    """The columns below the name of a part that stands above its rows; whether numbers tell it:
    「工作任务 | 具体要求 | …」 above 「公开信息 | 1 | 公开预算 | …」."""
    if roles[:2] == ["section", "no"]:
        return roles[1:], False
    if roles[:2] == ["title", "body"] and numbers(folded, lines, here + 1, "0"):
        return ["no", "title", *roles[2:]], True
    return roles, False


def _titles(folded: str, lines: list[Span], here: int, roles: list[str]) -> bool:
    """Whether a marked line is the title of a row: the next such stands one row further down."""
    if roles[0] != "title" or not PART.match(folded, *lines[here]):
        return False
    marked = [PART.match(folded, *span) is not None for span in lines[here : here + len(roles) + 1]]
    return sum(marked[1:-1]) == 0 and (len(marked) <= len(roles) or marked[-1])


def _opens_soon(folded: str, lines: list[Span], here: int) -> bool:
    """Whether a line is the heading of a part above the first row."""
    size = lines[here][1] - lines[here][0]
    if here + 1 >= len(lines) or not 4 <= size <= (
        120 if _PART.match(folded, *lines[here]) else 40
    ):
        return False
    behind = [folded[slice(*span)] for span in lines[here + 1 : here + 4]]
    return any(_ONE.fullmatch(text) for text in behind)


def _standing(folded: str, lines: list[Span], index: int) -> tuple[list[str], int]:
    """Headings of columns one below the other: their roles, and the line behind them."""
    names: list[str] = []
    here = index
    start, end = lines[here]
    if end - start > 6 and not column(folded[start:end]):  # most lines: no heading, nor half of one
        return [], index
    while here < len(lines) and len(names) <= MOST:
        text = folded[slice(*lines[here])]
        behind = folded[slice(*lines[here + 1])] if here + 1 < len(lines) else ""
        if _broken(text, behind):  # 「序 / 号」, 「完成 / 时限」
            text, here = text + behind, here + 1
        if not column(text) and not _unknown(folded, lines, here, names):
            break
        names.append(text)
        here += 1
    return (header(unfolded(names)), here) if len(names) >= 3 else ([], index)


def _unknown(folded: str, lines: list[Span], here: int, names: list[str]) -> bool:
    """Whether a short line between headings is one too, of a column that nobody knows."""
    start, end = lines[here]
    if not 2 <= end - start <= 6 or len(names) < 1 or here + 2 >= len(lines):
        return False
    if NUMBER.match(folded[start:end]) or not all(map(column, names)):
        return False
    behind = [folded[slice(*span)] for span in lines[here + 1 : here + 3]]
    return all(map(column, behind)) and column(names[0]) == "no"


def _broken(text: str, behind: str) -> bool:
    """Whether two lines are one heading of a column."""
    if len(text) > 6 or len(behind) > 6 or NUMBER.match(text) or not column(text + behind):
        return False
    if _IN_BRACKETS.fullmatch(behind) or {text, behind} == {"资金", "来源"}:
        return True  # 「总投资 / (万元)」
    if not column(text):
        return True  # 「市政府 / 分管领导」
    if len(text) > 4 or len(behind) > 4:
        return False
    return len(text) == 1 or not (column(text) or NUMBER.match(behind))


def _over(
    folded: str, roles: list[str], words: list[Span], lines: list[Span], here: int, number: str
) -> bool:
    """Whether a line stands behind the table: the row is full and this is no cell of it."""
    numbered = roles[0] == "no"
    text = folded[slice(*lines[here])]
    if len(words) < len(roles) - numbered:
        return False
    if roles[-1] == "skip" and comes_again(folded, lines, here, number):
        return False
    if not numbered:
        listed = [folded[a:b] for a, b in words]
        return OUTSIDE.match(text) is not None or not plausible(roles, listed)
    if len(text) > 30 or len(words) >= 6 * len(roles):
        return True
    if not OUTSIDE.match(text):
        return False
    # 「市住建局」 is a cell of its row as long as the last column is open: a date, or more bodies
    behind = folded[slice(*lines[here + 1])] if here + 1 < len(lines) else ""
    if roles[-1] == "deadline":
        return dated(folded[slice(*words[-1])]) or not (dated(text) or units_all(text))
    joined = folded[slice(*words[-1])] + text
    return bool(SIGNED.match(behind)) or not (units_all(text) or units_all(joined))
