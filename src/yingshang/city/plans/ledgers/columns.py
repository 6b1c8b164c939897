"""Which row is the heading, and what each column is for: by heading, by memory, by content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from yingshang.city.plans.ledgers.grids import TextGrid
from yingshang.kernel.plantext.entries import column_role, is_date_cell, is_unit_cell

__all__ = ["LEAVE", "NOTE", "ROLES", "Column", "Headed", "find_headings", "heading_key"]

NOTE, LEAVE = "note", "-"
UNITS = ("lead", "responsible", "cooperating")
ROLES = ("no", "section", "title", "body", *UNITS, "deadline", NOTE, LEAVE)
_ONCE = ("no", "section", "title", "deadline")
_LOOKED = 40  # rows in which the heading is sought
_SAMPLED = 200
_LONG = 24  # characters: what is longer is no heading
_PERSONAL = re.compile(
    r"联系人|联络[人员]|责任人|负责人|经办|电话|手机|邮箱|传真|身份证|领导|姓名|签字"
)
_MORE = re.compile(r"目标|指标|措施|举措|内容|要求|标准|任务|成效|成果|做法|事项")
_STATE = re.compile(
    r"进展|进度|完成情况|落实情况|存在|问题|困难|下步|下一步|状态|灯|原因|销号|整改"
)
_BEGINS = re.compile(r"开始|启动|交办|下达|报送|填报|印发|原定|登记|销号")
_ENDS = re.compile(r"完成|截[止至]|办结|时限|期限")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``how``: heading | memory | content | chosen; ``heading`` is '' without one."""

    place: int
    heading: str
    role: str
    how: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet with its columns known; ``first`` is the first row below the headings."""

    grid: TextGrid
    above: int  # rows above the headings
    first: int
    columns: tuple[Column, ...]

    @property
    def roles(self) -> set[str]:
        return {column.role for column in self.columns}


def heading_key(heading: str) -> str:
    """A heading as it is remembered: without blanks, brackets and what stands in them."""
    return re.sub(r"[（(][^（()）]*[)）]|[\s:：*＊]+", "", heading)[:60]


def find_headings(
    grid: TextGrid, remembered: Mapping[str, str], chosen: Mapping[str, str]
) -> Headed | None:
    """The columns of a sheet; None where it is no ledger of tasks. ``chosen`` goes before
    ``remembered``, both by :func:`heading_key` (of a column without heading: its place)."""
    known = {**remembered, **chosen}
    rows = _heading_rows(grid, known)
    if rows is None:
        return _unheaded(grid, known, chosen)
    top, below = rows
    columns = []
    for place in range(grid.width):
        names = _stacked(grid, place, top, below)
        cells = _cells(grid, place, below)
        if not names and not cells:
            continue
        column = _named(place, names, cells, remembered, chosen)
        columns.append(replace(column, sample=_sample(grid, place, below)))
    return _settled(Headed(grid, top, below, tuple(columns)))


def _heading_rows(grid: TextGrid, known: Mapping[str, str]) -> tuple[int, int] | None:
    """(first heading row, first row below): the row that most texts of are headings."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(grid.rows[:_LOOKED]):
        texts = list(dict.fromkeys(text for text in row if text))
        roles = [_said(text, known) for text in texts]
        named = sum(map(bool, roles))
        if named < 2 or named * 2 < len(texts) or not {"title", "body", *UNITS} & set(roles):
            continue
        if best is None or named > best[0]:
            best = (named, number)
    if best is None:
        return None
    top = bottom = best[1]
    while top and _heads_too(grid, top - 1, top, known):
        top -= 1
    while bottom + 1 < len(grid.rows) and _heads_too(grid, bottom + 1, bottom, known):
        bottom += 1
    return top, bottom + 1


def _heads_too(grid: TextGrid, row: int, beside: int, known: Mapping[str, str]) -> bool:
    """Whether a row beside a heading row is one too: its texts are headings, or merged with it."""
    pairs = [(a, b) for a, b in zip(grid.rows[row], grid.rows[beside], strict=False) if a]
    if len({a for a, _b in pairs}) < 2 or any(len(a) > _LONG for a, _b in pairs):
        return False
    return all(a == b or _said(a, known) for a, b in pairs) and any(a != b for a, b in pairs)


def _said(text: str, known: Mapping[str, str]) -> str:
    if len(text) > _LONG:
        return ""
    return known.get(heading_key(text), "") or column_role(text)


def _stacked(grid: TextGrid, place: int, top: int, below: int) -> list[str]:
    """The headings of a column from top to bottom, each once."""
    cells = (row[place] if place < len(row) else "" for row in grid.rows[top:below])
    return list(dict.fromkeys(text.replace("\n", "") for text in cells if text))


def _cells(grid: TextGrid, place: int, below: int) -> list[str]:
    rows = grid.rows[below : below + _SAMPLED]
    return [row[place] for row in rows if place < len(row) and row[place]]


def _named(
    place: int,
    names: Sequence[str],
    cells: Sequence[str],
    remembered: Mapping[str, str],
    chosen: Mapping[str, str],
) -> Column:
    heading = "·".join(names)
    key = heading_key(heading) or str(place)
    found = Column(place, heading, "", "heading")
    if key in chosen:
        return replace(found, role=chosen[key], how="chosen")
    if key in remembered:
        return replace(found, role=remembered[key], how="memory")
    for text in (*reversed(names), "".join(names)):
        role = column_role(text)
        if role and role != "skip":
            return replace(found, role=role)
    return _by_words(found, cells)


