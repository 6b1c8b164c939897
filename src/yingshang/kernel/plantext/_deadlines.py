"""Dates by which something must be done: 2020年6月底, 5月底之前, 年内, 到2027年, 上半年."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["By", "Deadline", "dates", "read_deadline"]

_H = "一二三四五六七八九十"
_MONTHS = {name: i for i, name in enumerate((*_H, "十一", "十二"), 1)}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年(?:度)?"
_REL = r"(?P<rel>今年|本年度?|当年|明年|次年)?"
_MONTH = rf"(?P<month>\d{{1,2}}|[{_H}]{{1,2}})\s*月(?:份)?"
_BEFORE = r"(?:之前|以前|前|止)"
_DATE = re.compile(
    rf"(?=[\d到至年今本当明次上下第{_H}])(?P<to>[到至]\s*)?(?:{_YEAR}|{_REL})\s*(?:"
    rf"{_MONTH}\s*(?:(?P<day>\d{{1,2}})\s*[日号]|(?P<mend>底|末)|(?P<ten>[上中下])旬)?\s*(?P<mb>{_BEFORE}|内)?"
    rf"|(?P<half>[上下])半年(?P<hb>{_BEFORE}|内|底|末)?"
    rf"|第?(?P<quarter>[一二三四1234])季度(?P<qb>{_BEFORE}|内|底|末)?"
    rf"|(?P<yend>年底|年末|底|末)\s*(?P<yb>{_BEFORE})?"
    rf"|(?P<within>年内|内)"
    rf"|(?P<yonly>{_BEFORE})?"
    r")"
)
_FIELD = re.compile(
    r"(?:[(【\[] *)?(?:完成|办结|实施|推进|责任|整改|落实)?"
    r"(?:时限|时间节点|期限|时间|进度|节点)(?:要求|安排)?\s*[】\]]?\s*[:】]\s*"
    r"(?P<value>[^;。\n)】\]]{1,60})"
)
_RECURS = re.compile(r"(?:每年|每季度|每月|每半年|次|截[至止])\D{0,2}$")
_STARTS = re.compile(r"(?:自|从|于)\D{0,2}$")
_START_AFTER = re.compile(r"^\s*(?:起|开始|至|到|以来|后|之后|的基础)")
_COUNTS = frozenset("0123456789一二两三四五六七八九十半")
_PERIOD_AFTER = re.compile(r"^\s*[-~至到]\s*(?:(?:19|20)\d\d\s*年)")


@dataclass(frozen=True, slots=True)
class By:
    """A date expression: offsets in the text, the last day meant, and whether it binds."""

    start: int
    end: int
    day: date
    binding: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A task's deadline with its own words; ``span`` is the field, when there is one."""

    day: date | None = None
    words: str | None = None
    span: tuple[int, int] | None = None


def dates(text: str, year: int | None) -> list[By]:
    """All dates of a text; ``binding`` are those that say *by when* (前, 底, 内, 到…年)."""
    found: list[By] = []
    for match in _DATE.finditer(text):
        if match.group()[:1] == "年" and _counted(text, match.start()):
            continue
        day = _day(match, year)
        if day is not None:
            found.append(By(match.start(), match.end(), day, _binds(text, match)))
    return found


def _counted(text: str, start: int) -> bool:
    """「3年内」 is a length of time, not this year."""
    return start > 0 and text[start - 1] in _COUNTS


def _binds(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    after = text[match.end() : match.end() + 10]
    if _RECURS.search(before) or _PERIOD_AFTER.match(after):
        return False
    if _START_AFTER.match(after) or (_STARTS.search(before) and not match["mb"]):
        return False
    if match["to"] == "至" and before[-1:] in "日月年号":
        return False
    if match["yend"] == "年底" and not (
        match["yb"] or match["to"] or match["rel"] or match["year"]
    ):
        return False
    strong = ("mb", "mend", "ten", "half", "quarter", "yend", "within", "yonly")
    if any(match[name] for name in strong):
        return True
    return bool(match["to"]) and (match["year"] is not None or match["month"] is not None)


def _day(match: re.Match[str], year: int | None) -> date | None:
    spoken = match["year"]
    known = bool(spoken)
    if spoken:
        year = int(spoken)
    elif match["rel"]:
        known = True
        year = year + (match["rel"] in ("明年", "次年")) if year else None
    if year is None or not 1949 < year < 2100:
        return None
    if match["month"]:
        return _month_day(match, year)
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上" else date(year, 12, 31)
    if match["quarter"]:
        return _last(year, _QUARTERS[match["quarter"]])
    if match["yend"] and (known or match["yend"].startswith("年")):
        return date(year, 12, 31)
    if match["within"] and (known or match["within"] == "年内"):
        return date(year, 12, 31)
    if spoken:
        return date(year, 12, 31) if not match["yonly"] or match["to"] else date(year - 1, 12, 31)
    return None


def _month_day(match: re.Match[str], year: int) -> date | None:
    text = match["month"]
    month = int(text) if text.isdigit() else _MONTHS.get(text, 0)
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        number = int(match["day"])
        return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None
    if match["ten"] in ("上", "中"):
        return date(year, month, 10 if match["ten"] == "上" else 20)
    return _last(year, month)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def read_deadline(text: str, printed: str, year: int | None) -> Deadline:
    """The 完成时限 field; otherwise the latest binding date in the text."""
    field = _FIELD.search(text)
    if field is not None and _is_field(text, field):
        words = printed[field.start("value") : field.end("value")].strip(" 、,，")
        known = dates(field["value"], year)
        lasting = re.search(r"长期|持续|常态|按.{0,6}(?:节点|序时|计划)", field["value"])
        day = max((by.day for by in known), default=None)
        if day is None and re.search(r"^\s*(?:全年|年底|年内)", field["value"]) and year:
            day = date(year, 12, 31)
        return Deadline(None if lasting and not known else day, words, field.span())
    bound = [by for by in dates(text, year) if by.binding]
    if not bound:
        return Deadline()
    latest = max(bound, key=lambda by: by.day)
    return Deadline(latest.day, printed[latest.start : latest.end])


def _is_field(text: str, field: re.Match[str]) -> bool:
    """A bare 「时间:」 inside a sentence is none; a field opens a line, bracket or clause."""
    label = field.group()
    if re.match(r"[(【\[]", label):
        return True
    before = text[field.start() - 1] if field.start() else "\n"
    return before in "\n。;,( 】)"
