"""Rows of a table whose cells wrap side by side: each line holds a piece of several cells.

「1 建设平台 建成平台,接入 区数据局 区城管局、区公」 / 「1.2万路 安分局」: each line is cut into
runs of its words, one run a column, so that what a column holds reads as what it is for. Ways are
weighed column by column; few are kept, so the time is bounded.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from ._cells import BAD, cost_of, ragged, wide
from ._rows import Span

__all__ = ["woven"]

_MOST_LINES, _MOST_WORDS = 5, 14
_RUN = 4  # words of one cell on one line
_KEPT = 12  # ways kept after each column
Places = tuple[int, ...]


def woven(
    folded: str, lines: Sequence[Sequence[Span]], roles: Sequence[str]
) -> dict[str, list[Span]] | None:
    """The words of each column; None where no way is at all likely."""
    if not 2 <= len(lines) <= _MOST_LINES or max(map(len, lines)) > _MOST_WORDS:
        return None
    if len(lines[0]) < len(roles):
        return None
    words = [[folded[a:b] for a, b in line] for line in lines]
    known: dict[tuple[int, int, int], _Piece] = {}
    ends = tuple(map(len, lines))
    ways: dict[Places, tuple[float, tuple[Places, ...]]] = {(0,) * len(lines): (0.0, ())}
    for order, role in enumerate(roles):
        left = len(roles) - order - 1
        reached: dict[Places, tuple[float, tuple[Places, ...]]] = {}
        for start, (cost, path) in ways.items():
            for end in _runs(start, ends, left):
                whole = cost + _cell(words, known, role, start, end)
                if whole < BAD * 2 and (end not in reached or whole < reached[end][0]):
                    reached[end] = (whole, (*path, end))
        ways = dict(sorted(reached.items(), key=lambda item: item[1][0])[:_KEPT])
    if ends not in ways:
        return None
    found: dict[str, list[Span]] = {}
    start = (0,) * len(lines)
    for role, end in zip(roles, ways[ends][1], strict=True):
        held = [word for line, a, b in zip(lines, start, end, strict=True) for word in line[a:b]]
        found.setdefault(role, []).extend(held)
        start = end
    return found


def _runs(start: Places, ends: Places, left: int) -> Iterator[Places]:
    """Where a column may end on each line: it takes words of the first line, and goes on below."""
    choices = [range(start[0] + 1, min(ends[0] - left, start[0] + _RUN) + 1)]
    for a, b in zip(start[1:], ends[1:], strict=True):
        choices.append(range(b, b + 1) if not left else range(a, min(b, a + _RUN) + 1))
    for end in product(*choices):
        below = True  # the first line always gives words
        for a, b in zip(start, end, strict=True):
            if b > a and not below:
                break  # no line is left out
            below = b > a
        else:
            yield end


_Piece = tuple[str, float, bool]  # of one line: its text, how wide it is, whether it is torn off


def _cell(
    words: Sequence[Sequence[str]],
    known: dict[tuple[int, int, int], _Piece],
    role: str,
    start: Places,
    end: Places,
) -> float:
    """What a cell costs; its pieces are those of many cells, and are looked at once."""
    whole = ""
    sizes: list[float] = []
    several = torn = 0
    for piece in zip(range(len(words)), start, end, strict=True):
        number, a, b = piece
        if b > a:
            if piece not in known:
                line, text = words[number], "".join(words[number][a:b])
                known[piece] = text, wide(text), b < len(line) and _torn(line[b - 1], line[b])
            text, size, off = known[piece]
            whole += text
            sizes.append(size)
            several += b - a - 1
            torn += off
    return cost_of(role, whole) + 0.5 * ragged(sizes) + 0.3 * several + 1.5 * torn


def _torn(last: str, first: str) -> bool:
    """A number and what it counts stand together: 「300 类」."""
    return last[-1].isdigit() and not first[0].isdigit()
