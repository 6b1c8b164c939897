"""Two dates of one promise: which of them it is held to."""

import re
from datetime import date

__all__ = ["own_day"]

_COUNTS = "0-9０-９一二两三四五六七八九十半"
_YEAR = r"20\d\d\s*年度?"
# 年内, 全年, 到2026年: some day of the year; 「3年内」 is a length of time.
_VAGUE = (
    rf"(?<![{_COUNTS}])年内|{_YEAR}内|全年|[今本当]年度?(?![底末度])"
    rf"|{_YEAR}(?![底末度内\s\d上下第{_COUNTS}])"
)
# 年底, 12月底前, 第四季度: a day, or a stretch that ends on one
_NAMED = rf"年度?[底末]|(?:1?\d|[{_COUNTS}]{{1,2}})\s*月|季度|[上下]半年"
_SAID = re.compile(rf"(?P<named>{_NAMED})|(?P<vague>{_VAGUE})")
_STOPS = "。！\n"


def own_day(by: date | None, limit: date | None, text: str, span: tuple[int, int]) -> date | None:
    """The day of a figure's own, None where its task's printed limit governs: where the figure
    says no more than the year in which that limit lies (年内新增8家 of a task due in September)."""
    if by is None or limit is None or not limit < by or by != date(limit.year, 12, 31):
        return by
    start, end = span
    begin = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    said = list(_SAID.finditer(text, begin, end))
    return None if said and said[-1]["vague"] else by
