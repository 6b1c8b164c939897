"""What a stratified sample says of the whole: estimate, interval, and how far it can be trusted.

Cochran, Sampling Techniques (3rd ed., 1977), §5.3 and §5.6 for the stratified mean and its error
with finite populations; Wilson (1927) for shares, on the effective size of the sample, since the
plain interval fails near 0 and 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["Estimate", "Layer", "survey_mean", "survey_share"]

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Layer:
    """One stratum: how many there are, and what those who answered said."""

    name: str
    size: int
    answers: tuple[float, ...]


@dataclass(frozen=True)
class Estimate:
    """``low`` to ``high``: 95 % interval. ``covered``: share of the population in strata that
    answered at all: what is said holds for it only."""

    value: float | None
    low: float | None
    high: float | None
    answered: int
    covered: float
    reason: str = ""


def survey_mean(layers: Sequence[Layer]) -> Estimate:
    """The mean over the whole; every answer stands for as many as its stratum has to each."""
    found = _weigh(layers)
    if found is None:
        return _none(layers)
    value, error, answered, covered = found
    if answered < 2:
        return Estimate(value, None, None, answered, covered, "只有一份答卷，算不出误差。")
    return Estimate(value, value - Z * error, value + Z * error, answered, covered)


def survey_share(layers: Sequence[Layer]) -> Estimate:
    """The share (0 to 1) of answers 1 against 0 over the whole."""
    found = _weigh(layers)
    if found is None:
        return _none(layers)
    share, error, answered, covered = found
    spread = share * (1 - share)
    # so many answers of a simple random sample would have this error
    size = spread / error**2 if error and spread else float(answered)
    middle = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z / (1 + Z**2 / size) * sqrt(spread / size + Z**2 / (4 * size**2))
    if sum(layer.size for layer in layers) == answered:  # everybody was asked
        return Estimate(share, share, share, answered, covered)
    # the middle is drawn towards a half: the estimate itself must stay inside, however it rounds
    low, high = min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))
    return Estimate(share, low, high, answered, covered)


def _none(layers: Sequence[Layer]) -> Estimate:
    return Estimate(None, None, None, 0, 0.0, "还没有人回答。" if layers else "没有可抽的办件。")


def _weigh(layers: Sequence[Layer]) -> tuple[float, float, int, float] | None:
    """(mean, standard error, answers, covered) over the strata that answered."""
    heard = [layer for layer in layers if layer.answers and layer.size]
    everybody = sum(layer.size for layer in layers)
    whole = sum(layer.size for layer in heard)
    if not heard:
        return None
    pooled = _pooled(heard)
    value = variance = 0.0
    for layer in heard:
        n, share = len(layer.answers), layer.size / whole
        own = sum(layer.answers) / n
        value += share * own
        spread = sum((answer - own) ** 2 for answer in layer.answers) / (n - 1) if n > 1 else pooled
        variance += share**2 * max(0.0, 1 - n / layer.size) * spread / n
    answered = sum(len(layer.answers) for layer in heard)
    return value, sqrt(variance), answered, whole / everybody


def _pooled(layers: Sequence[Layer]) -> float:
    """For strata of a single answer: the spread of all answers together."""
    every = [answer for layer in layers for answer in layer.answers]
    if len(every) < 2:
        return 0.0
    middle = sum(every) / len(every)
    return sum((answer - middle) ** 2 for answer in every) / (len(every) - 1)
