"""A number as it was known on a day: what a report printed then can be had again."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from yingshang.city.indicators._definition import definition
from yingshang.city.indicators._series import view_of
from yingshang.city.indicators.kinds import Mark, PeriodKind, ValueView
from yingshang.city.indicators.models import Value
from yingshang.city.indicators.past_models import PastValue
from yingshang.kernel.worktime import CST

__all__ = ["as_known", "keep_past"]

SAME = (
    "edition_id",
    "code",
    "region",
    "unit",
    "district",
    "kind",
    "period",
    "until",
    "value",
    "numerator",
    "denominator",
    "skipped",
    "mark",
    "reason",
    "as_of",
)


def keep_past(rows: Iterable[Value], *, at: datetime) -> None:
    """Keep values that a run is about to change or remove.

    What changes again within the hour of its own making was never printed by anybody but a
    test; it is kept all the same.
    """
    PastValue.objects.bulk_create(
        (
            PastValue(
                **{name: getattr(row, name) for name in SAME},
                known_from=row.computed_at,
                known_until=at,
            )
            for row in rows
            if row.computed_at < at
        ),
        batch_size=400,
    )


def as_known(
    code: str,
    region: str,
    *,
    known: date | datetime,
    kind: str = PeriodKind.MONTH,
    unit: str = "",
    district: str = "",
) -> list[ValueView]:
    """Every period of one series as it was known at the end of a day (or at an instant), oldest
    first. A period of which nothing was known then is not there."""
    moment = known
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment + timedelta(days=1), time(), CST)
    place = Q(region=region, code=code, kind=kind, unit=unit, district=district)
    now = Value.objects.filter(place, computed_at__lt=moment)
    past = PastValue.objects.filter(place, known_from__lt=moment, known_until__gte=moment)
    found: dict[tuple[str, str], Value | PastValue] = {}
    rows: list[Value | PastValue] = [*past, *now]
    for row in rows:
        found.setdefault((row.mark, row.period), row)
    marks = {mark for mark, _period in found}
    mark = Mark.MEASURED if Mark.MEASURED in marks else next(iter(marks), "")
    return [
        view_of(row, definition(code, region, row.until))
        for (own, _period), row in sorted(found.items(), key=lambda pair: pair[0][1])
        if own == mark
    ]
