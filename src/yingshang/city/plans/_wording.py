"""Numbers and promises as a person writes them."""

import re
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.definitions import service as definitions

__all__ = ["gap_sentence", "number", "on_one_line", "promise_text"]

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
    if (get_language() or "zh").startswith("zh"):
        return sentence
    return _("承诺 %(promised)s，实际 %(actual)s：%(short)s。") % {
        "promised": promised,
        "actual": actual,
        "short": short,
    }
