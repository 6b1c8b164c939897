"""What a part tells beside its promises: progress, wrongs, what others have and what is now."""

import re

__all__ = ["told_of_now"]

_PROGRESS = re.compile(r"(?:整改|工作|推进|最新)?进展(?:情况)?:[^\n]*")
# 「对标水平:杭州市,2个环节」, 「现状:4个环节」: what is, and what others have
_OF_OTHERS = re.compile(
    r"(?:^|(?<=\n))(?:对标|标杆|先进|现状|目前|当前)(?:水平|城市|情况|现状)?:[^\n]*"
)


def told_of_now(text: str) -> list[tuple[int, int]]:
    """What is wrong and what has been done, in an account of what is put right."""
    found = [match.span() for match in _PROGRESS.finditer(text)] if "进展" in text else []
    if "现状" in text or "标" in text:
        found += [match.span() for match in _OF_OTHERS.finditer(text)]
    aim = text.find("整改目标:") if "整改" in text else -1
    head = text.find("。", 0, aim) if aim > 0 else -1
    return [(head, aim), *found] if head > 0 else found
