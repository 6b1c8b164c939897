"""Rows of a log on their way into the tables: in batches, with an end to what is held at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from yingshang.adapters import rows as db
from yingshang.adapters.logs import LogFile
from yingshang.city.indicators._log_models import LoggedCase, LoggedEvent, LogSource
from yingshang.city.indicators.log_files import CHINA
from yingshang.city.logflows import service as logflows

__all__ = ["Twins", "take"]

Row = tuple[str, str, int, bool, str, str, str]
T = TypeVar("T")
BATCH = 5_000
LONGEST = 1 << 20
HELD = 30_000  # names and numbers of cases; the rest are asked for again when they are met
ASKED = 500
_EVENTS = LoggedEvent._meta.db_table
_EVENT = ("case_id", "at", "activity", "resource", "transition", "mark")
_CASES = LoggedCase._meta.db_table


def take(holder: LogSource, rows: Iterator[Row], log: LogFile) -> tuple[int, int]:
    """(events added, events read). Equal ones are told apart by a running number."""
    cases, twins = _Cases(holder), Twins()
    added = events = 0
    with db.lean():
        for batch in _parts(rows, BATCH):
            made, keys = _made(batch, cases, log)
            marks = [_mark(key, n) for key, n in zip(keys, twins.before(keys), strict=True)]
            whole = [(*row, mark) for row, mark in zip(made, marks, strict=True)]
            added += db.add(_EVENTS, _EVENT, whole)
            events += len(batch)
    return added, events


def _made(
    batch: Sequence[Row], cases: _Cases, log: LogFile
) -> tuple[list[tuple[int, int, str, str, str]], list[bytes]]:
    """Rows of the table without their mark, and what each is known by."""
    numbers, names, made, keys = cases.of(batch), cases.names, [], []
    zones = 0
    for case, activity, at, zoned, resource, transition, _item in batch:
        number, moment = numbers[names[case]], at if zoned else at - CHINA
        zones += zoned
        one, who, state = names[activity], names[resource], transition[:20].lower()
        told = f"{number}\x1f{moment}\x1f{one}\x1f{who}\x1f{state}"
        keys.append(blake2b(told.encode(), digest_size=8).digest())
        made.append((number, moment, one, who, state))
    log.zoned += zones
    log.unzoned += len(batch) - zones
    return made, keys


def _mark(key: bytes, before: int) -> str:
    return blake2b(f"{key!r}\x1f{before}".encode(), digest_size=8).hexdigest()


class _Names(dict[str, str]):
    """Text as it is kept: at most 200 signs, none of them a NUL; what is longer keeps its start
    and a digest."""

    def __missing__(self, text: str) -> str:
        if len(self) > HELD:
            self.clear()
        plain = text.strip().replace("\0", "")
        if len(plain) > 200:
            plain = plain[:180] + "#" + blake2b(plain.encode(), digest_size=8).hexdigest()
        self[text] = plain
        return plain


class _Cases:
    """The cases of a source by what they are called there: made, and asked for, in parts."""

    def __init__(self, holder: LogSource) -> None:
        self.holder = holder
        self.names = _Names()
        self.numbers: dict[str, int] = {}
        self.kinds: set[str] = set()

    def of(self, batch: Sequence[Row]) -> dict[str, int]:
        """Name → number, at least of all cases in the batch; of which kind they are is kept."""
        if len(self.numbers) > HELD:
            self.numbers.clear()
            self.kinds.clear()
        names = self.names
        missing = sorted({names[row[0]] for row in batch} - self.numbers.keys())
        source = self.holder.pk
        db.add(_CASES, ("source_id", "ref"), [(source, ref) for ref in missing])
        for part in _parts(iter(missing), ASKED):
            marks = ", ".join(["%s"] * len(part))
            known = f"SELECT ref, id FROM {_CASES} WHERE source_id = %s AND ref IN ({marks})"
            self.numbers.update(db.ask(known, (source, *part)))
        self._keep_kinds(batch)
        return self.numbers

    def _keep_kinds(self, batch: Sequence[Row]) -> None:
        told: dict[str, str] = {}
        for row in batch:
            if row[6] and (name := self.names[row[0]]) not in self.kinds:
                told.setdefault(name, row[6])
        if told:
            logflows.keep_kinds(source=self.holder.pk, kinds=told)
            self.kinds |= told.keys()


class Twins:
    """How many equal events there were before: eight bytes an event, in sorted runs of which each
    is more than twice as long as the next, up to a million. A table would fill the memory."""

    def __init__(self) -> None:
        self.runs: list[NDArray[np.uint64]] = []

    def before(self, keys: Sequence[bytes]) -> list[int]:
        """Of each key: how many like it came until now, those before it here included."""
        found = np.frombuffer(b"".join(keys), dtype=np.uint64)
        order = np.argsort(found)
        asked, counts = found[order], np.zeros(len(keys), dtype=np.int64)
        for run in self.runs:
            since = np.searchsorted(run, asked)
            met = run[np.minimum(since, len(run) - 1)] == asked
            if met.any():
                counts += np.where(met, np.searchsorted(run, asked, "right") - since, 0)
        self._keep(asked)
        told = np.empty_like(counts)
        told[order] = counts
        answer: list[int] = told.tolist()
        if len(set(keys)) < len(keys):
            here: Counter[bytes] = Counter()
            for place, key in enumerate(keys):
                answer[place] += here[key]
                here[key] += 1
        return answer

    def _keep(self, run: NDArray[np.uint64]) -> None:
        while self.runs and len(self.runs[-1]) <= min(2 * len(run), LONGEST):
            run = np.concatenate((self.runs.pop(), run))
            run.sort()
        self.runs.append(run)


def _parts(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while part := list(islice(rows, size)):
        yield part
