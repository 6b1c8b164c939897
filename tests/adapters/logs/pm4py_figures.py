"""Run by a Python that has pm4py (AGPL: never one of ours): the figures of a log as JSON."""

import json
import statistics
import sys

import pm4py

path = sys.argv[1]
if path.endswith(".jsonocel"):
    log = pm4py.read_ocel2_json(path)
    print(
        json.dumps(
            {
                "events": len(log.events),
                "objects": len(log.objects),
                "relations": len(log.relations),
                "o2o": len(log.o2o),
                "changes": len(log.object_changes),
                "types": sorted(pm4py.ocel_get_object_types(log)),
            }
        )
    )
    sys.exit()
frame = pm4py.read_xes(path)
frame = frame.dropna(subset=["time:timestamp", "concept:name"])
# as pm4py does with tables; a XES it leaves in the order of the file unless it is asked
frame = frame.sort_values("time:timestamp", kind="stable")
frame = frame.sort_values("case:concept:name", kind="stable").reset_index(drop=True)
follows, starts, ends = pm4py.discover_dfg(frame)
variants = pm4py.get_variants(frame)
spans = pm4py.get_all_case_durations(frame)
print(
    json.dumps(
        {
            "cases": frame["case:concept:name"].nunique(),
            "events": len(frame),
            "variants": sorted([list(path), n] for path, n in variants.items()),
            "starts": sorted(starts.items()),
            "ends": sorted(ends.items()),
            "follows": sorted([*pair, n] for pair, n in follows.items()),
            "median_all_hours": round(statistics.median(spans) / 3600, 6),
        }
    )
)
