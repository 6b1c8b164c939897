"""The library of metrics: which promise speaks of what, whatever words a city chose.

A metric is declared in ``data/base/metrics/*.yaml``: code, name, direction (down|up), unit kinds,
``words`` (a list of groups; every word of one group must stand in the text), ``not``, ``scopes``
(the whole metric under another name) and ``narrow`` (words for a part of it).
Pure functions over those declarations.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yingshang.city.plans._extent import without_asides
from yingshang.kernel.measures import unit_of

__all__ = ["Metric", "match", "metric_of", "part_of", "says_nothing", "unit_kind"]

_KINDS = {
    "工作日": "workday",
    "天": "day",
    "小时": "hour",
    "分钟": "minute",
    "月": "month",
    "%": "percent",
}


_GENERIC = ("办理", "办结", "时间", "时限", "周期", "全流程", "平均", "业务", "登记", "审批")
_PLACES = ("城市", "农村", "城镇", "地区")  # 农村地区: where, not what


@dataclass(frozen=True)
class Metric:
    """One metric of the library."""

    code: str
    name: str
    direction: str
    units: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    never: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All words that it goes by."""
        return (self.name, *self.scopes, *(word for group in self.words for word in group))


def metric_of(body: dict) -> Metric:
    """Read one declaration."""
    return Metric(
        code=body["code"],
        name=body["name"],
        direction=body["direction"],
        units=tuple(body["units"]),
        words=tuple(tuple(group) for group in body["words"]),
        never=tuple(body.get("not", ())),
        scopes=tuple(body.get("scopes", ())),
        narrow=tuple(body.get("narrow", ())),
    )


def part_of(metric: Metric | None, *, scope: str, said: str) -> str:
    """The part of the metric that a promise speaks of; '' for the whole.

    ``scope`` as read from the plan, ``said`` the promise's own words (疑难诉求).
    """
    if metric is None:
        return scope
    if scope in metric.scopes:
        return ""
    return scope or next((word for word in metric.narrow if word in said), "")


def unit_kind(unit: str) -> str:
    """workday, day, hour, minute, month, percent, or the unit's own name (环节)."""
    name = unit_of(unit).name
    return _KINDS.get(name, name)


def match(
    library: Iterable[Metric], *, metric: str, unit: str, sentence: str = "", title: str = ""
) -> str:
    """The key of the metric a promise speaks of, or '' when none (or two equally) fits.

    The metric's own words count most, then the sentence around the number, then the title of
    the task. The more words agree, the better. What an aside leaves out is not spoken of.
    """
    kind = unit_kind(unit)
    metric, sentence = without_asides(metric), without_asides(sentence)
    scores: dict[str, int] = {}
    for candidate in library:
        if kind not in candidate.units:
            continue
        points = _points(candidate, metric, sentence, title)
        if points:
            scores[candidate.code] = points
    best = max(scores.values(), default=0)
    winners = [code for code, points in scores.items() if points == best]
    return winners[0] if best and len(winners) == 1 else ""


def _points(candidate: Metric, metric: str, sentence: str, title: str) -> int:
    if any(word in metric for word in candidate.never):
        return 0
    ruled_out = any(word in sentence for word in candidate.never)
    best = 0
    for group in candidate.words:
        inside = [word for word in group if word in metric]
        if len(inside) < len(group) and ruled_out:
            continue  # what rules the sentence out does not touch a metric that says it all
        if not inside and not says_nothing(metric):
            continue  # the sentence speaks of it, but this number is of something else in it
        best = max(best, _group_points(group, metric, sentence, title))
    return best


def says_nothing(metric: str) -> bool:
    """办理时限, 农村地区: a metric that names nothing by itself."""
    for word in _GENERIC + _PLACES:
        metric = metric.replace(word, "")
    return not metric


def _group_points(group: tuple[str, ...], metric: str, sentence: str, title: str) -> int:
    points = 0
    for word in group:
        if word in metric:
            points += 10 + len(word)
        elif word in sentence:
            points += 4 + len(word)
        elif word in title:
            points += 1 + len(word)
        else:
            return 0
    return points
