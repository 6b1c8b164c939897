"""Which of the declared steps an activity of another system most likely is, by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from unicodedata import normalize

__all__ = ["alike", "guessed"]

_NOISE = re.compile(r"[\W_]+|^[a-z]?\d{1,3}(?=\D)")  # a leading T02, 3.
_EMPTY = re.compile(r"环节|步骤|阶段|完成|节点|业务|办理|进行")
LEAST = 0.45


def alike(one: str, two: str) -> float:
    """From 0 to 1: the share of common pairs of signs (Dice). A name inside the other counts at
    least 0.7, one that is the other with signs left out (社保, 社会保险) 0.6, and one that has most
    of its pairs there four fifths of their share."""
    first, second = _bare(one), _bare(two)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    a, b = _pairs(first), _pairs(second)
    common = (a & b).total()
    score = 2 * common / max(1, a.total() + b.total())
    if common > 1:
        score = max(score, 0.8 * common / min(a.total(), b.total()))
    short, long = sorted((first, second), key=len)
    if len(short) > 1 and short in long:
        return max(score, 0.7)
    rest = iter(long)
    return max(score, 0.6) if len(short) > 2 and all(sign in rest for sign in short) else score


def guessed(activity: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, float]:
    """(code, likeness) of the step whose name or other name is most alike; '' below the least."""
    best, score = "", 0.0
    for code, words in names.items():
        own = max((alike(activity, word) for word in words), default=0.0)
        if own > score:
            best, score = code, own
    return (best, score) if score >= LEAST else ("", score)


def _bare(text: str) -> str:
    plain = _NOISE.sub("", normalize("NFKC", text).lower().strip())
    return _EMPTY.sub("", plain) or plain


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))
