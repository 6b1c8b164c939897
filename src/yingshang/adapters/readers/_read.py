"""Decide what the bytes are, refuse what cannot be read, and hand the rest to its reader."""

import re

from ._charset import binary, decode, printable, tidy
from ._document import LIMIT_BYTES, Document, Unreadable
from ._html import html_text

__all__ = ["read_document", "read_pasted"]

_MAGIC = (
    (b"\x89PNG", "picture", "图片"),
    (b"\xff\xd8\xff", "picture", "图片"),
    (b"GIF8", "picture", "图片"),
    (b"BM\x00", "picture", "图片"),
    (b"II*\x00", "picture", "图片"),
    (b"MM\x00*", "picture", "图片"),
    (b"{\\rtf", "office", "RTF 文件"),
    (b"Rar!", "archive", "压缩包"),
    (b"7z\xbc\xaf", "archive", "压缩包"),
    (b"\x1f\x8b", "archive", "压缩包"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|span)\b", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_WORD_XML = re.compile(r"<w:wordDocument|<pkg:package")
_MHT = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
_OFFICE = (
    (b"word/", "docx", ""),
    (b"xl/", "office", "Excel 表格"),
    (b"ppt/", "office", "PPT 幻灯片"),
    (b"mimetypeapplication/vnd.oasis", "office", "ODF 文件"),
    (b"OFD.xml", "office", "OFD 版式文件"),
)
_OLE = (
    ("EncryptedPackage", "password", ""),
    ("WordDocument", "office", "旧版 Office 的 Word 文件（doc 或 wps）"),
    ("Workbook", "office", "旧版 Office 的 Excel 表格"),
    ("PowerPoint Document", "office", "旧版 Office 的 PPT 幻灯片"),
)


def read_document(data: bytes, name: str) -> Document:
    """Answer the text of an uploaded file. Raises Unreadable with code and sentence.

    Codes: empty, too-large, picture, scanned, office, archive, password, broken, bomb, entities,
    too-long, binary, undecodable.
    """
    kind = _kind(data, name)
    if kind == "docx":
        from ._docx import read_docx  # lxml costs a text file nothing

        return _checked(read_docx(data, name), name)
    if kind == "pdf":
        from ._pdf import read_pdf

        return _checked(read_pdf(data, name), name)
    if kind == "mht":
        from ._mht import page_of

        return _page(*page_of(data, name), "mht", name, ())
    text, encoding, notes = decode(data, name)
    if not printable(text):
        raise binary(name)
    if _WORD_XML.search(text[:4000]):
        raise _unsupported("office", "XML 格式的 Word 文件", name)
    if name.lower().endswith((".htm", ".html", ".shtml", ".xhtml")) or _is_page(text):
        if name.lower().endswith((".doc", ".docx", ".wps")):
            notes = (*notes, "文件名是 Word，内容其实是网页，已按网页读取。")
        return _page(text, encoding, "html", name, notes)
    if name.lower().endswith((".docx", ".doc", ".wps", ".pdf")):
        notes = (*notes, "文件名不是 txt，内容其实是纯文本，已按纯文本读取。")
    return _checked(Document(_unbroken(tidy(text)), "txt", encoding, notes), name)


def read_pasted(text: str, name: str) -> Document:
    """What a person pasted, words or the source of a page; the same limits as for a file."""
    size = len(text.encode("utf-8", "replace"))
    if size > LIMIT_BYTES:
        raise _too_large(size, name)
    if _HTML.match(text.lstrip()[:200]):
        return _page(text, "utf-8", "html", name, ())
    lines = [line.rstrip() for line in _unbroken(tidy(text)).split("\n")]
    return _checked(Document("\n".join(lines).strip("\n"), "txt", "utf-8"), name)


def _is_page(text: str) -> bool:
    """Tags of a page, or line breaks told by tags alone; a tag or two in a text make none."""
    opening = text[:20_000]
    breaks = len(_BREAK.findall(opening))
    return _HTML.search(text[:2000]) is not None or breaks > opening.count("\n")


def _unbroken(text: str) -> str:
    """<br> in a text: within a row of a table a blank, else the end of a line."""
    if not _BREAK.search(text):
        return text
    return "\n".join(_BREAK.sub(" " if "|" in line else "\n", line) for line in text.split("\n"))


def _page(text: str, encoding: str, media: str, name: str, notes: tuple[str, ...]) -> Document:
    found = Document(tidy(html_text(text)), media, encoding, notes)
    return _checked(found, name)


def _checked(found: Document, name: str) -> Document:
    if not found.text.strip():
        raise Unreadable("empty", f"文件「{name}」里没有文字，无可解析；请检查后重新选择文件。")
    return found


def _kind(data: bytes, name: str) -> str:
    """docx, pdf, mht or text; what is neither is refused by size and signature, undecoded."""
    if not data.strip():
        raise Unreadable("empty", f"文件「{name}」是空的，没有可读的内容；请检查后重新选择文件。")
    if len(data) > LIMIT_BYTES:
        raise _too_large(len(data), name)
    head = data[:64]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise _unsupported("picture", "图片", name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _ole(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, code, label in _MAGIC:
        if head.startswith(magic):
            raise _unsupported(code, label, name)
    return "mht" if _MHT.match(data[:4096]) else "text"


def _zipped(data: bytes, name: str) -> str:
    for mark, kind, label in _OFFICE:
        if mark in data[:400] or mark in data[-65536:]:
            if kind == "docx":
                return kind
            raise _unsupported(kind, label, name)
    if name.lower().endswith((".docx", ".docm", ".dotx")):
        return "docx"  # damaged, most likely: its reader says so
    raise _unsupported("archive", "压缩包", name)


def _ole(data: bytes, name: str) -> Unreadable:
    """Old Office files, and new ones behind a password, come in the same container."""
    for stream, code, label in _OLE:
        if stream.encode("utf-16-le") in data:
            if code == "password":
                return Unreadable(
                    "password",
                    f"文件「{name}」加了密码，没有密码读不出内容；"
                    "请在 Word 或 WPS 里去掉密码、另存后再导入。",
                )
            return _unsupported(code, label, name)
    return _unsupported("office", "旧版 Office 文件", name)


def _too_large(size: int, name: str) -> Unreadable:
    over = -(-size * 10 // 1048576) / 10  # rounded up: what is too large never reads as the limit
    return Unreadable(
        "too-large",
        f"文件「{name}」有 {over:.1f} MB，超过 {LIMIT_BYTES // 1048576} MB 的上限；"
        "请去掉附图附表，只保留方案正文后再导入。",
    )


def _unsupported(code: str, label: str, name: str) -> Unreadable:
    why, then = "不能直接读取", "请打开原文，另存为 docx 后再导入"
    if code == "picture":
        why = "里面没有可直接读取的文字"
        then = "请向发文单位要 Word 原文，或先做文字识别（OCR）再导入"
    elif code == "archive":
        why, then = "里面可能有多份文件", "请解压后逐份导入"
    return Unreadable(code, f"文件「{name}」是{label}，{why}；{then}。")
