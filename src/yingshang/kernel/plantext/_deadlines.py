"""Dates by which something must be done: 2020年6月底, 5月底之前, 年内, 到2027年, 上半年."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ._digits import mend_digits
from ._month_days import last_day, month_day
from ._names import units_all
from ._text import found, kept, last_of

__all__ = ["By", "Deadline", "dates", "read_deadline"]

_H = "一二三四五六七八九十"
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年(?:度)?"
_REL = r"(?P<rel>今年|本年度?|当年|明年|次年)?"
_MONTH = rf"(?P<month>\d{{1,2}}|[{_H}]{{1,2}})\s*月(?:份)?"
_BEFORE = r"(?:之前|以前|前|止)"
_DATE = re.compile(
    rf"(?P<to>[到至]\s*)?(?:{_YEAR}|{_REL})\s*(?:"
    rf"{_MONTH}\s*(?:(?P<day>\d{{1,2}})\s*[日号]|(?P<mend>底|末)"
    rf"|(?P<ten>[上中下])旬)?\s*(?P<mb>{_BEFORE}|内)?"
    rf"|(?P<half>[上下])半年(?P<hb>{_BEFORE}|内|底|末)?"
    rf"|第?(?P<quarter>[一二三四1234])季度(?P<qb>{_BEFORE}|内|底|末)?"
    rf"|(?<!上)(?<!每)(?<!往)(?<!历)(?<!每年)(?P<yend>年底|年末(?!检查|考核|评估|总结|考评|测评|结余|余额)|底|末)\s*(?P<yb>{_BEFORE})?"
    rf"|(?P<within>年内|内)"
    rf"|(?P<yonly>(?!前[一二三]季度){_BEFORE})?"
    r")"
)
# with what a date opens, searched first
_OPENS = re.compile(
    rf"[\d到至年今本当明次上下第{_H}](?:(?<=\d)(?=\d{{0,3}}\s*[年月季])|(?<=年)(?=[底末内])"
    rf"|(?<=[到至])(?=\s*(?:\d{{1,4}}\s*[年月季]|[年今本当明次上下第{_H}]))"
    rf"|(?<=[今本当明次])(?=年)|(?<=[上下])(?=半年)|(?<=第)(?=[一二三四1234]季)"
    rf"|(?<=[{_H}])(?=[{_H}]?\s*[月季]))"
)
_FIELD = re.compile(
    r"(?:[(【\[〔] *)?(?:计划|要求)?(?:完成|办结|实施|推进|责任|整改|落实|工作)?"
    r"(?:时限|时间节点|期限|时间|进度|节点)(?:要求"
    r"|安排)?\s*(?:[】\]〕]\s*:?|:|(?<=[时期]限)--?| (?=\d))\s*"
    r"(?P<value>[^;。\n)】\]〕]{1,60})"
)
_CORE = re.compile(
    r"[时期进节](?:(?<=时)[限间]|(?<=期)限|(?<=进)度|(?<=节)点)(?=[节要安\s】\]〕:\-])"
)
# what may stand before it, read backwards
_UPTO = re.compile(r"(?:成完|结办|施实|进推|任责|改整|实落|作工)?(?:划计|求要)?(?: *[(【\[〔])?")
_LASTING = re.compile(
    r"长期|持续|全年|常态|按.{0,6}(?:节点|序时|计划|进度|月|季)|每(?:年|季度?|月|半年|周)|立即|立行|即时"
    r"|即行|逐步|即日"
)
_YEAR_END = re.compile(r"\s*(?:年底|年内|年末|当年)")
_NUMERIC = re.compile(r"(20\d\d)[./-](\d{1,2})(?:[./-](\d{1,2}))?(?!\d)")
_NUMERIC_BEFORE = re.compile(rf"(?<!\d){_NUMERIC.pattern}日?{_BEFORE}")
_PERIOD = re.compile(r"20\d\d\s*年?\s*[-~至到]+\s*(20\d\d)\s*年?")
_EVENT = re.compile(r"(?:之日|后|起)\D{0,3}\d+\s*(?:个)?(?:工作日|日|天|个?月|年)(?:内|以内)")
_RECURS = re.compile(r"(?:每年度?|每个?季度?|每个?月|每半年|每逢|次|截[至止])[^\d。;,\n]{0,2}$")
_STARTS = re.compile(r"(?:自|从|于)\D{0,2}$")
_VALID = re.compile(
    r"有效期|施行期|执行期|截[至止]|自\d|(?:执行|有效|延续|延长|缓[缴征]|减免|免[征收])$"
)
_IN_FORCE = re.compile(r"[^,。]{0,4}(?:施行|废止|失效|止$)")
# 「第三季度出台」 says by when, 「第二季度用电」 does not
_DONE = re.compile(
    r"[,;:。)]|$|[^。;\n]{0,6}?(?:完成(?!率|情况)|摸排|整治|整改|验收|评估|总结|出台|实现|印发|建成|制定|公布|发布|投入|上线|投用|投产|开工"
    r"|清零|清偿|启动|开通|取得|到位|形成|落实|开展|推出|试点|试运行|运行|实施)"
)
# 「(招商一科、招商二科;全年)」, 「(长期坚持)」
_TAIL = re.compile(
    r"[;,(【\[〔] *(?P<value>全年|年内|当年|年底|长期(?:坚持|推进|实施)?|持续(?:推进|实施)|常年)"
    r"[)】\]〕][。.]?(?=\n|$)"
)
# 「(市税务局负责,2026年6月底前)」: what the bracket of the bodies says outweighs a word of the text
_BY_BODIES = re.compile(
    r"[,;] *(?P<value>(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末])?|年?底|[上下]半年"
    r"|第?[一二三四]季度末?)(?:之?前)?(?:全面|基本)?(?:完成)?)[)】\]〕][。.;]?(?=\n|$)"
)
# 「【市发展改革委牵头】【2026年12月底前】」: a bracket with nothing but a time, behind the bodies
_ALONE = re.compile(
    r"[)】\]〕] *[(【\[〔] *(?P<value>(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|份)?|年?[底内])"
    r"(?:之?前)?(?:完成)?)[)】\]〕][。.]?(?=\n|$)"
)
# 「(6月份取得明显成效,牵头考核单位:市工信局)」, 「(持续推进,责任单位:…)」
_AHEAD = re.compile(
    r"[(【\[〔] *(?P<value>[^,;:()【】]{2,18})[,;] *"
    r"(?=[^,;:()]{0,4}(?:牵头|责任|主办|负责)[^,;:()]{0,4}(?:单位|部门):)"
)
_FIVES = {"二": 3, "三": 4, "四": 5, "五": 6}
_PERIOD_END = re.compile(
    r"十(?P<plan>[二三四五])五[”\"」]?(?:规划)?(?:时?期)?(?:期?末|期?结束)(?:之?前)?"
)
_START_AFTER = re.compile(r"^\s*(?:起|开始|至|到|以来|后|之后|的基础)")
# 「较2020年底下降16%」, 「由2024年底的85%提高到」: what it is measured against is no limit
_AGAINST = re.compile(r"(?:[较与]|(?<!占)比|(?P<of>[由从]))[“\"「]?$")
_COUNTS = frozenset("0123456789一二两三四五六七八九十半")
_PERIOD_AFTER = re.compile(r"^\s*[-~至到]\s*(?:(?:19|20)\d\d\s*年)")
# 「确保2030年前实现碳达峰」: what the whole country is held to
_GOES_ON = re.compile(
    f"{_PERIOD_AFTER.pattern}|{_START_AFTER.pattern}|(?:如期|全面)?(?:实现|完成)?碳(?:达峰|中和)"
)


# 「(市发展改革委牵头,2026年5月)」: a month or a quarter closes a bracket that names bodies
_CLOSES = (")", "】", "]", "〕")
_SAID_BEHIND = re.compile(
    r"[(【\[〔][^()【】\[\]〔〕]*(?:牵头|负责|配合|责任|参与|主责|协办|[局委办部厅院署](?:等)?)[,;。、]\s*$"
)


@dataclass(slots=True)
class By:
    """A date expression: offsets in the text, the last day meant, and whether it binds.

    ``bare`` is 「到2027年」: it dates a target, but is no deadline by the rules of reading.
    """

    start: int
    end: int
    day: date
    binding: bool
    bare: bool = False
    opens: bool = False  # 「到2028年底,…;…;…」: it dates all that its sentence says


@dataclass(slots=True)
class Deadline:
    """A task's deadline with its own words; ``span`` is the field, when there is one."""

    day: date | None = None
    words: str | None = None
    span: tuple[int, int] | None = None
    field: bool = False
    lasting: bool = False


