"""Ten seconds: are we keeping our promises, which ones least, what moved in a week, where we stand.

What can't be told is counted as such and never left out: a unit's own word keeps no promise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import promising
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.learning.kinds import Cell, MetricBoard, Rise
from yingshang.city.plans.learning.standing import boards
from yingshang.city.plans.tracking.access import visible_refs
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.worktime import CST

__all__ = ["Glance", "Ground", "Moved", "Shown", "group_of", "look_over"]

GROUPS = ("kept", "late", "behind", "reported", "unknown")
FEW, WEEK, MONTH = 3, timedelta(days=7), 30


@dataclass(frozen=True)
class Shown:
    """One promise worth naming. ``days``: past its deadline, or (negative) still to go."""

    promise: PromiseView
    group: str
    days: int | None
    task_ref: str = ""

    @property
    def room(self) -> Decimal | None:
        """By how much a promise is kept better than was said, or missed."""
        return None if self.promise.gap is None else abs(self.promise.gap)

    @property
    def overdue(self) -> int:
        return self.days if self.days and self.days > 0 else 0

    @property
    def to_go(self) -> int | None:
        return -self.days if self.days is not None and self.days <= 0 else None


@dataclass(frozen=True)
class Moved:
    """A promise that stands otherwise than a week ago; ``better`` None: it can't be weighed."""

    promise: PromiseView
    before: str
    now: str
    better: bool | None


@dataclass(frozen=True)
class Ground:
    """Where we stand on one metric among those of our kind, and what the next place takes."""

    code: str
    name: str
    cell: Cell
    of: int
    next: Rise | None


@dataclass(frozen=True)
class Glance:
    """All that the page says, counted once."""

    total: int
    unread: int  # read by a machine, confirmed by nobody: in none of the counts
    counts: Mapping[str, int]
    worst: tuple[Shown, ...]
    best: tuple[Shown, ...]
    soon: tuple[Shown, ...]  # due within a month and not kept, the soonest first
    moved: tuple[Moved, ...]
    closed: int  # tasks closed within the week
    excepted: int  # of these, by a named person though a promise was missed
    since: date
    ranked: int  # metrics in which we can be ranked
    first: int
    last: int
    unranked: int  # promised by us, and comparable with nobody
    grounds: tuple[Ground, ...]  # where most is to be gained
    leads: tuple[Ground, ...]  # where we stand first

    @property
    def known(self) -> int:
        return self.counts["kept"] + self.counts["late"] + self.counts["behind"]

    @property
    def untold(self) -> int:
        return self.counts["reported"] + self.counts["unknown"]

    @property
    def answer(self) -> str:
        """none | yes | late | partly: which sentence answers the question."""
        if not self.known:
            return "none"
        if self.counts["late"]:
            return "late"
        return "partly" if self.counts["behind"] else "yes"


def group_of(one: PromiseView) -> str:
    """kept, late (its day has passed), behind (it has not), only reported, or unknown."""
    if one.standing == "met":
        return "kept"
    if one.standing in ("missed", "near"):
        return "late" if one.late else "behind"
    return "reported" if one.standing == "reported" else "unknown"


def look_over(actor: Actor, *, region: str, as_of: date) -> Glance:
    """One city on one day: a fixed number of queries, however many promises it has."""
    every = promising.promises(as_of=as_of, region=region)
    now = [one for one in every if one.checked]
    since = as_of - WEEK
    before = {one.target.id: one for one in promising.promises(as_of=since, region=region)}
    groups = [(one, group_of(one)) for one in now]
    worst = [pair for pair in groups if pair[1] in ("late", "behind")]
    worst.sort(key=lambda pair: (pair[1] != "late", -_share(pair[0]), pair[0].target.id))
    best = sorted(
        (p for p in groups if p[1] == "kept"), key=lambda p: (_share(p[0]), p[0].target.id)
    )
    soon = [p for p in groups if p[1] != "kept" and _ahead(p[0], as_of)]
    soon.sort(key=lambda p: (p[0].held_to, p[0].target.id))
    named = [*worst[:FEW], *best[:FEW], *soon]
    tracks = _tracks(actor, region, [one.task.id for one, _group in named])
    found = boards(on=as_of, home=region)
    ranked, first, last, alone, grounds, leads = _grounds(found)
    closed, excepted = _closed(actor, region, since, as_of)
    return Glance(
        total=len(now),
        unread=len(every) - len(now),
        counts={key: sum(group == key for _one, group in groups) for key in GROUPS},
        worst=tuple(_shown(one, group, as_of, tracks) for one, group in worst[:FEW]),
        best=tuple(_shown(one, group, as_of, tracks) for one, group in best[:FEW]),
        soon=tuple(_shown(one, group, as_of, tracks) for one, group in soon),
        moved=tuple(_moved(groups, before)),
        closed=closed,
        excepted=excepted,
        since=since,
        ranked=ranked,
        first=first,
        last=last,
        unranked=alone,
        grounds=grounds,
        leads=leads,
    )


