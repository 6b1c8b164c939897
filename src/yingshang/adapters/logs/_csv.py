"""Logs as tables: one row an event, with a mapping from columns, told or guessed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from yingshang.adapters.logs._read import LogError, LogFile, chunks, opened
from yingshang.adapters.logs._times import read_time

__all__ = ["columns_of", "guess_columns", "read_csv"]

Row = tuple[str, str, int, bool, str, str]
# headings as systems write them, best first
KNOWN: Mapping[str, Sequence[str]] = {
    "case": (
        "case:concept:name", "case_concept_name", "case_id", "caseid", "case id", "case", "trace",
        "办件编号", "办件流水号", "案件编号", "业务编号", "业务流水号", "申请编号", "受理编号",
        "工单编号", "流水号", "编号",
    ),
    "activity": (
        "concept:name", "concept_name", "activity", "activity name", "activity_name", "event",
        "task", "环节名称", "环节", "活动", "步骤", "节点名称", "节点", "操作",
    ),
    "timestamp": (
        "time:timestamp", "time_timestamp", "timestamp", "complete timestamp", "datetime", "time",
        "date", "end time", "start time", "发生时间", "办理时间", "操作时间", "完成时间",
        "时间", "日期",
    ),
    "resource": (
        "org:resource", "org_resource", "resource", "user", "办理人", "经办人", "处理人",
        "办理部门", "办理单位",
    ),
    "transition": ("lifecycle:transition", "lifecycle_transition", "lifecycle", "transition"),
}  # fmt: skip
LONGEST_LINE = 8 << 20
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d\b)")


def columns_of(path: Path) -> list[str]:
    """The headings of a log table."""
    with opened(path) as file:
        return next(_table(_lines(chunks(file, path.name), path.name), path.name), [])


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Which column is what, by its heading; only what is found."""
    plain = {heading.strip().lower(): heading for heading in reversed(headings)}
    found = {}
    for meaning, names in KNOWN.items():
        for name in names:
            if name in plain and plain[name] not in found.values():
                found[meaning] = plain[name]
                break
    return found


def read_csv(path: Path, log: LogFile, columns: Mapping[str, str]) -> Iterator[Row]:
    """(case, activity, microseconds, zone told, resource, transition) of every row, in order.

    ``columns`` names the columns of case, activity, timestamp and, if there are, resource and
    transition. A row without one of the three is left out and counted in ``log``. Raises LogError.
    """
    with opened(path) as file:
        rows = _table(_lines(chunks(file, log.name), log.name), log.name)
        headings = next(rows, [])
        places = _places(headings, columns, log.name)
        kept = [tuple(row[at] if 0 <= at < len(row) else "" for at in places) for row in rows]
    day_first = _day_first([row[2] for row in kept], log)
    for case, activity, time, who, transition in kept:
        if not case.strip() or not activity.strip():
            log.skipped["no-activity" if case.strip() else "no-case"] += 1
            continue
        moment = read_time(time, day_first)
        if moment is None:
            log.skipped["no-time"] += 1
            continue
        yield case, activity, *moment, who, transition.strip().lower()


def _places(headings: Sequence[str], columns: Mapping[str, str], name: str) -> list[int]:
    places = []
    for meaning in ("case", "activity", "timestamp", "resource", "transition"):
        wanted = columns.get(meaning)
        if wanted is None and meaning in ("resource", "transition"):
            places.append(-1)
            continue
        if wanted not in headings:
            raise LogError(
                "no-column",
                f"“{name}”里没有作“{meaning}”用的列“{wanted or '（未指明）'}”；有的列是："
                f"{'、'.join(headings[:40])}。请用 --map MAP.json 指明 case、activity、timestamp。",
            )
        places.append(headings.index(wanted))
    return places


def _day_first(times: Sequence[str], log: LogFile) -> bool:
    """13/1/2026 can only be day first, and then the whole column is."""
    first = second = seen = False
    for text in times:
        if found := _SLASHED.match(text):
            seen = True
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
    if seen and first == second:
        log.notes.append("日期形如 1/2/2026，分不出月和日在前，按月/日/年读。")
    return first and not second


def _lines(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """Decoded text: UTF-8, else GB18030; raises LogError for neither."""
    held: list[bytes] = []
    since = 0  # the last line break
    for piece in pieces:
        held.append(piece)
        since = since + len(piece) if b"\n" not in piece and b"\r" not in piece else 0
        if since > LONGEST_LINE:
            raise LogError(
                "unreadable", f"“{name}”有一行长过 8 MB，不是每行一条记录的 CSV；请重新导出。"
            )
    data = b"".join(held)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from io.StringIO(text, newline="")
        return
    raise LogError("encoding", f"“{name}”的文字编码认不出，请另存为 UTF-8 的 CSV。")


def _table(lines: Iterator[str], name: str) -> Iterator[list[str]]:
    first = next(lines, "")
    if not first.strip():
        raise LogError("empty", f"“{name}”是空文件。")
    mark = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(_again(first, lines), delimiter=mark)
    except csv.Error:
        raise LogError(
            "unreadable", f"“{name}”不是每行一条记录的 CSV（有一格长得离谱）；请重新导出。"
        ) from None


def _again(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