def dates(text: str, year: int | None) -> list[By]:
    """All dates of a text; ``binding`` are those that say *by when* (前, 底, 内, 到…年)."""
    if not ("年" in text or "月" in text or "季度" in text or "五" in text):
        return list(_in_numbers(text)) if "前" in text and "20" in text else []
    return list(_dates(text, year))


@kept(16, 20_000)  # a task's text is asked for its deadline, its mask and its targets
def _dates(text: str, year: int | None) -> tuple[By, ...]:
    said: list[By] = []
    for match in found(_OPENS, _DATE, text):
        if match.end() - match.start() < 2:
            continue
        if match.group()[:1] == "年" and _counted(text, match.start()):
            continue
        day = _day(match, year)
        if day is not None:
            binds, opens = _binds(text, match), match["to"] == "到"
            said.append(By(match.start(), match.end(), day, binds, _bare(match), opens))
    if "五" in text:
        said += _plan_periods(text)
    if "." in text or "/" in text:
        said += _in_numbers(text)
    said.sort(key=lambda by: by.start)
    return tuple(said)


def _in_numbers(text: str) -> list[By]:
    """「2026.12.31前」."""
    days = ((match, _numeric(match)) for match in _NUMERIC_BEFORE.finditer(text))
    return [By(match.start(), match.end(), day, True) for match, day in days if day]


