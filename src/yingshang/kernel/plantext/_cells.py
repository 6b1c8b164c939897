"""Cells that wrap over lines, one below the other: where each column of a row begins and ends.

Every way to part the lines among the columns is weighed (a table of columns by lines, so the time
is bounded): a column of units must read as a list of bodies, a date as a date, and the lines of
one cell but its last are of one width.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ._columns import UNIT_ROLES, dated
from ._names import units_all

__all__ = ["BAD", "cost_of", "parted", "ragged", "wide"]

_MOST_LINES = 30
_LONGEST = 12  # lines of one cell
_WHOLE = re.compile(
    r"(?:局|委|办|部|厅|署|中心|政府|法院|检察院|公司|银行|[分支]行|会|院|处|所|站|队|区|县"
    r"|海关|社|馆|集团"
    r"|单位|部门|街道|乡镇|镇|市|等|联|电力)(?:\([^()]*\))?$"
)
_OPENS = re.compile(r"[市区县省州各国团人中海]|[\u4e00-\u9fff]{2,3}(?:市|县|区|省|海关)")
# with what the names above end
_LAST = frozenset("局委办部厅署心府院司行会处所站队区县关社馆团位门道镇市等联力)")
_MAY_END = _LAST | set("-/无")
_ON = (",", "、", "的", "由")  # with what a text goes on
_ON_BODY = (",", "、", "由", "至", "到")
_CLOSED = re.compile(r"[^市区县旗州]\)[\u4e00-\u9fff]")
_ASIDE = re.compile(r"\([^()]*\)")
_PARTS = re.compile("[、,;]")
_NO_NAME = re.compile(r"\d|。")
BAD = 8.0
_LIMITS = (1.0, 4.0, BAD * 2)  # most rows are plain: their ways are few
Span = tuple[int, int]


def parted(lines: Sequence[str], roles: Sequence[str]) -> list[int] | None:
    """How many lines each column takes; None where no way is at all likely."""
    count, columns = len(lines), len(roles)
    if not columns <= count <= _MOST_LINES:
        return None
    texts = [line.strip() for line in lines]
    sizes = [wide(line) for line in lines]
    wrapped = _Wrapped(texts, sizes)
    for limit in _LIMITS:
        parts = _way(wrapped, roles, limit)
        if parts:
            return parts
    return None


@dataclass(slots=True)
class _Wrapped:
    """The lines of one row, how wide they are, and how uneven those of a cell are."""

    texts: list[str]
    sizes: list[float]
    uneven: dict[Span, float] = field(default_factory=dict)


Ways = dict[int, tuple[float, int]]  # up to which line: what it costs, where the column begins


def _way(lines: _Wrapped, roles: Sequence[str], limit: float) -> list[int] | None:
    """The way that costs least, where it costs less than ``limit``.

    Costs only grow, so no such way leads over what costs more: those are not gone on from. Below
    the last limit, where two ways cost the same, none is answered: all of them must be seen.
    """
    count, columns = len(lines.texts), len(roles)
    best: list[Ways] = [{0: (0.0, 0)}]
    alike: list[set[int]] = [set()]
    for column, role in enumerate(roles):
        same: set[int] = set()
        best.append(_further(lines, role, best[-1], columns - column - 1, limit, same))
        alike.append(same)
    if count not in best[-1] or best[-1][count][0] >= limit:
        return None
    parts: list[int] = []
    end = count
    for column in range(columns, 0, -1):
        if limit != _LIMITS[-1] and end in alike[column]:
            return None
        start = best[column][end][1]
        parts.insert(0, end - start)
        end = start
    return parts


def _further(
    lines: _Wrapped, role: str, before: Ways, left: int, limit: float, same: set[int]
) -> Ways:
    """The ways over one more column; ``same`` takes up where two of them cost the same."""
    texts, sizes, uneven = lines.texts, lines.sizes, lines.uneven
    count, units, last = len(texts), role in UNIT_ROLES, limit == _LIMITS[-1]
    reached: Ways = {}
    for start, (cost, _) in before.items():
        if cost >= limit:
            continue
        first = start + 1 if left else max(start + 1, count)  # the last takes all that is left
        for end in range(first, min(count - left, start + _LONGEST) + 1):
            cell = start, end
            if cell not in uneven:
                uneven[cell] = ragged(sizes[start:end])
            least = cost + uneven[cell]
            if least >= limit:
                continue
            known = reached.get(end)
            if known is not None and known[0] <= least:
                if known[0] == least:
                    same.add(end)
                continue
            if units and not last and texts[end - 1][-1:] not in _MAY_END:
                continue
            text = "".join(texts[start:end])
            if not last and not units and least + _least(role, text) >= limit:
                continue
            bodies = 0.0
            if not units and end > start + 1:  # a line that is a body belongs to bodies
                bodies = 3.0 * sum([_is_body(line) for line in texts[start + 1 : end]])
                if not last and least + bodies >= limit:
                    continue
            whole = least + (_as_units(text) if units else cost_of(role, text)) + bodies
            if whole >= limit and not last:
                continue
            if known is None or whole < known[0]:
                reached[end] = (whole, start)
                same.discard(end)
            elif whole == known[0]:
                same.add(end)
    return reached


def _least(role: str, text: str) -> float:
    """What a text in a column costs at least, told at a glance (see ``cost_of``)."""
    if role == "title":
        return 1.0 * (len(text) > 30) + 1.5 * ("," in text) + 2.0 * text.endswith(_ON)
    if role == "body":
        return 1.0 * (len(text) < 8) + 2.0 * text.endswith(_ON_BODY)
    return 0.0


def _is_body(line: str) -> bool:
    return len(line) <= 14 and units_all(line, strict=True)


@lru_cache(maxsize=4096)
def cost_of(role: str, text: str) -> float:
    """How little a text reads as what a column holds."""
    cost = 0.0
    if role in UNIT_ROLES:
        return _as_units(text)
    if role == "deadline":
        return 0.0 if dated(text) else BAD
    if dated(text):
        cost += 3.0
    if _whole(text):
        cost += 3.0
    if role == "title":
        cost += 1.0 * (len(text) > 30) + 2.0 * ("。" in text[:-1]) + 1.5 * ("," in text)
        cost += 2.0 * text.endswith(_ON)
    if role == "body":
        cost += 2.0 * text.endswith(_ON_BODY) + 1.0 * (len(text) < 8)
    return cost


def ragged(sizes: list[float]) -> float:
    """How little lines of these widths look like those of one cell: they fill it but for the
    last, which is no longer."""
    if len(sizes) < 2:
        return 0.0
    above = sizes[:-1]
    full = max(above)
    cost = 0.0
    if full - min(above) > 1:
        for size in above:
            if full - size > 1:
                cost += min(2.5, (full - size) * 0.8)
    return cost + (2.5 if sizes[-1] > full + 1 else 0.0) + 0.1 * len(sizes)


def wide(text: str) -> float:
    """The width of a text in whole characters."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


@lru_cache(maxsize=4096)
def _as_units(text: str) -> float:
    if text in ("-", "/", "无", "--"):
        return 0.5
    if not _whole(text):
        return BAD
    if text.count("(") != text.count(")"):
        return BAD
    if "(" in text:
        if text.startswith("(") or _CLOSED.search(text):
            return BAD * 0.7
        pieces = _PARTS.split(_ASIDE.sub("", text))
    else:
        pieces = _PARTS.split(text)
    strange = sum([not _OPENS.match(piece) for piece in pieces if piece])
    long = sum([len(piece) > 14 for piece in pieces])
    return 1.5 * strange + 2.0 * long + 2.0 * bool(_NO_NAME.search(text))


def _whole(text: str) -> bool:
    """Whether a text ends as a name of a body does, and is a list of bodies."""
    return text[-1:] in _LAST and _WHOLE.search(text) is not None and units_all(text)
