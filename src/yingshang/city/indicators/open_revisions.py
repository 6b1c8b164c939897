"""What changed in an open series, when, and to which revision: from the values as once known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._open_kinds import OpenRow, OpenTerms, Revision, RowChange
from yingshang.city.indicators._own_word import figure_view
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators._series import view_of
from yingshang.city.indicators.kinds import DefinitionView, Mark, PeriodKind, Source, ValueView
from yingshang.city.indicators.models import PastValue, Reported, Value
from yingshang.city.indicators.open_data import (
    anchored,
    one_series,
    open_terms,
    revision_of,
    row_of,
    small_of,
    stamp,
)
from yingshang.kernel.measures import is_few

__all__ = ["revisions"]

MOST = 200
_kept: Kept[tuple[Revision, ...]] = Kept(128)


@dataclass(frozen=True)
class _Version:
    """One month as it stood from ``since`` until ``until`` (None = still)."""

    since: datetime
    until: datetime | None
    value: ValueView
    row: OpenRow


def revisions(region: str, code: str, on: date) -> tuple[Revision, ...]:
    """The newest first, at most 200; empty where there is no such series."""
    series = one_series(region, code, on)
    if series is None:
        return ()
    key = (region, code, on, stamp(region))
    one, terms = series.definition, open_terms(region, on)
    small = small_of(one, region, on, terms)
    return _kept.get(key, lambda: _replayed(region, one, replace(terms, small=small)))


def _replayed(region: str, one: DefinitionView, terms: OpenTerms) -> tuple[Revision, ...]:
    versions = _versions(region, one, terms)
    instants = {v.since for v in versions} | {v.until for v in versions if v.until is not None}
    found: list[Revision] = []
    before: Mapping[str, _Version] = {}
    for at in sorted(instants):
        now = {v.value.period: v for v in versions if _stood(v, at)}
        rows = anchored({period: v.row for period, v in now.items()}, terms.months)
        shown = {row.period for row in rows}
        changes = tuple(_changes(before, now, shown, terms.small))
        before = now
        if not changes:
            continue
        edition = definition(one.code, region, as_day(at)).hash
        revision = revision_of(edition, one, region, terms, rows)
        found.append(Revision(at, revision, edition, changes))
    return tuple(reversed(found[-MOST:]))


def _stood(version: _Version, at: datetime) -> bool:
    return version.since <= at and (version.until is None or at < version.until)


def _changes(
    before: Mapping[str, _Version], now: Mapping[str, _Version], shown: set[str], small: int
) -> Iterable[RowChange]:
    first = min(shown, default="")
    for period in sorted(before.keys() | now.keys()):
        if period < first:
            continue  # slid out of what is opened
        old, new = before.get(period), now.get(period)
        if (old and old.row) == (new and new.row):
            continue
        told = old is None or new is None or not _narrow(old.value, new.value, small)
        yield RowChange(period, old.row if old and told else None, new.row if new else None, told)


def _narrow(old: ValueView, new: ValueView, small: int) -> bool:
    """Whether only a few cases lie between the two, so that both together would tell of them."""
    pairs = ((old.denominator, new.denominator), (old.numerator, new.numerator))
    return any(
        is_few(abs(one - other), small)
        for one, other in pairs
        if one is not None and other is not None
    )


def _versions(region: str, one: DefinitionView, terms: OpenTerms) -> list[_Version]:
    """Every whole month as it ever stood; of several marks the one that the series has."""
    if one.source == Source.REPORTED:
        return _told(region, one, terms)
    place = {
        "region": region, "code": one.code, "unit": "", "district": "", "kind": PeriodKind.MONTH,
    }  # fmt: skip
    rows: list[tuple[datetime, datetime | None, Value | PastValue]] = [
        (row.computed_at, None, row) for row in Value.objects.filter(**place)
    ]
    rows += [(row.known_from, row.known_until, row) for row in PastValue.objects.filter(**place)]
    marks = {row.mark for _since, _until, row in rows}
    mark = Mark.MEASURED if Mark.MEASURED in marks else Mark.RETURNED
    found = []
    for since, until, row in rows:
        value = view_of(row, one)
        if row.mark == mark and not value.partial:
            made = row_of(value, terms.small, one.statistic)
            found.append(_Version(since, until, value, made))
    return found


def _told(region: str, one: DefinitionView, terms: OpenTerms) -> list[_Version]:
    """Figures of the owner, else of whoever reports it."""
    rows = Reported.objects.filter(region=region, code=one.code, district="")
    every = list(rows.select_related("source").order_by("pk"))
    own = [row for row in every if row.unit == f"{region}-{one.owner}"]
    found = []
    for row in own or every:
        value = figure_view(row, one.unit)
        until = row.superseded_at
        since = row.source.imported_at
        if until is not None and until <= since:
            until = since + timedelta(microseconds=1)
        made = row_of(value, terms.small, one.statistic)
        found.append(_Version(since, until, value, made))
    return found
