"""The words a rule may use, each with its label, type, unit and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone

__all__ = ["CST", "TYPES", "RuleError", "Term", "Vocabulary"]

# China standard time has had no summer time since 1991, so a fixed offset is exact.
CST = timezone(timedelta(hours=8), "CST")

TYPES = {
    "bool": "是否",
    "int": "整数",
    "number": "数值",
    "text": "文字",
    "date": "日期",
    "instant": "时刻",
}


class RuleError(ValueError):
    """A rule that cannot be used: ``code`` is stable, ``sentence`` is for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Term:
    """A fact: what it is called, its type (a key of TYPES), its unit, where it comes from."""

    label: str
    type: str
    unit: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise RuleError(
                "unknown-type",
                f"“{self.label}”的类型“{self.type}”不认识，只能用：{'、'.join(TYPES)}。",
            )


@dataclass(frozen=True)
class Vocabulary:
    """Name → Term. Lookups of an undeclared name are refused with a sentence."""

    terms: Mapping[str, Term]

    def __getitem__(self, name: str) -> Term:
        try:
            return self.terms[name]
        except KeyError:
            raise RuleError("unknown-name", self._unknown(name)) from None

    def __contains__(self, name: object) -> bool:
        return name in self.terms

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def _unknown(self, name: str) -> str:
        near = sorted(self.terms, key=lambda known: (-_likeness(name, known), known))[:3]
        hint = "、".join(f"{one}（{self.terms[one].label}）" for one in near)
        return f"规则里的“{name}”没有声明过，请改用已声明的名称，例如：{hint or '（词表为空）'}。"


def _likeness(one: str, other: str) -> float:
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    others = {other[i : i + 2] for i in range(len(other) - 1)}
    return len(pairs & others) / (len(pairs | others) or 1)
