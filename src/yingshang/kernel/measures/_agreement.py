"""May this promise be measured by this indicator? Every difference is a sentence.

A target binds only to an indicator with the same statistic, kind of day, scope, start and
end; otherwise the lamp stays grey and these sentences say why.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yingshang.kernel.measures._statistics import STATISTICS
from yingshang.kernel.measures._units import unit_of

__all__ = ["Mismatch", "Spec", "agrees"]

_DAY_KINDS = {"workday": "工作日", "day": "自然日"}

# "Every case within 2 days" is kept exactly when the maximum is; 金额 is a sum of money.
_SAME = {"each": "max", "max": "max"}


@dataclass(frozen=True)
class Spec:
    """What is counted. None on a target = the text does not say; on an indicator, '' = all.

    statistic: a key of STATISTICS; unit as printed; day_kind: workday | day | None;
    scope: what narrows it (低压); scope_words: other words for the same scope;
    start, end: the events between which time runs (受理, 办结), as labels.
    """

    statistic: str | None
    unit: str
    day_kind: str | None = None
    scope: str | None = None
    start: str | None = None
    end: str | None = None
    scope_words: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Mismatch:
    """``what`` is statistic | unit | day_kind | scope | start | end; ``kind`` says in which way
    that differs, for whoever words it in another language."""

    what: str
    target: str
    indicator: str
    sentence: str
    kind: str


def agrees(target: Spec, indicator: Spec) -> tuple[Mismatch, ...]:
    """Every difference that forbids the binding; an empty tuple = they may be bound."""
    found = [
        _statistic(target, indicator),
        _unit(target, indicator),
        _scope(target, indicator),
        _moment("start", "起点", target.start, indicator.start),
        _moment("end", "终点", target.end, indicator.end),
    ]
    return tuple(one for one in found if one is not None)


def _statistic(target: Spec, indicator: Spec) -> Mismatch | None:
    wanted, has = target.statistic, indicator.statistic or ""
    label = STATISTICS.get(has, has)
    if wanted is None:
        sentence = (
            f"方案没有说明是每一件、平均还是占比，而指标统计的是“{label}”；请先确认承诺的口径。"
        )
        return Mismatch("statistic", "", has, sentence, "statistic-unsaid")
    if _SAME.get(wanted, wanted) == _SAME.get(has, has):
        return None
    said = STATISTICS.get(wanted, wanted)
    kind = "statistic"
    if _SAME.get(wanted) == "max" and has in ("mean", "median"):
        kind = "each-by-mean"
        sentence = (
            f"方案承诺的是“{said}”都做到，而指标统计的是“{label}”；{label}达标不等于件件达标。"
        )
    elif wanted in ("mean", "median") and _SAME.get(has) == "max":
        kind = "mean-by-longest"
        sentence = f"方案说的是“{said}”，而指标统计的是“{label}”；最长的一件不能代表{said}。"
    else:
        sentence = f"方案说的是“{said}”，而指标统计的是“{label}”，口径不同。"
    return Mismatch("statistic", wanted, has, sentence, kind)


def _unit(target: Spec, indicator: Spec) -> Mismatch | None:
    one, other = unit_of(target.unit), unit_of(indicator.unit)
    kinds = (_day_kind(target), _day_kind(indicator))
    if None not in kinds and kinds[0] != kinds[1]:
        said, has = (_DAY_KINDS[str(kind)] for kind in kinds)
        sentence = f"方案按“{said}”计，而指标按“{has}”计；同样的数字，日子不一样长。"
        return Mismatch("day_kind", said, has, sentence, "day-kind")
    if one.dimension == other.dimension:
        return None
    sentence = f"方案的单位是“{one.name or '（无）'}”，而指标的单位是“{other.name}”，不能比较。"
    return Mismatch("unit", one.name, other.name, sentence, "unit")


def _day_kind(spec: Spec) -> str | None:
    unit = unit_of(spec.unit)
    if unit.dimension == "workday":
        return "workday"
    return spec.day_kind or ("day" if unit.name == "天" else None)


def _scope(target: Spec, indicator: Spec) -> Mismatch | None:
    wanted, has = (target.scope or "").strip(), (indicator.scope or "").strip()
    known = {has, *indicator.scope_words}
    if wanted in known or (wanted and has and _plain(wanted) in {_plain(one) for one in known}):
        return None
    kind = "scope"
    if not has:
        kind = "scope-wider"
        sentence = f"方案只承诺“{wanted}”，而指标统计全部办件，范围更宽。"
    elif not wanted:
        kind = "scope-narrower"
        sentence = f"方案没有限定范围，而指标只统计“{has}”，范围更窄。"
    else:
        sentence = f"方案承诺的范围是“{wanted}”，而指标统计的是“{has}”。"
    return Mismatch("scope", wanted, has, sentence, kind)


def _plain(scope: str) -> str:
    for word in ("用户", "客户", "项目", "事项", "业务", "类", "（", "）", "(", ")", " "):
        scope = scope.replace(word, "")
    return scope


def _moment(what: str, label: str, wanted: str | None, has: str | None) -> Mismatch | None:
    """A start or end that the text does not state does not contradict; a stated one must."""
    if not wanted or not has or wanted == has:
        return None
    sentence = f"方案的{label}是“{wanted}”，而指标的{label}是“{has}”，算出来的时间不一样。"
    return Mismatch(what, wanted, has, sentence, what)
