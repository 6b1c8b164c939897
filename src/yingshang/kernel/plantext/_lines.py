"""Lines and paragraphs: few or lost line breaks, wrapped lines, headers and footers of sites."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ._text import Flat

__all__ = ["Paragraph", "paragraphs"]

_HANZI = "一二三四五六七八九十"
MARK = (
    rf"(?:第[{_HANZI}百]{{1,5}}[条章节]|[{_HANZI}]{{1,4}}[、.](?!\d)|\(?[{_HANZI}]{{1,4}}\)"
    rf"|\d{{1,3}}[.、](?![\d%])|\(\d{{1,3}}\)|\d{{1,2}}\)|[①-⑳])"
)
_STARTS = re.compile(
    rf"\s*(?:{MARK}|[【\[](?!.{{0,30}}[】\]]\s*[、,])"
    r"|[^,。;:()]{0,12}(?:单位|部门|时限|时间|措施|举措|目标|任务|内容|来源|日期|领导|责任人|联系人|科室|处室|进度)\s*[:】]|附件|专栏)"
)
_INLINE = re.compile(
    rf"(?<=[。!?])[ ”\"]*(?=(?:[{_HANZI}]{{1,3}}、|\([{_HANZI}]{{1,3}}\)|\d{{1,2}}[.、](?!\d)))"
)
_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,10}[〔\[(](?:19|20)\d\d[〕\])]\s*\d+\s*号?|(?:19|20)\d\d年\d{1,2}月\d{1,2}日|各[^,。]{2,30}[,:]"
)
_HEADING = re.compile(r"(?:通知|方案|计划|措施|办法|意见|规定|答复)(?:\([^()]*\))?$")
_NUMBER = re.compile(rf"\(?([{_HANZI}]{{1,3}}|\d{{1,2}})")
_ENDS = tuple('。!?;:)】》”"]')
_FOOTER = re.compile(
    r"^(?:网站地图|网站标识码|主办单位|承办单位|版权所有|ICP备案|抄送|本期来源|本期编辑|信息来源"
    r"|政策解读|相关链接|相关附件|附件|附:|扫一扫|打印本页|关闭窗口|上一篇|下一篇|责任编辑|联系方式"
    r"|地址:|感谢您|特此|专此|此复|以上答复|联系人|联系单位|(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|您当前的位置|当前位置|分享到|原文链接|\|$)"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``after_blank`` when a blank line stands before it."""

    flat: Flat
    after_blank: bool = False
    footer: bool = False

    @property
    def text(self) -> str:
        """The folded text."""
        return self.flat.text


def paragraphs(given: str, folded: str) -> list[Paragraph]:
    """Cut the document into paragraphs: wrapped lines joined, run-together ones split."""
    found: list[Paragraph] = []
    group: list[tuple[int, int]] = []
    blank = gap = False
    for start, end in _lines(given, folded):
        if start == end:
            gap = bool(group) or gap
            continue
        if group and _continues(folded, group[-1], (start, end), gap):
            group.append((start, end))
        else:
            if group:
                found.append(_paragraph(folded, group, blank))
            group, blank = [(start, end)], gap
        gap = False
    if group:
        found.append(_paragraph(folded, group, blank))
    return found


def _paragraph(folded: str, group: list[tuple[int, int]], blank: bool) -> Paragraph:
    flat = Flat.glue(folded, group)
    return Paragraph(flat, blank, bool(_FOOTER.match(flat.text)))


def _continues(folded: str, last: tuple[int, int], new: tuple[int, int], gap: bool) -> bool:
    tail = folded[last[1] - 1]
    if tail in "、,":
        return not re.match(rf"\s*{MARK}", folded[new[0] : new[1]])
    if _ALONE.match(folded, new[0], new[1]) or _HEADING.search(folded[last[0] : last[1]]):
        return False
    if gap or tail in _ENDS or last[1] - last[0] < 20:
        return False
    return not _STARTS.match(folded, new[0], new[1])


def _lines(given: str, folded: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    while start <= len(folded):
        end = folded.find("\n", start)
        end = len(folded) if end < 0 else end
        if end - start > 100:
            spans.extend(_split_long(given, folded, start, end))
        else:
            spans.append(_trim(folded, start, end))
        start = end + 1
    return spans


def _split_long(given: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long line may be several: at double ideographic spaces, at markers after 。."""
    cuts = [m.end() for m in re.compile(r"\S[^\S\n]*\u3000{2,}").finditer(given, start, end)]
    last: dict[str, int] = {}
    for match in _INLINE.finditer(folded, start, end):
        number = _NUMBER.match(folded, match.end())
        if number is None:
            continue
        kind = folded[match.end()] if folded[match.end()] == "(" else ""
        kind += "n" if number.group(1).isdigit() else "h"
        value = _small(number.group(1))
        if value == last.get(kind, 0) + 1 or kind not in last:
            last[kind] = value
            cuts.append(match.end())
    edges = [start, *sorted(set(cuts)), end]
    spans = [_trim(folded, a, b) for a, b in pairwise(edges)]
    return [span for span in spans if span[0] < span[1]]


def _small(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return _HANZI.index(text[0]) + 1
    return (_HANZI.index(tens) + 1 if tens else 1) * 10 + (_HANZI.index(ones) + 1 if ones else 0)


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] == " ":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    return start, end
