"""What a reader answers, and how it refuses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LIMIT_BYTES", "Document", "Unreadable", "heads_rows", "says_again"]

LIMIT_BYTES = 10 * 1024 * 1024
# headings of columns whose merged cells speak for every row they reach: who, and by when
_REACHES = re.compile(r"单位|部门|处室|责任人|领导|时限|时间|期限|节点")
_HEAD = re.compile(
    r"序 ?号|编号|[\u4e00-\u9fff]{0,6}(?:任务|事项|举措|措施|内容)[\u4e00-\u9fff]{0,4}"
)


@dataclass(frozen=True, slots=True)
class Document:
    """Extracted text; offsets elsewhere point into ``text``.

    ``media`` is txt, html, mht, docx or pdf. ``notes`` are sentences for the person who handed it
    in: what was left out or mended on the way.
    """

    text: str
    media: str
    encoding: str
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """A refusal: a stable ``code`` and one Chinese ``sentence`` (what, why, what next)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def heads_rows(cells: Sequence[str]) -> bool:
    """Whether a row is the head of a table of tasks: its cells name what stands below them."""
    told = sum(map(bool, cells))
    return told > 1 and len(cells) > 2 and any(_HEAD.fullmatch(cell) for cell in cells)


def says_again(head: str, text: str) -> bool:
    """Whether a merged cell below a heading speaks for every row it reaches: who, and by when."""
    return text != head and _REACHES.search(head) is not None
