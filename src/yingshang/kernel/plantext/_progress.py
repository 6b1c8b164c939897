"""Rows one cell a line whose last column tells how far the work has come, in as many lines as it
takes: what is to be done and whose it is stand before."""

import re

from ._columns import UNIT_ROLES
from ._names import units_all
from ._rows import Row, Span

__all__ = ["comes_again", "progressed"]

_MOST_LINES = 16  # of one row
_ITEM = re.compile(r"\(?(\d{1,2})[.、)]")
_NO_NAME = re.compile(r"[\d。]")
_BODY = 40  # characters of a list of bodies


def comes_again(folded: str, lines: list[Span], here: int, number: str) -> bool:
    """Whether the number of the next row stands alone on one of the next lines."""
    wanted = str(int(number) + 1) if number.isdigit() else ""
    return bool(wanted) and any(
        folded[slice(*span)].strip("().、 ") == wanted
        for span in lines[here + 1 : here + _MOST_LINES]
    )


def progressed(folded: str, row: Row, names: list[str], words: list[Span]) -> bool:
    """Give a row of 「what, who, how far」 its cells; False where it is another kind of row. The
    bodies may be missing: those of the row above are for this one too."""
    if len(names) != 3 or names[0] != "title" or names[-1] != "skip" or names[1] not in UNIT_ROLES:
        return False
    whose = next((place for place in range(1, len(words)) if _bodies(folded, words[place])), 0)
    if whose:
        row.cells["title"], row.cells[names[1]] = words[:whose], [words[whose]]
        return True
    count = 1
    while count < len(words) and _goes_on(folded, words[count - 1], words[count], count):
        count += 1
    row.cells["title"] = words[:count]
    row.reached = (names[1],)
    return True


def _bodies(folded: str, word: Span) -> bool:
    text = folded[slice(*word)]
    return len(text) <= _BODY and _NO_NAME.search(text) is None and units_all(text)


def _goes_on(folded: str, above: Span, word: Span, count: int) -> bool:
    """「1)…;」 and 「2)…。」 are both to be done; 「基本完成。」 is not."""
    item = _ITEM.match(folded, *word)
    return folded[above[1] - 1] == ";" and item is not None and int(item.group(1)) == count + 1
