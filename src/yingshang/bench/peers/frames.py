"""pandas over pm4py's event frame: the same 120 indicators with the same answers, as somebody
fluent in pandas would compute them; and some values the way pm4py's manual shows.

Run by a python that has pandas, pm4py and pyarrow:
`python frames.py FOLDER_OF_EVENTS ANSWERS.json < {"first": …, "last": …, "codes": […]}`.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

DAYS = ("power-low", "power-high")
ASKED = 6  # values asked of pm4py one by one


def main(folder: str, answers: str) -> None:
    import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]
    import pm4py  # type: ignore[import-not-found, unused-ignore]

    asked = json.load(sys.stdin)
    first, last = (pandas.Timestamp(asked[name]) for name in ("first", "last"))
    begun = time.perf_counter()
    log = pandas.read_parquet(folder)
    names = {"case_id": "ref", "activity_key": "kind", "timestamp_key": "moment"}
    log["ref"] = log["ref"].astype(str)
    log["region"] = "r" + log["region"]  # pm4py takes 9901 for a year
    log = pm4py.format_dataframe(log, **names)
    read = time.perf_counter() - begun
    facts = _facts(log)
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    found = _answers(facts, first, last, set(asked["codes"]))
    took = time.perf_counter() - begun
    with open(answers, "w", encoding="utf-8") as file:
        json.dump(found, file)
    each = _by_manual(pm4py, log, first)
    told = {"events": len(log), "values": len(found), "read_s": round(read, 1)}
    told |= {"facts_s": round(made, 1), "values_s": round(took, 1), "a_value_s": round(each, 2)}
    print(json.dumps(told))


def _facts(log: Any) -> Any:
    """One row a case: the words of its events beside each other."""
    by_kind = {kind: part.set_index("case:concept:name") for kind, part in log.groupby("kind")}
    facts = by_kind["submitted"][["region", "item", "family", "word", "n", "moment"]].copy()
    facts.columns = ["region", "item", "family", "channel", "corrections", "submitted"]
    facts["accepted"] = by_kind["accepted"]["moment"]
    facts["due"] = by_kind["accepted"]["until"]
    facts["promised"] = by_kind["accepted"]["n"]
    facts["step_due"] = by_kind["opened"]["until"]
    facts["step_done"] = by_kind["done"]["moment"]
    facts["step_used"] = by_kind["done"]["n"]
    facts["decided"] = by_kind["decided"]["moment"]
    facts["used"] = by_kind["decided"]["n"]
    facts["outcome"] = by_kind["decided"]["word"]
    facts["closed"] = by_kind["closed"]["moment"]
    facts["visits"] = by_kind["closed"]["n"]
    for name in ("submitted", "accepted", "decided", "closed", "step_done", "due", "step_due"):
        if facts[name].dt.tz is not None:
            facts[name] = facts[name].dt.tz_localize(None)
    for name in ("region", "item", "family", "channel", "outcome"):
        facts[name] = facts[name].astype("category")
    facts["used_days"] = (
        facts["decided"].dt.normalize() - facts["submitted"].dt.normalize()
    ).dt.days
    facts["on_time"] = (facts["decided"] <= facts["due"]).astype(float)
    facts.loc[facts["decided"].isna(), "on_time"] = None
    return facts


def _month(moments: Any) -> Any:
    return moments.dt.year * 12 + moments.dt.month - 1


def _laid_out(facts: Any, first: Any, last: Any) -> Any:
    """Each case in the month it was decided, in the one it was sent in, in those it was late in."""
    import numpy  # type: ignore[import-not-found, unused-ignore]
    import pandas

    decided = facts[(facts["decided"] >= first) & (facts["decided"] < last)]
    decided = decided.assign(month=_month(decided["decided"]), basis="decided", ended=True)
    sent = facts[(facts["submitted"] >= first) & (facts["submitted"] < last)]
    sent = sent.assign(month=_month(sent["submitted"]), basis="submitted")
    sent["ended"] = _month(sent["decided"]) <= sent["month"]
    late = facts[facts["due"].notna() & ~(facts["decided"] <= facts["due"])]
    late = late[late["decided"].notna() | late["closed"].isna()]
    parts = [decided, sent]
    for begin in pandas.date_range(first, last, freq="MS", inclusive="left"):
        until = begin + pandas.offsets.MonthBegin()
        open_then = late["decided"].isna() | (late["decided"] >= until)
        part = late[(late["due"] < until) & open_then]
        end = (until - pandas.Timedelta(days=1)).to_datetime64().astype("datetime64[D]")
        due = part["due"].to_numpy().astype("datetime64[D]")
        more = numpy.busday_count(due + 1, end + 1)
        since = part["accepted"].fillna(part["submitted"]).to_numpy().astype("datetime64[D]")
        passed = (end - since).astype(int)
        parts.append(
            part.assign(
                month=begin.year * 12 + begin.month - 1,
                basis="overdue",
                ended=False,
                on_time=0.0,
                used=(part["promised"] + numpy.maximum(0, more)).fillna(part["used"]),
                used_days=numpy.fmax(part["used_days"], passed),
            )
        )
    return pandas.concat(parts)


def _answers(facts: Any, first: Any, last: Any, codes: set[str]) -> dict[str, Any]:
    """{"code region month": [above, below]} of the codes."""
    rows = _laid_out(facts, first, last)
    found: dict[str, Any] = {}
    for by, asked in ((["item"], _of_items(rows)), ([], _of_all(rows))):
        for code, part, yes, kind in asked:
            _take(found, codes, code, part, yes, kind, by)
    steps = facts[(facts["step_done"] >= first) & (facts["step_done"] < last)]
    steps = steps.assign(month=_month(steps["step_done"]))
    met = (steps["step_done"] <= steps["step_due"]).astype(int)
    same = (steps["step_used"] == 0).astype(int)
    asked_of_steps = [
        ("step-count", steps, None, "count"),
        ("step-same-day-rate", steps, same, "share"),
        ("step-on-time-rate", steps, met, "share"),
        ("step-late-count", steps[met == 0], None, "count"),
    ]
    for code, part, yes, kind in asked_of_steps:
        _take(found, codes, code, part, yes, kind, [])
    return found


def _take(
    found: dict[str, Any], codes: set[str], code: str, part: Any, yes: Any, kind: str, by: list[str]
) -> None:
    """Group one question's rows; ``yes``: the number (or 0 and 1) of each, None = count rows."""
    keys = [*by, "region", "month"]
    frame = part[keys].assign(
        v=1 if yes is None else yes.loc[part.index] if len(yes) != len(part) else yes.to_numpy()
    )
    grouped = frame.groupby(keys, observed=True)["v"]
    above = grouped.agg({"share": "sum", "mean": "sum", "count": "sum"}.get(kind, kind))
    for key, value, below in zip(
        above.index, above.to_numpy(), grouped.count().to_numpy(), strict=True
    ):
        region, month = key[-2:]
        name = code.format(*key[:-2]) if by else code
        if name in codes:
            place = f"{name} {region[1:]} {month // 12}-{month % 12 + 1:02d}"
            found[place] = [None if value != value else float(value), int(below)]


