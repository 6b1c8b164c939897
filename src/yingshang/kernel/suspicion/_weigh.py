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

__all__ = ["NEEDS", "Declared", "Finding", "Reason", "Signal", "Weights", "weighed"]

NEEDS: Mapping[str, frozenset[str]] = {
    "pause-before-breach": frozenset(
        [
            "habit_least",
            "habit_share",
            "last_moment_days",
            "late_share",
            "near_days",
            "rare_share",
            "same_words",
            "short_note",
            "short_reason",
            "usual_share",
        ]
    ),
    "bulk-closing": frozenset(
        [
            "away_days",
            "break_minutes",
            "due_days",
            "due_share",
            "hasty_share",
            "heap_large",
            "heap_least",
            "like_usual",
            "month_end_days",
            "pace_fast",
            "pace_slow",
            "same_minutes",
            "same_share",
            "times_usual",
        ]
    ),
    "back-dated": frozenset(["lag_days", "lag_long", "one_go_minutes", "others_least"]),
    "staff-rating": frozenset(
        [
            "at_once_minutes",
            "few_least",
            "few_share",
            "later_minutes",
            "many_parties",
            "many_raters",
            "praise_share",
            "quick_share",
            "row_least",
            "row_minutes",
            "spread_share",
        ]
    ),
}
"""Numbers that each kind must declare beside its weights."""


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
