"""One number cut by unit, district, item or channel over a day, month, quarter or year, on demand.

Straight from what the newest run has sealed, by the very expressions that made the stored values.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from yingshang.adapters.lake import Lake
from yingshang.city.indicators._definition import Definition, definition
from yingshang.city.indicators._facts import gather, lay_out, open_sealed
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._measure import measure
from yingshang.city.indicators._periods import Period, as_day
from yingshang.city.indicators._views import VIEWS
from yingshang.city.indicators.few import rests_on_few
from yingshang.city.indicators.models import Run
from yingshang.kernel.flow import Refusal
from yingshang.kernel.measures import Value
from yingshang.kernel.worktime import to_cst

__all__ = ["BY", "SPANS", "Slice", "Sliced", "sliced"]

BY = ("unit", "district", "item", "channel")
SPANS = ("day", "month", "quarter", "year")


@dataclass(frozen=True)
class Slice:
    """``key`` '' = the whole. ``coverage``: share of its cases with the facts known; ``few``: a
    small number, to be read with care."""

    key: str
    value: Decimal | None
    numerator: int | None
    denominator: int
    skipped: int
    reason: str
    few: bool = False

    @property
    def coverage(self) -> float | None:
        every = self.denominator + self.skipped
        return self.denominator / every if every else None


@dataclass(frozen=True)
class Sliced:
    """``since`` to ``until``, both included, as known by ``as_of``; the whole, then by size."""

    code: str
    by: str
    span: str
    since: date
    until: date
    as_of: datetime
    rows: tuple[Slice, ...]


_kept: Kept[Sliced] = Kept(256)


def sliced(code: str, region: str, *, by: str, span: str, day: date) -> Sliced | None:
    """None where nothing was computed, or the indicator is not measured here or has no such cut."""
    if by not in BY or span not in SPANS:
        raise Refusal("slice-unknown", "没有这种切法，请从单位、区县、事项、渠道里选择。")
    run = Run.objects.filter(region=region).order_by("-pk").first()
    one = definition(code, region, day)
    if run is None or not one.is_measured or by not in VIEWS[one.view] or one.view == "items":
        return None
    until = min(day, as_day(run.as_of))
    digests = tuple(run.facts.get(name, {}).get("digest") for name in sorted({"cases", one.view}))
    key = (code, one.hash, region, by, span, until, run.pk, run.as_of, digests)
    return _kept.get(key, lambda: _reckoned(one, region, run, by, span, until))


def _reckoned(one: Definition, region: str, run: Run, by: str, span: str, until: date) -> Sliced:
    """Straight from the sealed facts, which a run never changes."""
    since = _first(span, until)
    end = min(
        datetime(until.year, until.month, until.day) + timedelta(days=1),
        to_cst(run.as_of).replace(tzinfo=None),
    )
    begin = datetime(since.year, since.month, since.day)
    window = Period("month", f"{until:%Y-%m}", begin, end, until)
    with Lake() as lake:
        if not open_sealed(lake, region, run.facts):
            gather(lake, region, run.as_of, [one.view])
        lay_out(lake, run.as_of, [window], [one.view])
        _cut(lake, one.view, by)
        found = {m.unit: m.value for _one, m in measure(lake, [one]) if not m.district}
    rows = [_slice(key, value, one) for key, value in found.items() if key]
    rows.sort(key=lambda row: (-row.denominator, row.key))
    whole = [_slice("", found[""], one)] if "" in found else []
    return Sliced(one.code, by, span, since, until, run.as_of, (*whole, *rows))


def _first(span: str, day: date) -> date:
    if span == "day":
        return day
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[span]
    return date(day.year, month, 1)


def _cut(lake: Lake, view: str, by: str) -> None:
    """Group by another column than the unit: its values stand in the unit's place."""
    if by == "unit":
        return
    lake.run(f"CREATE OR REPLACE TABLE laid AS SELECT * FROM {view}_in")
    lake.run(
        f"CREATE OR REPLACE VIEW {view}_in AS SELECT * REPLACE ({by} AS unit, '' AS district) "
        "FROM laid"
    )


def _slice(key: str, value: Value, one: Definition) -> Slice:
    few = rests_on_few(value.value, value.denominator or 0, one.statistic)
    cases = value.denominator or 0
    return Slice(key, value.value, value.numerator, cases, value.skipped, value.reason, few)