def _of_items(rows: Any) -> list[tuple[str, Any, Any, str]]:
    """(code with the item's name to be filled in, rows, numbers, statistic)."""
    ended, both = rows["basis"] == "decided", rows["basis"] != "submitted"
    sent = ~both
    in_days = rows["item"].isin(DAYS)
    numbers = rows["used"].where(~in_days, rows["used_days"])
    asked = []
    for code, mask, kind in (
        ("max", both, "max"),
        ("mean", ended, "mean"),
        ("median", ended, "median"),
    ):
        asked.append(("{0}-" + code, rows[mask], numbers[mask], kind))
    due = both & rows["due"].notna()
    for code in ("on-time", "on-time-rate"):
        asked.append(("{0}-" + code, rows[due], rows["on_time"][due], "share"))
    asked.append(("{0}-decided-rate", rows[both], rows["ended"][both].astype(int), "share"))
    online = (rows["channel"] != "window").astype(int)
    asked.append(("{0}-online", rows[sent], online[sent], "share"))
    repaired = due & (rows["item"] == "rating-rectification")
    asked.append(("rectification-on-time-rate", rows[repaired], rows["on_time"][repaired], "share"))
    return asked


def _of_all(rows: Any) -> list[tuple[str, Any, Any, str]]:
    family, outcome = rows["family"], rows["outcome"]
    application = family == "application"
    ended, both = (rows["basis"] == "decided"), rows["basis"] != "submitted"
    sent, due = ~both & application, rows["due"].notna()
    done = ended & application
    lawful = rows["accepted"].notna()
    limit = rows["accepted"] + _days(40)
    within = (rows["decided"] <= limit).astype(float).where(rows["decided"].notna())
    share = [
        ("on-time-rate", both & application & due, rows["on_time"]),
        ("online-rate", sent, (rows["channel"] != "window").astype(int)),
        (
            "once-only-case-rate",
            done,
            (rows["visits"] <= 1).astype(float).where(rows["visits"].notna()),
        ),
        ("correction-rate", sent, (rows["corrections"] > 0).astype(int)),
        ("statutory-on-time-rate", done & lawful, within),
        ("same-day-rate", done, (rows["used"] == 0).astype(int)),
        (
            "half-limit-rate",
            done & rows["promised"].notna(),
            (rows["used"] * 2 <= rows["promised"]).astype(int),
        ),
        ("mobile-rate", sent, (rows["channel"] == "mobile").astype(int)),
        ("window-rate", sent, (rows["channel"] == "window").astype(int)),
        (
            "zero-visit-case-rate",
            done,
            (rows["visits"] == 0).astype(float).where(rows["visits"].notna()),
        ),
        ("corrected-twice-rate", sent, (rows["corrections"] >= 2).astype(int)),
        ("refusal-rate", done, (outcome == "refused").astype(int)),
        ("not-accepted-rate", sent, rows["corrections"] * 0),
        ("withdrawn-rate", sent, rows["corrections"] * 0),
        ("ticket-resolved-rate", ended & (family == "ticket"), (outcome == "resolved").astype(int)),
        (
            "ticket-unfounded-rate",
            ended & (family == "ticket"),
            (outcome == "unfounded").astype(int),
        ),
        ("order-on-time-rate", both & (family == "order") & due, rows["on_time"]),
        ("task-on-time-rate", both & (family == "plan-task") & due, rows["on_time"]),
    ]
    found = [(code, rows[mask], yes[mask], "share") for code, mask, yes in share]
    return found + _numbers(rows, done, sent, limit)


