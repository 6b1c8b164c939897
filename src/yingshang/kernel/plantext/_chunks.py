"""What sites that share files print of one: its text in numbered pieces, cut within words."""

import re
from itertools import pairwise

__all__ = ["piece_marks"]

_PIECE = re.compile(r"(?m)^[ \u3000]*(?P<no>\d{1,2})、[ \u3000]*(?P<said>[^\n]{8,}?)[ \u3000]*$")
_LONG = 120  # characters of a piece, but the last
_ENDED = frozenset("。；;：:！!？?）)】”")


def piece_marks(text: str) -> set[int]:
    """The places of the numbers of such pieces and of the line ends before them; none where the
    lines are items, each of which ends as a sentence does.
    """
    if "\n2、" not in text:
        return set()
    pieces = list(_PIECE.finditer(text))
    first = next((at for at, piece in enumerate(pieces) if piece["no"] == "1"), len(pieces))
    run = pieces[first:]
    if len(run) < 2 or any(int(b["no"]) != int(a["no"]) + 1 for a, b in pairwise(run)):
        return set()
    cut = (len(piece["said"]) >= _LONG and piece["said"][-1] not in _ENDED for piece in run[:-1])
    if not all(cut):
        return set()
    marks = set(range(run[0].start(), run[0].start("said")))
    for before, piece in pairwise(run):
        if text[before.end() : piece.start()].strip():
            return set()
        marks.update(range(before.end("said"), piece.start("said")))
    return marks
