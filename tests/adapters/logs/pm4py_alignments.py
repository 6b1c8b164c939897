"""Run by a Python that has pm4py: alignments and token replay of paths on two simple flows."""

import json
import sys

import pandas
import pm4py
from pm4py.objects.process_tree.utils.generic import parse

TREES = {
    "line": "->('a', 'b', 'c', 'd')",
    "fork": "->('a', +('b', X('c', tau)), 'd')",
}
paths = json.load(sys.stdin)
rows = [
    (f"{number:05}", sign, pandas.Timestamp("2026-01-01", tz="UTC") + pandas.Timedelta(hours=at))
    for number, path in enumerate(paths)
    for at, sign in enumerate(path)
]
frame = pm4py.format_dataframe(
    pandas.DataFrame(rows, columns=["case", "activity", "at"]),
    case_id="case",
    activity_key="activity",
    timestamp_key="at",
)
told = {}
for name, tree in TREES.items():
    net = pm4py.convert_to_petri_net(parse(tree))
    aligned = pm4py.conformance_diagnostics_alignments(frame, *net)
    replayed = pm4py.conformance_diagnostics_token_based_replay(frame, *net)
    told[name] = [
        [one["cost"] // 10_000, one["fitness"], two["trace_is_fit"]]
        for one, two in zip(aligned, replayed, strict=True)
    ]
print(json.dumps(told))
