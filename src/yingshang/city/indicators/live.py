"""The value of this very moment: what a run has sealed, and the cases that moved since.

The same expressions over the same layout as a run's, so that it equals a full recompute.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.adapters.lake import Lake, sealed_path
from yingshang.city.cases import service as cases
from yingshang.city.indicators import _sources
from yingshang.city.indicators._definition import Definition, definition
from yingshang.city.indicators._facts import gather, lay_out
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._measure import measure
from yingshang.city.indicators._periods import as_day, month_of, periods
from yingshang.city.indicators._views import columns
from yingshang.city.indicators.kinds import Mark, PeriodKind, ValueView
from yingshang.city.indicators.models import Run
from yingshang.kernel.worktime import to_cst

__all__ = ["Live", "live"]

# Row numbers are drawn before a transaction commits: one that began before the run and committed
# after it may have a lower number. Looking so many rows further back costs little.
MARGIN = 500
MOST = 5000  # moved cases beyond which everything is read anew

_kept: Kept["Live"] = Kept(256)


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

    Kept for the minute of ``at`` and for one revision of the facts: a new event is seen at once.
    """
    one = definition(code, region, as_day(at))
    run = Run.objects.filter(region=region).order_by("-pk").first()
    if not one.is_measured or one.view == "items" or run is None or run.as_of > at:
        return None
    if one.view == "ratings":  # a rating is no event, so nothing tells that one came
        return _reckoned(one, region, run, at, unit, district)
    key = (
        (one.code, one.hash, region, unit, district, at.replace(second=0, microsecond=0)),
        (run.pk, *(run.facts.get(name, {}).get("digest") for name in sorted({"cases", one.view}))),
        cases.revision_since(run.cursor - MARGIN),
    )
    return _kept.get(key, lambda: _reckoned(one, region, run, at, unit, district))


def _reckoned(
    one: Definition, region: str, run: Run, at: datetime, unit: str, district: str
) -> Live:
    moved = cases.moved_since(region, run.cursor - MARGIN)
    name = month_of(to_cst(at).date())
    with Lake() as lake:
        if len(moved) > MOST or not _open(lake, run, region, one.view, moved):
            gather(lake, region, at, [one.view])
        first = to_cst(at).date().replace(month=1, day=1)
        only = [p for p in periods(first, at) if p.name == name]
        lay_out(lake, at, only, [one.view])
        found = {
            m.kind: m.value
            for _one, m in measure(lake, [one])
            if (m.unit, m.district) == (unit, district)
        }
    month, year = (
        _view(one, region, kind, name, found.get(kind), at, unit, district)
        for kind in (PeriodKind.MONTH, PeriodKind.YEAR)
    )
    return Live(at, month, year, len(moved))


def _open(lake: Lake, run: Run, region: str, view: str, moved: Iterable[str]) -> bool:
    """Sealed facts without those of the moved cases, and theirs as they are now; False where a
    sealed file is gone."""
    refs = sorted(moved)
    wanted = {"cases", view}
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
        return _sources.rating_rows(region, since=since - timedelta(days=1))
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
    )
