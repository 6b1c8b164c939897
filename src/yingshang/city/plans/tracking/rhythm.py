"""How often a plan itself wants its tasks reported on: 每季度报送一次办理情况."""

import re

__all__ = ["EVERY", "rhythm_of"]

EVERY = {"week": "每周", "month": "每月", "quarter": "每季度", "never": "不定期"}

_SAID = re.compile(r"每个?(周|月|季)度?[^，。；：\n]{0,12}?(?:报送|上报|报告|汇报|反馈)")
_CODES = {"周": "week", "月": "month", "季": "quarter"}


def rhythm_of(text: str) -> str:
    """Its code; '' where the text names none, or several."""
    found = {_CODES[one] for one in _SAID.findall(text)}
    return found.pop() if len(found) == 1 else ""
