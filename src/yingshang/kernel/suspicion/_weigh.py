"""Weights of evidence: a circumstance speaks for or against by so many decibans, and they add up.

Ten decibans make the suspicion ten times as likely (a likelihood ratio of ten to one), three
about double it. Weights and thresholds are declared data, nothing is learnt at run time, and
every circumstance that counted is handed out with the words that say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Declared", "Finding", "Reason", "Signal", "Weights", "weighed"]


@dataclass(frozen=True, slots=True)
class Declared:
    """One circumstance as declared: its weight in decibans and its sentence with {values}."""

    weight: int
    says: str


@dataclass(frozen=True)
class Weights:
    """Everything declared about one kind of suspicion."""

    kind: str
    prior: int
    threshold: int
    features: Mapping[str, Declared]
    params: Mapping[str, float] = field(default_factory=dict)

    def param(self, name: str) -> float:
        """A declared number; KeyError names one that is not declared."""
        return self.params[name]


@dataclass(frozen=True, slots=True)
class Signal:
    """A circumstance that was met: its code, the values of its sentence, the acts that show it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A circumstance that counted, in words."""

    code: str
    weight: int
    sentence: str
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground to look at a case: what speaks for it, what against, and what to look at.

    `score` in decibans above even odds; `at` the moment in question; `drawn` moments and numbers
    for a picture.
    """

    kind: str
    ref: str
    unit: str
    officer: str
    at: datetime
    score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    seqs: tuple[int, ...]
    drawn: Mapping[str, Any] = field(default_factory=dict)


def weighed(weights: Weights, signals: list[Signal]) -> tuple[int, list[Reason]]:
    """The score of the circumstances and each of them in words, heaviest first.

    A circumstance that is not declared, or declared with weight 0, does not count.
    """
    reasons = []
    for signal in signals:
        declared = weights.features.get(signal.code)
        if declared is not None and declared.weight:
            words = declared.says.format_map(signal.values)
            reasons.append(Reason(signal.code, declared.weight, words, signal.seqs))
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return weights.prior + sum(reason.weight for reason in reasons), reasons
