"""Logs as tables: one row an event, with a mapping from columns, told or guessed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from unicodedata import normalize

from yingshang.adapters.logs._read import LogError, LogFile
from yingshang.adapters.logs._text import Written, how_written, text_lines
from yingshang.adapters.logs._times import read_time

__all__ = ["columns_of", "guess_columns", "read_csv"]

Row = tuple[str, str, int, bool, str, str, str]
NEEDED = ("case", "activity", "timestamp")
# headings as systems write them, best first
KNOWN: Mapping[str, Sequence[str]] = {
    "case": (
        "case:concept:name", "case_concept_name", "case_id", "caseid", "case id", "case", "trace",
        "办件编号", "办件流水号", "案件编号", "业务编号", "业务流水号", "申请编号", "受理编号",
        "工单编号", "流水号", "编号",
    ),
    "activity": (
        "concept:name", "concept_name", "activity", "activity name", "activity_name", "event",
        "task", "环节名称", "环节", "活动名称", "活动", "步骤名称", "步骤", "节点名称", "节点",
        "办理环节", "审批环节", "流程环节", "业务环节", "办理步骤", "办理节点", "审批节点",
        "流程节点", "任务名称", "操作", "阶段名称", "阶段",
    ),
    "timestamp": (
        "time:timestamp", "time_timestamp", "timestamp", "complete timestamp", "datetime", "time",
        "date", "complete time", "end time", "endtime", "start timestamp", "start time",
        "starttime", "发生时间", "办理时间", "操作时间", "完成时间", "结束时间", "处理时间",
        "环节完成时间", "环节结束时间", "时间", "开始时间", "到达时间", "日期", "办理日期",
        "完成日期", "操作日期",
    ),
    "resource": (
        "org:resource", "org_resource", "resource", "user", "办理人", "经办人", "处理人",
        "办理部门", "办理单位",
    ),
    "transition": ("lifecycle:transition", "lifecycle_transition", "lifecycle", "transition"),
    "item": (
        "item", "case:item", "case type", "process", "事项名称", "事项", "事项编码", "业务类型",
        "办件类型", "业务事项", "业务名称",
    ),
}  # fmt: skip
# what databases and spreadsheets write where there is nothing
NOTHING = frozenset(
    (
        "",
        "#n/a",
        "#n/a n/a",
        "#na",
        "-nan",
        "<na>",
        "n/a",
        "na",
        "null",
        "nan",
        "none",
        "\\n",
        "nil",
    )
)
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d\b)")
MARKS = ",;\t|"
HEAD = 10  # lines above the headings: a title, when it was exported
_BARE = re.compile(r"\s*(?:上午|下午)?\s*\d{1,2}\s*[:时点].*")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_LOOSE = re.compile(r"[\s_\-（）()]+")


def columns_of(path: Path) -> list[str]:
    """The headings of a log table."""
    log = LogFile(path.name)
    return next(_table(text_lines(path, path.name, how_written(path, log)), log, {}), [])


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Which column is what, by its heading; only what is found."""
    plain = {_plain(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for meaning, names in KNOWN.items():
        for name in map(_plain, names):
            if name in plain and plain[name] not in found.values():
                found[meaning] = plain[name]
                break
    time = _plain(found.get("timestamp", ""))
    for day in (time.replace("时间", "日期"), time.replace("time", "date")):
        if day != time and plain.get(day, "") not in ("", *found.values()):
            found["day"] = plain[day]
    return found


def _plain(heading: str) -> str:
    return _LOOSE.sub("", normalize("NFKC", heading).lower())


def read_csv(path: Path, log: LogFile, columns: Mapping[str, str]) -> Iterator[Row]:
    """(case, activity, microseconds, zone told, resource, transition, item) of every row, in order.

    ``columns`` names the columns of case, activity, timestamp and, if there are, resource,
    transition, item, and day (where the other tells hours only). A row without one of the three is
    left out and counted in ``log``, lines above the headings are passed over. The file is read
    twice (three times where days and months can be mistaken) and never held. Raises LogError.
    """
    written = how_written(path, log)
    day_first = written.slashes and _day_first(_cells(path, log, columns, written), log)
    same: dict[str, str] = {}
    for case, activity, time, who, transition, item in _cells(path, log, columns, written):
        case, activity = case.strip(), activity.strip()
        if case.lower() in NOTHING or activity.lower() in NOTHING:
            log.skipped["no-case" if case.lower() in NOTHING else "no-activity"] += 1
            continue
        moment = read_time(time, day_first)
        if moment is None:
            log.skipped["no-time"] += 1
            continue
        who = "" if who.lower() in NOTHING else same.setdefault(who, who)
        item = "" if item.lower() in NOTHING else same.setdefault(item, item.strip())
        state = transition.strip().lower()
        yield case, same.setdefault(activity, activity), *moment, who, state, item


def _cells(
    path: Path, log: LogFile, columns: Mapping[str, str], written: Written
) -> Iterator[list[str]]:
    rows = _table(text_lines(path, log.name, written), log, columns)
    *places, day = _places(next(rows, []), columns, log.name)
    for row in rows:
        if row:
            width = len(row)
            cells = [row[at] if 0 <= at < width else "" for at in places]
            if 0 <= day < width and _BARE.fullmatch(cells[2]):
                cells[2] = f"{_MIDNIGHT.sub('', row[day].strip())} {cells[2].strip()}"
            yield cells


def _places(headings: Sequence[str], columns: Mapping[str, str], name: str) -> list[int]:
    places = []
    for meaning in (*NEEDED, "resource", "transition", "item", "day"):
        wanted = columns.get(meaning)
        if wanted is None and meaning not in NEEDED:
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


def _day_first(rows: Iterable[Sequence[str]], log: LogFile) -> bool:
    """13/1/2026 can only be day first, and then the whole column is."""
    first = second = seen = False
    for row in rows:
        if "/" in row[2] and (found := _SLASHED.match(row[2])):
            seen = True
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
    if seen and first == second:
        log.notes.append("日期形如 1/2/2026，分不出月和日在前，按月/日/年读。")
    return first and not second


def _table(lines: Iterator[str], log: LogFile, columns: Mapping[str, str]) -> Iterator[list[str]]:
    """Rows from the headings on: those told, or those by which a log is known."""
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise LogError("empty", f"“{log.name}”是空文件。")
    try:
        if told := re.fullmatch(r"\"?sep=(.)\"?\s*", first):  # as Excel writes it for itself
            yield from csv.reader(lines, delimiter=told[1])
            return
        firsts = [first, *islice(lines, HEAD)]
        head, mark = _head(firsts, columns)
        note = f"表头在第 {head + 1} 行，之前的没有读。"
        if head and note not in log.notes:
            log.notes.append(note)
        yield from csv.reader(chain(firsts[head:], lines), delimiter=mark)
    except csv.Error:
        raise LogError(
            "unreadable", f"“{log.name}”不是每行一条记录的 CSV（有一格长得离谱）；请重新导出。"
        ) from None


def _head(firsts: Sequence[str], columns: Mapping[str, str]) -> tuple[int, str]:
    """Which line has the headings, and what stands between them."""
    for place, line in enumerate(firsts):
        for mark in MARKS:
            cells = next(csv.reader([line], delimiter=mark), [])
            found = set(columns.values()) <= set(cells) if columns else guess_columns(cells)
            if found is True or (found and all(meaning in found for meaning in NEEDED)):
                return place, mark
    bare = [re.sub(r'"[^"]*"', "", line) for line in firsts]
    wide = (place for place, line in enumerate(bare) if max(map(line.count, MARKS)) > 1)
    place = next(wide, 0)  # a title has no columns
    return place, max(MARKS, key=bare[place].count)
