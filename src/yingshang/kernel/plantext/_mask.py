"""Hide what is never a promise: titles, labels, asides, dates, document and clause numbers.

A masked text has the same length; hidden characters become ◇ (aside), ◈ (part of a label or
citation), ◆ (date) or a newline (a field that has been read already).
"""

import re
from codecs import utf_32_le_decode, utf_32_le_encode
from collections.abc import Iterable

from ._deadlines import dates
from ._digits import mend_digits
from ._text import brackets

__all__ = ["ASIDE", "DATE", "LABEL", "mask"]

ASIDE = "◇"
DATE = "◆"
LABEL = "◈"
# four bytes a character: a stretch is hidden at one stroke, without an object for each character
_SIGNS = {sign: sign.encode("utf-32-le") for sign in (ASIDE, DATE, LABEL, "\n")}
_COMMA = ",".encode("utf-32-le")
_QUOTED = re.compile(r"[“《「〈‘\"]")
_QUOTES = re.compile(
    r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,60}〉|“[^“”\n]{1,40}”|‘[^‘’\n]{1,30}’|「[^」\n]{1,40}」"
)
_STRAIGHT = re.compile(r"\"[^\"“”\n]{1,40}\"")  # 「“双随机"检查…开展“双随机"」 are closed so
_DIGITS = re.compile(r"[\d一二三四五六七八九十百千两%]")
# every run is bounded: an endless row of digits must not be tried from each of its places
_H = "一二三四五六七八九"
_CITED = re.compile(
    # what may open one, searched first; then each sort of it, looking back at its opening
    # (of a digit: whether any sort of it can follow at all)
    rf"[〔\[第\d{_H}十A-Za-z“](?:"
    r"(?<=\d)(?=\d{0,11}(?:\s*[号*×+级]|[.版GgVvA-F周:\-])|\d{10})(?:"
    r"\d{0,4}\s*号(?:文|令|公告|议案|提案|线)?"
    r"|\d{0,11}\s*[*×]\s*\d{1,12}\s*小时"
    r"|\d{0,11}(?:\.\d{1,12})?版"
    r"|\d{0,11}[GgVvA-F](?![a-z])"
    r"|\d{0,11}\s*\+\s*[\dNnXx]+"
    r"|\s*级(?:以上)?|\d{0,11}周年"
    r"|\d{2,3}-\d{6,8}|\d{10}|\d?:\d\d)"
    r"|(?<=[〔\[])\d{4}[〕\]]\s*(?:第)?\s*\d{0,4}\s*号?"
    r"|(?<=第)\s*[\d一二三四五六七八九十百]{1,5}\s*[条款项号届次批轮期季位个章节]"
    r"|(?<=[A-Za-z])[A-Za-z]{0,29}\d{1,12}"
    rf"|(?<=[{_H}十])\s*级(?:以上)?"
    r"|(?<=L)PR\D{0,3}|(?<=“)十[一二三四五]五”?|(?<=十)[一二三四五]五”?)"
)
# an aside that says how a promise is kept is read: 「(一窗发放2个环节,1日内办结)」
_PROMISING = re.compile(
    r"\d个?(?:工作日|小时|天|日)(?:以内|内|之内)[^,;。)]{0,6}(?:办结|完成|办好|领取|反馈)"
)
# 「压减至60个工作日以内(简易低风险项目15个工作日以内)」
_NARROWER = re.compile(
    r"[(【\[][^,;。()\d]{2,20}\d[\d.]{0,4}个?(?:工作日|小时|天)(?:以内|内)[)】\]]"
)
_NOTING = re.compile(r"牵头|责任|负责|配合|简称|下同|例如|如:|其中|法定|原则|现行|原来|原为|目前")
_YEARS = re.compile(r"[12](?:(?<=1)9|(?<=2)0)\d\d\s*(?:[-~至]\s*(?:19|20)?\d\d\s*年|年(?:度)?)")


def mask(text: str, blocked: Iterable[tuple[int, int]], year: int | None) -> str:
    """The text, its digits mended, with everything hidden that cannot promise.

    ``blocked`` are fields that have been read.
    """
    text = mend_digits(text)
    chars = bytearray(utf_32_le_encode(text, "surrogatepass")[0])
    for start, end in brackets(text):
        if text[end - 1] not in ")】]":
            continue
        told = _PROMISING.search(text, start, end) or (
            text[start - 2 : start] in ("以内", "日内") and _NARROWER.fullmatch(text, start, end)
        )
        if told and not _NOTING.search(text, start, end):
            chars[4 * start : 4 * start + 4] = chars[4 * end - 4 : 4 * end] = _COMMA
        else:
            _hide(chars, text, start, end, ASIDE)
    if _QUOTED.search(text):
        for pattern in (_QUOTES, _STRAIGHT):
            for match in pattern.finditer(text):
                _hide_digits(chars, match)
    for match in _CITED.finditer(text):
        if chars[4 * match.start() : 4 * match.start() + 4] != _SIGNS[ASIDE]:
            _hide(chars, text, match.start(), match.end(), LABEL)
    for by in dates(text, year or 2000):
        _hide(chars, text, by.start, by.end, DATE)
    if "年" in text:
        for match in _YEARS.finditer(text):
            _hide(chars, text, match.start(), match.end(), DATE)
    for start, end in blocked:
        _hide(chars, text, start, end, "\n")
    return utf_32_le_decode(chars, "surrogatepass", True)[0]


def _hide(chars: bytearray, text: str, start: int, end: int, sign: str) -> None:
    """Line ends stay."""
    stroke = _SIGNS[sign]
    while sign != "\n" and (cut := text.find("\n", start, end)) >= 0:
        chars[4 * start : 4 * cut] = stroke * (cut - start)
        start = cut + 1
    chars[4 * start : 4 * end] = stroke * (end - start)


def _hide_digits(chars: bytearray, match: re.Match[str]) -> None:
    for found in _DIGITS.finditer(match.string, *match.span()):
        at = 4 * found.start()
        if chars[at : at + 4] != _SIGNS[ASIDE]:
            chars[at : at + 4] = _SIGNS[LABEL]
