"""How sure a reading is: a table of weights over what was seen of it.

A reading has features: the rule that gave the comparator and a few facts of the words around.
Their weights are fitted on annotated plans (scripts/fit_plan_confidence.py) on all figures with a
verdict, those that are refused included: a rule that is often overruled by a refusal is one that
errs where no refusal has been written yet. The sum of base and weights is log-odds; the answer is
the chance that value, unit and comparator are right, said as if the refusals were not there.
"""

import re
from functools import lru_cache
from math import exp

from ._scan import Figure
from ._words import BUILD, PAST, SUBSIDY

__all__ = ["BASE", "WEIGHTS", "estimate", "features"]

_ADDRESSED = re.compile(r"^(?:对|凡|符合|具有|拥有|为|给|按|经)")
# 「单个托育点规模一般不超过50人」 says what a thing must be like, not how many there will be
_STANDARD = re.compile(
    r"单个|单体|单元|单套|每[个套间座][^,。;]{0,8}(?:面积|规模)|(?:规模|面积|高度|宽度|间距|半径)一般"
)

_CAPACITY = re.compile(r"瓦|立方米/|吨/")
_REACHES = re.compile(r"达|不低于|至少|[升高]至|[升高]到|为")

_NEWLY = re.compile(r"(?:新增|净增)(?!加)(?:(?!不[少低]于|至少|超|突破|达)[^,。;、]){0,14}$")

BASE = 1.5
MENDED = 2.0  # not fitted: no annotated plan has a misread digit
WEIGHTS: dict[str, float] = {
    "about": -4.3,
    "addressed": -2.0,
    "all of it": -1.7,  # not fitted
    "at the end": 0.4,
    "bare": -1.1,
    "capacity": -1.0,  # not fitted
    "count": 0.7,
    "count:above": 0.4,
    "count:achieved": 0.9,
    "count:build": 0.1,
    "count:carried": 0.2,
    "count:eq": 0.7,
    "count:every": -1.1,
    "count:ge": 1.6,
    "count:goal": 0.2,
    "count:gt": 0.2,
    "count:le": -1.4,
    "count:least": 1.1,
    "count:minus": -1.6,
    "count:moved": 0.5,
    "count:named": -0.5,
    "count:newly": 0.7,
    "count:places": -1.0,
    "count:plus": -0.3,
    "count:raised": -0.5,
    "count:removed": 1.1,
    "count:steps": -0.2,
    "count:times": -0.9,
    "double": 3.1,
    "far": -0.3,
    "grant": -1.5,
    "listed": -1.0,
    "money": -0.5,
    "money:above": -0.4,
    "money:build": 0.9,
    "money:carried": -1.8,
    "money:ge": 1.2,
    "money:gt": 1.0,
    "money:head": 1.3,
    "money:le": -2.1,
    "money:minus": 0.2,
    "money:newly": -1.3,
    "money:plus": 0.8,
    "money:saved": -0.7,
    "newly": -1.2,  # not fitted
    "of": -2.0,
    "over": -1.2,  # not fitted
    "past": -4.1,
    "range": 0.5,
    "rate": 1.3,
    "rate:above": 0.2,
    "rate:above-act": 1.6,
    "rate:all": 0.6,
    "rate:carried": -1.4,
    "rate:cut": 0.7,
    "rate:ge": 2.0,
    "rate:goal": 0.1,
    "rate:gt": -0.1,
    "rate:kept": -1.3,
    "rate:le": -0.4,
    "rate:minus": 1.4,
    "rate:noun": -1.3,
    "rate:noun-above": 1.3,
    "rate:of-act": -0.8,
    "rate:of-whole": -1.9,
    "rate:plus": -0.2,
    "rate:points-over": -0.4,
    "rate:range": 0.8,
    "rate:to-rise": 0.1,
    "rate:under": -0.1,
    "standard": -2.8,
    "time": 0.2,
    "time:above": -3.2,
    "time:below": -1.2,
    "time:carried": -0.8,
    "time:do": 0.2,
    "time:ge": 0.4,
    "time:le": 1.9,
    "time:minus": 0.1,
    "time:noun": -3.6,
    "time:step": 1.4,
    "time:to-scope": -0.2,
    "time:under": 0.3,
    "time:within-do": 3.5,
    "time:以内": 1.8,
    "time:内": -1.0,
    "worded": -2.8,
}


def features(figure: Figure, rule: str, left: str, right: str, sentence: str) -> tuple[str, ...]:
    """What is seen of one reading; ``left`` and ``right`` are those of its list."""
    before, after = left[-60:], right[:30]
    kind = rule.partition(":")[0]
    seen = [rule] if kind == rule else [rule, kind]
    if figure.chinese:
        seen.append("worded")
    if figure.upper is not None:
        seen.append("range")
    if kind == "count" and "新增" in before and _CAPACITY.search(figure.unit):
        seen.append("capacity")  # 「新增50万千瓦」: so much more, or so much to be built?
    elif kind == "count" and figure.mark != "以上" and _NEWLY.search(before):
        seen.append("newly")  # 「新增企业1.8万户」: so many, or so many more?
    if kind == "rate" and figure.value == 100 and not _REACHES.search(before[-8:]):
        seen.append("all of it")  # 「应100%安装」: at least, or just? people write both
    if figure.over:
        seen.append("over")  # 「30余辆」: at least, more, or so many?
    if figure.chain > 0:
        seen.append("listed")
    if not before:
        seen.append("bare")
    if len(before) > 18:
        seen.append("far")
    if _ADDRESSED.match(before):
        seen.append("addressed")
    if BUILD.search(before[-6:]):
        seen.append("near verb")
    if after.startswith("的"):
        seen.append("of")
    if not after.strip("、和及"):
        seen.append("at the end")
    if SUBSIDY.search(sentence) and not (kind == "money" and figure.unit.startswith("亿")):
        seen.append("grant")
    if PAST.search(sentence):
        seen.append("past")
    if figure.mark in ("左右", "上下") and rule.endswith(":ge"):
        seen.append("about")  # 「达到60%左右」: at least, or so? people read it both ways
    if kind == "count" and _STANDARD.search(before):
        seen.append("standard")
    return tuple(seen)


@lru_cache(maxsize=1024)
def estimate(seen: tuple[str, ...], *, mended: bool = False) -> float:
    """The chance that a reading with these features is right; ``mended``: a digit was repaired."""
    odds = BASE - MENDED * mended + sum([WEIGHTS.get(name, 0.0) for name in seen])
    return round(min(0.99, max(0.05, 1 / (1 + exp(-odds)))), 2)
