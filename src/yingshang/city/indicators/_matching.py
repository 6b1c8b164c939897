"""Which indicator a spreadsheet's header means: a guess that a person confirms."""

import re
import unicodedata
from collections.abc import Sequence

from yingshang.city.indicators._definition import Definition
from yingshang.kernel.measures import unit_of

__all__ = ["guess", "unit_in"]

_UNIT = re.compile(
    r"[(（\[]\s*(?:单位[:：])?\s*(%|％|个?工作日|天|日|小时|件|个|户|次|项)\s*[)）\]]"
)
_STATISTICS = {
    "mean": ("平均", "均时", "均值"),
    "max": ("最长", "最大", "最高"),
    "median": ("中位",),
}
_COUNTED = ("件数", "数量", "个数", "次数", "户数", "项数", "件")
_ENOUGH = 0.5
_CLEAR = 0.08


def unit_in(header: str) -> str:
    """The unit that a header names in brackets, or ''."""
    found = _UNIT.search(unicodedata.normalize("NFKC", header))
    return unit_of(found[1]).name if found else ""


def guess(header: str, candidates: Sequence[Definition]) -> str:
    """The code of the one indicator that fits best, or '' where none or several fit alike."""
    named = unit_in(header)
    text = _plain(header)
    scored = sorted(((_likeness(text, named, one), one.code) for one in candidates), reverse=True)
    if not scored or scored[0][0] < _ENOUGH:
        return ""
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEAR:
        return ""
    return scored[0][1]


def _likeness(text: str, unit: str, one: Definition) -> float:
    if unit and unit_of(unit).dimension != unit_of(one.unit).dimension:
        return 0.0
    counted = text.endswith(_COUNTED)
    name = _plain(one.name)
    if text != name and counted != (unit_of(one.unit).dimension.startswith("count")):
        return 0.0
    points = 1.0 if text == name else _overlap(text, name)
    if name in text:
        points = max(points, 0.95)
    if any(_plain(word) in text for word in one.words):
        points += 0.15
    return points + _statistic(text, one.statistic)


def _statistic(text: str, statistic: str) -> float:
    said = {key for key, words in _STATISTICS.items() if any(word in text for word in words)}
    if statistic not in _STATISTICS:
        return -0.3 if said else 0.0
    return 0.1 if statistic in said else -0.3


def _overlap(one: str, other: str) -> float:
    """How much of the shorter text's pairs of characters the other has."""
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    others = {other[i : i + 2] for i in range(len(other) - 1)}
    return len(pairs & others) / (min(len(pairs), len(others)) or 1) * 0.8


def _plain(text: str) -> str:
    flat = unicodedata.normalize("NFKC", text)
    flat = re.sub(r"[(\[].*?[)\]]", "", flat)
    return re.sub(r"[\s、,，。:：_/\-%]+", "", flat)
