"""Why the reading of a number is unsure, in words for whoever looks at it.

The grammar says how sure it is and not why; what lowers it is seen in the words: that no word says
more or less, several numbers in one sentence, talk of the past or of grants. Where nothing of that
kind is seen, it is said that such words are seldom read rightly.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.kernel.plantext import UNBOUND

__all__ = ["SURE", "why_unsure"]

SURE = 0.9
MOST = 3  # reasons; more would not be read

_WAY = re.compile(
    r"以[上下内]|之内|不[低少小高多大超]|至少|最[多长高低少]|超过|突破|达|控制在"
    r"|(?:[日天时]|工作日)内|[至到为]\s*\d|(?:增长|增加|下降|提高|提升|减少|降低|压缩|压减|缩短|新增)"
)
_NUMBER = re.compile(r"\d[\d,.]*\s*(?:%|％|[\u4e00-\u9fff])")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|〔\d{4}〕|\d+号")
_PAST = re.compile(
    r"去年|上年|上一年|截[至止]|目前|现有|近年|以来|已(?:经)?[\u4e00-\u9fff]|累计[^，。；]{0,6}了"
)
_GRANT = re.compile(r"给予|奖励|补贴|补助|资助|奖补|贴息|罚款|优惠|减免|单笔|额度")
_ONE_OF = re.compile(r"单个|单体|单套|单户|每[个家户套]")
_FAR = 18


@dataclass(frozen=True)
class _Seen:
    words: str
    before: str  # of its clause
    after: str
    sentence: str
    metric: str
    doubts: Collection[str]


_REASONS: tuple[tuple[object, Callable[[_Seen], object]], ...] = (
    (_lazy("句子里说到以往的情况，可能是已有的成绩"), lambda s: _PAST.search(s.sentence)),
    (_lazy("句子里说的是奖补、优惠的标准，可能不是承诺"), lambda s: _GRANT.search(s.sentence)),
    (_lazy("像是对单个对象的要求，不是总数"), lambda s: _ONE_OF.search(s.before + s.words)),
    (_lazy("数字后面跟着“的”，可能只说明对谁适用"), lambda s: s.after.startswith("的")),
    (_lazy("“左右”“上下”可多可少"), lambda s: re.search(r"左右|上下", s.words + s.after[:2])),
    (
        _lazy("“新增”可指增加多少，也可指建成多少"),
        lambda s: "新增" in s.before and re.search(r"瓦|立方米/|吨/", s.words),
    ),
    (_lazy("数字是用汉字写的"), lambda s: not re.search(r"\d", s.words)),
    (
        _lazy("没有写是至少还是至多，是多是少按上下文推断"),
        lambda s: not _WAY.search(s.before[-8:] + s.words + s.after[:2]),
    ),
    (
        _lazy("同一句话里列了几个数，可能配错"),
        lambda s: len(_NUMBER.findall(_DATE.sub("", s.sentence))) > 1,
    ),
    (
        _lazy("这句话里没有写指标名称，名称取自别处"),
        lambda s: s.metric not in re.sub(r"\s", "", s.sentence),
    ),
    (_lazy("数字离所说的事项较远，指标名称可能取错"), lambda s: len(s.before) > _FAR),
    (
        _lazy("这项任务从哪里起到哪里止拿不准，数字可能是别的任务的"),
        lambda s: not UNBOUND.isdisjoint(s.doubts),
    ),
)


def why_unsure(
    span: str, *, text: str, metric: str, doubts: Collection[str] = ()
) -> tuple[str, ...]:
    """The reasons that are seen, the weightiest first; never none. ``text``: the task's words, or
    the sentence alone; ``doubts``: of its task."""
    place = text.find(span)
    if place < 0:
        text, place = span, 0
    end = place + len(span)
    seen = _Seen(
        words="".join(span.split()),
        before=_behind(text[:place], "。；;，,、\n") + re.split(r"\d", span, maxsplit=1)[0],
        after=text[end : end + 8],
        sentence=_behind(text[:place], "。；;\n") + span + re.split(r"[。；;\n]", text[end:])[0],
        metric="".join(metric.split()),
        doubts=doubts,
    )
    found = [str(reason) for reason, holds in _REASONS if holds(seen)]
    return tuple(found[:MOST]) or (_("这样的说法少见，容易读错，请对照原文"),)


def _behind(text: str, ends: str) -> str:
    return text[max(text.rfind(end) for end in ends) + 1 :]
