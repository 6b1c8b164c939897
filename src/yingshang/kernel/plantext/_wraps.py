"""Line ends and page numbers that fell into the middle of a sentence, taken out again."""

import re
from collections.abc import Iterable

from ._text import Flat

__all__ = ["unwrapped"]

_WRAP = re.compile(
    r"(?<=[\u4e00-\u9fff\d,、”%])\s*?\n\s*"
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
    soft = [match.span() for match in _WRAP.finditer(text) if _soft(text, match.start())]
    if not soft:
        return flat, spans
    kept: list[int] = []
    place = [0] * (len(text) + 1)
    edge = 0
    for start, end in [*soft, (len(text), len(text))]:
        for index in range(edge, start):
            place[index] = len(kept)
            kept.append(index)
        place[start : end + 1] = [len(kept)] * (end + 1 - start)
        edge = end
    joined = Flat("".join(text[index] for index in kept), tuple(flat.at[index] for index in kept))
    return joined, [(place[start], place[end]) for start, end in spans]


def _soft(text: str, start: int) -> bool:
    return text[start - 1].isdigit() or start - text.rfind("\n", 0, start) > _SHORT
