"""Definitions over the laid-out facts: set-based queries, never one a cell or an indicator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from yingshang.adapters.lake import Lake
from yingshang.adapters.sql import to_sql
from yingshang.city.indicators._definition import Definition
from yingshang.city.indicators._together import Sums, read, statements
from yingshang.city.indicators._views import VOCABULARIES
from yingshang.kernel.measures import Value
from yingshang.kernel.rules import Expr

__all__ = ["Measured", "conditions", "measure"]

_PLACES = (("kind", "period"), ("kind", "period", "unit"), ("kind", "period", "district"))


@dataclass(frozen=True)
class Measured:
    """The value of one place and period; unit and district empty = the whole region."""

    kind: str
    period: str
    unit: str
    district: str
    value: Value


def measure(lake: Lake, definitions: Iterable[Definition]) -> Iterator[tuple[Definition, Measured]]:
    """Every value of the indicators over the laid-out region, in no order; a statement or two a
    view, however many there are."""
    known = {one.code: one for one in definitions}
    for statement in statements(known.values()):
        for sums in read(statement, _PLACES, lake.run):
            one = known[sums.code]
            kind, period, unit, district = sums.place
            value = _value(one, sums) if sums.found else Value(Decimal(0), one.unit, 0, 0)
            yield one, Measured(kind, period, unit or "", district or "", value)


def conditions(definition: Definition) -> tuple[str, str | None, str | None]:
    """(which rows count, is it in the denominator, is it in the numerator) as SQL."""
    bases = [definition.by, *(["overdue"] if definition.overdue else [])]
    where = "basis IN ({})".format(", ".join(f"'{one}'" for one in bases))
    if definition.where is not None:
        where += f" AND ({to_sql(definition.where)})"
    return where, _sql(definition.denominator), _sql(definition.numerator)


def _sql(expr: Expr | None) -> str | None:
    return None if expr is None else to_sql(expr)


def _value(definition: Definition, sums: Sums) -> Value:
    """From sums to a value; integers are divided here, last."""
    above, below, skipped = sums.above, sums.below, sums.skipped
    unit, statistic = definition.unit, definition.statistic
    if definition.measure is not None:
        return _of_formula(definition, sums)
    cases = below + skipped if statistic in ("count", "amount") else below
    if cases < definition.min_count:
        reason = f"样本不足（{cases} 件，至少 {definition.min_count} 件）" if cases else _NOTHING
        if skipped and not cases:
            reason = _lacking(definition, skipped)
        numerator = int(above) if statistic in ("share", "mean") and above is not None else None
        return Value(None, unit, numerator, below, reason=reason, skipped=skipped)
    if statistic in ("share", "mean"):
        if not below and skipped:
            return Value(None, unit, None, 0, reason=_lacking(definition, skipped), skipped=skipped)
        return Value.ratio(int(above or 0), below, unit, skipped=skipped)
    if below == 0 and statistic not in ("count", "amount"):
        reason = _lacking(definition, skipped) if skipped else _NOTHING
        return Value(None, unit, None, 0, reason=reason, skipped=skipped)
    number = Decimal(str(above or 0))
    numerator = int(number) if statistic in ("count", "amount") else None
    return Value(number, unit, numerator, below, skipped=skipped)


def _of_formula(definition: Definition, sums: Sums) -> Value:
    """What a formula of aggregates gives; a share is written in per cent."""
    unit, cases = definition.unit, sums.found
    if cases < definition.min_count:
        reason = f"样本不足（{cases} 件，至少 {definition.min_count} 件）"
        return Value(None, unit, None, cases, reason=reason)
    if sums.above is None:
        return Value(None, unit, None, cases, reason=_lacking(definition, cases))
    number = Decimal(repr(sums.above)) * (100 if unit == "%" else 1)
    return Value(number.quantize(_STEP, ROUND_HALF_UP), unit, None, cases)


def _lacking(definition: Definition, cases: int) -> str:
    """Which fact is missing where rows were found and none of them has a number."""
    parts = [one for one in (definition.value, definition.numerator) if one is not None]
    names = [name for part in parts for name in part.names]
    if definition.measure is not None:
        names = list(definition.measure.names)
    labels = [VOCABULARIES[definition.view][name].label for name in dict.fromkeys(names)][:4]
    if not labels:
        return _NOTHING
    return f"缺少事实“{'、'.join(labels)}”：{cases} 件都没有这一项"


_NOTHING = "本期没有可统计的办件"
_STEP = Decimal("0.0001")
