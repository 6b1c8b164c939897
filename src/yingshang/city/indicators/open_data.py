"""What a city opens of its measures: series with method, owner, licence and revision.

Nothing about a person is in it: a series is a number a period of the whole city. A value that
rests on few cases is withheld and says so, as the ``opendata`` in force declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from hashlib import sha256
from json import dumps
from typing import Any

from yingshang.city.definitions import service as editions
from yingshang.city.indicators._open_kinds import OpenRow, OpenSeries, OpenTerms
from yingshang.city.indicators.kinds import PeriodKind, ValueView
from yingshang.city.indicators.models import Run
from yingshang.city.indicators.queries import definitions, series

__all__ = ["OpenRow", "OpenSeries", "OpenTerms", "open_series", "open_terms"]


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
    )


def open_series(region: str, on: date) -> tuple[OpenSeries, ...]:
    """Every measured series of the city by code; made once a run, a day and a set of editions."""
    run = Run.objects.filter(region=region).order_by("-pk").first()
    if run is None:
        return ()
    return _made(region, on, run.pk, editions.generation())


@lru_cache(maxsize=8)
def _made(region: str, on: date, run: int, _editions: Any) -> tuple[OpenSeries, ...]:
    made = Run.objects.get(pk=run)
    terms = open_terms(region, on)
    digest = sha256(dumps(made.facts, sort_keys=True, default=str).encode()).hexdigest()[:16]
    held = series(region, as_of=on, period=PeriodKind.MONTH, months_back=terms.months)
    found = []
    for one in definitions(region, on):
        values = held[one.code].values if one.code in held else ()
        if not any(value.value is not None for value in values):
            continue
        rows = tuple(_row(value, terms.small) for value in values)
        said = [asdict(terms), one.name, one.owner]  # files carry these words as well
        text = dumps([one.version_hash, digest, said, [asdict(row) for row in rows]])
        revision = sha256(text.encode()).hexdigest()[:16]
        found.append(OpenSeries(one, region, rows, revision, made.computed_at, digest))
    return tuple(found)


def _row(value: ValueView, small: int) -> OpenRow:
    few = value.denominator is not None and 0 < value.denominator < small
    few = few or 0 < (value.denominator or 0) + value.skipped < small
    if few:  # a missing value too: its reason would tell how many cases there were
        return OpenRow(value.period, None, None, "withheld", f"不足 {small} 件，不公开")
    if value.value is None:
        return OpenRow(value.period, None, value.denominator, "missing", value.missing_reason)
    status = "partial" if value.partial else "final"
    return OpenRow(value.period, f"{value.value.normalize():f}", value.denominator, status, "")
