"""The headings of the columns of a table, over as many rows as they take, and what a merged cell
says below them: 「责任分工」 above 「牵头单位 | 配合单位」, 「序号」 beside the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ._document import heads_rows, says_again

__all__ = ["Heads"]


@dataclass(slots=True)
class Heads:
    """What stands above each column; fed row by row, from the top down."""

    words: list[str] = field(default_factory=list)
    open: bool = False  # the row above was of the headings

    def take(self, texts: Sequence[str], reached: Sequence[bool]) -> None:
        """A row as printed; ``reached`` where a cell of the row above is merged with its own."""
        if not self.words:
            if heads_rows(texts):
                self.words, self.open = list(texts), True
            return
        if not self.open:
            return
        pairs = zip(self.words, reached, strict=False)
        self.open = any(word and down for word, down in pairs)
        if self.open:
            self._below(texts)

    def _below(self, texts: Sequence[str]) -> None:
        """One more row of headings, each below the one that it is part of."""
        whole, parent = list(self.words), ""
        whole += [""] * (len(texts) - len(whole))
        for column, text in enumerate(texts):
            parent = whole[column] or parent
            if text:
                whole[column] = parent + text
        self.words = whole

    def again(self, column: int, text: str) -> bool:
        """Whether a merged cell speaks for every row it reaches: who, and by when."""
        if self.open or column >= len(self.words):
            return False
        return says_again(self.words[column], text)
