"""Decide what the bytes are, refuse what cannot be read, and decode the rest."""

import codecs
import re

from charset_normalizer import from_bytes

from ._document import LIMIT_BYTES, Document, Unreadable
from ._html import html_text

__all__ = ["read_document"]

_MAGIC = (
    (b"%PDF", "pdf", "PDF 文件"),
    (b"\x89PNG", "picture", "图片"),
    (b"\xff\xd8\xff", "picture", "图片"),
    (b"GIF8", "picture", "图片"),
    (b"BM\x00", "picture", "图片"),
    (b"II*\x00", "picture", "图片"),
    (b"MM\x00*", "picture", "图片"),
    (b"\xd0\xcf\x11\xe0", "office", "旧版 Office 文件"),
    (b"{\\rtf", "office", "RTF 文件"),
    (b"Rar!", "archive", "压缩包"),
    (b"7z\xbc\xaf", "archive", "压缩包"),
    (b"\x1f\x8b", "archive", "压缩包"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.I)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|span|br)\b", re.I)
_USUAL = re.compile(r"[的一是在有和为市政实人发工业企办建理服务不中]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")


def read_document(data: bytes, name: str) -> Document:
    """Answer the text of an uploaded file. Raises Unreadable with code and sentence.

    Codes: empty, too-large, picture, pdf, office, archive, binary, undecodable.
    """
    _refuse(data, name)
    text, encoding = _decode(data, name)
    if not _printable(text):
        raise Unreadable(
            "binary",
            f"文件「{name}」不是文字文件，无法读出内容；"
            "请用文字处理软件另存为 txt 或 html 后再导入。",
        )
    if name.lower().endswith((".htm", ".html", ".shtml")) or _HTML.search(text[:2000]):
        text, media = html_text(text), "html"
    else:
        media = "txt"
    if not text.strip():
        raise Unreadable("empty", f"文件「{name}」里没有文字，无可解析；请检查后重新选择文件。")
    return Document(text=text, media=media, encoding=encoding)


def _refuse(data: bytes, name: str) -> None:
    """Refuse by size and signature, before anything is decoded."""
    if not data.strip():
        raise Unreadable("empty", f"文件「{name}」是空的，没有可读的内容；请检查后重新选择文件。")
    if len(data) > LIMIT_BYTES:
        size = len(data) / 1024 / 1024
        raise Unreadable(
            "too-large",
            f"文件「{name}」有 {size:.1f} MB，超过 10 MB 的上限；"
            "请只保留方案正文，另存为 txt 后再导入。",
        )
    head = data[:64]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise _unsupported("picture", "图片", name)
    if head.startswith(b"PK\x03\x04"):
        office = b"word/" in data[:8000] or name.lower().endswith(
            (".docx", ".xlsx", ".wps", ".pptx")
        )
        raise _unsupported(
            "office" if office else "archive", "Word 文件" if office else "压缩包", name
        )
    for magic, code, label in _MAGIC:
        if head.startswith(magic):
            raise _unsupported(code, label, name)


def _unsupported(code: str, label: str, name: str) -> Unreadable:
    why = "里面没有可直接读取的文字" if code == "picture" else "目前还不能直接读取"
    return Unreadable(
        code, f"文件「{name}」是{label}，{why}；请打开原文，另存为 txt 或 html 后再导入。"
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name)
    if b"\x00" in data[:4096]:
        return _wide(data, name)
    declared = _META.search(data[:4096])
    wanted = [declared.group(1).decode("ascii")] if declared else []
    for encoding in (*wanted, "utf-8"):
        text = _attempt(data, encoding)
        if text is not None:
            return text, encoding.lower()
    return _chinese(data, name)


def _chinese(data: bytes, name: str) -> tuple[str, str]:
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
    guess = from_bytes(data[:200_000]).best()
    if guess is not None:
        text = _attempt(data, guess.encoding)
        if text is not None and _printable(text):
            return text, guess.encoding
    if options and _printable(options[0][0]):
        return options[0]
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
    raise Unreadable(
        "binary",
        f"文件「{name}」不是文字文件，无法读出内容；请用文字处理软件另存为 txt 或 html 后再导入。",
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


def _printable(text: str) -> bool:
    sample = text[:20_000]
    return len(_ODD.findall(sample)) * 50 <= len(sample)
