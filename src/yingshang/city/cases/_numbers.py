"""Case numbers: <region>-<year>-<six digits>, given out without gaps or twins."""

from __future__ import annotations

from datetime import datetime

from yingshang.adapters import rows
from yingshang.kernel.worktime import CST

__all__ = ["allot"]

# The upsert locks the counter's row until the transaction ends, on both databases.
ALLOT = (
    "INSERT INTO cases_casenumber (region, year, last) VALUES (%s, %s, %s) "
    "ON CONFLICT (region, year) DO UPDATE SET last = cases_casenumber.last + excluded.last "
    "RETURNING last"
)


def allot(region: str, at: datetime, count: int = 1) -> list[str]:
    """The next `count` numbers of the region in the year of `at`; must run in a transaction."""
    year = at.astimezone(CST).year
    last = int(rows.ask(ALLOT, (region, year, count))[0][0])
    return [f"{region}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]
