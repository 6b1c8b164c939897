"""Where a unit's own figure and the cases disagree: both are kept, the unit is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators._definition import Definition, definitions_of
from yingshang.city.indicators._periods import as_day
from yingshang.city.indicators.kinds import Contradiction, Mark, PeriodKind
from yingshang.city.indicators.models import FigureQuery, HandIn, Reported, Value

__all__ = ["TOLERANCE", "Agreement", "Compared", "compared", "contradictions", "far_apart", "leaps"]

LEAP = 10  # times the unit's own last figure, or a tenth of it

# How far two counts of the same thing may differ and still be called the same: per cent
# points for shares, the unit's own days for times, per cent of the count for counts.
TOLERANCE = {
    "%": Decimal(1),
    "工作日": Decimal("0.5"),
    "天": Decimal(1),
    "小时": Decimal(2),
    "件": Decimal(2),
}


@dataclass(frozen=True)
class Agreement:
    """The unit's figure was set beside another, and nothing speaks against it."""

    code: str
    name: str
    region: str
    unit_code: str
    district: str
    period: str
    reported: Decimal
    measured: Decimal
    sentence: str
    against: str  # as of a contradiction


@dataclass(frozen=True)
class Compared:
    """What setting the units' figures beside others has shown."""

    contradictions: list[Contradiction]
    agreements: list[Agreement]


def contradictions(
    region: str,
    *,
    as_of: date | datetime,
    unit: str | None = None,
    code: str | None = None,
) -> list[Contradiction]:
    """Reported against measured for the same indicator, place and month: newest month first.

    Where no case was measured, against what a system returned; and against the unit's own
    month before, unless the unit has said that a leap is right.

    A unit's figure is compared with the cases it leads; where it leads none, with the whole
    region. A district's is compared only for indicators of one item, whose unit is clear.
    """
    return _compared(region, as_of, unit, code, agreeing=False).contradictions


def compared(region: str, *, as_of: date | datetime) -> Compared:
    """Every figure in force that has something to be set beside: what contradicts (as
    `contradictions`), and what was looked at and agrees. Without a counterpart it is in neither."""
    return _compared(region, as_of, None, None, agreeing=True)


def _compared(
    region: str, as_of: date | datetime, unit: str | None, code: str | None, *, agreeing: bool
) -> Compared:
    day = as_day(as_of)
    rows = Reported.objects.filter(
        region=region, superseded_at=None, period__lte=str(day)[:7]
    ).select_related("source")
    if unit:
        rows = rows.filter(unit=unit)
    if code:
        rows = rows.filter(code=code)
    found = list(rows)
    known = {one.code: one for one in definitions_of(region, day)}
    measured = _measured(region, found, day)
    pairs = ((row, _counterpart(row, measured, known.get(row.code))) for row in found)
    beside = [_beside(row, value, known[row.code]) for row, value in pairs if value is not None]
    beside += _of_history(found, known)
    wrong = [one.contradiction() for one in beside if one.wrong]
    asked = _asked([one.reported_id for one in wrong])
    return Compared(
        sorted(
            (replace(one, ref=asked.get((one.reported_id, one.against), "")) for one in wrong),
            key=_rank,
        ),
        [one.agreement() for one in beside if not one.wrong] if agreeing else [],
    )


@dataclass(frozen=True)
class _Beside:
    """A figure and what it is set beside; ``words`` say what that is and how far it is off."""

    row: Reported
    one: Definition
    other: Decimal
    other_id: int
    words: str
    against: str
    month: str = ""
    wrong: bool = True

    def contradiction(self) -> Contradiction:
        row, one = self.row, self.one
        return Contradiction(
            code=row.code,
            name=one.name,
            region=row.region,
            unit_code=row.unit,
            district=row.district,
            period=row.period,
            unit=one.unit,
            reported=row.value,
            measured=self.other,
            difference=row.value - self.other,
            sentence=_("%s；请该单位说明。") % self._said(),
            source=row.source.file,
            cell=row.cell,
            reported_id=row.pk,
            measured_id=self.other_id,
            against=self.against,
            at=self.month,
        )

    def agreement(self) -> Agreement:
        row = self.row
        return Agreement(
            code=row.code,
            name=self.one.name,
            region=row.region,
            unit_code=row.unit,
            district=row.district,
            period=row.period,
            reported=row.value,
            measured=self.other,
            sentence=definitions.sentences(self._said()),
            against=self.against,
        )

    def _said(self) -> str:
        """Who reported what of which month, and what it is set beside."""
        said = _("%(who)s自报%(month)s“%(name)s”为 %(told)s") % {
            "who": accounts.unit_name(self.row.unit),
            "month": definitions.month_words(self.row.period),
            "name": definitions.said(self.one.name),
            "told": _amount(self.row.value, self.one),
        }
        return definitions.listed((said, self.words), "，")


def _asked(figures: list[int]) -> dict[tuple[int, str], str]:
    rows = FigureQuery.objects.filter(figure__in=figures) if figures else FigureQuery.objects.none()
    return {(row.figure_id, row.against): row.ref for row in rows}


