"""Where the rows of the documented views come from: the doors of cases, feedback, catalogue."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback import service as feedback
from yingshang.city.indicators._periods import month_of
from yingshang.kernel.worktime import Limit

__all__ = ["case_rows", "item_rows", "rating_rows", "step_rows"]

Row = dict[str, Any]


def case_rows(
    region: str, refs: list[str] | None = None, opened_since: datetime | None = None
) -> Iterator[Row]:
    """Every case handled here (or those named), as ``cases.facts`` documents it."""
    return _handled_here(cases.facts(region=region, refs=refs, opened_since=opened_since))


def step_rows(region: str, refs: list[str] | None = None) -> Iterator[Row]:
    return _handled_here(cases.step_facts(region=region, refs=refs))


def _handled_here(rows: Iterator[Row]) -> Iterator[Row]:
    """Cases that bureaus send back from their own systems are never mixed into measured values."""
    for row in rows:
        if not row.pop("returned"):
            yield row


def rating_rows(region: str, since: datetime | None = None) -> Iterator[Row]:
    return iter(feedback.facts(region=region, since=since))


def item_rows(region: str, month_starts: Iterable[date], as_of: date) -> Iterator[Row]:
    """The published items at the end of each month (or on ``as_of``, if that is earlier)."""
    for start in month_starts:
        last = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        for item in catalog.items(region=region, on=min(last, as_of)):
            yield {
                "ref": item.code,
                "region": region,
                "district": "",
                "unit": f"{region}-{item.lead}",
                "item": item.code,
                "name": item.name,
                "month": month_of(start),
                "family": item.family,
                "visits": item.visits,
                "depth": item.body.get("depth", ""),
                "statutory_workdays": _workdays(item.statutory),
                "promised_workdays": _workdays(item.promised),
            }


def _workdays(limit: Limit | None) -> int | None:
    """Only limits in working days: days and working days are never added up."""
    return limit.value if limit is not None and limit.unit == "workday" else None
