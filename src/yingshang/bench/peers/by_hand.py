"""The same 120 indicators as somebody fluent in DuckDB would write them over the same facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["answers"]

Found = dict[tuple[str, str, str], Any]
DAYS = ("power-low", "power-high")

# Each case in the month it was decided, in the one it was sent in, and in those it was late in.
_COUNTED = """
    SELECT strftime(decided_at, '%Y-%m') AS period, 'decided' AS basis, region, item, family,
        channel, state, outcome, decided_at, due_at, statutory_due_at, used_workdays, used_days,
        promised_workdays, corrections, visits, true AS decided, on_time, false AS overdue_open,
        online
    FROM cases WHERE decided_at >= {first} AND decided_at < {last}
    UNION ALL
    SELECT strftime(submitted_at, '%Y-%m'), 'submitted', region, item, family,
        channel, state, outcome, decided_at, due_at, statutory_due_at, used_workdays, used_days,
        promised_workdays, corrections, visits,
        coalesce(decided_at < date_trunc('month', submitted_at) + INTERVAL 1 MONTH, false),
        on_time, overdue_open, online
    FROM cases WHERE submitted_at >= {first} AND submitted_at < {last}
    UNION ALL
    SELECT m.period, 'overdue', region, item, family,
        channel, state, outcome, decided_at, due_at, statutory_due_at,
        coalesce(promised_workdays + greatest(0, e.n - d.n), used_workdays),
        greatest(used_days,
            date_diff('day', CAST(coalesce(accepted_at, submitted_at) AS DATE), m.last)),
        promised_workdays, corrections, visits, false, false, true, online
    FROM (SELECT * FROM cases WHERE due_at < coalesce(decided_at, {last})) c
    JOIN periods m ON c.due_at < m.until AND (c.decided_at >= m.until OR c.decided_at IS NULL)
    LEFT JOIN days e ON e.day = m.last LEFT JOIN days d ON d.day = CAST(c.due_at AS DATE)
    WHERE c.decided_at IS NOT NULL
        OR c.state NOT IN ('draft', 'correcting', 'refused', 'withdrawn', 'closed')
"""

_ITEMS = """
    SELECT region, period, item,
        max(used_workdays) FILTER (WHERE basis <> 'submitted') AS max_w,
        count(used_workdays) FILTER (WHERE basis <> 'submitted') AS max_wn,
        max(used_days) FILTER (WHERE basis <> 'submitted') AS max_d,
        count(used_days) FILTER (WHERE basis <> 'submitted') AS max_dn,
        count(*) FILTER (WHERE basis <> 'submitted') AS max_all,
        sum(used_workdays) FILTER (WHERE basis = 'decided') AS sum_w,
        count(used_workdays) FILTER (WHERE basis = 'decided') AS n_w,
        median(used_workdays) FILTER (WHERE basis = 'decided') AS med_w,
        sum(used_days) FILTER (WHERE basis = 'decided') AS sum_d,
        count(used_days) FILTER (WHERE basis = 'decided') AS n_d,
        median(used_days) FILTER (WHERE basis = 'decided') AS med_d,
        count(*) FILTER (WHERE basis = 'decided') AS dec_all,
        count(*) FILTER (WHERE basis <> 'submitted' AND due_at IS NOT NULL AND on_time) AS met,
        count(*) FILTER (WHERE basis <> 'submitted' AND due_at IS NOT NULL
            AND on_time IS NOT NULL) AS of_met,
        count(*) FILTER (WHERE basis <> 'submitted' AND due_at IS NOT NULL) AS met_all,
        count(*) FILTER (WHERE basis <> 'submitted' AND decided) AS ended,
        count(*) FILTER (WHERE basis = 'submitted' AND online) AS online,
        count(online) FILTER (WHERE basis = 'submitted') AS of_online,
        count(*) FILTER (WHERE basis = 'submitted') AS sub_all
    FROM counted GROUP BY region, period, item
