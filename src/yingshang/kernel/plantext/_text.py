"""Characters: one-to-one folding of punctuation, and text that remembers where it came from.

Folding never changes the length, so every offset of the folded text is one of the given text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from sys import maxsize
from typing import ParamSpec, TypeVar, cast

from ._variants import variants

__all__ = [
    "Ending",
    "Flat",
    "brackets",
    "every_bracket",
    "fold",
    "found",
    "kept",
    "last_of",
    "tight",
]

Span = tuple[int, int]
P = ParamSpec("P")
R = TypeVar("R")

_TABLE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(c): " " for c in "\t\r\u00a0\u3000\u200b\ufeff\u2002\u2003\u2009"}
_TABLE |= {ord(c): "\n" for c in "\x0b\x0c\x85\u2028\u2029"}
_TABLE |= {ord(c): "-" for c in "—–―﹣‐‑−"}

_TABLE |= variants()
_SIGNS = {chr(a): b if isinstance(b, str) else chr(b) for a, b in _TABLE.items()}
_ODD = re.compile(f"[{re.escape(''.join(_SIGNS))}]")
_FORMS = frozenset(_SIGNS.values())
_FEW = 40

_PAIRS = {"(": ")", "【": "】", "[": "]"}
_BRACKET = re.compile(r"[()【】\[\]\n]")
_OPENS = re.compile(r"[(【\[]")
_WIDE = re.compile(r"[〔{「〈﹝]([^〔〕{}「」〈〉\n]{2,300})[〕}」〉﹞)\]】]")
_WIDE_OPENS = re.compile(r"[〔{「〈﹝]")


def fold(text: str) -> str:
    """Full-width punctuation and digits to half-width, odd spaces to spaces; same length."""
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    odd = set(_ODD.findall(text))
    if len(odd) > _FEW or not odd.isdisjoint(_FORMS):
        return text.translate(_TABLE)
    for char in odd:  # a few signs are put in place faster one by one
        text = text.replace(char, _SIGNS[char])
    return text


def kept(count: int, longest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last answers about short texts; a long one is read anew and held by nobody."""

    def keep(ask: Callable[P, R]) -> Callable[P, R]:
        known = lru_cache(maxsize=count)(ask)
        if ask.__code__.co_argcount == 1:
            one = cast("Callable[[str], R]", ask)
            kept_one = cast("Callable[[str], R]", known)

            @wraps(ask)
            def of_text(text: str) -> R:
                return one(text) if len(text) > longest else kept_one(text)

            of_text.cache_clear = known.cache_clear  # type: ignore[attr-defined]
            return cast("Callable[P, R]", of_text)
        if ask.__code__.co_argcount == 2 and not ask.__defaults__:
            two = cast("Callable[[str, object], R]", ask)
            kept_two = cast("Callable[[str, object], R]", known)

            @wraps(ask)
            def of_both(text: str, other: object) -> R:
                return two(text, other) if len(text) > longest else kept_two(text, other)

            of_both.cache_clear = known.cache_clear  # type: ignore[attr-defined]
            return cast("Callable[P, R]", of_both)

        @wraps(ask)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            if len(args[0]) > longest:  # type: ignore[arg-type]
                return ask(*args, **kwargs)
            return known(*args, **kwargs)  # type: ignore[arg-type]

        answer.cache_clear = known.cache_clear  # type: ignore[attr-defined]
        return answer

    return keep


class Ending:
    """A pattern of what closes a text, tried only where the last character is one that may."""

    __slots__ = ("cut", "last", "pattern", "search")

    cut: Callable[[str], str]  # the text without it
    search: Callable[[str], re.Match[str] | None]  # as ``re.Pattern.search`` answers

    def __init__(self, pattern: str, last: str) -> None:
        self.pattern = pattern
        self.last = may_end = frozenset(f"{last}\n")
        find, sub = re.compile(pattern).search, re.compile(pattern).sub
        # closures: asked of every figure a dozen times, mostly in vain
        self.cut = lambda text: sub("", text) if text[-1:] in may_end else text
        self.search = lambda text: find(text) if text[-1:] in may_end else None


