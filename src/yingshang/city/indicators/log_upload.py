"""The log of another system handed in through the browser: looked at, its columns told, kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.logs import LogError, LogFile, columns_of, guess_columns
from yingshang.city.accounts.kinds import Actor, NotVisible, Refusal, Role
from yingshang.city.indicators.log_files import CHINA, LEFT_OUT, is_table, rows_of
from yingshang.city.indicators.log_import import import_log, propose_log
from yingshang.kernel.worktime import CST

__all__ = ["LogPreview", "SampleEvent", "look_at_log", "may_import_logs", "take_log"]

MOST = 40 * 1024 * 1024  # unpacked; more is for `log import`
ENDINGS = (".xes", ".csv", ".tsv", ".txt")
NEEDED = ("case", "activity", "timestamp")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SampleEvent:
    """One event as it would be kept; ``at`` is None where no calendar has such a day."""

    case: str
    activity: str
    at: datetime | None
    resource: str


@dataclass(frozen=True)
class LogPreview:
    """How a file would be read. ``headings`` is empty for XES; ``lacking`` names the columns that
    must still be told, and then nothing has been counted. ``left_out``: reason, how many."""

    columns: Mapping[str, str]
    remembered: bool
    headings: tuple[str, ...]
    lacking: tuple[str, ...]
    sample: tuple[SampleEvent, ...]
    cases: int
    events: int
    left_out: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def may_import_logs(actor: Actor, region: str) -> bool:
    """The business-environment bureau keeps the logs of its own city, or the system for it."""
    return actor.role in (Role.BUREAU, Role.SYSTEM) and actor.region == region


def look_at_log(
    data: bytes,
    name: str,
    *,
    source: str,
    by: Actor,
    columns: Mapping[str, str] | None = None,
) -> LogPreview:
    """How the file would be read; writes nothing. ``columns`` as chosen, else as confirmed for
    this source, else guessed. Raises Refusal in one sentence, NotVisible."""
    region = _own(by)
    with _laid(data, name, columns) as (path, mapping):
        try:
            headings = tuple(columns_of(path)) if is_table(path) else ()
            found = propose_log(path, region=region, source=source, mapping=mapping)
        except LogError as problem:
            raise Refusal(problem.code, problem.sentence) from None
        except Refusal as refusal:
            if refusal.code != "no-column":
                raise
            return _unfinished(headings, columns)
        return _counted(path, headings, found)


def take_log(
    data: bytes,
    name: str,
    *,
    source: str,
    by: Actor,
    at: datetime,
    columns: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Import it whole, or not at all, as `import_log` tells. Raises Refusal, NotVisible."""
    region = _own(by)
    with _laid(data, name, columns) as (path, mapping):
        return import_log(path, region=region, source=source, by=by, at=at, mapping=mapping)


def _own(by: Actor) -> str:
    if not by.region or not may_import_logs(by, by.region):
        raise NotVisible("logs")
    return by.region


def _unfinished(headings: tuple[str, ...], columns: Mapping[str, str] | None) -> LogPreview:
    """A table whose columns are not all known: what is known stands, the rest is asked for."""
    known = dict(columns or guess_columns(headings))
    known = {meaning: column for meaning, column in known.items() if column in headings}
    lacking = tuple(meaning for meaning in NEEDED if meaning not in known)
    return LogPreview(known, False, headings, lacking, (), 0, 0, (), ())


def _counted(path: Path, headings: tuple[str, ...], found: dict[str, Any]) -> LogPreview:
    log, cases, events = LogFile(path.name), set(), 0
    try:
        for row in rows_of(path, log, found["columns"] or None):
            cases.add(row[0])
            events += 1
    except LogError as problem:
        raise Refusal(problem.code, problem.sentence) from None
    return LogPreview(
        columns=found["columns"],
        remembered=found["remembered"],
        headings=headings,
        lacking=(),
        sample=tuple(
            SampleEvent(one["case"], one["activity"], _moment(one), one["resource"])
            for one in found["sample"]
        ),
        cases=len(cases),
        events=events,
        left_out=tuple((LEFT_OUT[why], n) for why, n in log.skipped.items()),
        notes=tuple(log.notes),
    )


def _moment(one: Mapping[str, Any]) -> datetime | None:
    at = one["at"] if one["zoned"] else one["at"] - CHINA
    try:
        return (_EPOCH + timedelta(microseconds=at)).astimezone(CST)
    except OverflowError:
        return None


@contextmanager
def _laid(
    data: bytes, name: str, columns: Mapping[str, str] | None
) -> Iterator[tuple[Path, Path | None]]:
    """The file and the columns chosen for it, as files for as long as they are read."""
    plain = _plain_name(name)
    _fits(data)
    with TemporaryDirectory(prefix="log-") as folder:
        path = Path(folder) / plain
        path.write_bytes(data)
        mapping = None
        if columns and is_table(path):
            mapping = Path(folder) / "columns.json"
            mapping.write_text(json.dumps(dict(columns)), "utf-8")
        yield path, mapping


def _plain_name(name: str) -> str:
    """The file's name without folders, short enough for any disk, with its ending."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    packed = last.lower().endswith(".gz")
    stem, dot, ending = last.lower().removesuffix(".gz").rpartition(".")
    if dot + ending not in ENDINGS:
        raise Refusal(
            "ending", _("只能读 XES 和 CSV 的日志（可以是 .gz 压缩的）；请从原系统导出这样的文件。")
        )
    return f"{last[: len(stem)][:60] or 'log'}.{ending}{'.gz' if packed else ''}"


def _fits(data: bytes) -> None:
    """Not a small file that unpacks without end. What is broken is told by whoever reads it."""
    if not data.startswith(b"\x1f\x8b"):
        size = len(data)
    else:
        size, unpack = 0, zlib.decompressobj(31)
        try:
            while data and size <= MOST:
                size += len(unpack.decompress(data, 1 << 20))
                data = unpack.unconsumed_tail
                if unpack.eof:
                    data, unpack = unpack.unused_data, zlib.decompressobj(31)
        except zlib.error:
            return
    if size > MOST:
        raise Refusal(
            "too-big",
            _("文件解开后超过 40 MB，没有读取。请按月份分开上传，或请管理员用命令行导入。"),
        )
