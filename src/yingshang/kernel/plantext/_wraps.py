"""Line ends and page numbers that fell into the middle of a sentence, taken out again."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from ._text import Flat

__all__ = ["unwrapped"]

_WRAP = re.compile(
    r"\s(?<=[\u4e00-\u9fff\d,、”%]\s)(?:(?<=\n)|\s*?\n)\s*"
    r"(?:(?:第\s?\d{1,3}\s?页[^\n]{0,12}|-?\s?\d{1,3}\s?-)\s*?\n\s*){0,2}"
    r"(?=[\u4e00-\u9fff%“])(?![一二三四五六七八九十]{1,3}[、是要]"
    r"|第[一二三四五六七八九十百]{1,4}[条章]"
    r"|[^,。;:\n]{0,12}(?:单位|部门|时限|时间|措施|举措|目标|任务|牵头)[^,。;:\n]{0,6}:|专栏|附件)"
)
_SHORT = 18

Span = tuple[int, int]


def unwrapped(flat: Flat, fields: Iterable[Span]) -> tuple[Flat, list[Span]]:
    """The text without its soft line ends, and ``fields`` moved along with it.

    A short line is a heading or a cell and keeps its end, unless a number stands there.
    """
    text, spans = flat.text, list(fields)
    if "\n" not in text:
        return flat, spans
    soft = [match.span() for match in _WRAP.finditer(text) if _soft(text, match.start())]
    if not soft:
        return flat, spans
    edges = [0, *(place for cut in soft for place in cut), len(text)]
    kept = [flat.cut(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    runs = tuple([run for one in kept for run in one.runs])
    joined = Flat("".join([one.text for one in kept]), runs)
    gone = [0, *accumulate(end - start for start, end in soft)]
    return joined, [(_moved(soft, gone, start), _moved(soft, gone, end)) for start, end in spans]


def _moved(soft: list[Span], gone: list[int], place: int) -> int:
    """Where a place is when the soft line ends are gone; ``gone`` counts up to each of them."""
    count = bisect_right(soft, (place, place))
    inside = max(0, soft[count - 1][1] - place) if count else 0
    return place - gone[count] + inside


def _soft(text: str, start: int) -> bool:
    return text[start - 1].isdigit() or start - text.rfind("\n", 0, start) > _SHORT
