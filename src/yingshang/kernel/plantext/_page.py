"""How a page was set: at one width, indented, in long paragraphs, or one point a line."""

from dataclasses import dataclass

__all__ = ["ENDS", "Page", "page_of", "wide"]

ENDS = tuple('。!?;:)】》〕”"]')


@dataclass(slots=True)
class Page:
    """What is known of the whole page: how wide it was set, whether paragraphs are indented.

    ``listed``: hardly any line holds the end of a sentence, so a line is a point of a list.
    """

    width: float = 0.0
    indented: bool = False
    broad: bool = False
    listed: bool = False


def wide(folded: str, start: int, end: int) -> float:
    """The width of a stretch in whole characters: a narrow one is half of one."""
    narrow = len(folded[start:end].encode("ascii", "ignore"))
    return end - start - narrow / 2


def page_of(folded: str, lines: list[tuple[int, int]], indents: list[bool]) -> Page:
    """How wide the lines were set, when they were broken at one width."""
    sizes = [round(wide(folded, a, b)) for a, b in lines if b > a]
    if len(sizes) < 8:
        return Page()
    inset = sum(indents[i] for i, (a, b) in enumerate(lines) if b > a)
    indented = len(sizes) * 0.1 < inset < len(sizes) * 0.8
    widest = sorted(sizes)[-max(1, len(sizes) // 50) - 1]
    near = [widest - 3 <= size <= widest + 2 for size in sizes]
    stops = sum("。" in folded[a:b] for a, b in lines)
    listed = stops * 10 <= len(sizes) and sum(near) * 2 < len(sizes)
    if not listed and widest <= 60 and sum(near) * 4 >= len(sizes) and _broken(folded, lines, near):
        return Page(widest, indented)
    broad = sum(size > 90 for size in sizes) * 10 >= len(sizes)
    return Page(0.0, False, broad, listed)


def _broken(folded: str, lines: list[tuple[int, int]], full: list[bool]) -> bool:
    """Whether most of the full lines end as a line is broken, within a sentence."""
    ends = [
        folded[b - 1]
        for (_, b), whole in zip([one for one in lines if one[1] > one[0]], full, strict=True)
        if whole
    ]
    return sum(end not in ENDS for end in ends) * 2 >= len(ends)
