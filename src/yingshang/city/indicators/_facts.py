"""The facts of one region in a lake, laid out by period: what was known at its end.

A period relates each case to its own end: whether it was decided by then, whether it was
open and past its promised limit then. So the value of a closed month does not change when
an old case is decided later, and it can be recomputed as known on any day.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.adapters.lake import Lake, sealed_path
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import _sources
from yingshang.city.indicators._periods import Period, months, periods
from yingshang.city.indicators._views import columns
from yingshang.kernel.worktime import to_cst

__all__ = ["CASE_VIEWS", "PERIOD_DAYS", "gather", "lay_out", "open_sealed", "seal", "span"]

CASE_VIEWS = ("cases", "steps", "ratings", "items")

# What stops a case from being open and late: it ended without a decision, or it waits for
# the applicant (its clock stands still). What its unit handed in in time is not late, either.
_NOT_RUNNING = "('draft', 'correcting', 'refused', 'withdrawn', 'closed')"

# An overdue case has used its promised limit and the working days since it was due.
_USED = """
    CASE WHEN c.promised_workdays IS NULL THEN c.used_workdays
         ELSE c.promised_workdays + greatest(0, e.n - d.n) END AS used_workdays,
    greatest(c.used_days,
             date_diff('day', CAST(coalesce(c.accepted_at, c.submitted_at) AS DATE), p.last))
        AS used_days
"""

# The periods of each day: equal days are joined by hashing, where a range would be searched.
PERIOD_DAYS = """
    CREATE OR REPLACE TABLE period_days AS
    SELECT CAST(d AS DATE) AS day, kind, period, since, until
    FROM (SELECT *, unnest(generate_series(CAST(since AS DATE), CAST(until AS DATE),
        INTERVAL 1 DAY)) AS d FROM periods) WHERE d < until
"""
_WHEN = """period_days p ON p.day = CAST({one} AS DATE)
            AND {one} >= p.since AND {one} < p.until"""

_LAYOUTS = {
    "cases": f"""
        SELECT p.kind, p.period, 'decided' AS basis, c.* REPLACE (
            true AS decided, false AS overdue_open)
        FROM cases c JOIN {_WHEN.format(one="c.decided_at")}
        UNION ALL BY NAME
        SELECT p.kind, p.period, 'overdue' AS basis, c.* REPLACE (
            false AS decided, true AS overdue_open, false AS on_time, {_USED})
        FROM (SELECT * FROM cases
            WHERE due_at IS NOT NULL AND (decided_at IS NULL OR decided_at > due_at)
                AND on_time IS NOT true) c
        JOIN periods p ON c.due_at < p.until
            AND (c.decided_at >= p.until
                 OR (c.decided_at IS NULL AND c.state NOT IN {_NOT_RUNNING}))
        LEFT JOIN days e ON e.day = p.last
        LEFT JOIN days d ON d.day = CAST(c.due_at AS DATE)
        UNION ALL BY NAME
        SELECT p.kind, p.period, 'submitted' AS basis, c.* REPLACE (
            coalesce(c.decided_at < p.until, false) AS decided)
        FROM cases c JOIN {_WHEN.format(one="c.submitted_at")}
    """,
    "steps": f"""
        SELECT p.kind, p.period, 'done' AS basis, s.*
        FROM steps s JOIN {_WHEN.format(one="s.done_at")}
    """,
    "ratings": f"""
        SELECT p.kind, p.period, 'rated' AS basis, r.*
        FROM ratings r JOIN {_WHEN.format(one="r.rated_at")}
    """,
    "items": """
        SELECT p.kind, p.period, 'standing' AS basis, i.*
        FROM items i JOIN periods p ON i.month = p.period
    """,
}


def gather(
    lake: Lake,
    region: str,
    as_of: datetime,
    views: Iterable[str] = CASE_VIEWS,
    opened_since: datetime | None = None,
) -> dict[str, Any]:
    """Load views of ``region`` (cases always, those opened since a moment); {view: {rows, digest}}
    as the run keeps them."""
    found = _sources.case_rows(region, opened_since=opened_since)
    report = {"cases": _load(lake, "cases", found)}
    if "steps" in views:
        report["steps"] = _load(lake, "steps", _sources.step_rows(region))
    if "ratings" in views:
        report["ratings"] = _load(lake, "ratings", _sources.rating_rows(region))
    if "items" in views:
        first, last = span(lake, as_of)
        starts = list(months(first, last)) if report["cases"]["rows"] else []
        report["items"] = _load(lake, "items", _sources.item_rows(region, starts, last))
    return report


def _load(lake: Lake, view: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    done = lake.load(view, columns(view), rows)
    return {"rows": done.rows, "digest": done.digest}


def span(lake: Lake, as_of: datetime) -> tuple[date, date]:
    """From the month of the first case (at most three years back) to ``as_of``."""
    last = to_cst(as_of).date()
    (first,) = lake.run("SELECT min(submitted_at) FROM cases")[0]
    return max(first.date(), last - timedelta(days=1095)) if first else last, last


def lay_out(
    lake: Lake,
    as_of: datetime,
    only: Iterable[Period] | None = None,
    views: Iterable[str] = CASE_VIEWS,
) -> list[Period]:
    """Make ``<view>_in``: one row for each case and period it counts in.

    For the few periods of ``only`` it is a view, so that a question reads what it needs.
    """
    first, last = span(lake, as_of)
    wanted = list(periods(first, as_of) if only is None else only)
    lake.load(
        "periods",
        {"kind": "text", "period": "text", "since": "instant", "until": "instant", "last": "date"},
        (
            {"kind": p.kind, "period": p.name, "since": p.since, "until": p.until, "last": p.last}
            for p in wanted
        ),
    )
    lake.run(PERIOD_DAYS)
    if "cases" in views:
        _number_days(lake, first, last)
    kind = "TABLE" if only is None else "VIEW"
    for view in views:
        lake.run(f"CREATE OR REPLACE {kind} {view}_in AS {_LAYOUTS[view]}")
    return wanted


def _number_days(lake: Lake, first: date, last: date) -> None:
    """Table days(day, n): n grows by one on every working day, so a difference counts them."""
    calendar, number, rows = definitions.calendar(), 0, []
    day = first - timedelta(days=31)
    while day <= last:
        number += calendar.is_workday(day)
        rows.append(f"(DATE '{day}', {number})")
        day += timedelta(days=1)
    lake.run(f"CREATE OR REPLACE TABLE days AS SELECT * FROM (VALUES {', '.join(rows)}) d(day, n)")


def seal(lake: Lake, region: str, facts: Mapping[str, Any]) -> list[Path]:
    """Write the views to Parquet, named after what they hold; those already there stay."""
    paths = []
    for view in CASE_VIEWS:
        path = _path(view, region, facts)
        if not path.exists():
            lake.seal(view, path)
        paths.append(path)
    return paths


def open_sealed(lake: Lake, region: str, facts: Mapping[str, Any]) -> bool:
    """Open what a run has sealed; False where a file is gone (it can be gathered again)."""
    paths = {view: _path(view, region, facts) for view in CASE_VIEWS}
    if not all(path.exists() for path in paths.values()):
        return False
    for view, path in paths.items():
        lake.open(view, path)
    return True


def _path(view: str, region: str, facts: Mapping[str, Any]) -> Path:
    return sealed_path(Path(settings.LAKE), view, region, facts[view]["digest"])