def _leap(now: Decimal, then: Decimal) -> bool:
    """Ten times as much, or as little; from or to zero is no leap."""
    low, high = sorted((abs(now), abs(then)))
    return bool(low) and high >= low * LEAP


def leaps(
    unit: str, period: str, figures: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal, str]]:
    """Code → (now, last, its month) of those of a unit's figures that leap from its last one."""
    rows = Reported.objects.filter(
        unit=unit, district="", code__in=figures, period__lt=period, superseded_at=None
    ).order_by("period")
    last = {row.code: row for row in rows}
    return {
        code: (now, last[code].value, last[code].period)
        for code, now in figures.items()
        if code in last and _leap(now, last[code].value)
    }


def _of_history(rows: Iterable[Reported], known: Mapping[str, Definition]) -> list[_Beside]:
    """Figures beside the same unit's figure of the month before."""
    lines: dict[tuple[str, str, str], list[Reported]] = {}
    for row in sorted(rows, key=lambda row: row.period):
        if row.code in known:
            lines.setdefault((row.code, row.unit, row.district), []).append(row)
    found = [(then, now) for line in lines.values() for then, now in pairwise(line)]
    leapt = {now.source_id for then, now in found if _leap(now.value, then.value)}
    said = dict(HandIn.objects.filter(source__in=leapt).values_list("source", "confirmed"))
    return [
        _beside_before(now, then, known[now.code], now.code in said.get(now.source_id, ()))
        for then, now in found
    ]


def _beside_before(now: Reported, then: Reported, one: Definition, confirmed: bool) -> _Beside:
    """``confirmed``: the unit has said that a leap is right."""
    words = _("%(month)s自报为 %(told)s") % {
        "month": definitions.month_words(then.period),
        "told": _amount(then.value, one),
    }
    leap = _leap(now.value, then.value)
    if not leap:
        words = _("%s，没有相差十倍") % words
    elif confirmed:
        words = _("%s，虽相差十倍以上，该单位已确认无误") % words
    else:
        words = _("%s，相差十倍以上") % words
    wrong = leap and not confirmed
    return _Beside(now, one, then.value, then.pk, words, "history", then.period, wrong)


def _rank(one: Contradiction) -> tuple[int, bool, Decimal, str]:
    """Newest month, shares before the rest, then the widest gap."""
    return (-int(one.period.replace("-", "")), one.unit != "%", -abs(one.difference), one.code)


Measured = dict[tuple[str, str, str, str], Value]


def _measured(region: str, rows: Iterable[Reported], day: date) -> Measured:
    codes = {row.code for row in rows}
    periods = {row.period for row in rows}
    units = {row.unit for row in rows} | {""}
    values = Value.objects.filter(
        Q(until__lte=day),
        region=region,
        code__in=codes,
        period__in=periods,
        unit__in=units,
        kind=PeriodKind.MONTH,
        mark__in=(Mark.MEASURED, Mark.RETURNED),
        value__isnull=False,
    )
    known = sorted(values, key=lambda one: one.mark == Mark.MEASURED)  # what was measured last
    return {(one.code, one.period, one.unit, one.district): one for one in known}


def _counterpart(row: Reported, measured: Measured, one: Definition | None) -> Value | None:
    if one is None:
        return None
    if row.district:
        return measured.get((row.code, row.period, "", row.district)) if one.item else None
    return measured.get((row.code, row.period, row.unit, "")) or measured.get(
        (row.code, row.period, "", "")
    )


def _beside(row: Reported, value: Value, one: Definition) -> _Beside:
    """A figure beside a value of ours (there is one: see `_measured`)."""
    other = value.value or Decimal(0)
    off = abs(row.value - other)
    said = _("办件实测为 %s") if value.mark == Mark.MEASURED else _("系统回传为 %s")
    words = said % _amount(other, one)
    wrong = far_apart(row.value, other, one.unit)
    if wrong:
        words = _("%(words)s，相差 %(off)s") % {"words": words, "off": _plain(off)}
    else:
        words = _("%s，两者一致") % words
    return _Beside(row, one, other, value.pk, words, str(value.mark), wrong=wrong)


def far_apart(told: Decimal, other: Decimal, unit: str) -> bool:
    """Whether two counts of the same thing are no longer the same."""
    allowed = TOLERANCE.get(unit, Decimal(0))
    if unit == "件":
        allowed = other * allowed / 100
    return abs(told - other) > allowed


def _plain(number: Decimal) -> str:
    text = f"{number.quantize(Decimal('0.1')):f}"
    return text.removesuffix(".0")


def _amount(number: Decimal, one: Definition) -> str:
    """A number with its unit, close together as Chinese and per cent have it."""
    if one.unit == "%" or (get_language() or "zh").startswith("zh"):
        return f"{_plain(number)}{one.unit}"
    return definitions.measured(_plain(number), one.unit)
