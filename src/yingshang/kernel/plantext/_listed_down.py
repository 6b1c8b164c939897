"""Rows one cell a line whose bodies stand each on a line of its own, one below the other."""

import re
from itertools import islice

from ._cells import BAD, cost_of, parted
from ._columns import UNIT_ROLES
from ._rows import Row, Span, put

__all__ = ["listed_down"]

_NAME = re.compile(r"[\u4e00-\u9fff()]{2,16}")
_ASIDE = re.compile(r"\([\u4e00-\u9fff、]+\)")  # 「(市口岸办)」 goes on with the name above
_BY = re.compile(r"(?:[一二三四1-4]季度|[上下]半年|(?:\d{1,2}月|年)[底末]?前?|20\d\d年|全年|长期)")
# 「清理居委会」 is the second line of what is to be done
_ACTS = re.compile(
    r"(?:清理|推进|推动|推行|完善|优化|规范|加强|开展|深化|提升|支持|打造|设立|成立|整合|健全|改造|新建|组建"
    r"|建设(?!局|厅|委|部|集团|银行|管理|交通|和|与))"
)
_NARROW = 8  # characters of a line of a narrow column
_FEWEST = 2  # names below one another


def listed_down(folded: str, row: Row, names: list[str], words: list[Span]) -> bool:
    """Give a row its cells where a list of names stands in its midst; False where none does. Of
    two columns of bodies the first has one: who leads is one, who helps are many."""
    texts = [folded[slice(*word)].strip() for word in words]
    units = [place for place, name in enumerate(names) if name in UNIT_ROLES]
    if not 1 <= len(units) <= 2 or units[-1] - units[0] >= 2 or not units[0]:
        return False
    start, end = _run(texts, units[0])
    before, behind = names[: units[0]], names[units[-1] + 1 :]
    if end - start < _FEWEST or "skip" in before or behind not in ([], ["deadline"]):
        return False
    sizes = _above(texts[:start], before)
    if sizes is None or (end < len(texts) and not behind):
        return False
    left = iter(words)
    for name, size in zip(before, sizes, strict=True):
        row.cells[name] = [*islice(left, size)]
    bodies = _whole(folded, words[start:end])
    if len(units) == 2:
        row.cells[names[units[0]]] = [bodies.pop(0)]
    if bodies:
        row.cells[names[units[-1]]] = bodies
    row.apart = True
    for word in words[end:]:
        put(folded, row, "deadline", word)
    return True


def _above(texts: list[str], names: list[str]) -> list[int] | None:
    """How many lines each column before the names takes: a title wraps only where it is narrow."""
    if len(names) == 1:
        return [len(texts)]
    if names != ["title", "body"]:
        return parted(texts, names)
    title = 1
    while title < len(texts) - 1 and len(texts[title]) <= _NARROW >= len(texts[title - 1]):
        title += 1
    return [title, len(texts) - title] if len(texts) > 1 else None


def _run(texts: list[str], least: int) -> tuple[int, int]:
    """Where the names begin and end: all that stands between what is to be done and by when."""
    end = len(texts)
    while end and _BY.match(texts[end - 1]):
        end -= 1
    start = end
    while start > least and _NAME.fullmatch(texts[start - 1]) and not _ACTS.match(texts[start - 1]):
        start -= 1
    listed = [text for text in texts[start:end] if not _ASIDE.fullmatch(text)]
    known = [cost_of("lead", text) < BAD for text in listed]
    broken = any(len(text) < (3 if body else 4) for text, body in zip(listed, known, strict=True))
    # 「人民 / 银行某市中心 / 支行」 is one name in a narrow column
    sure = known[:1] == [True] and not broken and sum(known) * 2 >= len(known)
    return (start, end) if sure else (end, end)


def _whole(folded: str, words: list[Span]) -> list[Span]:
    """The names; one whose aside wrapped to the next line is one."""
    found: list[Span] = []
    for word in words:
        if found and _ASIDE.fullmatch(folded[slice(*word)].strip()):
            found[-1] = found[-1][0], word[1]
        else:
            found.append(word)
    return found
