"""Rows that somebody already cut into cells (a unit's own spreadsheet): each cell is read as the
same cell of a table in a paper would be, by the same grammar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ._columns import column, dated
from ._doubts import confidence_of
from ._model import Task
from ._names import units_all
from ._outline import Node
from ._repair import repair
from ._tasks import Reading, read_tasks
from ._text import Flat, fold
from ._unit_rules import rules_of

__all__ = ["CELLS", "Entry", "column_role", "is_date_cell", "is_unit_cell", "read_entries"]

Span = tuple[int, int]
CELLS = ("title", "body", "lead", "responsible", "cooperating", "deadline")
"""Roles of the cells that are read; what else a row holds is kept as words."""
_OF_PAPERS = ("numbering-broken", "number-lost", "table-without-heading", "ocr-repaired")
# a sheet is no scan, and its numbers are its owner's business


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: ``span`` is all of it, ``cells`` the stretches of each cell by its role."""

    span: Span
    cells: Mapping[str, Sequence[Span]]
    no: str = ""
    section: str = ""
    doubts: tuple[str, ...] = field(default=())


def column_role(heading: str) -> str:
    """What a column is for, by its heading; '' where the heading says nothing."""
    return column(fold(heading))


def is_date_cell(text: str) -> bool:
    """Whether a cell tells by when."""
    return dated(fold(text))


def is_unit_cell(text: str) -> bool:
    """Whether a cell is a list of bodies."""
    return len(text) >= 3 and units_all(fold(text))


def read_entries(given: str, entries: Sequence[Entry], year: int | None) -> tuple[Task, ...]:
    """One task for each entry, in order. Offsets are characters of ``given``."""
    folded, repaired = repair(fold(given))
    root = Node(0, "", "")
    root.children = [_node(folded, entry, root) for entry in entries]
    reading = Reading(given, year, rules_of(folded), repaired, Flat.join([]))
    tasks = read_tasks(root.children, root, reading)
    return tuple(_placed(task, entry, given) for task, entry in zip(tasks, entries, strict=True))


def _node(folded: str, entry: Entry, root: Node) -> Node:
    cells = {role: Flat.of(folded, spans) for role, spans in entry.cells.items() if spans}
    words = Flat.join([cells[role] for role in ("title", "body") if role in cells])
    return Node(1, entry.no, "", [words], parent=root, cells=cells)


def _placed(task: Task, entry: Entry, given: str) -> Task:
    codes = tuple(code for code in task.doubts if code not in _OF_PAPERS)
    start, end = entry.span
    return replace(
        task,
        section=entry.section,
        text=given[start:end],
        span=entry.span,
        confidence=round(confidence_of(codes) * (0.8 if entry.doubts else 1), 2),
        doubts=(*codes, *entry.doubts),
    )
