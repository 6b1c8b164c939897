"""Ten regions' cases of two years, made by SQL: events in Parquet, facts kept beside them.

Events lie in buckets of half a million cases in the order of their numbers. A case's facts are
the largest of each of its events' words, so that facts and new events merge in any order.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from yingshang.city.indicators._facts import _LAYOUTS, PERIOD_DAYS

__all__ = ["BUCKET", "Town", "months"]

BUCKET = 500_000
START, MONTHS, REGIONS = date(2024, 10, 1), 24, 10
FAMILIES = "['ticket', 'order', 'plan-task', 'application', 'application', 'application']"

# One row a case; h(n) are independent dice.
_CASES = """
    SELECT i AS ref, '99' || lpad(CAST(i % 10 AS VARCHAR), 2, '0') AS region,
        'd' || (h % 7) AS district, 'u' || (h // 7 % 40) AS unit,
        {items}[1 + h // 300 % {n_items}] AS item,
        CASE WHEN h // 300 % {n_items} < {n_times} THEN 'application'
             ELSE {families}[1 + h // 90000 % 6] END AS family,
        ['window', 'web', 'mobile'][1 + h // 11 % 3] AS channel,
        h // 13 % 4 AS visits, CASE WHEN h // 17 % 9 = 0 THEN h // 19 % 3 ELSE 0 END AS corrections,
        5 + h // 23 % 16 AS promised, CAST(power(h // 29 % 1000 / 300.0, 2.5) AS BIGINT) AS used,
        h // 31 % 100 AS luck,
        TIMESTAMP '{start}' + to_seconds(CAST(i * {step} AS BIGINT)) AS submitted
    FROM (SELECT i, CAST(hash(i + 77) % 1000000007 AS BIGINT) AS h FROM range({first}, {last}) t(i))
"""
_EVENTS = """
    WITH c AS ({cases})
    SELECT ref, 'submitted' AS kind, submitted AS moment, region, district, unit, item, family,
        channel AS word, corrections AS n, CAST(NULL AS TIMESTAMP) AS until FROM c
    UNION ALL SELECT ref, 'accepted', submitted + INTERVAL 3 HOUR, region, district, unit, item,
        family, NULL, promised, submitted + to_days(CAST(promised * 7 // 5 AS INTEGER)) FROM c
    UNION ALL SELECT ref, 'opened', submitted + INTERVAL 4 HOUR, region, district, unit, item,
        family, 'review', NULL, submitted + INTERVAL 5 DAY FROM c
    UNION ALL SELECT ref, 'done', submitted + to_hours(CAST(4 + used * 17 AS INTEGER)), region,
        district, unit, item, family, 'review', used // 2, NULL FROM c WHERE luck > 1
    UNION ALL SELECT ref, 'decided', submitted + to_hours(CAST(5 + used * 33 AS INTEGER)), region,
        district, unit, item, family, ['granted', 'refused', 'resolved', 'unresolved',
        'unfounded'][1 + luck % 5], used, NULL FROM c WHERE luck > 2
    UNION ALL SELECT ref, 'closed', submitted + to_hours(CAST(30 + used * 33 AS INTEGER)), region,
        district, unit, item, family, NULL, visits, NULL FROM c WHERE luck > 2
"""
_FACTS = """
    SELECT ref, max(region) AS region, max(district) AS district, max(unit) AS unit,
        max(item) AS item, max(family) AS family,
        max(word) FILTER (WHERE kind = 'submitted') AS channel,
        max(moment) FILTER (WHERE kind = 'submitted') AS submitted_at,
        max(n) FILTER (WHERE kind = 'submitted') AS corrections,
        max(moment) FILTER (WHERE kind = 'accepted') AS accepted_at,
        max(n) FILTER (WHERE kind = 'accepted') AS promised_workdays,
        max(until) FILTER (WHERE kind = 'accepted') AS due_at,
        max(moment) FILTER (WHERE kind = 'opened') AS opened_at,
        max(until) FILTER (WHERE kind = 'opened') AS step_due_at,
        max(moment) FILTER (WHERE kind = 'done') AS done_at,
        max(n) FILTER (WHERE kind = 'done') AS step_workdays,
        max(moment) FILTER (WHERE kind = 'decided') AS decided_at,
        max(n) FILTER (WHERE kind = 'decided') AS used_workdays,
        max(word) FILTER (WHERE kind = 'decided') AS outcome,
        max(moment) FILTER (WHERE kind = 'closed') AS closed_at,
        max(n) FILTER (WHERE kind = 'closed') AS visits
    FROM {events} GROUP BY ref
"""
_MERGED = "SELECT ref, {most} FROM ({old} UNION ALL BY NAME {new}) GROUP BY ref"
_CASE_VIEW = """
    SELECT * EXCLUDE (opened_at, step_due_at, done_at, step_workdays),
        CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN decided_at IS NOT NULL THEN 'decided'
             ELSE 'accepted' END AS state,
        accepted_at + INTERVAL 40 DAY AS statutory_due_at, CAST(30 AS BIGINT) AS statutory_workdays,
        date_diff('day', submitted_at, decided_at) AS used_days,
        decided_at IS NOT NULL AS decided, decided_at <= due_at AS on_time,
        false AS overdue_open, channel <> 'window' AS online
    FROM facts
"""
_STEP_VIEW = """
    SELECT ref, region, district, unit, item, 'review' AS step, opened_at, done_at,
        step_due_at AS due_at, step_workdays AS used_workdays, done_at <= step_due_at AS on_time
    FROM facts
"""


def months() -> list[tuple[str, date, date]]:
    """(name, first day, first day of the next) of each month."""
    found, first = [], START
    for _month in range(MONTHS):
        after = (first + timedelta(days=32)).replace(day=1)
        found.append((f"{first:%Y-%m}", first, after))
        first = after
    return found


class Town:
    """The files of one size under ``folder``: events/, facts/, cases_in/, steps_in/."""

    def __init__(self, folder: Path, cases: int, items: list[str], threads: int = 2) -> None:
        self.folder, self.cases, self.items = folder, cases, items
        config: dict[str, Any] = {"threads": threads, "memory_limit": "4GB"}
        self.db = duckdb.connect(":memory:", config=config)
        self.db.execute("SET preserve_insertion_order = false")
        self.db.execute(f"SET temp_directory = '{folder}/spill'")
        for name in ("events", "facts"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._calendar()

    def _calendar(self) -> None:
        spans = ", ".join(
            f"('month', '{name}', TIMESTAMP '{first}', TIMESTAMP '{after}', "
            f"DATE '{after - timedelta(days=1)}')"
            for name, first, after in months()
        )
        self.db.execute(
            f"CREATE TABLE periods AS SELECT * FROM (VALUES {spans}) "
            "p(kind, period, since, until, last)"
        )
        self.run(PERIOD_DAYS)
        self.db.execute(
            "CREATE TABLE days AS SELECT CAST(d AS DATE) AS day, count(*) FILTER "
            "(WHERE isodow(d) < 6) OVER (ORDER BY d) AS n "
            f"FROM generate_series(DATE '{START}' - 40, DATE '{START}' + 900, INTERVAL 1 DAY) t(d)"
        )

    @property
    def buckets(self) -> list[int]:
        return list(range((self.cases + BUCKET - 1) // BUCKET))

    def path(self, kind: str, bucket: int | str) -> str:
        return str(self.folder / kind / f"{bucket}.parquet")

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        return self.db.execute(sql).fetchall()

    def _write(self, sql: str, path: str) -> None:
        draft = Path(path + ".new")
        self.run(f"COPY ({sql}) TO '{draft}' (FORMAT PARQUET, COMPRESSION ZSTD)")
        draft.replace(path)

    def events_of(self, first: int, last: int) -> str:
        """The SQL that makes the events of cases ``first`` to ``last``."""
        seconds = (months()[-1][2] - START).days * 86_400
        cases = _CASES.format(
            items=repr(self.items),
            n_items=len(self.items),
            n_times=len(self.items) - 2,
            families=FAMILIES,
            start=START,
            step=seconds / self.cases,
            first=first,
            last=last,
        )
        return _EVENTS.format(cases=cases)

    def make_events(self) -> int:
        for bucket in self.buckets:
            last = min(self.cases, (bucket + 1) * BUCKET)
            self._write(self.events_of(bucket * BUCKET, last), self.path("events", bucket))
        [(count,)] = self.run(f"SELECT count(*) FROM read_parquet('{self.path('events', '*')}')")
        return int(count)

    def make_facts(self) -> None:
        for bucket in self.buckets:
            events = f"read_parquet('{self.path('events', bucket)}')"
            self._write(_FACTS.format(events=events), self.path("facts", bucket))

    def merge(self, bucket: int, events: str) -> None:
        """New events of cases of one bucket, merged into the facts that are kept."""
        old = f"SELECT * FROM read_parquet('{self.path('facts', bucket)}')"
        names = [row[0] for row in self.run(f"DESCRIBE {old}") if row[0] != "ref"]
        most = ", ".join(f"max({name}) AS {name}" for name in names)
        new = _FACTS.format(events=events)
        self._write(_MERGED.format(most=most, old=old, new=new), self.path("facts", bucket))

    def open(self) -> None:
        """Our own views and layouts over the facts that are kept; nothing is copied."""
        facts = f"read_parquet('{self.path('facts', '*')}')"
        self.run(f"CREATE OR REPLACE VIEW facts AS SELECT * FROM {facts}")
        self.run(f"CREATE OR REPLACE VIEW cases AS {_CASE_VIEW}")
        self.run(f"CREATE OR REPLACE VIEW steps AS {_STEP_VIEW}")
        for view in ("cases", "steps"):
            self.run(f"CREATE OR REPLACE VIEW {view}_in AS {_LAYOUTS[view]}")

    def write_laid_out(self) -> None:
        """The layouts as files, for those who do not read our views."""
        for view in ("cases_in", "steps_in"):
            (self.folder / view).mkdir(exist_ok=True)
            self._write(f"SELECT * FROM {view}", self.path(view, 0))