def _plan_periods(text: str) -> list[By]:
    """「“十四五”末」 is the end of 2025."""
    return [
        By(
            match.start(),
            match.end(),
            date(2000 + 5 * _FIVES[match["plan"]], 12, 31),
            not _compared(text, match),
        )
        for match in _PERIOD_END.finditer(text)
    ]


def _bare(match: re.Match[str]) -> bool:
    if not match["to"]:
        return False
    return not any(match.group("month", "half", "quarter", "yend", "within", "yonly"))


def _counted(text: str, start: int) -> bool:
    """「3年内」 is a length of time, not this year."""
    return start > 0 and text[start - 1] in _COUNTS


def _binds(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    after = text[match.end() : match.end() + 12]
    if _GOES_ON.match(after):
        return False
    if before and (_RECURS.search(before) or _starts(before, match) or _compared(text, match)):
        return False
    ranged = "日月年号份0123456789" if not (match["mb"] or match["mend"]) else "日月年号"
    if match["to"] == "至" and before[-1:] and before[-1:] in ranged:
        return False  # 「1至5月,全市新登记」
    if match["yend"] == "年底" and not (
        match["yb"] or match["to"] or match["rel"] or match["year"]
    ):
        return False
    if (
        any(match.group("month", "half", "quarter"))
        and after[:1] in _CLOSES
        and _SAID_BEHIND.search(text[max(0, match.start() - 80) : match.start()])
    ):
        return True
    if match["half"] or match["quarter"]:
        return bool(match["hb"] or match["qb"] or match["to"] or _DONE.match(after))
    if any(match.group("mb", "mend", "ten", "yend", "within", "yonly")):
        return True
    return bool(match["to"]) and (match["year"] is not None or match["month"] is not None)


def _compared(text: str, match: re.Match[str]) -> bool:
    against = _AGAINST.search(text, max(0, match.start() - 3), match.start())
    return against is not None and (
        not against["of"] or text[match.end() : match.end() + 1] == "的"
    )


def _starts(before: str, match: re.Match[str]) -> bool:
    """「自7月1日」 opens a time; 「于7月底」, 「于年底前」 close one."""
    word = _STARTS.search(before)
    if word is None or match["mb"] or match["yb"] or match["hb"] or match["qb"]:
        return False
    closes = match["mend"] or match["yend"] or match["half"] or match["quarter"]
    return word.group()[0] != "于" or not closes


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
        return month_day(match, year)
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上" else date(year, 12, 31)
    if match["quarter"]:
        return last_day(year, _QUARTERS[match["quarter"]])
    if match["yend"] and (known or match["yend"].startswith("年")):
        return date(year, 12, 31)
    if match["within"] and (known or match["within"] == "年内"):
        return date(year, 12, 31)
    if spoken:
        return date(year, 12, 31) if not match["yonly"] or match["to"] else date(year - 1, 12, 31)
    return None


def read_deadline(text: str, printed: str, year: int | None) -> Deadline:
    """The 完成时限 field; otherwise the latest binding date in the text."""
    text = mend_digits(text)
    fields = [field for field in _fields(text) if _is_field(text, field)]
    if fields:
        read = [_value(text, printed, field, year) for field in fields]
        if len(read) == 1:
            return read[0]
        return max(read, key=lambda one: (one.day or date.min, one.lasting))
    beside = _beside_units(text) if "(" in text or "【" in text else None
    if beside:
        start, end = beside.span("value")
        day, lasting = _meant(beside["value"], year)
        if day or lasting or beside.re is _TAIL:
            return Deadline(day, printed[start:end], None, True, lasting)
    told = [by for found in _BY_BODIES.finditer(text) for by in _of_bodies(text, found, year)]
    said = max((by.end for by in told), default=-1)  # what comes behind it is not its own
    bound = [by for by in dates(text, year) if by.binding and not by.bare and by.start > said]
    bound = told + bound
    bound = [by for by in bound if not _about_else(text, by, year)]
    if not bound:
        return Deadline()
    latest = max(bound, key=lambda by: by.day)
    return Deadline(latest.day, printed[latest.start : latest.end].strip("到至 "))


def _of_bodies(text: str, found: re.Match[str], year: int | None) -> list[By]:
    """The day in the bracket of the bodies, at its place in the text."""
    start = found.start("value")
    opens = max(text.rfind(sign, 0, start) for sign in "([【〔")
    bodies = text[max(opens, 0) + 1 : found.start()].strip()
    if not (_ROLE.search(bodies) or units_all(bodies)) or _NO_BODIES.match(bodies):
        return []
    return [
        replace(by, start=by.start + start, end=by.end + start)
        for by in dates(found["value"], year)
    ]


_ROLE = re.compile(r"负责|牵头|配合|(?:单位|部门)[:为]")
_NO_BODIES = re.compile("依据|根据|按照?|经|含|包括|包含|其中|详?见|参照")


def _beside_units(text: str) -> re.Match[str] | None:
    """A time before or behind the bodies in their bracket; the last one, if there are several."""
    tail = _TAIL.search(text) or _ALONE.search(text)
    if tail is None and ("单位:" in text or "部门:" in text):
        return last_of(_AHEAD, text)
    return tail


def _fields(text: str) -> Iterator[re.Match[str]]:
    """The fields of a text, tried from where the word of a field stands."""
    here = 0
    while core := _CORE.search(text, here):
        opens = _UPTO.match(text[max(here, core.start() - 12) : core.start()][::-1])
        start = core.start() - (opens.end() if opens else 0)
        field = _FIELD.match(text, start) or _FIELD.match(text, core.start())
        here = field.end() if field else core.start() + 1
        if field:
            yield field


def read_cell(text: str, printed: str, year: int | None) -> Deadline:
    """A cell of the column of deadlines."""
    words = re.sub(r"\s+", "", printed)
    day, lasting = _meant(mend_digits(text), year)
    return Deadline(day, words, None, True, lasting)


def _value(text: str, printed: str, field: re.Match[str], year: int | None) -> Deadline:
    words = printed[field.start("value") : field.end("value")].strip(" 、,，。.;；")
    day, lasting = _meant(field["value"], year)
    return Deadline(day, words, field.span(), True, lasting)


def _meant(value: str, year: int | None) -> tuple[date | None, bool]:
    """The last day a field names, and whether it says to go on without end."""
    known = dates(value, year)
    lasting = bool(_LASTING.search(value))
    days = [
        by.day
        for by in known
        if not _RECURS.search(value[max(0, by.start - 4) : by.start])
        and not value.startswith("全年", by.end)
    ]
    days += [day for day in map(_numeric, _NUMERIC.finditer(value)) if day]
    day = max(days, default=None)
    if day is None and _YEAR_END.match(value) and year:
        day = date(year, 12, 31)
    if day is None and (period := _PERIOD.search(value)):
        day = date(int(period.group(1)), 12, 31)
    if _EVENT.search(value):
        return None, True
    return (None if lasting and not days else day), lasting


def _numeric(match: re.Match[str]) -> date | None:
    """2026.6.30, 2026-06, 2026/6."""
    year, month = int(match.group(1)), int(match.group(2))
    if not 1 <= month <= 12:
        return None
    if match.group(3) is None:
        return last_day(year, month)
    number = int(match.group(3))
    return date(year, month, number) if 1 <= number <= monthrange(year, month)[1] else None


def _about_else(text: str, by: By, year: int | None) -> bool:
    """How long the paper itself is valid, from when it runs, or what is long past."""
    before, after = text[max(0, by.start - 8) : by.start], text[by.end : by.end + 8]
    if before.endswith("截") or _VALID.search(before) or _IN_FORCE.match(after):
        return True
    return year is not None and by.day.year < year


def _is_field(text: str, field: re.Match[str]) -> bool:
    """A bare 「时间:」 inside a sentence is none; a field opens a line, bracket or clause."""
    if field.group()[0] in "(【[〔":
        return True
    before = text[field.start() - 1] if field.start() else "\n"
    return before in "\n。;,.( 】)〕]:"
