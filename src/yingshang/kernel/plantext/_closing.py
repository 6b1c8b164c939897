"""Bodies that stand alone behind the last sentence of a paragraph, the role word left out."""

from ._names import units_all
from ._text import kept

__all__ = ["closing_lists"]

Span = tuple[int, int]
_BODY_ENDS = frozenset("局委办厅部院署心司团行府会关等处构门")


@kept(512, 2000)
def closing_lists(text: str) -> tuple[Span, ...]:
    """Where the last sentence of a line is but a list of bodies beyond doubt."""
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line.rstrip("。. "))
        if text[end - 1 : end] in _BODY_ENDS and end - start > 12:
            cut = max(text.rfind("。", start, end), text.rfind(";", start, end)) + 1
            listed = text[cut:end]
            short = cut > start + 8 and 3 <= len(listed) <= 160 and "," not in listed
            if short and units_all(listed.removesuffix("等"), strict=True):
                found.append((cut, end))
        start += len(line) + 1
    return tuple(found)
