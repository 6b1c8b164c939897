"""Opening a log: gzip or not, with an end to how much is unpacked; what was noticed on the way."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

__all__ = ["LIMITS", "Limits", "LogError", "LogFile", "chunks", "opened"]

CHUNK = 1 << 18


@dataclass(frozen=True)
class Limits:
    """Bytes beyond which a file is no log of cases: all of it unpacked (about 40 million events of
    a wordy XES), one line of a table, one tag of an XES with all its attributes."""

    unpacked: int = 8 << 30
    line: int = 8 << 20
    tag: int = 1 << 20


LIMITS = Limits()


class LogError(ValueError):
    """A log that cannot be read: ``code`` is stable, ``sentence`` is for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass
class LogFile:
    """What reading noticed: events left out by reason, notes for people, whether times had zones.

    ``zoned`` and ``unzoned`` count the times read; ``cut`` says that the file ended too early.
    """

    name: str
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    zoned: int = 0
    unzoned: int = 0
    cut: bool = False


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file. Raises LogError where there is none."""
    try:
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, IsADirectoryError):
        raise LogError("no-file", f"没有这个文件：{path}。") from None


def chunks(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Bytes in pieces, unpacked where gzipped, all that is there before a break.

    A gzip that is cut or broken, or a bomb, raises LogError.
    """
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    size = 0
    for piece in _unpacked(file, name) if packed else iter(lambda: file.read(CHUNK), b""):
        size += len(piece)
        if size > LIMITS.unpacked:
            raise LogError("too-big", f"“{name}”解开后超过 8 GB，请按月份分开导出。")
        yield piece


def _unpacked(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Member after member of a gzip; `gzip` itself gives up what it holds when a file is cut."""
    unpack, held = zlib.decompressobj(31), b""
    while True:
        held = held or file.read(CHUNK)
        if not held:
            break
        try:
            yield unpack.decompress(held, CHUNK)
        except zlib.error:
            raise LogError("broken", f"“{name}”的压缩包已损坏，解不开；请重新导出。") from None
        held = unpack.unconsumed_tail
        if unpack.eof:
            held = unpack.unused_data or file.read(CHUNK)
            if not held.strip(b"\0"):
                return
            unpack = zlib.decompressobj(31)
    yield unpack.flush()
    if unpack.eof:
        return
    raise LogError("cut", f"“{name}”的压缩包不完整，后面缺了一段；请重新导出或重新传输。")
