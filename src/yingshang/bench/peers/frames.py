"""pandas over pm4py's event frame: case facts, then a third of the same indicators, one by one.

Run by a python that has pandas, pm4py and pyarrow: `python frames.py FOLDER_OF_EVENTS`.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def main(folder: str) -> None:
    import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]
    import pm4py  # type: ignore[import-not-found, unused-ignore]

    begun = time.perf_counter()
    log = pandas.read_parquet(folder)
    names = {"case_id": "ref", "activity_key": "kind", "timestamp_key": "moment"}
    log["ref"] = log["ref"].astype(str)
    log = pm4py.format_dataframe(log, **names)
    facts = _facts(log)
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    values, indicators = 0, 0
    for rows, month, yes in _asked(facts):
        part = facts[rows]
        grouped = part.assign(yes=yes[rows]).groupby(["region", part[month].dt.strftime("%Y-%m")])
        values += len(grouped["yes"].agg(["sum", "count", "median", "max"]))
        indicators += 1
    took = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "events": len(log),
                "indicators": indicators,
                "facts_s": round(made, 1),
                "values_s": round(took, 1),
            }
        )
    )


def _facts(log: Any) -> Any:
    """One row a case: the words of its events beside each other."""
    by_kind = {kind: part.set_index("case:concept:name") for kind, part in log.groupby("kind")}
    facts = by_kind["submitted"][["region", "item", "family", "word", "n", "moment"]].copy()
    facts.columns = ["region", "item", "family", "channel", "corrections", "submitted_at"]
    facts["due_at"] = by_kind["accepted"]["until"]
    facts["decided_at"] = by_kind["decided"]["moment"]
    facts["used"] = by_kind["decided"]["n"]
    facts["outcome"] = by_kind["decided"]["word"]
    facts["visits"] = by_kind["closed"]["n"]
    return facts


def _asked(facts: Any) -> list[tuple[Any, str, Any]]:
    """(which rows, by which month, the number or yes of each)."""
    decided, application = facts["decided_at"].notna(), facts["family"] == "application"
    sent = "submitted_at"
    late = facts["decided_at"].dt.tz_localize(None) <= facts["due_at"].dt.tz_localize(None)
    asked = [
        (decided & application, "decided_at", late.astype(int)),
        (application, sent, (facts["channel"] != "window").astype(int)),
        (decided & application, "decided_at", (facts["visits"] <= 1).astype(int)),
        (application, sent, (facts["corrections"] > 0).astype(int)),
        (decided & application, "decided_at", facts["used"]),
        (decided & application, "decided_at", (facts["used"] == 0).astype(int)),
        (application, sent, (facts["channel"] == "mobile").astype(int)),
        (decided & application, "decided_at", (facts["outcome"] == "refused").astype(int)),
    ]
    for item in facts["item"].unique():
        rows = facts["item"] == item
        asked.append((rows & decided, "decided_at", facts["used"]))
        asked.append((rows, sent, (facts["channel"] != "window").astype(int)))
    return asked


if __name__ == "__main__":
    main(sys.argv[1])
