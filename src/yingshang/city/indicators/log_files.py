"""Logs of other systems as they stand: how many cases, which ways through, how long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters.logs import (
    LogError,
    LogFile,
    columns_of,
    guess_columns,
    read_csv,
    read_xes,
)
from yingshang.city.accounts.kinds import Refusal
from yingshang.kernel.eventlog import LogEvent, Summary, ocel_faults, summarise

__all__ = ["CHINA", "LEFT_OUT", "check_ocel", "is_table", "log_stats", "mapping_in", "rows_of"]

Row = tuple[str, str, int, bool, str, str, str]
_EPOCH = datetime(1970, 1, 1)
CHINA = 8 * 3_600_000_000
# by reason: what an event lacked
LEFT_OUT = {
    "no-case": "没有案件编号",
    "no-activity": "没有环节名称",
    "no-time": "没有可读的时间",
    "empty-trace": "一条记录也没有的件",
}


def log_stats(
    path: Path, mapping: Path | None = None, *, partial: bool = False, most: int = 10
) -> dict[str, Any]:
    """The figures of one log: ``{cases, events, activities, variants, median_throughput_hours,
    first_event, last_event, start_activities, end_activities, directly_follows, top_variants,
    skipped, notes}``.

    Throughput is from first to last event over the cases of at least two; with single-event cases
    as 0 it stands in ``median_throughput_hours_all_cases`` (as pm4py counts).
    Events of a case are ordered by time, ties as in the file. Times are UTC, or the log's own
    clock where it names no zone. Raises Refusal in one sentence.
    """
    log = LogFile(path.name)
    try:
        columns = mapping_in(mapping) if mapping else None
        rows = rows_of(path, log, columns, partial)
        summary = summarise(_placed(rows, log))
    except LogError as problem:
        raise Refusal(problem.code, problem.sentence) from None
    return _told(summary, log, most)


def check_ocel(path: Path) -> tuple[str, ...]:
    """Faults of an OCEL 2.0 JSON file, none where it holds. Raises Refusal."""
    try:
        return ocel_faults(json.loads(path.read_text("utf-8-sig")))
    except OSError:
        raise Refusal("no-file", _("没有这个文件：%s。") % path) from None
    except (ValueError, RecursionError):
        raise Refusal("no-json", _("“%s”不是 JSON 文件，读不了。") % path.name) from None


def rows_of(
    path: Path, log: LogFile, columns: Mapping[str, str] | None = None, partial: bool = False
) -> Iterator[Row]:
    """Every event of the file, as it stands there: (case, activity, microseconds, zone told,
    resource, transition, item). Without ``columns`` those of a table are guessed."""
    if not is_table(path, columns):
        return read_xes(path, log, partial=partial)
    return read_csv(path, log, columns or guess_columns(columns_of(path)))


def is_table(path: Path, told: object = None) -> bool:
    """CSV by its name, or because somebody told the columns of it."""
    name = path.name.lower().removesuffix(".gz")
    return not name.endswith(".xes") and (name.endswith((".csv", ".txt", ".tsv")) or bool(told))


def mapping_in(path: Path) -> Mapping[str, str]:
    """``{"case", "activity", "timestamp", resource?, transition?, item?, day?}`` → columns."""
    wanted = _("“%s”应是一个 JSON 对象：case、activity、timestamp（可加 resource）各对应一个列名。")
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        raise Refusal("mapping", wanted % path) from None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise Refusal("mapping", wanted % path)
    return found


def _placed(rows: Iterator[Row], log: LogFile) -> Iterator[LogEvent]:
    """Events on the clock of UTC, those without a zone as China's, one by one."""
    for case, activity, at, zoned, resource, _transition, _item in rows:
        if zoned:
            log.zoned += 1
            yield LogEvent(case, activity, at, resource)
        else:
            log.unzoned += 1
            yield LogEvent(case, activity, at - CHINA, resource)


def _told(summary: Summary, log: LogFile, most: int) -> dict[str, Any]:
    notes, zones = list(log.notes), bool(log.zoned)
    if zones and log.unzoned:
        notes.append(_("%d 条时间没有写时区，按中国时间读。") % log.unzoned)
    if summary.twins:
        notes.append(_("%d 条与同一件、同一时刻的另一条相同，照样计入。") % summary.twins)
    if summary.turned:
        notes.append(_("%d 件的记录在文件里不按时间先后，已按时间排好。") % summary.turned)
    notes += [_("略去 %(n)d 条：%(why)s。") % {"n": n, "why": LEFT_OUT[why]}
              for why, n in log.skipped.items()]  # fmt: skip
    if log.cut:
        notes.append(_("文件不完整，只计中断之前完整的部分。"))
    if summary.first is not None and summary.last is not None:
        notes += _odd(summary.first, summary.last)
    own = 0 if zones else CHINA  # a log without zones is told by its own clock
    return {
        "cases": summary.cases,
        "events": summary.events,
        "activities": len(summary.activities),
        "variants": len(summary.variants),
        "median_throughput_hours": summary.median_throughput_hours,
        "median_throughput_hours_all_cases": summary.median_all_hours,
        "single_event_cases": summary.single,
        "first_event": _moment(summary.first, zones, own),
        "last_event": _moment(summary.last, zones, own),
        "start_activities": dict(summary.starts.most_common()),
        "end_activities": dict(summary.ends.most_common()),
        "directly_follows": [[*pair, n] for pair, n in summary.follows.most_common()],
        "top_variants": [
            {"activities": list(variant), "cases": n}
            for variant, n in summary.variants.most_common(most)
        ],
        "skipped": sum(log.skipped.values()),
        "notes": notes,
    }


def _odd(first: int, last: int) -> list[str]:
    """A log that spans many decades has a wrong clock or an empty date somewhere."""
    years = [(_EPOCH + timedelta(microseconds=at)).year for at in (first, last)]
    if years[1] - years[0] > 30 or years[0] <= 1970:
        return [_("时间从 %(a)d 年到 %(b)d 年，多半有空日期或错误的时钟，请核对。")
                % {"a": years[0], "b": years[1]}]  # fmt: skip
    return []


def _moment(at: int | None, zones: bool, own: int) -> str | None:
    if at is None:
        return None
    moment = _EPOCH + timedelta(microseconds=at + own)
    return (moment.replace(tzinfo=UTC) if zones else moment).isoformat()
