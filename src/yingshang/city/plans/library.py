"""The metric library in force, and the key of each promise."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from yingshang.city.definitions import service as definitions
from yingshang.city.plans._metrics import Metric, match, metric_of, part_of, says_nothing
from yingshang.city.plans._wording import on_one_line

__all__ = ["clause", "find", "key_of", "metrics", "part_of", "says_nothing", "sentence"]


def metrics(on: date, region: str = "") -> list[Metric]:
    """Every declared metric, by code."""
    return list(_metrics(on, region, definitions.generation()).values())


def find(code: str, on: date) -> Metric | None:
    """One metric of the library; None where it has no such code."""
    return _metrics(on, "", definitions.generation()).get(code)


@lru_cache(maxsize=32)
def _metrics(on: date, region: str, generation: int) -> Mapping[str, Metric]:
    """Read once for a day: a page of promises looks a metric up for each of them."""
    found = (metric_of(e.body) for e in definitions.editions("metric", region=region, on=on))
    return {metric.code: metric for metric in found}


def key_of(
    library: list[Metric],
    *,
    metric: str,
    unit: str,
    text: str,
    offsets: tuple[int, int],
    title: str,
) -> str:
    """The metric a target speaks of, by its words, its clause, and its task's title."""
    return match(library, metric=metric, unit=unit, sentence=clause(text, offsets), title=title)


_ENDS = "。；;\n\uff0c,"


def clause(text: str, offsets: tuple[int, int]) -> str:
    """The clause around a span, cut at the nearest comma or stop on both sides."""
    return on_one_line(_around(text, offsets, _ENDS))


def sentence(text: str, offsets: tuple[int, int]) -> str:
    """The sentence around a span in its very words."""
    return on_one_line(_around(text, offsets, "。；;\n"))


def _around(text: str, offsets: tuple[int, int], ends: str) -> str:
    start, end = offsets
    while start > 0 and text[start - 1] not in ends:
        start -= 1
    while end < len(text) and text[end] not in ends:
        end += 1
    return text[start : end + 1] if text[end : end + 1] == "。" else text[start:end]
