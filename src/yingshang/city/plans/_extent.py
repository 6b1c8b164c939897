"""How far a promise reaches, and how far an indicator: what one narrows and the other does not.

``barred`` are differences that no judgement mends (companies are not all callers); ``open_points``
are words of the promise that the indicator does not have, for a person to weigh. Pure functions
over words; what an aside leaves out (不含外部审批时间) never speaks for what is measured.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

__all__ = ["Measure", "Said", "barred", "left_out", "narrowed", "open_points", "without_asides"]

_OUT = r"(?:不含|不包括|不包含|不计入?|不涉及|扣除|剔除|除外)"
_BRACKET = re.compile(rf"[（(][^（）()]*?{_OUT}[^（）()]*(?:[)）]|$)")
_PHRASE = re.compile(
    r"(?:不含|不包括|不包含|不计入?|扣除|剔除)[^，,。；;、（）()\d]{2,14}?(?:时间|期间|期|日|的)"
)


@dataclass(frozen=True)
class Said:
    """What a plan says of one number: the name of what is measured and its scope as read, the
    clause that it stands in, and what stands around it (its sentence, the task's title)."""

    metric: str
    scope: str
    clause: str
    around: str = ""
    counts: bool = False  # things are counted, no share and no time

    @property
    def own(self) -> str:
        return without_asides(f"{self.scope}，{self.metric}，{self.clause}")


@dataclass(frozen=True)
class Measure:
    """What an indicator says of itself. ``same``: other words for the whole of it."""

    name: str
    scope: str
    same: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    formula: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class _Axis:
    """Ways to narrow the same thing that shut each other out; the first that fits is meant.

    ``about``: only where this is spoken of. ``usual``: what is meant where nothing is said.
    """

    ways: tuple[tuple[str, re.Pattern[str]], ...]
    about: re.Pattern[str] | None = None
    usual: str = ""
    counts: bool = False

    def way(self, text: str) -> str:
        return next((name for name, words in self.ways if words.search(text)), self.usual)


def _ways(**ways: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in ways.items())


_BOTH = r"企业(?:和|与|及|、)?(?:群众|市民|个人)|(?:群众|市民|个人)(?:和|与|及|、)?企业"
_AXES = (
    _Axis(
        _ways(
            无外线=r"(?:无|无需|不需|不需要|不涉及|没有|零|免)外线",
            有外线=r"(?<![不无没])(?:有|含|需|需要|涉及|带)外线",
        )
    ),
    _Axis(
        _ways(
            企业和群众=_BOTH,
            企业=r"企业|涉企|经营主体|市场主体|商户",
            群众=r"群众|市民|居民|百姓|公众",
        ),
        about=re.compile(r"诉求|投诉|满意|工单|热线|好评|咨询|举报|来电|回访"),
    ),
    _Axis(_ways(政府投资=r"政府(?:性)?投资|财政投资", 社会投资=r"社会投资|企业投资|民间投资")),
    _Axis(
        _ways(非居民=r"非居民|工商(?!登记|局)", 居民=r"(?<!非)居民"),
        about=re.compile(r"报装|用[电水气热]|供[电水气热暖]|燃气|电力|电压|低压|通[水气]"),
    ),
    _Axis(
        _ways(
            当年新增=r"(?:全年|年内|当年|本年|年度)累计|累计新|新增|新推|新建|新设|新落地|新上线|首次",
            历年累计=r"累计|总量|总数|存量|保有量|总户数",
        ),
        usual="当年新增",
        counts=True,
    ),
)
_EVERYBODY = "企业和群众"
_NAMES = {
    "无外线": _lazy("无外线"),
    "有外线": _lazy("有外线"),
    "企业": _lazy("企业"),
    "群众": _lazy("群众"),
    "政府投资": _lazy("政府投资"),
    "社会投资": _lazy("社会投资"),
    "非居民": _lazy("非居民"),
    "居民": _lazy("居民"),
    "当年新增": _lazy("当年新增"),
    "历年累计": _lazy("历年累计"),
}


def without_asides(text: str) -> str:
    """The words without what is said to be left out."""
    return _PHRASE.sub("", _BRACKET.sub("", text))


def left_out(text: str) -> tuple[str, ...]:
    """What is said to be left out, in the plan's words."""
    found = [one.strip("（()） ") for one in _BRACKET.findall(text)]
    rest = _BRACKET.sub("", text)
    return (*found, *(one.removesuffix("的") for one in _PHRASE.findall(rest)))


def barred(said: Said, has: Measure) -> tuple[str, ...]:
    """Sentences on what narrows one and not the other; empty where nothing does."""
    return tuple(sentence for _axis, sentence in _apart(said, has))


def _apart(said: Said, has: Measure) -> list[tuple[_Axis, str]]:
    found = ((axis, _differs(axis, said, has)) for axis in _AXES)
    return [(axis, sentence) for axis, sentence in found if sentence]


def _differs(axis: _Axis, said: Said, has: Measure) -> str:
    measured = f"{has.scope}，{has.name}"
    if not _spoken_of(axis, said, measured):
        return ""
    mine, its = (_all_of(axis.way(text)) for text in (said.own, measured))
    if mine == its or (mine and _tolerated(axis, mine, has)):
        return ""
    names = {"said": _NAMES.get(mine, mine), "has": _NAMES.get(its, its)}
    if not its:
        return _("方案只说“%(said)s”，而指标没有这样限定，范围更宽。") % names
    if mine:
        return _("方案说的是“%(said)s”，而指标统计的是“%(has)s”。") % names
    if _all_of(axis.way(without_asides(said.around))) == its:
        return ""
    return _("方案没有限定“%(has)s”，而指标只统计“%(has)s”，范围更窄。") % names


def _spoken_of(axis: _Axis, said: Said, measured: str) -> bool:
    if axis.counts and not said.counts:
        return False
    return not axis.about or bool(axis.about.search(f"{said.metric}，{measured}"))


def _counted_less(said: Said, has: Measure) -> list[str]:
    """What only the way it is computed narrows, while it goes by the name of the whole."""
    found = []
    for axis in _AXES:
        measured = f"{has.scope}，{has.name}"
        if axis.usual or not _spoken_of(axis, said, measured) or axis.way(measured):
            continue
        its = _all_of(axis.way(without_asides(has.formula)))
        words = without_asides(f"{said.own}，{said.around}")
        if its and axis.way(words) != its:
            found.append(_("指标的算法只算“%s”，方案没有这样限定，请核对。") % _NAMES.get(its, its))
    return found


def narrowed(said: Said, known: Iterable[str]) -> str:
    """How a promise itself narrows what the library's metric (``known``: its words) does not."""
    known = tuple(known)
    told = "，".join(known)
    found = []
    for axis in _AXES:
        if not _spoken_of(axis, said, told):
            continue
        way = _all_of(axis.way(said.own))
        if way not in ("", axis.usual) and all(axis.way(word) != way for word in known):
            found.append(way)
    return "、".join(found)


def _all_of(way: str) -> str:
    return "" if way == _EVERYBODY else way


def _tolerated(axis: _Axis, way: str, has: Measure) -> bool:
    return any(axis.way(word) == way for word in has.same)


# What narrows nothing: how, when and in what form things are done; the longest words first.
_NEUTRAL = re.compile(
    r"政务服务|企业开办|全流程|依申请|纳税人|新推出|可靠性|原则上|办理|办结|时间|"
    r"时限|周期|全程|平均|用时|业务|事项|全市|我市|市级|本市|登记|审批|达到|比例|"
    r"占比|比率|用户|客户|企业|个数|数量|工作|最长|所有|全部|年均|每年|全年|年度|"
    r"承诺|法定|实现|开展|完成|推行|实行|推进|压缩|压减|缩短|提升|优化|新增|累计|"
    r"上线|运行|集成|服务|落地|项目|工程|建设|建筑|网上|资金|余额|增长|同比|实际|"
    r"电力|供水|供气|供电|用水|用电|用气|报装|开办"
)
_SMALL = "的和与及在对将率总等均"  # at the edges of what is left
_MARKS = re.compile(r"[\s“”\"'‘’、，,。；;：:（）()《》/\-—]+")
_FROM_TO = re.compile(
    r"[从自](?P<start>[^到至，,。；;]{2,10})[到至](?P<end>[^，,。；;\d]{2,12}?)(?:全流程|审批|的|办理|用时|时间|$)"
)
_BEGINS = ("受理", "申请", "申报", "提交", "提出", "接件", "报装")
_ENDED = ("办结", "办完", "完成", "接通", "接电", "通电", "通水", "通气", "发证", "领证", "出证")


def open_points(said: Said, has: Measure, *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Sentences on words of the promise that the indicator does not have. ``known``: words that
    the library of metrics has for this metric."""
    told = "，".join((has.name, has.scope, has.formula, *has.same, *has.words))
    points = [
        _("方案写明“%s”，指标没有写明也这样扣除，请核对。") % one
        for one in left_out(f"{said.metric}，{said.clause}")
        if _plain_out(one) not in told
    ]
    points += _counted_less(said, has)
    points += _moments(said, has)
    axes = [axis for axis, _sentence in _apart(said, has)]
    names = (*known, *has.words, *has.same, has.name, has.scope)
    left = _rest(said.metric, names)
    if rest := "、".join(one for one in left if not any(axis.way(one) for axis in axes)):
        points.append(_("方案的说法里还有“%s”，指标没有这个限定，请核对是不是同一范围。") % rest)
    return tuple(points)


def _plain_out(words: str) -> str:
    return re.sub(r"^.*?(?:不含|不包括|不包含|不计入?|扣除|剔除)|除外$|(?:时间|期间)$", "", words)


def _moments(said: Said, has: Measure) -> list[str]:
    found = _FROM_TO.search(without_asides(said.metric))
    if found is None or not has.start:
        return []
    start, end = found["start"], found["end"]
    same = _alike(start, has.start, _BEGINS) and _alike(end, has.end, _ENDED)
    names = {"start": start, "end": end, "from": has.start, "to": has.end}
    sentence = _("方案从“%(start)s”算到“%(end)s”，而指标从“%(from)s”算到“%(to)s”，请核对。")
    return [] if same else [sentence % names]


def _alike(said: str, has: str, usual: Iterable[str]) -> bool:
    return has in said or said in has or (has in usual and any(one in said for one in usual))


def _rest(metric: str, known: Iterable[str]) -> list[str]:
    """What is left of a metric's name when all that the indicator knows is taken away."""
    text = re.sub(_BOTH, "|", _FROM_TO.sub("|", without_asides(metric)))
    for word in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(word, "|")
    parts = (part.strip(_SMALL) for part in _MARKS.sub("|", _NEUTRAL.sub("|", text)).split("|"))
    return [part for part in parts if len(part) > 1]
