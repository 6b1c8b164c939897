"""Cells that wrap over lines, one below the other: which lines are of which column."""

import re
from itertools import islice

from ._cells import parted
from ._columns import UNIT_ROLES, dated
from ._listed_down import listed_down
from ._names import units_all
from ._rows import Row, Span

__all__ = ["spread"]

_ENDED = re.compile(
    r"(?:局|委|办|部|厅|署|中心|政府|法院|检察院|公司|银行|[分支]行|会|院|处|所|站|队|区|县"
    r"|海关|社|馆|集团"
    r"|单位|部门|街道|乡镇|镇|市|等)[)\]]?[、,]?$"
)
_STOP = re.compile(r"[、,;:。.]")


def spread(folded: str, row: Row, names: list[str], words: list[Span]) -> None:
    """More lines than columns: weighed as a whole, else told from the right."""
    if listed_down(folded, row, names, words):
        return
    texts = [folded[a:b] for a, b in words]
    kept = [name for name in names if name != "skip"]
    for trial in (names, kept) if "skip" in names[:-1] else (kept,):
        if sizes := parted(texts, trial):
            here = iter(words)
            for name, size in zip(trial, sizes, strict=True):
                cells = [*islice(here, size)]
                if name != "skip":
                    row.cells.setdefault(name, []).extend(cells)
            return
    names = kept
    left = list(words)
    if names and names[-1] == "deadline":
        while len(left) > 1 and (
            dated(folded[slice(*left[-1])])
            or (
                row.cells.get("deadline") is None
                and not units_all(folded[slice(*left[-1])])
                and left[-1][1] - left[-1][0] < 8
            )
        ):
            row.cells.setdefault("deadline", []).insert(0, left.pop())
    units = [name for name in names if name in UNIT_ROLES]
    groups: list[list[Span]] = []
    while len(left) > 1 and (count := _listed(folded, left)):
        groups.insert(0, left[-count:])
        del left[-count:]
    while len(groups) > len(units) > 0:
        behind = groups.pop()
        groups[-1] = [*groups[-1], *behind]
    for name, cells in zip(units, groups, strict=False):
        row.cells[name] = cells
    texts = [name for name in names if name in ("section", "title", "body")] or ["title"]
    place = 0
    for index, cell in enumerate(left):
        role = texts[min(place, len(texts) - 1)]
        row.cells.setdefault(role, []).append(cell)
        if not _wrapped(folded, left, index, role):
            place += 1


def _listed(folded: str, cells: list[Span]) -> int:
    """How many of the last lines are one list of units, wrapped between or within names."""
    most = len(cells) - 1
    for count in range(1, min(most, 3) + 1):
        text = "".join(folded[slice(*cell)].strip() for cell in cells[-count:])
        if _ENDED.search(text) and units_all(text.strip("、,")):
            break
    else:
        return 0
    while count < most:
        before = folded[slice(*cells[-count - 1])].strip()
        goes_on = before.endswith(("、", ","))
        if not goes_on and (
            _ENDED.search(before) or len(before) > 24 or not units_all(before + text)
        ):
            break
        if goes_on and not units_all(before.rstrip("、,")) and not units_all(before + text):
            break
        count, text = count + 1, before + text
    return count


def _wrapped(folded: str, cells: list[Span], index: int, role: str) -> bool:
    """Whether the next line goes on with a title: no longer than it, and a longer one behind."""
    if role == "body" or index + 2 >= len(cells):
        return False
    first, second, third = (folded[slice(*cell)].strip() for cell in cells[index : index + 3])
    if len(first) < 5 or _STOP.search(first) or _STOP.search(second):
        return False
    return len(second) <= len(first) < len(third)
