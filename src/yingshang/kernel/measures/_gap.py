"""What was promised against what is, and which way it is moving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yingshang.kernel.measures._units import UnitMismatch, convert, unit_of
from yingshang.kernel.measures._value import Value

__all__ = ["Gap", "Promise", "Trend", "decimals", "gap", "trend"]

_WORDS = {"<=": "不超过", "<": "少于", ">=": "不低于", ">": "超过", "=": "等于"}


@dataclass(frozen=True)
class Promise:
    """The number of a target: ``comparator`` is <= < >= > = increase or decrease.

    increase and decrease are relative to ``baseline`` (in per cent of it where the unit
    is %, else absolute).
    """

    comparator: str
    value: Decimal
    unit: str
    value_max: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Gap:
    """``met`` None = cannot tell (``reason``; ``why`` is missing | units | no-baseline |
    zero-baseline); ``difference`` = by how much it is missed, 0 or less where the promise is
    kept, in the promise's unit."""

    met: bool | None
    difference: Decimal | None
    unit: str
    reason: str = ""
    sentence: str = ""
    why: str = ""


@dataclass(frozen=True)
class Trend:
    """``direction`` is better | worse | flat | None (fewer than two values known)."""

    direction: str | None
    change: Decimal | None
    known: int


def gap(promise: Promise, actual: Value) -> Gap:
    """Compare one promise with one value; a missing value or another unit gives met=None."""
    if actual.value is None:
        return _untold(promise, "missing", actual.reason)
    if promise.comparator in ("increase", "decrease"):
        return _against_baseline(promise, actual)
    try:
        reached = convert(actual.value, actual.unit, promise.unit)
    except UnitMismatch as mismatch:
        return Gap(None, None, promise.unit, mismatch.sentence, mismatch.sentence, "units")
    return _level(promise, reached)


def _level(promise: Promise, reached: Decimal) -> Gap:
    bound = promise.value
    if promise.comparator in ("<=", "<"):
        bound = promise.value if promise.value_max is None else promise.value_max
        met = reached <= bound if promise.comparator == "<=" else reached < bound
        difference = reached - bound
    elif promise.comparator in (">=", ">"):
        met = reached >= bound if promise.comparator == ">=" else reached > bound
        difference = bound - reached
    elif promise.comparator == "=":
        high = bound if promise.value_max is None else promise.value_max
        met = bound <= reached <= high
        difference = max(bound - reached, reached - high)
    else:
        raise ValueError(f"unknown comparator {promise.comparator!r}")
    places = decimals(bound)
    words = f"承诺{_WORDS[promise.comparator]} {_plain(bound, places)}{promise.unit}"
    words += f"，实际 {_plain(reached, places)}{promise.unit}"
    above = promise.comparator == "=" and reached > bound
    over = "超出" if promise.comparator in ("<=", "<") else "相差" if above else "还差"
    unit = "个百分点" if promise.unit == "%" else promise.unit
    tail = "，已达到。" if met else f"，{over} {_plain(abs(difference), places)}{unit}。"
    return Gap(met, difference, promise.unit, "", words + tail)


def _against_baseline(promise: Promise, actual: Value) -> Gap:
    if promise.baseline is None:
        return _untold(promise, "no-baseline", "承诺的是增减幅度，但没有基数")
    relative = unit_of(promise.unit).dimension == "percent"
    relative = relative and unit_of(actual.unit).dimension != "percent"
    change = (actual.value or Decimal(0)) - promise.baseline
    if promise.comparator == "decrease":
        change = -change
    if relative:
        if promise.baseline == 0:
            return _untold(promise, "zero-baseline", "基数为零")
        change = change / abs(promise.baseline) * 100
    word = "增长" if promise.comparator == "increase" else "下降"
    missed = promise.value - change
    sentence = f"承诺{word} {_plain(promise.value)}{promise.unit}，实际{word} {_plain(change)}"
    sentence += f"{promise.unit}，{'已达到' if missed <= 0 else '未达到'}。"
    return Gap(missed <= 0, missed, promise.unit, "", sentence)


def _untold(promise: Promise, why: str, reason: str) -> Gap:
    return Gap(None, None, promise.unit, reason, f"暂时无法判断：{reason}。", why)


def trend(values: Sequence[Decimal | None], direction: str) -> Trend:
    """The last known value against the one known before it; ``direction`` = lower | higher
    is better."""
    if direction not in ("lower", "higher"):
        raise ValueError(f"unknown direction {direction!r}: lower or higher")
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Trend(None, None, len(known))
    change = known[-1] - known[-2]
    if change == 0:
        return Trend("flat", change, len(known))
    better = (change < 0) == (direction == "lower")
    return Trend("better" if better else "worse", change, len(known))


def decimals(number: Decimal) -> int:
    """As many decimals as a promise of ``number`` has, at least two: beside 99.965% a result
    rounded to 99.97% would hide whether it was kept."""
    exponent = number.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2


def _plain(number: Decimal, places: int = 2) -> str:
    text = f"{number.quantize(Decimal(1).scaleb(-places)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
