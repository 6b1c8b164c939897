"""A table's bytes as lines of text, read twice and never held: first how it is written, then it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yingshang.adapters.logs._read import LIMITS, LogError, LogFile, chunks, opened

__all__ = ["Written", "how_written", "text_lines"]

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Written:
    """``encoding`` of the file, ``errors`` how to take bytes that are wrong in it; ``slashes``:
    there is one somewhere, so a date may be of the kind 1/2/2026."""

    encoding: str
    errors: str
    slashes: bool


def how_written(path: Path, log: LogFile) -> Written:
    """UTF-8 (with a few broken letters, if must be), else GB18030, else Windows' Western one."""
    found = _utf8(path, log)
    if found is not None:
        return found
    for encoding in ("gb18030", "cp1252"):
        slashes = False
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with opened(path) as file:
                for piece in chunks(file, log.name):
                    slashes = "/" in decoder.decode(piece) or slashes
                decoder.decode(b"", True)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            log.notes.append("文字不是 UTF-8 也不是国标码，按西文（Windows-1252）读，请核对文字。")
        return Written(encoding, "strict", slashes)
    raise LogError("encoding", f"“{log.name}”的文字编码认不出，请另存为 UTF-8 的 CSV。")


def _utf8(path: Path, log: LogFile) -> Written | None:
    """How it is written if it is Unicode; a letter cut in two by a database is no other encoding.
    A line without an end is given up here, before anything else is tried."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    letters = broken = since = 0
    slashes = False
    with opened(path) as file:
        for number, piece in enumerate(chunks(file, log.name)):
            if not number and piece.startswith(_MARKS):
                return Written("utf-16", "replace", True)
            since = since + len(piece) if b"\n" not in piece and b"\r" not in piece else 0
            if since > LIMITS.line:
                raise _endless(log.name)
            if piece.isascii():
                slashes = slashes or b"/" in piece
                decoder.decode(piece)
                continue
            text = decoder.decode(piece)
            slashes = slashes or "/" in text
            letters += len(text) - len(text.encode("ascii", "ignore"))
            broken += text.count("\ufffd")
    if broken * 10 > letters:
        return None
    if broken:
        log.notes.append(f"有 {broken} 处文字不完整（多半是导出时按长度截断的），以“\ufffd”代替。")
    return Written("utf-8-sig", "replace", slashes)


def text_lines(path: Path, name: str, written: Written) -> Iterator[str]:
    """Line after line, with its end."""
    decoder = codecs.getincrementaldecoder(written.encoding)(written.errors)
    rest = ""
    with opened(path) as file:
        for piece in chunks(file, name):
            lines = list(io.StringIO(rest + decoder.decode(piece), newline=""))
            rest = lines.pop() if lines else ""
            yield from lines
            if len(rest) > LIMITS.line:
                raise _endless(name)
    rest += decoder.decode(b"", True)
    yield from io.StringIO(rest, newline="")


def _endless(name: str) -> LogError:
    return LogError(
        "unreadable",
        f"“{name}”有一行长过 {LIMITS.line >> 20} MB，不是每行一条记录的 CSV；请重新导出。",
    )
