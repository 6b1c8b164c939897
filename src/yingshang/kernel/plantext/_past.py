"""What is past: results that are reported, totals that are listed, times that are over."""

import re

from ._seen import Seen
from ._text import Ending, last_of
from ._words import FUTURE, LEFT_GE, PAST

__all__ = ["WILLED", "reported"]

WILLED = re.compile(r"力争|确保|争取|推动|促进|至少|不少于|不低于")
_AGAINST_LAST = re.compile("(?:同比|较上年|[较比]年初|[较比]去年)")
_YEAR_OF = re.compile(r"(?<![较比与从由])((?:19|20)\d\d)年")
# 「对2020年以来制定的政策措施抽查比例不低于20%」
_MADE_SINCE = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}月)?以来(?:制定|出台|印发|实施|发布|新增)[^,。;]{0,4}的"
)
_BATCH = re.compile(r"(?<!完成)(?<!推进)(?<!推出)第[一二三四五六七八九十]批$")
_THIS_YEAR = re.compile(r"(?:[、和及][^,。;]{0,12})?[,;]今年[^。;]{0,24}(?:达|提|力争)")
_DONE = re.compile(r"已(?:经)?[\u4e00-\u9fff]{2}(?!的)[^,。;的]{0,16}$")
# 「2020年,」, 「1至5月,」, 「今年以来」: a stretch of time that opens a clause
_PERIOD = re.compile(
    r"(?:^|(?<=[,。;:\s]))\s{0,4}(?:(?:至(?=20\d\d年[末底])|(?:19|20)\d\d年?[-~至—])?(?P<year>(?:19|20)\d\d)年(?:度|\d{1,2}月份?|全年|底|末|上半年)?"
    r"(?!.{0,4}(?:前|起|内|以来|基础)|\d(?!2345|2315)|[-~至])"
    r"|[“\"]?十(?P<five>[二三四])五[”\"]?(?:规划)?(?:期间|时期|以来)|上(?:一)?年度(?=[^,。;]{1,12}为)"
    r"|\d{1,2}月份?(?=全[国省市县区])|(?:前|过去|近)[两二三四五\d]年(?!内)|(?:(?:19|20)\d\d年|今年)?前(?:[一二三]季度|[一二三四五六七八九十\d]{1,2}个月)"
    r"|(?:今年)?1(?:月份?)?[至到~—-]\d{1,2}月份?(?=[,全各])|今年以来|[一二三]季度(?=,[^,。]{0,12}累计)|上年(?=共|累计|全))"
)
_TELLS_TIME = re.compile("年|月|季度|五")
_FIVE_ENDS = {"二": "2015", "三": "2020", "四": "2025"}
# 「其中开工、在建项目共120个,总投资约300亿元」 says what a list is made up of
_COUNTED = Ending("项目共计?$", "共计")
_LISTED_AS = re.compile("其中|包括|分为")
_AIMED = re.compile("完成|实现|力争|确保|争取|带动|撬动|引进|推介|签约|新增|推动")
_INVESTED = Ending("总投资额?(?:共|共计|约|近|超过?|达到?|为)?$", "共计资额约近超过达到为")
_FROM_THEN = re.compile(
    rf"{FUTURE.pattern}|[,;](?:要|应|须|将)|(?:月|年|季度)底?前|年内|(?<![较比与])(?:20\d\d|今)年(?!同期|度?的)"
)
_PAST_YEAR = re.compile(r"(?<![较比与从由])((?:19|20)\d\d)年(?!.{0,4}(?:前|底|起|内))")
# 「在首批100件事项落地的基础上,再推出50件」
_ON_BASIS = re.compile(r"(?:[^,。;]{0,24}的)?基础上")
_LEGAL = Ending(
    r"法定(?:办理|审批)?(?:时限|期限|时间)?(?:为|是)?$|(?:原|现行|原来|原有)(?:的|为)?$",
    "为原定批是有来理的行间限",
)


def reported(seen: Seen) -> bool:
    """A past result, unless a word of intent stands between it and the figure."""
    start = seen.figure.start
    opens = max(0, start - 6)
    if seen.source.find("批", opens, start) >= 0 and _BATCH.search(seen.source, opens, start):
        return True  # 「对第一批106项涉企审批事项」
    if _INVESTED.search(seen.left) and not _AIMED.search(seen.left):
        return True
    if _COUNTED.search(seen.left) and _LISTED_AS.search(seen.above[-60:]):
        return True
    if _ON_BASIS.match(seen.right) or _LEGAL.search(seen.left):
        return True
    if _stated(seen):
        return True
    last = last_of(PAST, seen.before)
    if last is not None and not FUTURE.search(seen.before, last.end()):
        return True
    return _old(seen) or _beside_past(seen)


def _beside_past(seen: Seen) -> bool:
    """「2024年在保余额30亿元,同比增长9%」 of a paper of 2025."""
    if seen.year is None or not _AGAINST_LAST.match(seen.left):
        return False
    opens = max(seen.figure.sentence[0], seen.figure.start - 120)
    before = seen.source[opens : seen.figure.clause[0]]
    years = [int(match.group(1)) for match in _YEAR_OF.finditer(before)]
    return bool(years) and max(years) < seen.year and not FUTURE.search(before)


def _stated(seen: Seen) -> bool:
    """「去年率为81%,今年要达到85%」 states what is; so does 「已补拨11笔」."""
    if seen.figure.kind == "rate" and seen.left.endswith("为") and _THIS_YEAR.match(seen.after):
        return True
    if seen.figure.kind in ("rate", "time") or (seen.meant and WILLED.search(seen.left)):
        return False
    return bool(_DONE.search(seen.left)) and not LEFT_GE.search(seen.left)


def _old(seen: Seen) -> bool:
    """A time before the document's own that opened a clause, and no word of *by when* since."""
    if seen.year is None:
        return False
    start, reach = seen.figure.start, seen.figure.start - 120
    if _since_then(seen, max(seen.figure.sentence[0], reach), start):
        return True
    clause = seen.source[max(seen.figure.clause[0], reach) : start]
    if "年" not in clause:
        return False
    if "以来" in clause:
        clause = _MADE_SINCE.sub("", clause)
    return any(int(match.group(1)) < seen.year for match in _PAST_YEAR.finditer(clause))


def _since_then(seen: Seen, first: int, start: int) -> bool:
    """Whether the last time told before a figure is over: 「1至5月,开工27个,完成45%」."""
    before = seen.source[first:start]
    if not _TELLS_TIME.search(before):
        return False
    told = last_of(_PERIOD, before)
    if told is None or _FROM_THEN.search(before, told.end()):
        return False
    year = told["year"] or _FIVE_ENDS.get(told["five"])
    return year is None or int(year) < (seen.year or 0)