def _numbers(rows: Any, done: Any, sent: Any, limit: Any) -> list[tuple[str, Any, Any, str]]:
    """What is counted or averaged; ``limit``: the statutory day of each."""
    family, outcome = rows["family"], rows["outcome"]
    ended, both = rows["basis"] == "decided", rows["basis"] != "submitted"
    late = rows["basis"] == "overdue"
    counts = [
        ("case-count", done),
        ("overdue-open-count", late & ~family.isin(["order", "bundle", "plan-task"])),
        ("statutory-breach-count", done & (rows["decided"] > limit)),
        ("application-count", sent),
        ("ticket-count", ~both & (family == "ticket")),
        ("ticket-unresolved-count", ended & (family == "ticket") & (outcome == "unresolved")),
        ("rectification-count", ~both & (rows["item"] == "rating-rectification")),
        ("order-count", ~both & (family == "order")),
        ("task-overdue-count", late & (family == "plan-task")),
    ]
    numbers = [
        ("workdays-mean", done, rows["used"], "mean"),
        ("workdays-median", done, rows["used"], "median"),
        ("visit-count", done, rows["visits"], "mean"),
        ("correction-count", sent, rows["corrections"], "mean"),
    ]
    found = [(code, rows[mask], None, "count") for code, mask in counts]
    return found + [(code, rows[mask], yes[mask], kind) for code, mask, yes, kind in numbers]


def _days(number: int) -> Any:
    import pandas

    return pandas.Timedelta(days=number)


def _by_manual(pm4py: Any, log: Any, first: Any) -> float:
    """Seconds for one value of one region and month by pm4py's own filters and durations."""
    regions = sorted(log["region"].unique())[:ASKED]
    begun = time.perf_counter()
    for place, region in enumerate(regions):
        since = first + _days(31 * place)
        until = since + _days(30)
        part = pm4py.filter_event_attribute_values(log, "region", [region], level="event")
        part = pm4py.filter_time_range(part, str(since), str(until), mode="traces_contained")
        durations = sorted(pm4py.get_all_case_durations(part))
        durations[len(durations) // 2 : len(durations) // 2 + 1]
    return (time.perf_counter() - begun) / len(regions)


if __name__ == "__main__":
    main(*sys.argv[1:3])
