"""Numbers as people type them: full width, with per cent, 万, separators, a unit behind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

__all__ = ["NotANumber", "Number", "is_blank", "read_number"]

_BLANK = {"", "-", "--", "—", "——", "–", "/", "\\", "无", "暂无", "无数据", "n/a", "…", "*"}
_SHAPE = re.compile(
    r"^(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<times>[万亿千百]?)(?P<unit>%|‰|个?[一-鿿]{0,4})$"
)
_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


class NotANumber(ValueError):
    """A cell that should hold a number and does not; ``sentence`` is for people."""

    def __init__(self, text: str) -> None:
        self.sentence = f"“{text}”不是数字，请改成纯数字。"
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Number:
    """``value`` as written (98.5% → 98.5 with ``percent``); ``unit`` what stood behind it."""

    value: Decimal
    percent: bool = False
    unit: str = ""


def is_blank(cell: Any) -> bool:
    """Empty, or one of the signs that people put for "nothing"."""
    return isinstance(cell, str) and _plain(cell) in _BLANK


def read_number(cell: Any, *, shown_as_percent: bool = False) -> Number | None:
    """The number of a cell; None where it is blank. Raises NotANumber.

    A numeric cell in a per cent format holds a hundredth of what it shows.
    """
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise NotANumber(str(cell))
    if isinstance(cell, (int, float)):
        value = Decimal(str(cell))
        if not value.is_finite():
            raise NotANumber(str(cell))
        return Number(value * 100, percent=True) if shown_as_percent else Number(value)
    text = _plain(cell)
    if text in _BLANK:
        return None
    found = _SHAPE.match(text)
    if found is None:
        raise NotANumber(cell.strip())
    value = Decimal(found["sign"] + found["digits"].replace(",", "")) * _TIMES[found["times"]]
    unit = found["unit"]
    if unit == "‰":
        return Number(value / 10, percent=True)
    return Number(value, percent=unit == "%", unit="" if unit == "%" else unit)


def _plain(text: str) -> str:
    """Half width, no spaces; ％ and ， become % and ,."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    flat = flat.replace("。", ".").replace("﹪", "%").replace("−", "-")
    return re.sub(r"\s+", "", flat)
