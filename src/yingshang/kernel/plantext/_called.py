"""What each figure of a row is called, what narrows it, by when it is due, where it starts from."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ._apart import apart, mixed, split
from ._deadlines import By
from ._mask import ASIDE, DATE
from ._metrics import named, scope_of, subject_of
from ._scan import Figure

__all__ = ["Called", "day_in_row", "days_of_each", "in_row", "list_ends", "row_of"]

_LINKED = re.compile(r"(?:环节|材料|步骤|事项)?(?:以内|以上|左右)?[、和及与]")
_BESIDE = re.compile(rf"[、和及与,{DATE}\s]*")
_FOR_EACH = re.compile(rf"前?[{DATE}]*各")
_EACH = "分别"


@dataclass(slots=True)
class Called:
    """What is measured, what narrows it, and whether it is told which of a row is whose."""

    names: list[str]
    scope: str | None
    sure: bool = True


def list_ends(figures: list[Figure], index: int) -> tuple[Figure, Figure]:
    """The first and the last figure of the list that one stands in."""
    first = index - figures[index].chain
    last = index
    while last + 1 < len(figures) and figures[last + 1].chain == figures[last].chain + 1:
        last += 1
    return figures[max(0, first)], figures[last]


def row_of(figures: list[Figure], index: int, work: str) -> list[Figure]:
    """The figures of one list; where 分别 parts them they may be of more sorts than one."""
    first, last = index, index + 1
    while first and _linked(figures[first - 1], figures[first], work):
        first -= 1
    while last < len(figures) and _linked(figures[last - 1], figures[last], work):
        last += 1
    row = figures[first:last]
    if len({figure.kind for figure in row}) > 1 and _EACH not in row[0].left:
        return [figure for figure in row if figure.kind == figures[index].kind]
    return row


def _linked(before: Figure, figure: Figure, work: str) -> bool:
    if before.clause != figure.clause:
        return False
    if figure.chain:
        return True
    between = work[before.end : figure.start].replace(ASIDE, "").strip()
    return _LINKED.fullmatch(between) is not None


def in_row(called: Called, subject: str, thing: str, row: list[Figure], place: int) -> Called:
    """「A、B分别为x、y」: the name of the one figure."""
    names, scope, figure = called.names, called.scope, row[place]
    told, _, done = subject.removeprefix(_EACH).partition(_EACH)
    whose = subject_of(told)
    one_sort = len({one.kind for one in row}) == 1
    parts = [] if one_sort and mixed(split(whose, len(row))) else apart(whose, len(row))
    if parts:
        part = parts[place]
        what = subject_of(done) if done else ""
        if figure.kind == "count" and thing.startswith(names[0]):
            what = names[0]  # 「A区、B区分别新建3座、5座充电站」
        if what:
            return Called([what], part.scope or part.metric)
        return Called([named(part.metric)], part.scope or scope_of(part.metric, ""))
    apart_anyhow = len(names) == len(row)
    if apart_anyhow and not mixed(names):
        return Called([names[place]], scope)
    same = len({one.unit for one in row}) == 1 or _EACH in subject
    name = names[place] if apart_anyhow else names[0]
    return Called([name], None if same else scope, sure=not same)


def days_of_each(figure: Figure, said: list[By], work: str) -> list[date | None]:
    """「6月底、12月底前各1次」: so many by each day; empty where one day is told, or none."""
    upto = bisect_right(said, figure.start, key=lambda one: one.start)
    if upto < 2 or not _FOR_EACH.match(work, said[upto - 1].end, figure.start):
        return []
    days = [said[upto - 1]]
    for one in reversed(said[: upto - 1]):
        if one.start < figure.sentence[0] or not _BESIDE.fullmatch(work, one.end, days[0].start):
            break
        days.insert(0, one)
    return [one.day for one in days] if len(days) > 1 else []


def day_in_row(row: list[Figure], place: int, said: list[By], work: str) -> date | None:
    """「2026年、2027年分别达到x、y」: as many days as figures, one beside the other."""
    first = row[0]
    upto = bisect_right(said, first.start, key=lambda one: one.start)
    days = said[max(0, upto - len(row)) : upto]
    if len(row) < 2 or len(days) < len(row) or days[0].start < first.sentence[0]:
        return None
    for one, other in pairwise(days):
        if not _BESIDE.fullmatch(work, one.end, other.start):
            return None
    return days[place].day
