"""Whose is which: 「A、B……分别为x、y」, one row of names and one row of figures.

The names share what stands before the first (全市) and behind the last (用电报装时间). Where the
last name ends is told by its likeness to the others; where nothing tells it, the parts are left
undivided, and whoever asks must not be sure.
"""

import re
from dataclasses import dataclass

from ._text import Ending

__all__ = ["Part", "apart", "mixed", "split"]


@dataclass(frozen=True, slots=True)
class Part:
    """One of a row of names: what is measured there, and what sets it apart from the others."""

    metric: str
    scope: str | None


_MEASURE = (
    "比率|比例|占比|比重|数量|总量|总额|余额|增速|涨幅|增幅|时间|时限|周期|用时|时长|期限|[能水电煤物]耗|成本|收入|产值"
    "|增加值|产量|面积|投资|指数|浓度|强度|规模|环节|材料|次数|人数|户数|家数|税收|里程|率|度|量|额|数"
)
_IS_MEASURE = Ending(rf"(?:{_MEASURE})$", "率例比重量额速幅间限期时长耗本入值量积资数度模节料收程")
_COUNTED = Ending(r"(?:环节|材料|次数|份数)$", "节料数")
_TIMED = Ending(r"(?:时间|时限|周期|用时|时长|期限)$", "间限期时长")
# those who are served, and what is dealt with: a name that ends with one ends there
_BEARER = (
    "企业|居民|用户|客户|群众|个人|农户|商户|主体|单位|机构|学校|高校|医院|项目|工程|园区|开发区|新区|地区|区域|城区|乡镇"
    "|街道|社区|村庄|口岸|事项|案件|诉求|业务|人员|人才|学生|职工|儿童|老人|老年人|道路|河流|产业|行业|市场|土地|房屋|住宅"
)
_BEARS = re.compile(rf"(?:{_BEARER})")
_BEARS_LAST = re.compile(rf"(?:{_BEARER})$")
_KNOWN = re.compile(rf"(?:{_BEARER}|{_MEASURE}|办理|报装|登记|审批|接入|许可|经营)")
_AREA = re.compile(r"^(?:全[省市县区州国]|城区|市域|各[省市县区])(?=..)")
_PAIRS = (
    {"进口", "出口"},
    {"能耗", "水耗", "电耗", "煤耗", "物耗"},
    {"高压", "低压"},
    {"城市", "农村", "城镇", "乡村"},
    {"新建", "改建", "扩建"},
    {"线上", "线下"},
    {"公办", "民办"},
    {"开办", "设立", "变更", "注销"},
    {"用水", "用电", "用气", "用热", "供水", "供电", "供气", "供热"},
    {"小学", "初中", "高中"},
)
_PLACES = frozenset("省市县区乡镇村城")
_SHARED = re.compile(r"的|在(?=[^的]{2,}的)")
_OF_ALL = Ending(r"(?:[均各都]|分别|各自)+$", "均各都别自")
_JOINS = ("、和及与或以", "和", "与", "及", "、")
_QUOTED = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"|\([^()]{1,20}\)")
_INNER = re.compile("[、和及与或以]")
# 和, 及, 与, 以 that join nothing: 「普及率」, 「参与」, 「饱和度」
_INSIDE_WORD = re.compile(
    r"[普涉波惠顾触]及|[参给赋授]与|[饱温缓中]和|.(?:和谐|及时|及格|以(?!及))"
)
_HIDDEN = "\x00"
_MOST = 32


def apart(subject: str, count: int) -> list[Part]:
    """The names of a row of ``count`` figures, each whole; empty where it cannot be told.

    >>> [part.metric for part in apart("进口、出口通关时间", 2)]
    ['进口通关时间', '出口通关时间']
    """
    names = split(_OF_ALL.cut(subject.replace("”“", "”、“")), count)
    if not names or any(len(name) > _MOST for name in names):
        return []
    *others, last = names
    end = _end(others, last)
    if end is None:
        return []
    tail = last[end:].removeprefix("等")
    members = [*others, last[:end]]
    head = _shared_head(members)
    owns = [members[0], *(head + name for name in members[1:])]
    return [Part(f"{own}{tail}", _scope(own) if tail else None) for own in owns]


