"""Run by a Python that has pm4py: what a careful person reads from dirty tables, as JSON lines.

Each argument is a table with, beside it, NAME.json: how that person knows it was written.
"""

import json
import statistics
import sys
from pathlib import Path

import pandas
import pm4py


def moments(column, told):
    if told["times"] == "excel":
        days = column.astype(float)
        return pandas.to_datetime("1899-12-30") + pandas.to_timedelta(
            (days * 86_400_000).round(), unit="ms"
        )
    if told["times"] == "millis":
        return pandas.to_datetime(column.astype("int64"), unit="ms", utc=True)

    def one(text):
        at = pandas.to_datetime(text, errors="coerce", dayfirst=told["times"] == "day-first")
        if at is pandas.NaT:
            return at
        return (at.tz_localize("Asia/Shanghai") if at.tzinfo is None else at).tz_convert("UTC")

    return pandas.to_datetime(column.map(one), utc=True)


for name in sys.argv[1:]:
    told = json.loads(Path(name + ".json").read_text("utf-8"))
    frame = pandas.read_csv(
        name, sep=told["sep"], encoding=told["encoding"], dtype=str, skipinitialspace=True
    )
    frame = frame.rename(columns=told["columns"]).dropna(subset=["case", "activity", "at"])
    frame["case"], frame["activity"] = frame["case"].str.strip(), frame["activity"].str.strip()
    frame = frame[(frame["case"] != "") & (frame["activity"] != "")]
    frame["at"] = moments(frame["at"], told)
    frame = frame.dropna(subset=["at"])
    frame = frame.sort_values("at", kind="stable").sort_values("case", kind="stable")
    frame = pm4py.format_dataframe(
        frame.reset_index(drop=True), case_id="case", activity_key="activity", timestamp_key="at"
    )
    follows, starts, ends = pm4py.discover_dfg(frame)
    print(
        json.dumps(
            {
                "cases": frame["case:concept:name"].nunique(),
                "events": len(frame),
                "variants": sorted([list(w), n] for w, n in pm4py.get_variants(frame).items()),
                "starts": sorted([list(pair) for pair in starts.items()]),
                "ends": sorted([list(pair) for pair in ends.items()]),
                "follows": sorted([*pair, n] for pair, n in follows.items()),
                "median_all_hours": round(
                    statistics.median(pm4py.get_all_case_durations(frame)) / 3600, 5
                ),
            }
        )
    )
