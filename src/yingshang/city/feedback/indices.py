"""Indices of the ratings (GB/T 39734-2020): how many rate of their own accord, how they judge,
what becomes of a bad rating. Counts first, shares last; too few are not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.feedback._rules import rule
from yingshang.city.feedback.kinds import BAD_LEVELS, LEVELS, REASONS
from yingshang.city.feedback.models import Rating, VisitRating

__all__ = ["BY", "Index", "indices", "reasons_given"]

BY = ("unit", "item", "channel", "hall")
Counts = dict[str, int]


@dataclass(frozen=True)
class Index:
    """Figures of one unit, item, channel or hall. `ended`: cases that could be rated; shares are
    None where there is nothing to divide by, or (on a public page) too few to be shown."""

    key: str
    levels: Counts = field(default_factory=dict)
    ended: int = 0
    visits: int = 0
    mended: int = 0
    in_time: int = 0
    named_bad: int = 0
    contacted: int = 0
    hidden: bool = False

    @property
    def ratings(self) -> int:
        return sum(self.levels.values())

    @property
    def bad(self) -> int:
        return sum(self.levels.get(str(level), 0) for level in BAD_LEVELS)

    @property
    def active_share(self) -> float | None:
        """Ratings of cases over cases that could be rated (主动评价率): silence counts as none."""
        return self._share(self.ratings - self.visits, self.ended)

    @property
    def good_share(self) -> float | None:
        return self._share(self.ratings - self.bad, self.ratings)

    @property
    def bad_share(self) -> float | None:
        return self._share(self.bad, self.ratings)

    @property
    def mended_share(self) -> float | None:
        return self._share(self.mended, self.bad)

    @property
    def in_time_share(self) -> float | None:
        return self._share(self.in_time, self.bad)

    def _share(self, part: int, whole: int) -> float | None:
        return None if self.hidden or not whole else part / whole


def indices(
    actor: Actor | None, *, region: str, since: datetime, until: datetime, by: str = "unit"
) -> list[Index]:
    """Figures of [since, until) by unit, item, channel or hall, the most rated first.

    `actor` None: for the public, figures of too few ratings hidden. Officers of a unit see their
    own unit's; overseers all.
    """
    if by not in BY:
        raise ValueError(by)
    own = actor.unit if actor is not None and not actor.oversees else None
    sums: dict[str, dict[str, Any]] = {}
    for model, visits in ((Rating, False), (VisitRating, True)):
        if by == "hall" and not visits:
            continue
        rows = model.objects.filter(region=region, rated_at__gte=since, rated_at__lt=until)
        if own:
            rows = rows.filter(unit=own)
        _count(sums, _grouped(rows, by), visits)
    if by in ("unit", "item"):
        for key, ended in cases.rateable_counts(region=region, since=since, until=until, by=by):
            if not own or by != "unit" or key == own:
                sums.setdefault(key, _empty())["ended"] += ended
    least = rule(region, until).publish_min if actor is None else 0
    found = [_index(key, counts, least) for key, counts in sums.items()]
    return sorted(found, key=lambda i: (-i.ratings, -i.ended, i.key))


def _grouped(rows: Any, by: str) -> Iterable[dict[str, Any]]:
    """One row a group and level, with what became of the bad ones."""
    done = Q(rectification__outcome__gt="")
    in_time = Q(rectification__decided_at__lte=F("rectification__due_at"))
    return rows.values(by, "level").annotate(
        n=Count("pk"),
        mended=Count("pk", filter=done),
        in_time=Count("pk", filter=done & in_time),
    )


def _empty() -> dict[str, Any]:
    return {"levels": {}, "ended": 0, "visits": 0, "mended": 0, "in_time": 0}


def _count(sums: dict[str, dict[str, Any]], rows: Iterable[dict[str, Any]], visits: bool) -> None:
    for row in rows:
        key = next(row[name] for name in BY if name in row)
        counts = sums.setdefault(key, _empty())
        level = str(row["level"])
        counts["levels"][level] = counts["levels"].get(level, 0) + row["n"]
        counts["visits"] += row["n"] if visits else 0
        counts["mended"] += row["mended"]
        counts["in_time"] += row["in_time"]


def _index(key: str, counts: dict[str, Any], least: int) -> Index:
    hidden = sum(counts["levels"].values()) < least
    return Index(key=key, hidden=hidden, **counts)


def reasons_given(
    actor: Actor | None, *, region: str, since: datetime, until: datetime
) -> list[tuple[str, str, int]]:
    """(code, label, times) of what bad ratings named, the most frequent first."""
    own = actor.unit if actor is not None and not actor.oversees else None
    counts: Counts = {}
    for model in (Rating, VisitRating):
        rows = model.objects.filter(
            region=region, rated_at__gte=since, rated_at__lt=until, level__in=BAD_LEVELS
        )
        if own:
            rows = rows.filter(unit=own)
        for reasons in rows.values_list("reasons", flat=True):
            for reason in reasons:
                counts[reason] = counts.get(reason, 0) + 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, str(REASONS.get(code, code)), times) for code, times in order]


def level_labels() -> list[tuple[str, str]]:
    return [(str(level), str(label)) for level, label in LEVELS.items()]
