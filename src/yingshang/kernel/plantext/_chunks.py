"""What sites that share files print of one: its text in numbered pieces, cut within words."""

import re
from itertools import pairwise

__all__ = ["piece_marks"]

_PIECE = re.compile(r"(?m)^[ \u3000]*(?P<no>\d{1,2})、[ \u3000]*(?P<said>[^\s][^\n]{7,})$")
_LONG = 120  # characters of a piece, but the last
# the headings of the paper, or of its table, stand within the pieces
_INSIDE = re.compile(
    "序号|[。；;)）\u4e00-\u9fff](?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])"
)
_ENDED = frozenset("。；;：:！!？?）)】”")


def piece_marks(text: str) -> set[int]:
    """The places of the numbers of such pieces and of the line ends before them; none where the
    lines are items, each of which ends as a sentence does.
    """
    if "\n2、" not in text:
        return set()
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(text):
        if not run and piece["no"] != "1":
            continue
        if run and (
            int(piece["no"]) != len(run) + 1 or text[run[-1].end() : piece.start()].strip()
        ):
            break
        run.append(piece)
        if len(piece["said"]) < _LONG or piece["said"].rstrip()[-1] in _ENDED:
            break
    if len(run) < 2 or not any(_INSIDE.search(piece["said"]) for piece in run):
        return set()
    marks = set(range(run[0].start(), run[0].start("said")))
    for before, piece in pairwise(run):
        end = before.start("said") + len(before["said"].rstrip())
        marks.update(range(end, piece.start("said")))
    return marks