def _scope(name: str) -> str:
    return _AREA.sub("", name).strip('的“”"')


def split(subject: str, count: int) -> list[str]:
    """The subject in as many names as there are figures, parted by one sort of sign or by all."""
    held = _QUOTED.sub(lambda match: _INNER.sub(_HIDDEN, match.group()), subject)
    if len(held) != len(subject):
        return []
    for signs in _JOINS:
        parts, start = [], 0
        for place, sign in enumerate(held):
            if sign in signs and not _INSIDE_WORD.match(held, max(0, place - 1)):
                parts.append(subject[start:place])
                start = place + 1
        parts = [part.strip("的 ") for part in (*parts, subject[start:]) if part]
        if len(parts) == count and all(parts):
            return parts
    return []


def mixed(names: list[str]) -> bool:
    """「审批环节、时限分别…」: a count and a time under one unit is a figure misread."""
    counted = sum(_COUNTED.search(name) is not None for name in names)
    return counted > 0 and sum(_TIMED.search(name) is not None for name in names) > 0


def _end(others: list[str], last: str) -> int | None:
    """Where the last name ends and what all share begins; None where it cannot be told."""
    if all(_IS_MEASURE.search(name) for name in (*others, last)):
        return len(last)
    if (told := last.find("等")) > 1:
        return told
    others = [_AREA.sub("", others[0]), *others[1:]]
    for rule in (_by_ending, _by_bearer, _by_share, _by_length, _by_measure):
        end = rule(others, last)
        if end:
            return end
    return None


def _by_ending(others: list[str], last: str) -> int:
    """「国家级、省级工厂」: the last ends with the sign that the others end with."""
    sign = others[-1][-1]
    if any(name[-1] != sign for name in others):
        return 0
    place = last.find(sign, min(1, len(others[-1]) - 1))
    return place + 1 if place >= 0 and abs(place + 1 - len(others[-1])) <= 4 else 0


def _by_bearer(others: list[str], last: str) -> int:
    """「居民、小微企业用电」: the others end with those who are served, so does the last."""
    if not all(_BEARS_LAST.search(name) for name in others):
        return 0
    told = _BEARS.search(last, 0, last.find("的") % (len(last) + 1))
    return told.end() if told else 0


def _by_share(others: list[str], last: str) -> int:
    """「有设备、人员的门店占比」: what all share is joined by 的."""
    if any("的" in name for name in others):
        return 0
    told = _SHARED.search(last)
    return told.start() if told and told.start() > 1 else 0


def _by_length(others: list[str], last: str) -> int:
    """「用水、用气报装」, 「开办、注销、变更时间」: names of one length."""
    long = len(others[-1])
    alike = all(len(name) == long for name in others[1:]) and long <= 4
    if not alike or len(last) < long:
        return 0
    if len(last) == long:
        return 0 if _IS_MEASURE.search(last) else long
    if len(others) > 1 and long <= 2 and len(others[0]) >= long:
        return long
    if len(others[0]) != long:
        return 0
    twin = others[0][0] == last[0] or (long == 1 and last[0] in _PLACES)
    twin = twin or _paired(others[0], last[:long])
    return long if twin or _KNOWN.match(last, long) else 0


def _by_measure(others: list[str], last: str) -> int:
    """「企业开办、注销时间」: a short name, and a word for what is measured."""
    told = _IS_MEASURE.search(last)
    return told.start() if told and 2 <= told.start() <= 4 and len(others[-1]) <= 6 else 0


def _shared_head(members: list[str]) -> str:
    """「有检测设备、检测人员」: what stands before the sign with which the others begin."""
    first = members[0]
    area = _AREA.match(first)
    if all(_paired(first[-2:], name) for name in members[1:]):
        return first[:-2]
    places = {first.find(name[:2]) for name in members[1:] if len(name) > 1}
    place = places.pop() if len(places) == 1 else 0
    if 0 < place <= 8:
        return first[:place]
    return area.group() if area else ""


def _paired(one: str, other: str) -> bool:
    """进口 and 出口, 能耗 and 水耗: two of one sort, said of the same."""
    return any(one in pair and other in pair for pair in _PAIRS)
