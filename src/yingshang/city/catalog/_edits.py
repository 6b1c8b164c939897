"""How many typing errors lie between what was typed and any piece of a text."""

from collections.abc import Hashable, Iterable, Sequence

__all__ = ["Typed"]


class Typed:
    """What was typed, ready to be held against many texts.

    Bit-parallel (Myers 1999, with the swap of neighbours by Hyyrö 2003): one step a character of
    the text, however long the question is.
    """

    def __init__(self, typed: Sequence[Hashable]) -> None:
        self.size = len(typed)
        self._masks: dict[Hashable, int] = {}
        for place, sign in enumerate(typed):
            self._masks[sign] = self._masks.get(sign, 0) | 1 << place

    def edits(self, text: Iterable[Hashable]) -> int:
        """The fewest signs missing, added, replaced or swapped with a neighbour."""
        full = (1 << self.size) - 1
        last = 1 << (self.size - 1) if self.size else 0
        up, down, diagonal, before = full, 0, 0, 0
        score = best = self.size
        masks = self._masks
        for sign in text:
            here = masks.get(sign, 0)
            swap = ((~diagonal & here) << 1) & before
            diagonal = ((((here & up) + up) ^ up) | here | down | swap) & full
            rise = down | (full & ~(diagonal | up))
            fall = diagonal & up
            if rise & last:
                score += 1
            elif fall & last:
                score -= 1
                if score < best:
                    best = score
            rise = (rise << 1) & full
            up = ((fall << 1) | ~(diagonal | rise)) & full
            down = diagonal & rise
            before = here
        return best
