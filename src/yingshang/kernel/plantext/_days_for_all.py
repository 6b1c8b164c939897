"""By when, said once for all items."""

import re

from ._deadlines import Deadline, dates, read_deadline

__all__ = ["for_every", "stated"]

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


def for_every(text: str, printed: str, year: int | None) -> Deadline | None:
    """「完成时限除注明外,均为12月底前」: by when, for all that say nothing themselves."""
    match = _EVERY.search(text)
    if match is None:
        return None
    said = dates(match.group(), year)
    bound = [by for by in said if by.binding] or said  # 「均为2023年11月30日」
    if not bound:
        return None
    last = max(bound, key=lambda by: by.day)
    words = printed[match.start() + last.start : match.start() + last.end]
    return Deadline(last.day, words, None, True)
