"""The declared words by which a promise is narrower than an indicator (data/base/extents)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.city.plans._extent import Axis, Extent
from yingshang.kernel.flow import Refusal

__all__ = ["check_extent", "extent"]

CODE = "promise"


def extent(on: date = date.max, region: str = "") -> Extent:
    """The words in force; of the nation where no region is named, the newest without a day."""
    return _extent(on, region, definitions.generation())


@lru_cache(maxsize=32)
def _extent(on: date, region: str, generation: int) -> Extent:
    found = definitions.edition("extent", CODE, region=region, on=on)
    if found is None:
        raise Refusal(
            "extent-undeclared",
            _("没有声明承诺的范围用词，无法核对口径。请系统管理员装载 data/base 后重试。"),
        )
    return _of(found.body)


def _of(body: Mapping[str, Any]) -> Extent:
    words = {word for one in body["neutral"] for word in one["words"]}
    longest = sorted(map(re.escape, words), key=lambda word: (-len(word), word))
    return Extent(tuple(map(_axis, body["axes"])), re.compile("|".join(longest) or r"(?!)"))


def _axis(body: Mapping[str, Any]) -> Axis:
    ways = body["ways"]
    return Axis(
        ways=tuple((way["name"], re.compile(way["words"])) for way in ways),
        about=re.compile(body["about"]) if "about" in body else None,
        usual=body.get("usual", ""),
        counts=body.get("counts", False),
        whole=frozenset(way["name"] for way in ways if way.get("whole")),
    )


def check_extent(body: Mapping[str, Any]) -> None:
    """What the schema cannot see: a pattern that is none, a name said twice, a usual unknown."""
    for axis in body["axes"]:
        names = [way["name"] for way in axis["ways"]]
        patterns = [way["words"] for way in axis["ways"]]
        if len(set(names)) < len(names) or axis.get("usual", names[0]) not in names:
            raise Refusal(
                "data-invalid",
                f"“{body['name']}”的 {axis['code']} 里说法重复，或 usual 不是其中一种，请改正。",
            )
        for pattern in filter(None, (*patterns, axis.get("about"))):
            try:
                re.compile(pattern)
            except re.error as error:
                raise Refusal(
                    "data-invalid",
                    f"“{body['name']}”的 {axis['code']} 里“{pattern}”不是正确的式子：{error}。",
                ) from None
