"""A log of another system becomes cases and events of its source; each event once, ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.adapters.logs import LogError, LogFile, columns_of, guess_columns
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.audit import service as audit
from yingshang.city.indicators._log_models import LoggedCase, LogImport, LogSource
from yingshang.city.indicators._log_rows import take
from yingshang.city.indicators.log_files import LEFT_OUT, is_table, mapping_in, rows_of

__all__ = ["import_log", "propose_log"]

SAMPLE = 5


def propose_log(
    path: Path, *, region: str, source: str, mapping: Path | None = None
) -> dict[str, Any]:
    """How the file would be read: ``{columns, remembered, headings, sample}``; writes nothing.

    ``columns`` are those given, else those confirmed for this source and layout, else guessed;
    empty for XES, which names its fields itself. Raises Refusal in one sentence.
    """
    try:
        headings = columns_of(path) if is_table(path, mapping) else []
        columns, remembered = _columns(path, headings, region, source, mapping)
        log = LogFile(path.name)
        sample = list(islice(rows_of(path, log, columns or None), SAMPLE))
    except LogError as problem:
        raise Refusal(problem.code, problem.sentence) from None
    return {
        "columns": columns,
        "remembered": remembered,
        "headings": headings,
        "sample": [
            {"case": row[0], "activity": row[1], "resource": row[4], "transition": row[5]}
            | {"at": row[2], "zoned": row[3]}
            for row in sample
        ],
    }


@transaction.atomic
def import_log(
    path: Path,
    *,
    region: str,
    source: str,
    by: Actor,
    at: datetime,
    mapping: Path | None = None,
    partial: bool = False,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Take a log over whole, or not at all: ``{source, cases, events, added, known, skipped,
    notes, again, columns}``.

    The same file again changes nothing; of overlapping files each event is kept once (two equal
    events of one file stay two). Times without a zone are China's. Columns given or guessed are
    remembered for the source and layout. Raises Refusal in one sentence.
    """
    name = source.strip()[:80]
    if not name:
        raise Refusal("source", _("请写明日志来自哪个系统，例如“公积金业务系统”。"))
    if region not in dict(accounts.regions()):
        raise Refusal("region", _("没有代码为“%s”的城市，没有导入。") % region)
    log = LogFile(path.name)
    try:
        headings = columns_of(path) if is_table(path, mapping) else []
        columns, _remembered = _columns(path, headings, region, name, mapping)
        digest = _digest(path)
        known = LogImport.objects.filter(
            source__region=region, source__name=name, sha256=digest
        ).first()
        if known is not None:
            return _told(name, known, columns, log, again=True)
        holder, _new = LogSource.objects.get_or_create(region=region, name=name)
        added, events = take(holder, rows_of(path, log, columns or None, partial), log)
    except LogError as problem:
        raise Refusal(problem.code, problem.sentence) from None
    if not events:
        raise Refusal("empty", _("“%s”里没有一条可用的记录，没有导入。") % path.name)
    if columns:
        holder.columns = {**holder.columns, _layout(headings): dict(columns)}
        holder.save(update_fields=["columns"])
    done = _kept(holder, path, digest, (events, added), log, by, at)
    told = _told(name, done, columns, log, again=False)
    if dry_run:
        transaction.set_rollback(True)
    return told


def _kept(
    holder: LogSource,
    path: Path,
    digest: str,
    counts: tuple[int, int],
    log: LogFile,
    by: Actor,
    at: datetime,
) -> LogImport:
    events, added = counts
    done = LogImport.objects.create(
        source=holder,
        file=path.name[:200],
        sha256=digest,
        events=events,
        added=added,
        skipped=dict(log.skipped),
        unzoned=log.unzoned,
        imported_by=by.id,
        imported_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="log-imported",
        obj=f"log-source:{holder.pk}",
        detail={"file": done.file, "sha256": digest, "events": events, "added": added},
    )
    return done


def _columns(
    path: Path, headings: list[str], region: str, source: str, mapping: Path | None
) -> tuple[Mapping[str, str], bool]:
    if any("\0" in heading for heading in headings):
        raise Refusal("unreadable", _("表头里有系统不能识别的字符，没有读取；请重新导出。"))
    if mapping:
        return mapping_in(mapping), False
    if not headings:
        return {}, False
    holder = LogSource.objects.filter(region=region, name=source.strip()[:80]).first()
    kept = holder.columns.get(_layout(headings)) if holder else None
    return (kept, True) if kept else (guess_columns(headings), False)


def _layout(headings: Iterable[str]) -> str:
    return sha256("\x1f".join(headings).encode()).hexdigest()[:16]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        found = sha256()
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def _told(
    name: str, done: LogImport, columns: Mapping[str, str], log: LogFile, *, again: bool
) -> dict[str, Any]:
    notes = list(log.notes)
    notes += [
        _("略去 %(n)d 条：%(why)s。") % {"n": n, "why": LEFT_OUT[why]}
        for why, n in done.skipped.items()
    ]
    if done.unzoned:
        notes.append(_("%d 条时间没有写时区，按中国时间读。") % done.unzoned)
    if log.cut:
        notes.append(_("文件不完整，只导入中断之前完整的部分。"))
    if again:
        notes.append(_("这个文件已经导入过，没有改动。"))
    return {
        "source": name,
        "source_id": done.source_id,
        "cases": LoggedCase.objects.filter(source=done.source_id).count(),
        "events": done.events,
        "added": 0 if again else done.added,
        "known": done.events if again else done.events - done.added,
        "skipped": sum(done.skipped.values()),
        "again": again,
        "columns": dict(columns),
        "notes": notes,
    }
