"""The counts that a register declares, each with the records behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.registers import _schema as schema
from yingshang.city.registers._check import OVER
from yingshang.city.registers._sql import holds, number_of
from yingshang.city.registers.access import seen, visible_to
from yingshang.city.registers.kinds import Figure, State
from yingshang.city.registers.models import Record

__all__ = ["counted", "counts", "figures", "shape_of_count"]


HOURS = 24


def counts(actor: Actor, register: str, *, region: str, on: date) -> list[Figure]:
    """The declared counts over the records in force that this actor sees."""
    found = seen(register, actor, region=region, on=on)
    rows = visible_to(actor, found).filter(state=State.CURRENT)
    return _all(found, rows, on)


def figures(region: str, on: date) -> list[Figure]:
    """Every count of every register of a region, for the indicators."""
    listed = []
    for found in schema.registers(region=region, on=on):
        if found.counts:
            listed += _all(found, visible_to(SYSTEM, found).filter(state=State.CURRENT), on)
    return listed


def shape_of_count(found: schema.Register, code: str) -> schema.Count | None:
    return next((count for count in found.counts if count.code == code), None)


def counted(
    rows: QuerySet[Record], found: schema.Register, code: str, on: date, *, whole: bool
) -> QuerySet[Record]:
    """The records behind a count: those that it counts, or for a share the whole it is of."""
    count = shape_of_count(found, code)
    if count is None:
        return rows.none()
    wanted = [count.lately(on), count.of if count.what == "share" else None]
    if not whole or count.what != "share":
        wanted.append(count.where)
    for rule in wanted:
        if rule is not None:
            rows = rows.filter(holds(found, rule, on))
    return rows


def _all(found: schema.Register, rows: QuerySet[Record], on: date) -> list[Figure]:
    """All counts of one register in one question, and one more for each sum or mean."""
    totals = {}
    for number, count in enumerate(found.counts):
        lately = count.lately(on)
        totals[f"a{number}"] = _number(found, [lately, count.of, count.where], on)
        totals[f"b{number}"] = _number(found, [lately, count.of], on)
    tallied = rows.aggregate(**totals) if totals else {}
    listed = []
    for number, count in enumerate(found.counts):
        above, below = tallied[f"a{number}"], tallied[f"b{number}"]
        if count.what in ("sum", "mean"):
            chosen = counted(rows, found, count.code, on, whole=False)
            listed.append(_amount(found, count, chosen))
        elif count.what in OVER:
            chosen = counted(rows, found, count.code, on, whole=False)
            listed.append(_over(found, count, chosen, Decimal(above), on))
        elif count.what == "share":
            value = Decimal(above) * 100 / Decimal(below) if below else None
            listed.append(_figure(found, count, value, Decimal(above), below))
        else:
            listed.append(_figure(found, count, Decimal(above), Decimal(above), None))
    return listed


def _number(found: schema.Register, rules: list[schema.Expr | None], on: date) -> Count:
    case: Case | Value = Value(1)
    for rule in rules:
        if rule is not None:
            case = Case(
                When(holds(found, rule, on), then=case), default=None, output_field=IntegerField()
            )
    return Count(case)


def _amount(found: schema.Register, count: schema.Count, rows: QuerySet[Record]) -> Figure:
    """Summed as decimals, never as floats; records without the number are left out."""
    texts = rows.annotate(amount=RawSQL(number_of(count.field), [], output_field=TextField()))
    known = [Decimal(t) for t in texts.values_list(F("amount"), flat=True) if t]
    total = sum(known, Decimal(0))
    if count.what == "sum":
        return _figure(found, count, total, total, len(known))
    value = total / len(known) if known else None
    return _figure(found, count, value, total, len(known))


def _over(
    found: schema.Register, count: schema.Count, rows: QuerySet[Record], number: Decimal, on: date
) -> Figure:
    """A ratio over another register's count, as reliability is reckoned (IEEE 1366): SAIDI is the
    customer hours lost per customer, SAIFI the interruptions per customer, ASAI the part of all
    hours in which a customer had power. None where the denominator is not known."""
    above = _amount(found, count, rows).numerator if count.field else number
    below = _denominator(found, count, on)
    if above is None or not below:
        return _figure(found, count, None, above, None)
    value = above / below
    if count.what == "availability":
        value = 100 - value * 100 / (count.within[1] * HOURS)
    return _figure(found, count, value, above, int(below))


def _denominator(found: schema.Register, count: schema.Count, on: date) -> Decimal | None:
    """Of the whole city, whoever asks: a count says nothing of single records."""
    try:
        other = schema.register(count.per[0], region=found.region, on=on)
    except NotVisible:
        return None
    rows = visible_to(SYSTEM, other).filter(state=State.CURRENT)
    plain = replace(other, counts=tuple(c for c in other.counts if c.what not in OVER))
    return next((f.value for f in _all(plain, rows, on) if f.code == count.per[1]), None)


def _figure(
    found: schema.Register,
    count: schema.Count,
    value: Decimal | None,
    above: Decimal | None,
    below: int | None,
) -> Figure:
    unit = count.unit or ("%" if count.what == "share" else "")
    return Figure(found.code, count.code, count.name, count.what, value, above, below, unit)
