"""Digits that a machine took for letters (l2天, 3O个, 工作曰), where a unit behind them proves it.

One character stands for one, so that no offset moves.
"""

import re

from ._text import kept

__all__ = ["MISREAD", "mend_digits"]

MISREAD = frozenset("OoQОоlI|曰臼夭")
_UNIT = (
    r"\s?(?:%|个|工作[日曰臼]|小时|分钟|[天夭]|[日曰臼]内|家|项(?!目)|户|场|人|名|件|种|次"
    r"|[万亿]?元|[万亿]"
    r"|年(?!级)|月|日|号|条|所|座|台|套|宗|公里|亩|倍)"
)
_RUN = re.compile(rf"(?<![A-Za-z\d.])[\dOoQОоlI]{{1,7}}(?:\.[\dOoQОоlI]{{1,4}})?(?={_UNIT})")
_DAY = re.compile(r"(?<=工作)[曰臼]|(?<=\d)[曰臼](?=内|以内|之内)")
_ODD = re.compile("[OoQОоlI|曰臼夭]")
_SKY = re.compile(r"(?<=\d)夭")
# a row of digits that long is no number of anything, and slow to try from each of its places
_MOST = 40
_ENDLESS = re.compile(rf"\d{{{_MOST},}}|\d{{1,3}}(?:,\d{{3}}){{10,}}")
_LONG = re.compile(rf"\d[\d,]{{{_MOST - 1}}}")
_AS = str.maketrans("OoQОоlI", "0000011")


@kept(16, 20_000)  # a task is asked for its first number, then masked
def mend_digits(text: str) -> str:
    """The text with letters in numbers read as the digits they stand for."""
    if len(text) > _MOST and _LONG.search(text):
        text = _ENDLESS.sub(lambda match: "◈" * len(match.group()), text)
    if not _ODD.search(text):
        return text
    text = _RUN.sub(lambda match: match.group().translate(_AS), text)
    return _SKY.sub("天", _DAY.sub("日", text))
