"""By when, said once for all items."""

import re

from ._deadlines import Deadline, dates, read_deadline
from ._lines import Paragraph
from ._marks import mark_of
from ._text import Flat

__all__ = ["apart", "for_every", "stated"]

_GOING_ON = re.compile(
    r"[,;]\s*(?:并)?((?:长期|持续|常态化?|按(?:时|序时|节点|月|季)[^,。;]{0,6})(?:坚持|推进"
    r"|实施|开展)?)(?=[。;,\n]|$)"
)


def stated(text: str, printed: str, year: int | None) -> Deadline | None:
    """By when, in a sentence that speaks for all items; None where it does not say."""
    read = read_deadline(text, printed, year)
    if read.words:
        return Deadline(read.day, read.words, None, read.field, read.lasting)
    lasting = _GOING_ON.search(text)
    if lasting is None:
        return None
    return Deadline(None, printed[lasting.start(1) : lasting.end(1)], None, False, True)


_EVERY = re.compile(
    r"(?:完成|办结|整改|落实)?(?:时限|时间|期限)[^。;\n]{0,14}?(?:均|一律|统一|原则上|全部)[^。;\n]{2,30}"
)
# a paragraph that does nothing else: 「以上任务未注明时限的,均于12月底前完成。」
_ALONE = re.compile(
    r"(?:[^。\n]{2,50}(?:施行|实施|执行)[^。\n]{0,20}[。;])?(?:注|说明|备注)?:?"
    r"(?=[^。\n]{0,50}(?:[以上下][上下述列]|本方案|各项|所有|其余|其他|[未没]有?(?:注|标|写|明)|除[^。,]{0,16}外"
    r"|除(?:已|有|另有)?(?:注明|明确)))"
    r"[^。\n]{0,50}(?:任务|事项|工作|举措|措施|条款|项目|时限|时间|期限)[^。\n]{0,30}?"
    r"(?P<said>(?:均|一律|统一|原则上|全部)[^。;\n]{2,30}?(?:完成|办结|落实到位|见效|前))[。;]?$"
)
# 「所有老旧小区改造项目均于10月底前完成」 is one piece of work
_ALL = re.compile(
    r"(?:注|说明|备注)?:?(?:各项|所有|全部)"
    r"(?!(?:重点|具体|改革|整改|创建|工作|主要|目标|试点|提升|攻坚|年度|建设|上述|以上)*"
    r"(?:任务|事项|工作|举措|措施|条款)(?:[均一统全原应须要,完的]|$))"
)
_SAYS_WHICH = re.compile(
    r"[以上][上下述]|[上下][述列]|本方案|其余|其他|[未没]有?(?:注|标|写|明)|除|^(?:注|说明|备注)"
)
_HEADING = 24  # characters
_LONGEST = 120


def for_every(pieces: list[Flat], given: str, year: int | None) -> Deadline | None:
    """「完成时限除注明外,均为12月底前」: by when, for all that say nothing themselves."""
    for piece in pieces:
        match = _EVERY.search(piece.text)
        said = dates(match.group(), year) if match else []
        bound = [by for by in said if by.binding] or said  # 「均为2023年11月30日」
        if match and bound:
            last = max(bound, key=lambda by: by.day)
            words = piece.printed(given)[match.start() + last.start : match.start() + last.end]
            return Deadline(last.day, words, None, True)
    return None


def apart(
    parts: list[Paragraph], given: str, year: int | None
) -> tuple[list[Paragraph], Deadline | None]:
    """The paragraphs without those that but say by when all is due, and what they say."""
    due: Deadline | None = None
    kept: list[Paragraph] = []
    for index, part in enumerate(parts):
        said = None if part.cells else _said(part.text)  # most say nothing of the sort
        read = _of_all(part, said, given, year) if said and not _of_one(parts, index) else None
        due = due or read
        if read is None:
            kept.append(part)
    return kept, due


def _of_one(parts: list[Paragraph], index: int) -> bool:
    """Whether a paragraph is an item, or goes on with the one above: then it is due alone."""
    text = parts[index].text
    if len(text) > _LONGEST:
        return True
    if mark_of(parts[index]) is not None or _ALL.match(text):
        return True
    if _SAYS_WHICH.search(text) or not index:
        return False
    above = parts[index - 1]
    headed = len(above.text) <= _HEADING and "。" not in above.text
    below = parts[index + 1 : index + 2]
    return (
        not headed and bool(below) and mark_of(above) is not None and mark_of(below[0]) is not None
    )


_OF_EACH = re.compile("均|一律|统一|全部|原则上")


def _said(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST or not _OF_EACH.search(text):
        return None
    if any(word in text for word in ("牵头", "负责", "单位:", "部门:")):
        return None  # it names bodies too
    return _ALONE.match(text)


def _of_all(part: Paragraph, said: re.Match[str], given: str, year: int | None) -> Deadline | None:
    bound = [by for by in dates(said["said"], year) if by.binding]
    if not bound:
        return None
    last = max(bound, key=lambda by: by.day)
    start = said.start("said")
    return Deadline(
        last.day, part.flat.printed(given, start + last.start, start + last.end), None, True
    )
