"""Text set with a blank between all its characters, cited in a mail, or broken at one width
wherever a line was full: read without those signs, and pointed at with them."""

import re
from collections.abc import Callable
from dataclasses import replace

from ._broken_rows import broken_rows
from ._chunks import piece_marks
from ._model import Plan
from ._running_heads import running_heads
from ._stray import stray_blanks

__all__ = ["compacted", "restored"]

_BLANK = re.compile(r"(?<=[^\s\x00-\x7f]) (?=\S)|(?<=\S) (?=[^\s\x00-\x7f])|(?<=\d) (?=[\d.])")
_LEAST = 8
_WIDEST = 60  # characters of a line that a printer breaks
_GAP = re.compile(r"[ \u3000]{3}")
_GAPPED = re.compile(r"\S[ \u3000]{3,}\S[^\n]*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_QUOTED = re.compile(r"^(?:[>＞] ?)+", re.M)
_PAGE = re.compile(r"\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*")
_NUMBER = (
    r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2} ?[.．、](?!\d))"
)
_INSIDE = re.compile(rf"(?<=[。；;）)\s]){_NUMBER}(?<!^)")
_OPENING = re.compile(rf"\s*{_NUMBER}")


def compacted(given: str) -> tuple[str, list[int]] | None:
    """The text without its blanks, and where each character stood; None where it is not so set."""
    text = given
    kept: list[int] | None = None
    for step in (_unquoted, _unpieced, _headless, _unstrayed, _joined):
        cut = step(text)
        if cut is not None:
            text = cut[0]
            kept = cut[1] if kept is None else [kept[at] for at in cut[1]]
    return None if kept is None else (text, kept)


def _unquoted(text: str) -> tuple[str, list[int]] | None:
    """A mail passed on: the marks before each line that it cites."""
    if text.count("\n>") < 4:
        return None
    quoted = list(_QUOTED.finditer(text))
    if len(quoted) * 10 < 3 * len(_LINE.findall(text)):
        return None
    return _cut(text, {place for one in quoted for place in range(*one.span())}, set())


def _unpieced(text: str) -> tuple[str, list[int]] | None:
    marks = piece_marks(text)
    return _cut(text, marks, set()) if marks else None


def _headless(text: str) -> tuple[str, list[int]] | None:
    heads = running_heads(text)
    return _cut(text, heads, set()) if heads else None


def _unstrayed(text: str) -> tuple[str, list[int]] | None:
    stray = stray_blanks(text)
    return _cut(text, stray, set()) if stray else None


def _joined(text: str) -> tuple[str, list[int]] | None:
    blanked: set[int] = set()
    dropped = _blanks(text) or _line_ends(text)
    if not dropped:
        dropped, blanked = broken_rows(text)
    return _cut(text, dropped, blanked) if dropped or blanked else None


def _cut(given: str, dropped: set[int], blanked: set[int]) -> tuple[str, list[int]]:
    kept = [place for place in range(len(given)) if place not in dropped]
    return "".join([" " if place in blanked else given[place] for place in kept]), kept


def _blanks(given: str) -> set[int]:
    if given.count(" ") * 4 < len(given):
        return set()
    dropped: set[int] = set()
    lines = 0
    start = 0
    for line in given.split("\n"):
        spots = [match.start() for match in _BLANK.finditer(line)]
        if len(spots) >= _LEAST and len(spots) * 5 >= (len(line) - len(spots)) * 3:
            dropped.update(start + spot for spot in spots)
            lines += 1
        start += len(line) + 1
    return dropped if lines else set()


def _line_ends(given: str) -> set[int]:
    """The line ends of a text without paragraphs, broken at one width, and its page numbers."""
    if given.count("\n") < 4:
        return set()
    longest_line = max(given.split("\n"), key=len)
    if len(longest_line) > 120:
        return set()
    if _width(longest_line) > _WIDEST and not (
        longest_line.isspace() or _PAGE.fullmatch(longest_line)
    ):
        return set()
    gapped = ("   " in given or "\u3000" in given) and _GAP.search(given)
    if gapped and len(_GAPPED.findall(given)) * 3 > given.count("\n"):
        return set()  # columns side by side
    pages: list[tuple[int, int]] = []
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(given):
        (pages if _PAGE.fullmatch(match.group()) else lines).append(match.span())
    sizes = [_width(given[a:b]) for a, b in lines]
    widest = max(sizes, default=0.0)
    longest = max((b - a for a, b in lines), default=0)
    full = [
        size >= widest - 2.5 or b - a >= longest - 1
        for size, (a, b) in zip(sizes, lines, strict=True)
    ]
    short = len(lines) - sum(full)
    if not 16 <= widest <= _WIDEST or (short > 1 and short * 100 > len(lines) * 14):
        return set()
    if short > 1 and not _runs_on(given, lines):
        return set()
    if sum(_OPENING.match(given, a, b) is not None for a, b in lines) * 2 > len(lines):
        return set()  # each line is an item of its own
    dropped = {place for a, b in pages for place in range(a, min(b + 1, len(given)))}
    for (_, end), wide in zip(lines[:-1], full, strict=False):
        if wide:
            dropped.add(end)
    return dropped


def _runs_on(given: str, lines: list[tuple[int, int]]) -> bool:
    """Whether more numbers of items stand within the lines than open them."""
    inside = sum(len(_INSIDE.findall(given, a, b)) for a, b in lines)
    opening = sum(_OPENING.match(given, a, b) is not None for a, b in lines)
    return inside >= 2 and inside > 2 * opening


def _width(line: str) -> float:
    return len(line) - len(line.encode("ascii", "ignore")) / 2


def restored(plan: Plan, given: str, kept: list[int]) -> Plan:
    """The same plan, its offsets those of the text as given."""
    spread = _spreader(given, kept)
    tasks = []
    for task in plan.tasks:
        targets = tuple(
            replace(target, offsets=place, span=given[slice(*place)])
            for target in task.targets
            for place in [spread(target.offsets)]
        )
        span = spread(task.span)
        tasks.append(replace(task, span=span, text=given[slice(*span)], targets=targets))
    duties = []
    for duty in plan.duties:
        span = spread(duty.span)
        duties.append(replace(duty, span=span, text=given[slice(*span)]))
    facts = []
    for fact in plan.achievements:
        place = spread(fact.offsets)
        facts.append(replace(fact, offsets=place, span=given[slice(*place)]))
    aims = []
    for target in plan.targets:
        place, around = spread(target.offsets), target.sentence_span
        target = replace(target, offsets=place, span=given[slice(*place)])
        if around is not None:
            around = spread(around)
            said = given[slice(*around)].strip()
            target = replace(target, sentence=said, sentence_span=around)
        aims.append(target)
    return replace(
        plan,
        tasks=tuple(tasks),
        duties=tuple(duties),
        achievements=tuple(facts),
        targets=tuple(aims),
    )


def _spreader(given: str, kept: list[int]) -> Callable[[tuple[int, int]], tuple[int, int]]:
    def spread(span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        if end <= start:
            place = kept[start] if start < len(kept) else len(given)
            return place, place
        return kept[start], kept[end - 1] + 1

    return spread
