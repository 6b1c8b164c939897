"""When something recurs: read from a plan's sentence, counted on to the next day. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["MONTHS", "Turn", "read_turn", "turn_of"]

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LAST = 31
_DIGITS = {sign: place for place, sign in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7}
_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d+")
_N = rf"({_NUMBER.pattern})"
_END = r"(?:月底|底|末|最后)"
_SENDS = re.compile(r"报|送|提交|反馈|汇总")
_CLAUSE = re.compile(
    r"(?:每个?(?:月|季|半年|年|周|星期)|[按逐](?:月|季|周|年))"
    r"(?:[^，,；;。]*?[前内底末日][，,])?[^，,；;。]*"
)
_WEEK = re.compile(r"(?:每周|每星期|按周)(?:的)?([一二三四五六日天])?")
_MONTH = re.compile(rf"(?:每个?月|按月|逐月)(?:的)?(?:{_N}日|({_END}))?")
_QUARTER = re.compile(
    rf"(?:每个?季度?|按季度?|逐季度?)(?:的)?"
    rf"(?:(末月|最后一个月|末|首月|第一个月|结束后|过后)?(?:的)?{_N}?个?(?:工作)?(日|月)?)"
)
_HALF = re.compile(rf"(?:每半年|按半年)(?:的)?(?:(末月|末|结束后)?{_N}?(日)?)")
_YEAR = re.compile(rf"(?:每年|按年|逐年)(?:的)?(?:{_N}月(?:{_N}日|({_END}))?)?")


@dataclass(frozen=True)
class Turn:
    """``month`` within the period (from 1), ``day`` of the month (31: its last) or of the week."""

    every: str
    month: int
    day: int

    def next(self, after: date) -> date:
        """The first day of this turn later than ``after``."""
        if self.every == "week":
            return after + timedelta(days=(self.day - after.isoweekday() - 1) % 7 + 1)
        length, year, month = MONTHS[self.every], after.year, after.month
        while True:
            if (month - 1) % length + 1 == self.month:
                found = date(year, month, min(self.day, monthrange(year, month)[1]))
                if found > after:
                    return found
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def turn_of(every: str, nominal: date) -> Turn:
    """The turn that a first day begins: the month's last day stays the last."""
    if every == "week":
        return Turn(every, 1, nominal.isoweekday())
    last = monthrange(nominal.year, nominal.month)[1] == nominal.day
    month = (nominal.month - 1) % MONTHS[every] + 1
    return Turn(every, month, LAST if last else nominal.day)


def _part(text: str) -> str:
    """The clause in which something recurs and is handed in; '' where there is none."""
    found = (match.group() for match in _CLAUSE.finditer(text))
    return next((part for part in found if _SENDS.search(part)), "")


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text) or "一二三四五六七八九".index(text) + 1
    signs = "一二三四五六七八九"
    return (signs.index(tens) + 1 if tens else 1) * 10 + (signs.index(ones) + 1 if ones else 0)


def _day(text: str | None) -> int:
    found = _number(text)
    return found if found and 1 <= found <= LAST else LAST


def read_turn(text: str) -> Turn | None:
    """What recurs in a sentence like 各单位于每月25日前报送进展; None where nothing does.

    A period without a day ends with its last day. What recurs without being handed in (按月核对
    数据) is no duty to send.
    """
    text = _part(text)
    if found := _HALF.search(text):
        return _in_period("half", 6, found)
    if found := _QUARTER.search(text):
        return _in_period("quarter", 3, found)
    if found := _MONTH.search(text):
        return Turn("month", 1, _day(found[1]))
    if found := _WEEK.search(text):
        return Turn("week", 1, _DIGITS[found[1]] if found[1] else 5)
    if found := _YEAR.search(text):
        month = _number(found[1])
        return Turn("year", month if month and month <= 12 else 12, _day(found[2]))
    return None


def _in_period(every: str, last: int, found: re.Match[str]) -> Turn:
    first = (found[1] or "") in {"首月", "第一个月", "结束后", "过后"}
    return Turn(every, 1 if first else last, _day(found[2] if found[3] == "日" else None))