def _by_words(found: Column, cells: Sequence[str]) -> Column:
    """A heading that the grammar does not know: people stay out, the rest is weighed."""
    if _PERSONAL.search(found.heading):
        return replace(found, role=LEAVE)
    if _STATE.search(found.heading):
        return replace(found, role=NOTE)
    if _ENDS.search(found.heading) and _mostly(cells, is_date_cell):
        return replace(found, role="deadline")
    if _MORE.search(found.heading):
        return replace(found, role="body")
    if found.heading and column_role(found.heading) == "skip":
        return replace(found, role=NOTE)
    if _mostly(cells, is_unit_cell):
        return replace(found, role="responsible", how="content")
    if _mostly(cells, is_date_cell) and not _BEGINS.search(found.heading):
        return replace(found, role="deadline", how="content")
    return replace(found, role=NOTE, how="heading" if found.heading else "content")


def _sample(grid: TextGrid, place: int, below: int) -> str:
    """What a row of the sheet has there; a heading between the rows is no sample."""
    for row in grid.rows[below : below + _SAMPLED]:
        if row[place] and len(set(filter(None, row))) > 1:
            return row[place][:40]
    return ""


def _mostly(cells: Sequence[str], holds: object) -> bool:
    assert callable(holds)
    return bool(cells) and sum(bool(holds(cell)) for cell in cells) * 3 >= len(cells) * 2


def _settled(headed: Headed) -> Headed:
    """What can stand once stands once; where no column is a task, the longest words are."""
    taken: set[str] = set()
    columns = []
    last = [c.place for c in headed.columns if c.role == "deadline"]
    ends = [c.place for c in headed.columns if c.role == "deadline" and _ENDS.search(c.heading)]
    deadline = (ends or last or [-1])[0]
    for column in headed.columns:
        role = column.role
        if role == "deadline" and column.place != deadline and column.how != "chosen":
            role = NOTE
        if role in taken and role in _ONCE:
            role = "body" if role == "title" else NOTE
        taken.add(role)
        columns.append(replace(column, role=role))
    if not {"title", "body"} & taken:
        columns = _longest(headed, columns)
    return replace(headed, columns=tuple(columns))


def _longest(headed: Headed, columns: list[Column]) -> list[Column]:
    free = [c for c in columns if c.role == NOTE and c.how != "chosen"]
    sizes = {c.place: sum(map(len, _cells(headed.grid, c.place, headed.first))) for c in free}
    if not sizes or not max(sizes.values()):
        return columns
    place = max(sizes, key=lambda one: sizes[one])
    return [replace(c, role="title", how="content") if c.place == place else c for c in columns]


def _unheaded(grid: TextGrid, known: Mapping[str, str], chosen: Mapping[str, str]) -> Headed | None:
    """A sheet without headings that we know: columns by what most of their cells hold."""
    first = next((n for n, row in enumerate(grid.rows) if sum(map(bool, row)) >= 3), None)
    if first is None:
        return None
    roles = _contents(grid, first)
    if not {*UNITS, "deadline"} & set(roles.values()):
        return None
    below = first + _names_columns(grid.rows[first], roles)
    columns = []
    for place, role in roles.items():
        heading = grid.rows[first][place].replace("\n", "") if below > first else ""
        key = heading_key(heading) or str(place)
        how = "chosen" if key in chosen else "memory" if key in known else "content"
        sample = _sample(grid, place, below)
        columns.append(Column(place, heading, known.get(key, role), how, sample))
    return _settled(Headed(grid, first, below, tuple(columns)))


def _contents(grid: TextGrid, first: int) -> dict[int, str]:
    """Columns in order: the first words are the task, of units the first leads where several."""
    found = {
        place: _by_content(cells)
        for place in range(grid.width)
        if (cells := _cells(grid, place, first))
    }
    texts = [place for place, role in found.items() if role == "title"]
    units = [place for place, role in found.items() if role == "lead"]
    found |= dict.fromkeys(texts[1:], "body")
    if len(units) == 1:
        found[units[0]] = "responsible"
    return found | dict(zip(units[1:], ("responsible", "cooperating"), strict=False))


def _names_columns(row: Sequence[str], roles: Mapping[int, str]) -> bool:
    """Whether the first row names the columns: no date and no body where all others have one."""
    days = [is_date_cell(row[place]) for place, role in roles.items() if role == "deadline"]
    units = [is_unit_cell(row[place]) for place, role in roles.items() if role in UNITS]
    told = days or units  # 谁来办 could be a body's name, 何时 is no date
    return bool(told) and not any(told) and all(len(text) <= _LONG for text in row)


def _by_content(cells: Sequence[str]) -> str:
    if _mostly(cells, lambda cell: cell.strip(".、").isdigit()):
        return "no"
    if _mostly(cells, is_date_cell):
        return "deadline"
    if _mostly(cells, is_unit_cell):
        return "lead"
    return "title" if sum(map(len, cells)) >= 6 * len(cells) else NOTE
