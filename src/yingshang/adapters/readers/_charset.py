"""Bytes to text in any encoding that Chinese files come in."""

import codecs
import re

from charset_normalizer import from_bytes

from ._document import Unreadable

__all__ = ["binary", "decode", "printable", "tidy"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.I)
_WESTERN = re.compile(rb"iso-?8859|latin|ascii|us-ascii|windows-125|cp125", re.I)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_USUAL = re.compile(r"[的一是在有和为市政实人发工业企办建理服务不中]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")


def decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and what was mended. Raises Unreadable for noise."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return *_strict(data, encoding, name), ()
    notes: tuple[str, ...] = ()
    if b"\x00" in data:
        if data.count(0) * 50 > len(data):
            return *_wide(data, name), ()
        data = data.replace(b"\x00", b"")
        notes = ("文件里夹有空字节，已略去。",)
    text = _attempt(data, "utf-8")  # first: pages that were saved anew still name their old charset
    if text is not None:
        return text, "utf-8", notes
    declared = _META.search(data[:4096])
    if declared and not _WESTERN.match(declared.group(1)):
        encoding = declared.group(1).decode("ascii").lower()
        text = _attempt(data, encoding)
        if text is not None:
            return text, encoding, notes
    found = _chinese(data) or _guessed(data)
    if found is not None:
        return *found, notes
    if notes:
        raise binary(name)
    text, encoding, count = _damaged(data, name)
    return text, encoding, (*notes, f"文件有 {count} 处字节残缺，读不出的字以“\ufffd”代替。")


def _chinese(data: bytes) -> tuple[str, str] | None:
    """GB18030 or Big5: both accept much of the other's bytes, so the usual words decide."""
    options = [
        (text, encoding)
        for encoding in ("gb18030", "big5")
        if (text := _attempt(data, encoding)) is not None
    ]
    if options:
        best = max(options, key=lambda option: _familiar(option[0]))
        if _familiar(best[0]) > 0.02:
            return best
    return None


def _guessed(data: bytes) -> tuple[str, str] | None:
    """The last resort for a whole file; one that is mostly Chinese but damaged is left alone."""
    if _mended(data):
        return None
    guess = from_bytes(data[:200_000]).best()
    if guess is not None:
        text = _attempt(data, guess.encoding)
        if text is not None and printable(text):
            return text, guess.encoding
    text = _attempt(data, "gb18030")
    return (text, "gb18030") if text is not None and printable(text) else None


def _mended(data: bytes) -> tuple[str, str, int] | None:
    """A file with a few broken bytes, read around them."""
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost * 200 <= len(text) and _familiar(text) > 0.02:
            return text, encoding, lost
    return None


def _damaged(data: bytes, name: str) -> tuple[str, str, int]:
    """A file with a few broken bytes: read around them, as long as they are few."""
    found = _mended(data)
    if found is not None:
        return found
    raise Unreadable(
        "undecodable",
        f"文件「{name}」的文字编码无法识别，读出来会是乱码；请用记事本另存为 UTF-8 编码后再导入。",
    )


def _familiar(text: str) -> float:
    """Share of very common characters of both scripts, less odd ones."""
    sample = text[:20_000]
    if not sample:
        return 0.0
    usual = len(_USUAL.findall(sample)) + len(
        re.findall(r"[務實業發辦與為個環節，。：；、]", sample)
    )
    return (usual - 5 * len(_ODD.findall(sample))) / len(sample)


def _wide(data: bytes, name: str) -> tuple[str, str]:
    """UTF-16 without a byte order mark; anything else with zero bytes is binary."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _attempt(data, encoding)
        if text is not None and _familiar(text) > 0.05:
            return text, encoding
    raise binary(name)


def binary(name: str) -> Unreadable:
    return Unreadable(
        "binary",
        f"文件「{name}」不是文字文件，无法读出内容；请用文字处理软件另存为 docx 或 txt 后再导入。",
    )


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    text = _attempt(data, encoding)
    if text is None:
        raise Unreadable(
            "undecodable",
            f"文件「{name}」的文字编码残缺，读出来会是乱码；请用记事本另存为 UTF-8 编码后再导入。",
        )
    return text, encoding


def _attempt(data: bytes, encoding: str) -> str | None:
    if encoding.lower() in ("gb2312", "gbk", "gb_2312-80"):
        encoding = "gb18030"
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def printable(text: str) -> bool:
    sample = text[:20_000]
    return len(_ODD.findall(sample)) * 50 <= len(sample)


def tidy(text: str) -> str:
    """Line ends as one kind, and no character that a database or a page could not keep."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
