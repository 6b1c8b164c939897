"""XES (IEEE 1849-2016) as a stream: traces, their events, and the five attributes that count."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from yingshang.adapters.logs._read import LIMITS, LogError, LogFile, chunks, opened
from yingshang.adapters.logs._times import read_time

__all__ = ["read_xes"]

NAME, TIME, RESOURCE = "concept:name", "time:timestamp", "org:resource"
TRANSITION = "lifecycle:transition"
ITEM = "item"  # of a trace, as our own export writes it
Row = tuple[str, str, int, bool, str, str, str]


def read_xes(path: Path, log: LogFile, *, partial: bool = False) -> Iterator[Row]:
    """(case, activity, microseconds, zone told, resource, transition, item) of every event, in
    their order.

    A trace without a name is called by its number. An event without an activity or a readable
    time is left out and counted in ``log``. A file that breaks off raises LogError, unless
    ``partial``: then what stood whole before the break is given and ``log.cut`` says so.
    External and declared entities are refused, nested attributes passed over.
    """
    state = _State(log)
    declared = _declared(path, log.name)
    parser = expat.ParserCreate("utf-8" if declared else None)
    parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
    parser.EntityDeclHandler = state.entity
    with opened(path) as file:
        try:
            fed = 0
            for piece in _pieces(file, log.name, declared):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - max(0, parser.CurrentByteIndex) > LIMITS.tag + len(piece):
                    raise _endless(log.name, parser.CurrentLineNumber)
                yield from state.taken()
            parser.Parse(b"", True)
        except expat.ExpatError as problem:
            yield from state.taken()
            _broken(problem, log, state, partial)
        except LogError as problem:
            yield from state.taken()
            if problem.code != "cut" or not partial:
                raise
            log.cut = True
        yield from state.taken()
    if state.twice:
        log.notes.append(f"{state.twice} 个件的编号在文件里不止一次出现，编号相同的合为一件。")
    if not state.is_log:
        raise LogError("no-log", f"“{log.name}”不是 XES 日志（没有 log 元素）。")


def _declared(path: Path, name: str) -> str:
    """A Chinese encoding in the first line: the parser knows none, so it is told UTF-8."""
    with opened(path) as file:
        head = next((piece for piece in chunks(file, name)), b"")[:200]
    told = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_-]+)", head)
    plain = told[1].decode().lower().replace("-", "").replace("_", "") if told else ""
    return "gb18030" if plain in ("gb2312", "gbk", "gb18030", "cp936", "euccn") else ""


def _pieces(file: IO[bytes], name: str, declared: str) -> Iterator[bytes]:
    if not declared:
        yield from chunks(file, name)
        return
    decoder = codecs.getincrementaldecoder(declared)("replace")
    for piece in chunks(file, name):
        yield decoder.decode(piece).encode()


def _endless(name: str, line: int) -> LogError:
    return LogError(
        "too-long",
        f"“{name}”第 {line} 行有一个属性长过 {LIMITS.tag >> 20} MB，不是办件日志的内容，没有读取；"
        "请去掉附件一类的长字段后重新导出。",
    )


def _broken(problem: expat.ExpatError, log: LogFile, state: _State, partial: bool) -> None:
    if partial and state.is_log:
        log.cut = True
        return
    where = f"第 {problem.lineno} 行"
    if not state.is_log:
        raise LogError("no-xml", f"“{log.name}”不是 XES 日志：{where}就读不下去了。") from None
    raise LogError(
        "cut",
        f"“{log.name}”到{where}中断，之前完整的有 {state.traces:,} 件、{state.events:,} 条；"
        "请重新导出，或加 --partial 只用完整的部分。",
    ) from None


class _State:
    """Where in the document the parser stands. A trace is taken only when it is closed."""

    def __init__(self, log: LogFile) -> None:
        self.log = log
        self.is_log = False
        self.traces = self.events = 0
        self.depth = 0  # of attributes within a trace or an event
        self.trace: dict[str, str] | None = None
        self.event: dict[str, str] | None = None
        self.rows: list[tuple[str, int, bool, str, str]] = []
        self.ready: list[Row] = []
        self.names: set[int] = set()  # of traces, as hashes: eight bytes and not the name
        self.twice = 0

    def taken(self) -> list[Row]:
        """What was closed since the last call."""
        ready, self.ready = self.ready, []
        return ready

    def entity(self, *_declared: Any) -> None:
        raise LogError("entity", f"“{self.log.name}”里声明了实体，不予读取；请用原系统重新导出。")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("event", "trace", "log") or ":" in name:
            name = name.rpartition(":")[2]
        if name == "log":
            self.is_log = True
        elif name == "trace":
            self.trace, self.rows, self.depth = {}, [], 0
            self.traces += 1
        elif name == "event":
            self.event, self.depth = {}, 0
        else:
            self.depth += 1
            if self.depth == 1:
                holder = self.trace if self.event is None else self.event
                if holder is not None:
                    key = attributes.get("key", "")
                    if key in (NAME, TIME, RESOURCE, TRANSITION, ITEM):
                        holder.setdefault(key, attributes.get("value", ""))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "event":
            self._close_event()
        elif name == "trace" and self.trace is not None:
            case = self.trace.get(NAME) or f"#{self.traces}"
            self.twice += hash(case) in self.names
            self.names.add(hash(case))
            item = self.trace.get(ITEM, "").strip()
            self.ready += [(case, *row, item) for row in self.rows]
            self.events += len(self.rows)
            if not self.rows:
                self.log.skipped["empty-trace"] += 1
            self.trace, self.depth = None, 0
        elif name != "log":
            self.depth -= 1

    def _close_event(self) -> None:
        event, self.event, self.depth = self.event or {}, None, 0
        moment = read_time(event.get(TIME, ""))
        if self.trace is None:
            self.log.skipped["no-case"] += 1
        elif not event.get(NAME):
            self.log.skipped["no-activity"] += 1
        elif moment is None:
            self.log.skipped["no-time"] += 1
        else:
            self.rows.append(
                (event[NAME], *moment, event.get(RESOURCE, ""), event.get(TRANSITION, ""))
            )
