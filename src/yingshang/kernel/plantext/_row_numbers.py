"""The numbers of rows that stand one cell a line: which opens the next row."""

from ._rows import NUMBER, Span

__all__ = ["ANY", "NEAR", "follows", "numbers"]

NEAR = 2  # numbers that may be missing behind a row with as many cells as columns
ANY = 40  # behind one whose every cell is what its column holds, or the name of a part


def numbers(folded: str, lines: list[Span], here: int, number: str) -> bool:
    """Whether a line is but the number that follows ``number``."""
    match = NUMBER.match(folded[slice(*lines[here])]) if here < len(lines) else None
    return match is not None and number.isdigit() and int(match.group(1)) == int(number) + 1


def follows(found: str, number: str, gap: int) -> bool:
    """Whether a number opens the next row, where so many may be missing."""
    step = int(found) - int(number) if number else 1
    return 1 <= step <= 1 + gap
