"""Numbers and promises as a person writes them."""

import re
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.definitions import service as definitions
from yingshang.kernel.measures import STATISTICS, Gap, Mismatch, Promise, Value, decimals

__all__ = [
    "gap_sentence",
    "gap_text",
    "held_sentence",
    "mismatch_sentence",
    "number",
    "on_one_line",
    "promise_text",
    "shown",
    "untold_sentence",
]

# where a printed line ends: between two Latin words it stands for a space, else for nothing
_LINE_END = re.compile(r"(?<![A-Za-z])\s*\n\s*|\s*\n\s*(?![A-Za-z\s])")

_SIGNS = {
    "<=": "≤",
    ">=": "≥",
    "=": "",
    "<": "<",
    ">": ">",
    "increase": _lazy("增长"),
    "decrease": _lazy("下降"),
}

# why an indicator does not measure a promise, by the kernel's kind of mismatch
_DIFFERS = {
    "statistic-unsaid": _lazy(
        "方案没有说明是每一件、平均还是占比，而指标统计的是“%(has)s”；请先确认承诺的口径。"
    ),
    "each-by-mean": _lazy(
        "方案承诺的是“%(said)s”都做到，而指标统计的是“%(has)s”；%(has)s达标不等于件件达标。"
    ),
    "mean-by-longest": _lazy(
        "方案说的是“%(said)s”，而指标统计的是“%(has)s”；最长的一件不能代表%(said)s。"
    ),
    "statistic": _lazy("方案说的是“%(said)s”，而指标统计的是“%(has)s”，口径不同。"),
    "day-kind": _lazy("方案按“%(said)s”计，而指标按“%(has)s”计；同样的数字，日子不一样长。"),
    "unit": _lazy("方案的单位是“%(said)s”，而指标的单位是“%(has)s”，不能比较。"),
    "scope-wider": _lazy("方案只承诺“%(said)s”，而指标统计全部办件，范围更宽。"),
    "scope-narrower": _lazy("方案没有限定范围，而指标只统计“%(has)s”，范围更窄。"),
    "scope": _lazy("方案承诺的范围是“%(said)s”，而指标统计的是“%(has)s”。"),
    "start": _lazy("方案的起点是“%(said)s”，而指标的起点是“%(has)s”，算出来的时间不一样。"),
    "end": _lazy("方案的终点是“%(said)s”，而指标的终点是“%(has)s”，算出来的时间不一样。"),
}
# why nobody can tell whether a promise is kept, by the kernel's word for it
_UNTOLD = {
    "units": _lazy("承诺的单位和指标的单位不是同一种，不能比较。"),
    "no-baseline": _lazy("暂时无法判断：承诺的是增减幅度，但没有基数。"),
    "zero-baseline": _lazy("暂时无法判断：基数为零。"),
}


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def number(value: Decimal | float | None) -> str:
    """A number without trailing zeros or exponent; '' for None."""
    if value is None:
        return ""
    text = format(Decimal(str(value)).quantize(Decimal("0.0001")).normalize(), "f")
    return "0" if text == "-0" else text


def on_one_line(words: str) -> str:
    """Words of a document as a person reads them: printed lines put together, where a sentence
    goes on in the next. Places are those of the words as printed; this is only for showing."""
    return " ".join(_LINE_END.sub("", words).split())


def promise_text(
    comparator: str, value: Decimal, unit: str, *, value_max: Decimal | None = None
) -> str:
    """The promised level in short: ``≤ 2 工作日``, ``下降 65 %``."""
    amount = number(value) if value_max is None else f"{number(value)}–{number(value_max)}"
    sign = str(_SIGNS.get(comparator, comparator))
    return " ".join(part for part in (sign, definitions.measured(amount, unit)) if part)


def gap_sentence(sentence: str, *, promised: str, actual: str, short: str) -> str:
    """Promise and result in one sentence. The kernel says it in Chinese; for other readers it is
    put together from the same parts."""
    if _chinese():
        return sentence
    return _("承诺 %(promised)s，实际 %(actual)s：%(short)s。") % {
        "promised": promised,
        "actual": actual,
        "short": short,
    }


def shown(value: Decimal, places: int) -> str:
    """As many decimals as the promise, or more where these would say nothing (0.004)."""
    short = round(value, places)
    return number(short if short else value)


def gap_text(met: Gap | None, places: int, comparator: str) -> str:
    """By how much a promise is missed, or that it is not; '' where nobody can tell."""
    if met is None or met.difference is None:
        return ""
    if met.met:
        return _("已达到")
    word = _("超出") if comparator in ("<=", "<") else _("相差") if comparator == "=" else _("还差")
    unit = "个百分点" if met.unit == "%" else met.unit
    return f"{word} {definitions.measured(shown(met.difference, places), unit)}"


def held_sentence(found: Gap, promise: Promise, value: Value) -> str:
    """A promise held against a value, as :func:`gap_sentence`; or why nobody can tell."""
    if found.met is None or value.value is None:
        return untold_sentence(found)
    places = decimals(promise.value)
    return gap_sentence(
        found.sentence,
        promised=promise_text(
            promise.comparator, promise.value, promise.unit, value_max=promise.value_max
        ),
        actual=definitions.measured(shown(value.value, places), value.unit),
        short=gap_text(found, places, promise.comparator),
    )


def mismatch_sentence(one: Mismatch) -> str:
    """Why an indicator does not measure a promise, in the language of the screen."""
    said, has = (STATISTICS.get(word, word) for word in (one.target, one.indicator))
    return str(_DIFFERS[one.kind]) % {
        "said": definitions.said(said) or _("（无）"),
        "has": definitions.said(has),
    }


def untold_sentence(found: Gap) -> str:
    """Why nobody can tell whether a promise is kept, in the language of the screen."""
    if found.why == "missing":
        return _("暂时无法判断：%s。") % definitions.said(found.reason)
    return found.sentence if _chinese() else str(_UNTOLD.get(found.why, found.sentence))
