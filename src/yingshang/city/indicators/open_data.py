"""What a city opens of its measures: series with method, owner, licence and revision.

Nothing about a person is in it: a series is a number a month of the whole city. A value that
rests on few cases is withheld and says so; a share or count of which few are told apart is given
as a range. The running month is not opened: subtracting day from day would tell single cases.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Max
from django.utils.crypto import salted_hmac

from yingshang.city.definitions import service as editions
from yingshang.city.indicators._begun import SHORT
from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators._open_kinds import OpenRow, OpenSeries, OpenTerms
from yingshang.city.indicators._periods import month_of
from yingshang.city.indicators.few import FEW_SAID
from yingshang.city.indicators.kinds import DefinitionView, PeriodKind, ValueView
from yingshang.city.indicators.models import Import, Reported, Run, Value
from yingshang.city.indicators.queries import definitions, one_definition, series
from yingshang.kernel.measures import is_few

__all__ = [
    "PARTS",
    "anchored",
    "one_series",
    "open_series",
    "open_terms",
    "revision_of",
    "row_of",
    "small_of",
    "stamp",
]

PARTS = ("share", "count")  # their numerators are cases
_SPARE = 14  # months beyond those opened, so that an old newest month has its own window


def open_terms(region: str, on: date) -> OpenTerms:
    """The city's own terms, else the national default, which leaves the licence to the city."""
    found = {e.region: e.body for e in editions.editions("opendata", region=region, on=on)}
    body: Mapping[str, Any] = found.get(region) or found.get("") or {}
    return OpenTerms(
        licence=body.get("licence", "须由本市确定"),
        licence_url=body.get("licence_url", ""),
        small=body.get("small", 5),
        months=body.get("months", 24),
        basis=body.get("basis", ""),
        english=body.get("english", {}),
    )


def stamp(region: str) -> tuple[Hashable, ...]:
    """Another one whenever any figure of the region may be another."""
    run = Run.objects.filter(region=region).order_by("-pk").values_list("pk", "computed_at").first()
    told = Reported.objects.filter(region=region).aggregate(Max("pk"), Max("superseded_at"))
    return (run, told["pk__max"], told["superseded_at__max"], editions.generation())


_many: Kept[tuple[OpenSeries, ...]] = Kept(16)
_single: Kept[tuple[OpenSeries, ...]] = Kept(512)


def open_series(region: str, on: date) -> tuple[OpenSeries, ...]:
    """Every series of the city by code."""
    return _many.get(
        (region, on, stamp(region)), lambda: _made(region, on, definitions(region, on))
    )


def one_series(region: str, code: str, on: date) -> OpenSeries | None:
    """One series, and nothing else read for it; None where there is none with a value."""
    wanted = one_definition(code, region, on)
    if wanted is None:
        return None
    key = (region, code, on, stamp(region))
    return next(iter(_single.get(key, lambda: _made(region, on, [wanted]))), None)


def _made(region: str, on: date, wanted: Sequence[DefinitionView]) -> tuple[OpenSeries, ...]:
    terms = open_terms(region, on)
    codes = [one.code for one in wanted]
    held = series(
        region, codes=codes, as_of=on, period=PeriodKind.MONTH, months_back=terms.months + _SPARE
    )
    changed = _changed(region, codes, on)
    runs = _runs(region, changed.values())
    found = []
    for one in wanted:
        small = small_of(one, region, on, terms)
        whole = [v for v in held[one.code].values if v.short or not v.partial]
        if not any(v.value is not None and not v.short for v in whole):
            continue
        kept = {v.period: row_of(v, small, one.statistic) for v in whole if v.id is not None}
        revision = revision_of(one.version_hash, one, region, terms, anchored(kept, terms.months))
        first = min(kept)  # before it nothing was ever measured: no months of this series
        rows = tuple(
            kept.get(v.period) or row_of(v, small, one.statistic)
            for v in whole[-terms.months :]
            if v.period >= first
        )
        if not rows:
            continue
        at = changed.get(one.code)
        found.append(OpenSeries(one, region, rows, revision, at, runs.get(at, "") if at else ""))
    return tuple(found)


def small_of(one: DefinitionView, region: str, on: date, terms: OpenTerms) -> int:
    """Below how many cases a month is withheld: 0 where published service items are counted,
    which nobody need be hidden in."""
    return 0 if definition(one.code, region, on).view == "items" else terms.small