"""


# code: (basis and family, what counts, among which); a bare name is a sum of that column.
_DECIDED, _BOTH, _SUBMITTED = "basis = 'decided'", "basis <> 'submitted'", "basis = 'submitted'"
_APP = " AND family = 'application'"
_RATES = {
    "on-time-rate": (_BOTH + _APP + " AND due_at IS NOT NULL", "on_time"),
    "online-rate": (_SUBMITTED + _APP, "online"),
    "once-only-case-rate": (_DECIDED + _APP, "visits <= 1"),
    "correction-rate": (_SUBMITTED + _APP, "corrections > 0"),
    "statutory-on-time-rate": (
        _DECIDED + _APP + " AND statutory_due_at IS NOT NULL",
        "decided_at <= statutory_due_at",
    ),
    "same-day-rate": (_DECIDED + _APP, "used_workdays = 0"),
    "half-limit-rate": (
        _DECIDED + _APP + " AND promised_workdays IS NOT NULL",
        "used_workdays * 2 <= promised_workdays",
    ),
    "mobile-rate": (_SUBMITTED + _APP, "channel = 'mobile'"),
    "window-rate": (_SUBMITTED + _APP, "channel = 'window'"),
    "zero-visit-case-rate": (_DECIDED + _APP, "visits = 0"),
    "corrected-twice-rate": (_SUBMITTED + _APP, "corrections >= 2"),
    "refusal-rate": (_DECIDED + _APP, "outcome = 'refused'"),
    "not-accepted-rate": (_SUBMITTED + _APP, "state = 'refused'"),
    "withdrawn-rate": (_SUBMITTED + _APP, "state = 'withdrawn'"),
    "ticket-resolved-rate": (_DECIDED + " AND family = 'ticket'", "outcome = 'resolved'"),
    "ticket-unfounded-rate": (_DECIDED + " AND family = 'ticket'", "outcome = 'unfounded'"),
    "order-on-time-rate": (_BOTH + " AND family = 'order' AND due_at IS NOT NULL", "on_time"),
    "task-on-time-rate": (_BOTH + " AND family = 'plan-task' AND due_at IS NOT NULL", "on_time"),
}
_COUNTS = {
    "case-count": _DECIDED + _APP,
    "overdue-open-count": _BOTH
    + " AND overdue_open AND family NOT IN ('order', 'bundle', 'plan-task')",
    "statutory-breach-count": _DECIDED + _APP + " AND decided_at > statutory_due_at",
    "application-count": _SUBMITTED + _APP,
    "ticket-count": _SUBMITTED + " AND family = 'ticket'",
    "ticket-unresolved-count": _DECIDED + " AND family = 'ticket' AND outcome = 'unresolved'",
    "rectification-count": _SUBMITTED + " AND item = 'rating-rectification'",
    "order-count": _SUBMITTED + " AND family = 'order'",
    "task-overdue-count": _BOTH + " AND overdue_open AND family = 'plan-task'",
}
_NUMBERS = {
    "workdays-mean": (_DECIDED + _APP, "sum", "used_workdays"),
    "workdays-median": (_DECIDED + _APP, "median", "used_workdays"),
    "visit-count": (_DECIDED + _APP, "sum", "visits"),
    "correction-count": (_SUBMITTED + _APP, "sum", "corrections"),
}
_STEPS = """
    SELECT region, strftime(done_at, '%Y-%m') AS period, count(*) AS n,
        count(*) FILTER (WHERE on_time) AS met,
        count(on_time) AS of_met, count(*) FILTER (WHERE NOT on_time) AS late,
        count(*) FILTER (WHERE used_workdays = 0) AS same, count(used_workdays) AS of_same
    FROM steps WHERE done_at >= {first} AND done_at < {last} GROUP BY ALL
"""


def answers(run: Callable[[str], Any], wanted: set[str]) -> Found:
    """{(code, region, month): (above, below)} of every code asked for."""
    found: Found = {}
    [(first, last)] = run("SELECT min(since), max(until) FROM periods")
    window = {"first": f"TIMESTAMP '{first}'", "last": f"TIMESTAMP '{last}'"}
    counted = f"WITH counted AS NOT MATERIALIZED ({_COUNTED.format(**window)})"
    for region, period, item, *values in run(counted + _ITEMS):
        for code, value in _of_item(item, values).items():
            found[code, region, period] = value
    for region, period, *values in run(counted + _rates_sql()):
        cells = iter(values)
        for code in [*_RATES, *_COUNTS, *_NUMBERS]:
            above, below, rows = next(cells), next(cells), next(cells)
            if rows:
                found[code, region, period] = (_number(above), below)
    for region, period, n, met, of_met, late, same, of_same in run(_STEPS.format(**window)):
        found["step-count", region, period] = (float(n), n)
        found["step-same-day-rate", region, period] = (float(same), of_same)
        if of_met:
            found["step-on-time-rate", region, period] = (float(met), of_met)
        if late:
            found["step-late-count", region, period] = (float(late), late)
    return {key: value for key, value in found.items() if key[0] in wanted}


def _of_item(item: str, values: list[Any]) -> Found:
    (max_w, max_wn, max_d, max_dn, max_all, sum_w, n_w, med_w, sum_d, n_d, med_d, dec_all) = values[
        :12
    ]
    met, of_met, met_all, ended, online, of_online, sub_all = values[12:]
    days = item in DAYS
    made: Any = {}
    if max_all:
        made[f"{item}-max"] = (_number(max_d), max_dn) if days else (_number(max_w), max_wn)
    if dec_all:
        made[f"{item}-mean"] = (_number(sum_d), n_d) if days else (_number(sum_w), n_w)
        made[f"{item}-median"] = (_number(med_d), n_d) if days else (_number(med_w), n_w)
    if met_all:
        whole = (float(met), of_met)
        made[f"{item}-on-time"] = made[f"{item}-on-time-rate"] = whole
        if item == "rating-rectification":
            made["rectification-on-time-rate"] = whole
    if max_all:
        made[f"{item}-decided-rate"] = (float(ended), max_all)
    if sub_all:
        made[f"{item}-online"] = (float(online), of_online)
    return made  # type: ignore[no-any-return]


def _rates_sql() -> str:
    cells = []
    for where, yes in _RATES.values():
        cells += [f"count(*) FILTER (WHERE {where} AND {yes})"]
        cells += [f"count({yes}) FILTER (WHERE {where})", f"count(*) FILTER (WHERE {where})"]
    for where in _COUNTS.values():
        cells += [f"count(*) FILTER (WHERE {where})"] * 3
    for where, kind, column in _NUMBERS.values():
        cells += [f"{kind}({column}) FILTER (WHERE {where})"]
        cells += [f"count({column}) FILTER (WHERE {where})", f"count(*) FILTER (WHERE {where})"]
    return f"SELECT region, period, {', '.join(cells)} FROM counted GROUP BY region, period"


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
