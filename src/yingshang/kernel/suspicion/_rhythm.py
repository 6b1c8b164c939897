"""The ordinary rhythm of officers and items, from their own history: what a day looks like."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from yingshang.kernel.suspicion._facts import Act, CaseFacts
from yingshang.kernel.suspicion._time import OfficeTime

__all__ = ["Decision", "Rhythm", "Session", "rhythm_of"]

ENDS = ("decided", "refused")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision with its case, and where it lies on the axis of office time."""

    case: CaseFacts
    act: Act
    place: float


@dataclass(frozen=True, slots=True)
class Session:
    """Decisions of one officer with no long break between them."""

    officer: str
    decisions: tuple[Decision, ...]

    @property
    def begins(self) -> datetime:
        return self.decisions[0].act.at

    @property
    def ends(self) -> datetime:
        return self.decisions[-1].act.at

    @property
    def pace(self) -> float:
        """Median minutes from one decision to the next; 0 for a single one."""
        moments = [one.act.at for one in self.decisions]
        gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(moments)]
        return median(gaps) if gaps else 0.0


@dataclass(frozen=True)
class Rhythm:
    """What is usual: decisions of officers in sessions, their worked days, waits of an item."""

    time: OfficeTime
    sessions: Mapping[str, tuple[Session, ...]]  # by officer
    session_of: Mapping[tuple[str, int], Session]  # by case and seq
    days: Mapping[str, tuple[int, ...]]  # worked days on which an officer did anything
    per_day: Mapping[str, Mapping[int, int]]  # decisions of an officer, by worked day
    pauses: Mapping[str, tuple[tuple[CaseFacts, Act], ...]]  # by officer
    item_pauses: Mapping[str, float]  # share of an item's cases that were paused
    item_days: Mapping[str, float]  # usual working days from acceptance to decision
    phrases: Mapping[tuple[str, str], int]  # officer and digest of his words: how often
    memo: dict[Any, Any] = field(default_factory=dict)  # what is worked out once and asked often

    def usual_day(self, officer: str) -> float:
        """Median decisions of the days on which the officer decided anything."""
        counts = self.per_day.get(officer)
        return float(median(counts.values())) if counts else 0.0

    def away_before(self, officer: str, workday: int) -> tuple[int, float]:
        """Whole worked days without any act of the officer just before that day, and the usual
        number between two of his days: who acts once a week is not on leave in between."""
        days = self.days.get(officer, ())
        index = bisect_left(days, workday)
        if not index:
            return 0, 0.0
        usual = median(b - a - 1 for a, b in pairwise(days)) if len(days) > 1 else 0.0
        return workday - days[index - 1] - 1, float(usual)


def rhythm_of(cases: Iterable[CaseFacts], time: OfficeTime, *, break_minutes: float) -> Rhythm:
    """What is usual, from the cases themselves; more than `break_minutes` end a session."""
    decided: dict[str, list[Decision]] = defaultdict(list)
    days: dict[str, set[int]] = defaultdict(set)
    pauses: dict[str, list[tuple[CaseFacts, Act]]] = defaultdict(list)
    waits: dict[str, list[float]] = defaultdict(list)
    paused: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    phrases: Counter[tuple[str, str]] = Counter()
    for case in cases:
        seen[case.item] += 1
        stopped = False
        for act in case.acts:
            if not act.staff:
                continue
            days[act.by].add(time.workday(act.entered_at or act.at))
            if act.said and act.said.digest:
                phrases[act.by, act.said.digest] += 1
            if act.name in ENDS:
                decided[act.by].append(Decision(case, act, time.at(act.at)))
            elif act.name == "paused":
                pauses[act.by].append((case, act))
                stopped = True
        paused[case.item] += stopped
        begun, ended = case.first("accepted"), case.last(("decided",))
        if begun and ended:
            waits[case.item].append(time.between(begun.at, ended.at))
    sessions = {who: tuple(_sessions(who, rows, break_minutes)) for who, rows in decided.items()}
    return Rhythm(
        time=time,
        sessions=sessions,
        session_of={
            (one.case.ref, one.act.seq): session
            for rows in sessions.values()
            for session in rows
            for one in session.decisions
        },
        days={who: tuple(sorted(found)) for who, found in days.items()},
        per_day={
            who: Counter(time.workday(one.act.at) for one in rows) for who, rows in decided.items()
        },
        pauses={who: tuple(rows) for who, rows in pauses.items()},
        item_pauses={item: paused[item] / count for item, count in seen.items()},
        item_days={item: median(rows) for item, rows in waits.items()},
        phrases=phrases,
    )


def _sessions(officer: str, rows: list[Decision], break_minutes: float) -> Iterable[Session]:
    rows.sort(key=lambda one: one.act.at)
    gap = timedelta(minutes=break_minutes)
    current: list[Decision] = []
    for one in rows:
        if current and one.act.at - current[-1].act.at > gap:
            yield Session(officer, tuple(current))
            current = []
        current.append(one)
    if current:
        yield Session(officer, tuple(current))
