"""What changed in an open series, when, and to which revision: from the values as once known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators._begun import short_month
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._newest import newest_run
from yingshang.city.indicators._open_kinds import OpenRow, OpenTerms, Revision, RowChange
from yingshang.city.indicators._own_word import figure_view
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators._series import shortened, view_of
from yingshang.city.indicators.kinds import DefinitionView, Mark, PeriodKind, Source, ValueView
from yingshang.city.indicators.models import PastValue, Reported, Value
from yingshang.city.indicators.open_data import (
    PARTS,
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
_CORRECTED = "后来更正过，前后相差的件数很少，不公开更正前的数"
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
    open_ones = _shown_together(versions, one.statistic, terms.small)
    found: list[Revision] = []
    before: Mapping[str, _Version] = {}
    for at in sorted(instants):
        now = {v.value.period: v for v in versions if _stood(v, at)}
        rows = anchored({period: v.row for period, v in now.items()}, terms.months)
        shown = {row.period for row in rows}
        changes = tuple(_changes(before, now, shown, open_ones))
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
    before: Mapping[str, _Version],
    now: Mapping[str, _Version],
    shown: set[str],
    open_ones: Collection[int],
) -> Iterable[RowChange]:
    first = min(shown, default="")
    for period in sorted(before.keys() | now.keys()):
        if period < first:
            continue  # slid out of what is opened
        old, new = before.get(period), now.get(period)
        if (old and old.row) == (new and new.row):
            continue
        told = all(one is None or id(one) in open_ones for one in (old, new))
        yield RowChange(period, _row_of(old, open_ones), _row_of(new, open_ones), told)


def _row_of(version: _Version | None, open_ones: Collection[int]) -> OpenRow | None:
    if version is None or id(version) in open_ones:
        return version.row if version else None
    return OpenRow(version.value.period, None, None, "withheld", _CORRECTED)


def _shown_together(versions: Iterable[_Version], statistic: str, small: int) -> frozenset[int]:
    """Which versions (by identity) of every month may stand in the feed beside each other: no two
    of them a few cases apart, wherever in it they stand. The newest goes first, for it is what the
    table itself says now.

    Cases, numerators and the rest are weighed each for itself, so that series which count the same
    cases keep back the same versions of them, and none tells what another does not.
    """
    newest_first = sorted(versions, key=lambda one: one.since, reverse=True)
    counts = [_cases, _above, *([_rest] if statistic in PARTS else [])]
    found = frozenset(map(id, newest_first))
    for count in counts:
        found &= _apart(newest_first, count, small)
    return found


def _apart(
    versions: Iterable[_Version], count: Callable[[ValueView], int | None], small: int
) -> frozenset[int]:
    kept: dict[str, list[int]] = {}
    found = []
    for one in versions:
        said, number = kept.setdefault(one.value.period, []), count(one.value)
        if number is None or not any(is_few(abs(number - other), small) for other in said):
            found.append(id(one))
            said += [] if number is None else [number]
    return frozenset(found)


def _cases(value: ValueView) -> int | None:
    return value.denominator


def _above(value: ValueView) -> int | None:
    return value.numerator


def _rest(value: ValueView) -> int | None:
    if value.denominator is None or value.numerator is None:
        return None
    return value.denominator - value.numerator


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
    run = newest_run(region)
    view = definition(one.code, region, as_day(run.as_of)).view if run else ""
    short = short_month(one, view, run.facts if run else None, region)
    found = []
    for since, until, row in rows:
        value = view_of(row, one)
        if row.mark == mark and not value.partial:
            value = shortened(value) if value.period == short else value
            made = row_of(value, terms.small, one.statistic)
            found.append(_Version(since, until, value, made))
    return found


def _told(region: str, one: DefinitionView, terms: OpenTerms) -> list[_Version]:
    """Figures of the owner, else of whoever reports it."""
    rows = Reported.objects.filter(region=region, code=one.code, district="")
    every = list(rows.select_related("source").order_by("pk"))
    owner = f"{region}-{one.owner}"
    own = [row for row in every if row.unit in (owner, accounts.answering(owner))]
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
