"""One definition over the laid-out facts: a handful of set-based queries, never one a cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yingshang.adapters.lake import Lake
from yingshang.adapters.sql import to_sql
from yingshang.city.indicators._definition import Definition
from yingshang.kernel.measures import Value
from yingshang.kernel.rules import Expr

__all__ = ["Measured", "conditions", "measure"]

_PLACES = "((kind, period), (kind, period, unit), (kind, period, district))"

_AGGREGATES = {
    "max": "max(v)",
    "each": "max(v)",
    "median": "median(v)",
    "mean": "sum(v)",
    "amount": "sum(v)",
    "count": "sum(v)",
}


@dataclass(frozen=True)
class Measured:
    """The value of one place and period; unit and district empty = the whole region."""

    kind: str
    period: str
    unit: str
    district: str
    value: Value


def measure(lake: Lake, definition: Definition) -> Iterator[Measured]:
    """Every value of one indicator over the laid-out region, in no order."""
    share = definition.statistic == "share"
    for row in lake.run(_share_sql(definition) if share else _number_sql(definition)):
        kind, period, unit, district, no_unit, no_district, above, below, skipped = row
        if (not no_unit and not unit) or (not no_district and not district):
            continue  # cases without a unit or district count in the region only
        value = _value(definition, above, int(below or 0), int(skipped or 0))
        yield Measured(kind, period, unit or "", district or "", value)
    if definition.statistic == "count":
        yield from _zeros(lake, definition)


def conditions(definition: Definition) -> tuple[str, str | None, str | None]:
    """(which rows count, is it in the denominator, is it in the numerator) as SQL."""
    bases = [definition.by, *(["overdue"] if definition.overdue else [])]
    where = "basis IN ({})".format(", ".join(f"'{one}'" for one in bases))
    if definition.where is not None:
        where += f" AND ({to_sql(definition.where)})"
    return where, _sql(definition.denominator), _sql(definition.numerator)


def _sql(expr: Expr | None) -> str | None:
    return None if expr is None else to_sql(expr)


def _share_sql(definition: Definition) -> str:
    where, below, above = conditions(definition)
    numeric = definition.numerator is not None and definition.numerator.type == "int"
    rows = f"SELECT *, ({above}) AS a, ({below or 'true'}) AS b FROM {definition.view}_in"
    if numeric:
        known = "FILTER (WHERE a IS NOT NULL AND b IS NOT NULL)"
        sums = f"sum(a) {known}, sum(b) {known}, count(*) FILTER (WHERE a IS NULL OR b IS NULL)"
    else:
        sums = (
            "count(*) FILTER (WHERE b AND a), count(*) FILTER (WHERE b AND a IS NOT NULL), "
            "count(*) FILTER (WHERE b AND a IS NULL)"
        )
    return _grouped(rows, where, sums)


def _number_sql(definition: Definition) -> str:
    where, _below, _above = conditions(definition)
    value = "1" if definition.value is None else to_sql(definition.value)
    rows = f"SELECT *, ({value}) AS v FROM {definition.view}_in"
    sums = f"{_AGGREGATES[definition.statistic]}, count(v), count(*) FILTER (WHERE v IS NULL)"
    return _grouped(rows, where, sums)


def _grouped(rows: str, where: str, sums: str) -> str:
    return (
        f"SELECT kind, period, unit, district, grouping(unit), grouping(district), {sums} "
        f"FROM ({rows} WHERE {where}) GROUP BY GROUPING SETS {_PLACES}"
    )


def _value(definition: Definition, above: Any, below: int, skipped: int) -> Value:
    """From sums to a value; integers are divided here, last."""
    unit, statistic = definition.unit, definition.statistic
    cases = below + skipped if statistic in ("count", "amount") else below
    if cases < definition.min_count:
        reason = f"样本不足（{cases} 件，至少 {definition.min_count} 件）" if cases else _NOTHING
        numerator = int(above) if statistic in ("share", "mean") and above is not None else None
        return Value(None, unit, numerator, below, reason=reason, skipped=skipped)
    if statistic in ("share", "mean"):
        return Value.ratio(int(above or 0), below, unit, skipped=skipped)
    if below == 0 and statistic not in ("count", "amount"):
        return Value(None, unit, None, 0, reason=_NOTHING, skipped=skipped)
    number = Decimal(str(above or 0))
    numerator = int(number) if statistic in ("count", "amount") else None
    return Value(number, unit, numerator, below, skipped=skipped)


_NOTHING = "本期没有可统计的办件"


def _zeros(lake: Lake, definition: Definition) -> Iterator[Measured]:
    """Where there were cases but none that this count asks for, the count is zero."""
    bases, _below, _above = conditions(definition)
    sql = (
        f"SELECT kind, period, unit, district, grouping(unit), grouping(district), "
        f"count(*) FILTER (WHERE {bases}) FROM {definition.view}_in "
        f"GROUP BY GROUPING SETS {_PLACES}"
    )
    for kind, period, unit, district, no_unit, no_district, found in lake.run(sql):
        if found or (not no_unit and not unit) or (not no_district and not district):
            continue
        zero = Value(Decimal(0), definition.unit, 0, 0)
        yield Measured(kind, period, unit or "", district or "", zero)
