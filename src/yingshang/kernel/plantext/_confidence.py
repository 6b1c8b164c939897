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

BASE = 2.0
MENDED = 2.0  # not fitted: no annotated plan has a misread digit
WEIGHTS: dict[str, float] = {
    "about": -3.3,
    "addressed": -1.7,
    "at the end": 0.6,
    "bare": -1.0,
    "count": 0.3,
    "count:above": 0.4,
    "count:achieved": 0.5,
    "count:build": 0.2,
    "count:carried": 0.3,
    "count:eq": 0.7,
    "count:every": -0.7,
    "count:ge": 1.5,
    "count:goal": 0.1,
    "count:le": -1.3,
    "count:least": 0.7,
    "count:minus": -1.4,
    "count:moved": 0.4,
    "count:named": -0.4,
    "count:newly": 0.5,
    "count:places": -0.1,
    "count:plus": -0.2,
    "count:removed": -1.7,
    "count:steps": 0.1,
    "double": 2.0,
    "far": -0.3,
    "grant": -1.6,
    "listed": -1.0,
    "money": -0.8,
    "money:above": -0.4,
    "money:build": 0.8,
    "money:carried": -1.2,
    "money:ge": 0.8,
    "money:gt": 0.7,
    "money:head": 0.9,
    "money:le": -2.0,
    "money:minus": 0.1,
    "money:newly": -0.8,
    "money:plus": 0.6,
    "money:saved": -0.5,
    "near verb": 0.1,
    "of": -1.9,
    "past": -4.0,
    "range": -0.1,
    "rate": 1.1,
    "rate:above": 0.1,
    "rate:above-act": 1.0,
    "rate:all": 0.3,
    "rate:carried": 0.2,
    "rate:cut": 0.3,
    "rate:ge": 1.5,
    "rate:goal": 0.1,
    "rate:le": -0.7,
    "rate:minus": 1.1,
    "rate:noun": -1.2,
    "rate:noun-above": 0.9,
    "rate:of-act": -0.6,
    "rate:of-whole": -2.2,
    "rate:under": -0.1,
    "standard": -1.8,
    "time:above": -2.7,
    "time:below": -0.7,
    "time:carried": -0.5,
    "time:do": 0.4,
    "time:ge": 0.2,
    "time:le": 1.7,
    "time:minus": 0.1,
    "time:noun": -2.6,
    "time:step": 0.7,
    "time:under": 0.2,
    "time:within-do": 2.9,
    "time:以内": 1.3,
    "time:内": -1.3,
    "worded": -2.5,
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
    if SUBSIDY.search(sentence):
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
