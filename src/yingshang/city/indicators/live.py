"""The value of this very moment: what a run has sealed, and the cases that moved since.

The same expressions over the same layout as a run's, so that it equals a full recompute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.adapters.lake import Lake, sealed_path
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.indicators import _sources
from yingshang.city.indicators._definition import Definition, definition, definitions_of
from yingshang.city.indicators._facts import gather, lay_out
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._measure import measure
from yingshang.city.indicators._newest import MARGIN, newest_run, run_key
from yingshang.city.indicators._periods import as_day, month_of, periods
from yingshang.city.indicators._views import columns
from yingshang.city.indicators.few import rests_on_few
from yingshang.city.indicators.kinds import Mark, PeriodKind, ValueView
from yingshang.city.indicators.models import Run
from yingshang.kernel.measures import Value
from yingshang.kernel.worktime import CST, to_cst

__all__ = ["Live", "live", "live_board"]

SLACK = timedelta(days=1)
MOST = 5000  # moved cases beyond which everything is read anew

_kept: Kept["_Board"] = Kept(64)


@dataclass(frozen=True)
class Live:
    """The running month and year, as of ``at``; ``moved``: cases that moved since the run."""

    at: datetime
    month: ValueView
    year: ValueView
    moved: int


def live(
    code: str, region: str, *, at: datetime, unit: str = "", district: str = ""
) -> Live | None:
    """None where the indicator is not measured here, reads no cases, or was never computed.

    Kept for one revision of the facts, until time alone changes it: a new event is seen at once.
    """
    one = definition(code, region, as_day(at))
    return _told([one], region, at, unit, district).get(one.code)


def live_board(codes: Iterable[str], region: str, *, at: datetime) -> dict[str, Live]:
    """The same of several indicators in one go; those that have none are left out."""
    known = {one.code: one for one in definitions_of(region, as_day(at))}
    return _told([known[code] for code in codes if code in known], region, at)


def _told(
    asked: Iterable[Definition], region: str, at: datetime, unit: str = "", district: str = ""
) -> dict[str, Live]:
    ones = tuple(one for one in asked if one.is_measured and one.view != "items")
    run = newest_run(region)
    if not ones or run is None or run.as_of > at:
        return {}
    key = (
        tuple((one.code, one.hash) for one in ones),
        region,
        run_key(run),
        cases.revision_since(run.cursor - MARGIN),
        # a rating is no event of its case: it has to be asked for
        feedback.revision_since(region, run.as_of - SLACK)
        if any(one.view == "ratings" for one in ones)
        else None,
    )
    found = _kept.get(
        key, lambda: _reckoned(ones, region, run, at), lambda old: old.since <= at < old.until
    )
    name = month_of(to_cst(at).date())

    def view(one: Definition, kind: str) -> ValueView:
        value = found.values.get((one.code, kind, unit, district))
        return _view(one, region, kind, name, value, at, unit, district)

    return {
        one.code: Live(at, view(one, PeriodKind.MONTH), view(one, PeriodKind.YEAR), found.moved)
        for one in ones
    }


@dataclass(frozen=True)
class _Board:
    """Values by code, kind of period, unit and district; true from ``since`` until ``until``, when
    a day ends or a running case falls due, as long as no event comes."""

    values: Mapping[tuple[str, str, str, str], Value]
    moved: int
    since: datetime
    until: datetime


def _reckoned(ones: Sequence[Definition], region: str, run: Run, at: datetime) -> _Board:
    moved = cases.moved_since(region, run.cursor - MARGIN)
    views = sorted({one.view for one in ones})
    name = month_of(to_cst(at).date())
    with Lake() as lake:
        if len(moved) > MOST or not _open(lake, run, region, views, moved):
            gather(lake, region, at, views)
        first = to_cst(at).date().replace(month=1, day=1)
        only = [p for p in periods(first, at) if p.name == name]
        lay_out(lake, at, only, views)
        found = {(one.code, m.kind, m.unit, m.district): m.value for one, m in measure(lake, ones)}
        until = _next_due(lake, at)
    return _Board(found, len(moved), at, until)


def _next_due(lake: Lake, at: datetime) -> datetime:
    """The next moment at which a case falls due (or comes, or is decided: what was entered ahead),
    or the day ends."""
    local = to_cst(at)
    night = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    ((due,),) = lake.run(
        "SELECT least(min(due_at) FILTER (WHERE decided_at IS NULL AND due_at >= $1), "
        "min(submitted_at) FILTER (WHERE submitted_at >= $1), "
        "min(decided_at) FILTER (WHERE decided_at >= $1)) FROM cases",
        [local.replace(tzinfo=None)],
    )
    return night if due is None else min(night, due.replace(tzinfo=CST) + timedelta(microseconds=1))


def _open(lake: Lake, run: Run, region: str, views: Iterable[str], moved: Iterable[str]) -> bool:
    """Sealed facts without those of the moved cases, and theirs as they are now; False where a
    sealed file is gone."""
    refs = sorted(moved)
    wanted = {"cases", *views}
    paths = {
        name: sealed_path(Path(settings.LAKE), name, region, run.facts[name]["digest"])
        for name in wanted
    }
    if not all(path.exists() for path in paths.values()):
        return False
    lake.load("moved", {"ref": "text"}, ({"ref": ref} for ref in refs))
    for name in sorted(wanted):
        lake.open(f"{name}_sealed", paths[name])
        lake.load(f"{name}_fresh", columns(name), _fresh(name, region, refs, run.as_of))
        # a rating is no event of its case: only those read anew replace what was sealed
        also = "" if name == "ratings" else "SELECT ref FROM moved UNION "
        gone = f"({also}SELECT ref FROM {name}_fresh)"
        lake.run(
            f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {name}_sealed "
            f"WHERE ref NOT IN {gone} UNION ALL BY NAME SELECT * FROM {name}_fresh"
        )
    return True


def _fresh(view: str, region: str, refs: list[str], since: datetime) -> Iterator[dict[str, Any]]:
    if view == "ratings":
        return _sources.rating_rows(region, since=since - SLACK)
    if not refs:
        return iter(())
    if view == "steps":
        return _sources.step_rows(region, refs=refs)
    return _sources.case_rows(region, refs=refs)


def _view(
    one: Definition,
    region: str,
    kind: str,
    period: str,
    value: Any,
    at: datetime,
    unit: str,
    district: str,
) -> ValueView:
    return ValueView(
        code=one.code,
        region=region,
        period=period,
        kind=kind,
        value=value.value if value else None,
        unit=one.unit,
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        mark=Mark.MEASURED,
        missing_reason=value.reason if value else "本期没有可统计的办件",
        unit_code=unit,
        district=district,
        until=to_cst(at).date(),
        partial=True,
        skipped=value.skipped if value else 0,
        few=bool(value) and rests_on_few(value.value, value.denominator, one.statistic),
    )