def _ahead(one: PromiseView, as_of: date) -> bool:
    return bool(one.held_to) and 0 <= (one.held_to - as_of).days <= MONTH  # type: ignore[operator]


def _share(one: PromiseView) -> Decimal:
    """The gap as a share of what was promised; less than nothing where it is kept with room."""
    level = abs(one.target.value_max or one.target.value)
    return one.gap / level if one.gap is not None and level else Decimal(0)


def _shown(one: PromiseView, group: str, as_of: date, tracks: Mapping[int, str]) -> Shown:
    days = (as_of - one.held_to).days if one.held_to else None
    return Shown(one, group, days, tracks.get(one.task.id, ""))


def _tracks(actor: Actor, region: str, tasks: Iterable[int]) -> dict[int, str]:
    """Task → its case, where it was sent out and the actor sees it."""
    rows = Track.objects.filter(region=region, task__in=list(tasks)).exclude(ref="")
    found = dict(rows.values_list("task", "ref"))
    seen = visible_refs(actor, found.values()) if found else set()
    return {task: ref for task, ref in found.items() if ref in seen}


def _closed(actor: Actor, region: str, since: date, as_of: date) -> tuple[int, int]:
    """(tasks closed in the span, of these by exception)."""
    start = datetime.combine(since, time.max, CST)
    stop = datetime.combine(as_of, time.max, CST)
    rows = Track.objects.filter(region=region, closed_at__gt=start, closed_at__lte=stop)
    why = dict(rows.exclude(ref="").values_list("ref", "override_reason"))
    seen = visible_refs(actor, why) if why else set()
    return len(seen), sum(bool(why[ref]) for ref in seen)


_RANK = {"kept": 0, "behind": 1, "late": 2}


def _moved(
    groups: Sequence[tuple[PromiseView, str]], before: Mapping[int, PromiseView]
) -> list[Moved]:
    """What became worse first, then what became better, then what only became known or unknown."""
    found = []
    for one, now in groups:
        old = before.get(one.target.id)
        was = group_of(old) if old is not None else "new"
        if was == now:
            continue
        known = was in _RANK and now in _RANK
        found.append(Moved(one, was, now, _RANK[now] < _RANK[was] if known else None))
    order = {False: 0, True: 1, None: 2}
    return sorted(found, key=lambda m: (order[m.better], m.promise.target.id))


def _grounds(
    found: Sequence[MetricBoard],
) -> tuple[int, int, int, int, tuple[Ground, ...], tuple[Ground, ...]]:
    """(metrics with a place, first, last, with nobody to compare, to gain, led)."""
    ranked, alone, rows = [], 0, []
    for board in found:
        mine, of = board.mine, len(board.alike)
        if mine is None:
            continue
        if not mine.rank or of < 2:
            alone += 1
            continue
        place = Ground(board.code, board.name, mine, of, board.rises[0] if board.rises else None)
        ranked.append(place)
        rows.append(place)
    lowest = [one for one in ranked if one.next and one.cell.rank == _last(one, found)]
    gain = sorted((r for r in rows if r.next), key=lambda r: (-r.cell.rank / r.of, r.code))
    leads = [r for r in rows if r.cell.rank == 1]
    leads.sort(key=lambda r: (r.cell.shared, -r.of, r.code))
    return len(ranked), len(leads), len(lowest), alone, tuple(gain), tuple(leads)


def _last(one: Ground, found: Sequence[MetricBoard]) -> int:
    """The lowest place that anybody has on this metric."""
    board = next(b for b in found if b.code == one.code)
    return max(cell.rank for cell in board.alike)