@dataclass(slots=True)
class Flat:
    """Folded text with wrapped lines joined; ``runs`` are the stretches it stands for, in order.

    Each character of ``text`` stands for one character of the given text: those of the first
    stretch, then those of the second, and so on.
    """

    text: str
    runs: tuple[Span, ...]
    _starts: list[int] | None = None

    @classmethod
    def of(cls, folded: str, spans: Iterable[Span]) -> "Flat":
        """Join spans of the folded text with newlines (one newline character each)."""
        parts: list[str] = []
        runs: list[Span] = []
        for start, end in spans:
            if parts:
                runs.append((start, start + 1))
            parts.append(folded[start:end])
            runs.append((start, end))
        return cls("\n".join(parts), tuple(run for run in runs if run[0] < run[1]))

    @classmethod
    def join(cls, pieces: "Iterable[Flat]") -> "Flat":
        """Join paragraphs, a newline between them."""
        filled = [piece for piece in pieces if piece.text]
        if len(filled) == 1:
            return filled[0]
        runs: list[Span] = []
        for piece in filled:
            if runs:
                last = runs[-1][1]
                runs.append((last - 1, last))
            runs.extend(piece.runs)
        return cls("\n".join([piece.text for piece in filled]), tuple(runs))

    @classmethod
    def glue(cls, folded: str, spans: Iterable[Span]) -> "Flat":
        """Join spans without anything between them: the lines of one wrapped paragraph."""
        runs = [span for span in spans if span[0] < span[1]]
        if len(runs) == 1:
            start, end = runs[0]
            return cls(folded[start:end], (runs[0],))
        return cls("".join([folded[start:end] for start, end in runs]), tuple(runs))

    @property
    def at(self) -> tuple[int, ...]:
        """The offset of every character in the given text."""
        return tuple([place for start, end in self.runs for place in range(start, end)])

    def place(self, index: int) -> int:
        """The offset of one character in the given text."""
        if len(self.runs) == 1:
            return self.runs[0][0] + index
        run = self._run(index)
        return self.runs[run][0] + index - (self._starts or [0])[run]

    def _run(self, index: int) -> int:
        if self._starts is None:
            self._starts = []
            here = 0
            for start, end in self.runs:
                self._starts.append(here)
                here += end - start
        return bisect_right(self._starts, index) - 1

    def printed(self, given: str, start: int = 0, end: int | None = None) -> str:
        """``self.text[start:end]`` as it was given."""
        if len(self.runs) == 1:
            first, last = self.runs[0]
            return given[first + start : last if end is None else min(first + end, last)]
        runs = self.runs
        if start or end is not None:
            end = len(self.text) if end is None else min(end, len(self.text))
            run = self._run(start)
            first = runs[run][0] - (self._starts or [0])[run] if runs else 0
            if runs and first + end <= runs[run][1]:
                return given[first + start : first + end]
            runs = self.cut(start, end).runs
        return "".join([given[a:b] for a, b in runs])

    def span(self, start: int, end: int) -> Span:
        """Offsets in the given text of ``self.text[start:end]``."""
        if end <= start:
            here = self.place(min(start, len(self.text) - 1)) if self.runs else 0
            return here, here
        if len(self.runs) == 1:
            first = self.runs[0][0]
            return first + start, first + end
        return self.place(start), self.place(end - 1) + 1

    def cut(self, start: int, end: int | None = None) -> "Flat":
        """Answer the piece from start to end."""
        text = self.text[start:end]
        if not text:
            return Flat("", ())
        if len(text) == len(self.text):
            return self
        if len(self.runs) == 1:
            first = self.runs[0][0] + start
            return Flat(text, ((first, first + len(text)),))
        first, last = self._run(start), self._run(start + len(text) - 1)
        runs = [*self.runs[first : last + 1]]
        runs[-1] = (runs[-1][0], self.place(start + len(text) - 1) + 1)
        runs[0] = (self.place(start), runs[0][1])
        return Flat(text, tuple(runs))


def found(
    first: re.Pattern[str],
    pattern: re.Pattern[str],
    text: str,
    start: int = 0,
    end: int = maxsize,
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds, tried only where ``first`` does.

    A set of first characters is searched many times faster than a pattern of alternatives. The
    pattern must not match the empty text.
    """
    match = pattern.match
    for hit in first.finditer(text, start, end):
        place = hit.start()
        if place >= start and (hold := match(text, place, end)):
            start = hold.end()
            yield hold


def brackets(text: str) -> tuple[Span, ...]:
    """Outermost bracket pairs of one paragraph as (open, after close); one pass, linear.

    An opening bracket that is never closed runs to the end of its line.
    """
    return _pairs(text) if _OPENS.search(text) else ()


@kept(32, 4_000)  # a task's text is asked for its fields, its units and its mask
def _pairs(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    depth: list[str] = []
    opened = 0
    for match in _BRACKET.finditer(text):
        char = match.group()
        if char == "\n":
            if depth:
                found.append((opened, match.start()))
            depth = []
        elif char in _PAIRS:
            if not depth:
                opened = match.start()
            depth.append(_PAIRS[char])
        elif depth and char in depth:
            while depth.pop() != char:
                pass
            if not depth:
                found.append((opened, match.end()))
    if depth:
        found.append((opened, len(text)))
    return tuple(found)


def every_bracket(text: str) -> Sequence[Span]:
    """Outermost brackets of every kind that may hold units."""
    plain: Sequence[Span] = brackets(text)
    wide = [m.span() for m in _WIDE.finditer(text)] if _WIDE_OPENS.search(text) else None
    if not wide:
        return plain
    wide = _apart(wide, plain, lambda span, other: other[0] <= span[0] and span[1] <= other[1])
    plain = _apart(plain, wide, lambda span, other: other[0] < span[1] and span[0] < other[1])
    return sorted([*plain, *wide])


def _apart(
    spans: Sequence[Span], others: Sequence[Span], hits: Callable[[Span, Span], bool]
) -> list[Span]:
    """The spans that none of the others hits; both are in order and do not overlap."""
    left: list[Span] = []
    starts = [start for start, _ in others]
    for span in spans:
        near = others[max(0, bisect_right(starts, span[0]) - 1) : bisect_right(starts, span[1])]
        if not any(hits(span, other) for other in near):
            left.append(span)
    return left


def last_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place where a pattern matches."""
    last = None
    for last in pattern.finditer(text):  # noqa: B007
        pass
    return last


def tight(given: str, span: Span) -> Span:
    """The span without blanks at its ends."""
    start, end = span
    while start < end and given[start].isspace():
        start += 1
    while end > start and given[end - 1].isspace():
        end -= 1
    return start, end
