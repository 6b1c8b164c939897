"""How often a plan itself wants its tasks reported on: 每季度报送一次办理情况."""

import re
from collections.abc import Iterable

__all__ = ["EVERY", "rhythm_for_all", "rhythm_of"]

EVERY = {"week": "每周", "month": "每月", "quarter": "每季度", "never": "不定期"}

_SAID = re.compile(r"每个?(周|月|季)度?[^，、。；：\n每]{0,12}?(?:报送|上报|报告|汇报|反馈)")
_CODES = {"周": "week", "月": "month", "季": "quarter"}
_ALL = re.compile(
    r"各(?:有关|相关|牵头|责任|成员|配合|承办)*(?:部门|单位|地区|地|县|区|市直)"
    r"|(?:牵头|责任|成员|承办)(?:部门|单位)|领导小组|工作专班|营商环境?(?:办|局)"
)
_OTHERS = re.compile(r"企业|经营主体|市场主体|用人单位|商会|协会|中介|机构")


def rhythm_of(text: str) -> str:
    """Its code; '' where the text names none, or several."""
    found = {_CODES[one] for one in _SAID.findall(text)}
    return found.pop() if len(found) == 1 else ""


def rhythm_for_all(text: str, tasks: Iterable[tuple[int | None, int | None]]) -> str:
    """What a document says of all its tasks: a paragraph outside each of them (``tasks``: where
    they begin and end) that speaks of the units, in a sentence that is not about enterprises."""
    spans = [(start, end) for start, end in tasks if start is not None and end is not None]
    found = set()
    for paragraph in re.finditer(r"[^\n]+", text):
        if not _ALL.search(paragraph[0]):
            continue
        for sentence in re.finditer(r"[^。；]+", paragraph[0]):
            at = paragraph.start() + sentence.start()
            inside = any(start <= at < end for start, end in spans)
            if not inside and not _OTHERS.search(sentence[0]):
                found |= {_CODES[one] for one in _SAID.findall(sentence[0])}
    return found.pop() if len(found) == 1 else ""
