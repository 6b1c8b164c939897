"""Which way a number that is promised as just so may be passed: six built of five is no miss."""

import re
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from yingshang.city.plans import library
from yingshang.city.plans.models import Target
from yingshang.kernel.measures import Gap, Promise, Value, gap, unit_of
from yingshang.kernel.plantext import measured

__all__ = ["sign_of", "weigh"]

_CUT = "压减|压缩|精简|缩减|缩短|削减|减少|降低|下降"
_DOWN_TO = re.compile(rf"(?:{_CUT}|[减降压])(?:材料|环节|事项|数量)?[至到为]|控制在")
_LESS_OF = re.compile(r"(?:时限|时间|环节|材料)(?:数量?|份数)?$")
_TIMES = ("workday", "elapsed", "step")
# built, given or cut by so many, where what is counted are steps or papers: nobody can tell
_OTHER = re.compile(rf"{_CUT}|取消|新建|新增|建设|建成|建立|打造|推出|推行|公布|归集|共享|免")
_SPOILS = re.compile(rf"{_CUT}|取消|环节|材料|时限")  # by so many, or of something cut: untold


def sign_of(target: Target, on: date) -> str:
    """The promise's comparator as it is held against a unit's number; '' where a number beside the
    one that is promised is neither surely better nor surely worse."""
    if target.comparator in ("increase", "decrease"):
        return ">="  # of a growth or a fall the unit writes by how much
    if target.comparator != "=":
        return target.comparator
    metric = library.find(target.metric_key, on) if target.metric_key else None
    way = metric.direction if metric else _said(target)
    return {"up": ">=", "down": "<="}.get(way, "")


def weigh(promise: Promise, sign: str, value: Value) -> Gap:
    """The promise held against a number its way; where that is unknown, nobody can tell of another
    number whether it is a miss."""
    found = gap(replace(promise, comparator=sign or "="), value)
    if sign or found.met is not False:
        return found
    return Gap(None, None, found.unit, sentence=_("数与承诺不同，孰好孰坏无法比较，由人判断。"))


def _said(target: Target) -> str:
    words = "".join(target.words.split())
    if _DOWN_TO.search(words):
        return "down"
    if unit_of(target.unit).dimension in _TIMES or _LESS_OF.search(target.metric):
        return "" if _OTHER.search(words) else "down"
    much = target.statistic in ("count", "amount") or measured(target.unit)
    counts = much and target.baseline is None
    return "up" if counts and not _SPOILS.search(words + target.metric) else ""
