"""Small numbers in a published table, and what must stand beside them in the dark.

Of parts whose sum is published, one that is left out is told by subtraction. So a second one goes
with it, chosen by place in the row and never by size, and only where the sum of what is left out
lets every small number be anything from 1 to ``small`` - 1. Where it does not, the whole row goes.
Whoever knows these very rules learns no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Hidden", "hide", "is_few"]


@dataclass(frozen=True)
class Hidden:
    """Places in the row: ``few`` are small themselves, ``cover`` are there for their sake."""

    few: frozenset[int] = frozenset()
    cover: frozenset[int] = frozenset()

    @property
    def every(self) -> frozenset[int]:
        return self.few | self.cover


def is_few(count: int | None, small: int) -> bool:
    """None is not few, nor is none at all."""
    return count is not None and 0 < count < small


def hide(counts: Sequence[int], small: int) -> Hidden:
    """What of a row is left out. Where all of it is, nothing tells the few from the rest."""
    few = frozenset(place for place, count in enumerate(counts) if is_few(count, small))
    if not few:
        return Hidden()
    cover = next((place for place, count in enumerate(counts) if count >= small), None)
    whole = Hidden(cover=frozenset(range(len(counts))))
    if cover is None:
        return whole
    dark = counts[cover] + sum(counts[place] for place in few)
    wide = dark > 2 * small + len(few) - 2  # others 1 each, one small - 1, the cover still more
    return Hidden(few, frozenset({cover})) if wide else whole
