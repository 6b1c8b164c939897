"""How far a promise reaches, and how far an indicator: what one narrows and the other does not.

``barred`` are differences that no judgement mends (companies are not all callers); ``open_points``
are words of the promise that the indicator does not have, for a person to weigh. Pure functions
over words; what an aside leaves out (不含外部审批时间) never speaks for what is measured.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions

__all__ = [
    "Axis",
    "Extent",
    "Measure",
    "Said",
    "barred",
    "left_out",
    "narrowed",
    "open_points",
    "without_asides",
]

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
class Axis:
    """Ways to narrow the same thing that shut each other out; the first that fits is meant.

    ``about``: only where this is spoken of. ``usual``: what is meant where nothing is said.
    ``whole``: the ways that are everybody.
    """

    ways: tuple[tuple[str, re.Pattern[str]], ...]
    about: re.Pattern[str] | None = None
    usual: str = ""
    counts: bool = False
    whole: frozenset[str] = frozenset()

    def told(self, text: str) -> str:
        """The way that a text says itself; '' for none, and for everybody."""
        found = next((name for name, words in self.ways if words.search(text)), "")
        return "" if found in self.whole else found

    def way(self, text: str) -> str:
        """The way that is meant; '' for everybody."""
        found = next((name for name, words in self.ways if words.search(text)), self.usual)
        return "" if found in self.whole else found


@dataclass(frozen=True)
class Extent:
    """The words of extent that are declared (data/base/extents): axes, and what narrows nothing."""

    axes: tuple[Axis, ...]
    neutral: re.Pattern[str]

    @property
    def whole(self) -> list[re.Pattern[str]]:
        return [words for axis in self.axes for name, words in axis.ways if name in axis.whole]


def without_asides(text: str) -> str:
    """The words without what is said to be left out."""
    return _PHRASE.sub("", _BRACKET.sub("", text))


def left_out(text: str) -> tuple[str, ...]:
    """What is said to be left out, in the plan's words."""
    found = [one.strip("（()） ") for one in _BRACKET.findall(text)]
    rest = _BRACKET.sub("", text)
    return (*found, *(one.removesuffix("的") for one in _PHRASE.findall(rest)))


def barred(by: Extent, said: Said, has: Measure) -> tuple[str, ...]:
    """Sentences on what narrows one and not the other; empty where nothing does."""
    return tuple(sentence for _axis, sentence in _apart(by, said, has))


def _apart(by: Extent, said: Said, has: Measure) -> list[tuple[Axis, str]]:
    found = ((axis, _differs(axis, said, has)) for axis in by.axes)
    return [(axis, sentence) for axis, sentence in found if sentence]


def _differs(axis: Axis, said: Said, has: Measure) -> str:
    measured = f"{has.scope}，{has.name}"
    if not _spoken_of(axis, said, measured):
        return ""
    mine, its = _way_of(axis, said), axis.way(measured)
    if mine == its or (mine and _tolerated(axis, mine, has)):
        return ""
    names = {"said": definitions.said(mine), "has": definitions.said(its)}
    if not its:
        return _("方案只说“%(said)s”，而指标没有这样限定，范围更宽。") % names
    if mine:
        return _("方案说的是“%(said)s”，而指标统计的是“%(has)s”。") % names
    if axis.way(without_asides(said.around)) == its:
        return ""
    return _("方案没有限定“%(has)s”，而指标只统计“%(has)s”，范围更窄。") % names


def _way_of(axis: Axis, said: Said) -> str:
    """How a promise narrows: its own scope first (a clause may name others beside it)."""
    return axis.told(said.scope) or axis.way(said.own)


def _spoken_of(axis: Axis, said: Said, measured: str) -> bool:
    if axis.counts and not said.counts:
        return False
    return not axis.about or bool(axis.about.search(f"{said.metric}，{measured}"))


def _counted_less(by: Extent, said: Said, has: Measure) -> list[str]:
    """What only the way it is computed narrows, while it goes by the name of the whole."""
    found = []
    for axis in by.axes:
        measured = f"{has.scope}，{has.name}"
        if axis.usual or not _spoken_of(axis, said, measured) or axis.way(measured):
            continue
        its = axis.way(without_asides(has.formula))
        words = without_asides(f"{said.own}，{said.around}")
        if its and its not in (axis.told(said.scope), axis.way(words)):
            told = _("指标的算法只算“%s”，方案没有这样限定，请核对。")
            found.append(told % definitions.said(its))
    return found


def narrowed(by: Extent, said: Said, known: Iterable[str]) -> str:
    """How a promise itself narrows what the library's metric (``known``: its words) does not."""
    known = tuple(known)
    told = "，".join(known)
    found = []
    for axis in by.axes:
        if not _spoken_of(axis, said, told):
            continue
        way = axis.way(said.own)
        if way not in ("", axis.usual) and all(axis.way(word) != way for word in known):
            found.append(way)
    return "、".join(found)


def _tolerated(axis: Axis, way: str, has: Measure) -> bool:
    return any(axis.way(word) == way for word in has.same)


_SMALL = "的和与及在对将率总等均"  # at the edges of what is left
_MARKS = re.compile(r"[\s“”\"'‘’、，,。；;：:（）()《》/\-—]+")
_FROM_TO = re.compile(
    r"[从自](?P<start>[^到至，,。；;]{2,10})[到至](?P<end>[^，,。；;\d]{2,12}?)(?:全流程|审批|的|办理|用时|时间|$)"
)
_BEGINS = ("受理", "申请", "申报", "提交", "提出", "接件", "报装")
_ENDED = ("办结", "办完", "完成", "接通", "接电", "通电", "通水", "通气", "发证", "领证", "出证")


def open_points(
    by: Extent, said: Said, has: Measure, *, known: Iterable[str] = ()
) -> tuple[str, ...]:
    """Sentences on words of the promise that the indicator does not have. ``known``: words that
    the library of metrics has for this metric."""
    told = "，".join((has.name, has.scope, has.formula, *has.same, *has.words))
    points = [
        _("方案写明“%s”，指标没有写明也这样扣除，请核对。") % one
        for one in left_out(f"{said.metric}，{said.clause}")
        if _plain_out(one) not in told
    ]
    points += _counted_less(by, said, has)
    points += _moments(said, has)
    axes = [axis for axis, _sentence in _apart(by, said, has)]
    names = (*known, *has.words, *has.same, has.name, has.scope)
    left = _rest(by, said.metric, names)
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


def _rest(by: Extent, metric: str, known: Iterable[str]) -> list[str]:
    """What is left of a metric's name when all that the indicator knows is taken away."""
    text = _FROM_TO.sub("|", without_asides(metric))
    for everybody in by.whole:
        text = everybody.sub("|", text)
    for word in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(word, "|")
    parts = (part.strip(_SMALL) for part in _MARKS.sub("|", by.neutral.sub("|", text)).split("|"))
    return [part for part in parts if len(part) > 1]
