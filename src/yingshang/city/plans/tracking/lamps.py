"""Which lamp a task shows, and why: rules over facts, with every ground that was found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.definitions import service as definitions
from yingshang.city.plans.tracking.rules import LAMP_WORDS, LampRule, LampSet
from yingshang.kernel.rules import evaluate, names_in

__all__ = ["LampView", "lamp"]


@dataclass(frozen=True)
class LampView:
    """A lamp with its explanation. `also`: further grounds, less grave; `facts`: (label, value) of
    what the deciding rule looked at; `rule`: its code; `looks`: the facts that any rule asks for
    which would light this very lamp."""

    lamp: str
    word: str
    sentence: str
    rule: str
    rank: int
    also: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    because: tuple[str, ...] = ()
    looks: frozenset[str] = frozenset()


def lamp(rules: LampSet, facts: Mapping[str, Any]) -> LampView:
    """The first rule that says yes lights the lamp; unknown is not yes. Those after it that also
    say yes are named as further grounds, where the task still runs."""
    lit = []
    for rule in rules.rules:
        outcome = evaluate(rule.when, facts)
        if outcome.value is True:
            lit.append((rule, outcome))
    if not lit:
        kind = rules.otherwise["lamp"]
        word = rules.otherwise.get("word") or rules.words.get(kind, "")
        return LampView(
            kind,
            definitions.said(word),
            _said(rules.otherwise["says"], facts),
            "",
            rules.order.index(kind),
        )
    rule, outcome = lit[0]
    done = any(facts.get(name) for name in ("closed", "ended", "suspended"))
    return LampView(
        lamp=rule.lamp,
        word=definitions.said(rule.word or rules.words.get(rule.lamp, "")),
        sentence=_said(rule.says, facts),
        rule=rule.code,
        rank=rules.order.index(rule.lamp),
        also=() if done else _further(rules, [other for other, _outcome in lit], facts),
        facts=_looked_at(names_in(rule.when.text), facts),
        because=outcome.because,
        looks=frozenset().union(
            *(names_in(other.when.text) for other, _o in lit if other.lamp == rule.lamp)
        ),
    )


def _further(rules: LampSet, lit: Sequence[LampRule], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The other grounds: one a topic, and nothing that is no worse than the usual."""
    usual = rules.order.index(rules.otherwise["lamp"])
    told = {lit[0].topic}
    said = []
    for rule in lit[1:]:
        if rule.topic not in told and rules.order.index(rule.lamp) < usual:
            told.add(rule.topic)
            said.append(_said(rule.says, facts))
    return tuple(said)


def _said(text: str, facts: Mapping[str, Any]) -> str:
    shown = {name: _told(name, facts.get(name)) for name in LAMP_WORDS.terms}
    return definitions.said(text).format_map(shown)


_INDICATOR = {
    "none": _lazy("没有指标目标"),
    "unbound": _lazy("没有绑定系统指标"),
    "met": _lazy("已达到"),
    "near": _lazy("接近达到"),
    "missed": _lazy("未达到"),
    "nodata": _lazy("没有可比的数"),
    "reported": _lazy("只有单位自报"),
}


def _told(name: str, value: Any) -> str:
    """A fact as a person reads it: what a rule compares is a code."""
    if name == "indicator":
        return str(_INDICATOR.get(value, value))
    return _shown(value)


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)


def _looked_at(names: Collection[str], facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, term in LAMP_WORDS.terms.items():
        if name in names and facts.get(name) is not None:
            value = facts[name]
            text = _told(name, value)
            if name == "progress" and facts.get("unreported"):
                text = _("还没有报送进展")
            elif not isinstance(value, (bool, str)):
                text = definitions.measured(text, term.unit)
            found.append((definitions.said(term.label), text))
    return tuple(found)