def _changed(region: str, codes: Sequence[str], on: date) -> dict[str, datetime]:
    """When the whole months of each series last changed."""
    own = {"region": region, "code__in": codes, "district": "", "period__lt": month_of(on)}
    places = Value.objects.filter(**own, unit="", kind=PeriodKind.MONTH)
    rows = list(places.values("code").annotate(at=Max("computed_at")).values_list("code", "at"))
    told = Reported.objects.filter(region=region, code__in=codes, district="")
    for code, said, replaced in told.values("code").annotate(
        said=Max("source__imported_at"), replaced=Max("superseded_at")
    ).values_list("code", "said", "replaced"):  # fmt: skip
        rows += [(code, at) for at in (said, replaced) if at is not None]
    found: dict[str, datetime] = {}
    for code, at in rows:
        found[code] = max(at, found.get(code, at))
    return found


def _runs(region: str, instants: Iterable[datetime]) -> dict[datetime, str]:
    """What was read at each of these instants: the digest of a run's facts, or of a sheet."""
    wanted = set(instants)
    runs = Run.objects.filter(region=region, computed_at__in=wanted)
    sheets = Import.objects.filter(region=region, imported_at__in=wanted)
    found = dict(sheets.values_list("imported_at", "sha256"))
    found |= {at: _digest(facts) for at, facts in runs.values_list("computed_at", "facts")}
    return {at: text[:16] for at, text in found.items()}


def _digest(facts: Any) -> str:
    return sha256(dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def anchored(kept: Mapping[str, OpenRow], months: int) -> list[OpenRow]:
    """The rows of so many months up to the newest one: what a revision is of."""
    if not kept:
        return []
    last = max(kept)
    number = int(last[:4]) * 12 + int(last[5:7]) - 1 - (months - 1)
    first = f"{number // 12:04d}-{number % 12 + 1:02d}"
    return [kept[period] for period in sorted(kept) if period >= first]


def revision_of(
    edition: str, one: DefinitionView, region: str, terms: OpenTerms, rows: Sequence[OpenRow]
) -> str:
    """Another one whenever method, licence, owner or any row is another; missing months that
    nobody ever had a value of do not count.

    Keyed with the platform's own secret: the feed gives the revisions of rows that it withholds,
    and a bare digest of small numbers is read by trying them all.
    """
    said = [region, one.code, one.name, one.owner, terms.licence, terms.licence_url]
    text = dumps([edition, said, [list(vars(row).values()) for row in rows]])
    return salted_hmac("open-data-revision", text, algorithm="sha256").hexdigest()[:16]


def row_of(value: ValueView, small: int, statistic: str) -> OpenRow:
    """One month as it is opened."""
    if value.short:
        return OpenRow(value.period, None, None, "missing", SHORT)
    cases = value.denominator
    if is_few(cases, small) or is_few((cases or 0) + value.skipped, small):
        # a missing value too: its reason would tell how many cases there were
        return OpenRow(value.period, None, None, "withheld", f"不足 {small} 件，不公开")
    if value.value is None:
        return OpenRow(value.period, None, cases, "missing", value.missing_reason)
    ends = _ends(value, small, statistic)
    if ends is not None:
        low, high = (_text(_in_unit(value, end, statistic)) for end in ends)
        reason = f"分出来的一部分不足 {small} 件，只公开区间"
        return OpenRow(value.period, None, cases, "range", reason, low, high)
    said = FEW_SAID if value.few else ""
    return OpenRow(value.period, _text(value.value), cases, "final", said)


def _ends(value: ValueView, small: int, statistic: str) -> tuple[int, int] | None:
    """Between which the numerator lies, where it or the rest is few; None where neither is."""
    if statistic not in PARTS or value.numerator is None:
        return None
    cases, part = value.denominator, value.numerator
    if cases is None or not 0 <= part <= cases:
        return None
    low, high = 0, cases
    if is_few(part, small):
        low, high = 1, min(high, small - 1)
    if is_few(cases - part, small):
        low, high = max(low, cases - small + 1), min(high, cases - 1)
    return (low, high) if (low, high) != (0, cases) else None


def _in_unit(value: ValueView, part: int, statistic: str) -> Decimal:
    if statistic == "count" or not value.denominator:
        return Decimal(part)
    return round(Decimal(100 * part) / value.denominator, 4)


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"
