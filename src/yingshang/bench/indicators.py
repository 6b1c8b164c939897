"""`yingshang bench indicators`: 120 indicators × 10 regions × 24 months over a Parquet lake.

How many cases: YINGSHANG_BENCH_CASES (several, by commas; a case has nearly six events). Each size
runs in a process of its own, so that its memory is known. The hand-written SQL reads the same
facts. pandas and Spark run in the tool environments that YINGSHANG_PEERS_PYTHON and
YINGSHANG_SPARK_PYTHON name (a python with pandas, pm4py and pyarrow; one with pyspark).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

__all__ = ["definitions", "indicators", "size_job"]

SIZES = "166667,1666667,10000000"
WANTED = 120
PLACES = (("region", "period"),)
FRESH = 200_000  # cases that arrive for the measurement of what is new
HELD = 2_000_000  # cases whose log pandas can hold here
FILES = ("rates", "work", "item-times")
START = (
    "import json, os, sys, django; "
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'yingshang.config.settings'); "
    "django.setup(); from yingshang.bench.indicators import size_job; "
    "print(json.dumps(size_job(int(sys.argv[1]), sys.argv[2])))"
)


def indicators() -> list[dict[str, Any]]:
    """A row a size, then the peers on the smallest."""
    rows = []
    sizes = [int(one) for one in os.environ.get("YINGSHANG_BENCH_CASES", SIZES).split(",")]
    base = os.environ.get("YINGSHANG_VAR")
    with tempfile.TemporaryDirectory(prefix="indicators-", dir=base) as folder:
        for size in sizes:
            place = str(Path(folder) / str(size))
            rows.append(json.loads(_child([sys.executable, "-c", START, str(size), place])))
        holds = max(size for size in sizes if size == sizes[0] or size <= HELD)
        rows.append(_pandas(Path(folder) / str(holds), rows[sizes.index(holds)]))
        rows.append(_spark(Path(folder) / str(sizes[0]), rows[0]))
    return rows


def _child(command: list[str], told: str | None = None) -> str:
    done = subprocess.run(command, input=told, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


def definitions() -> list[Any]:
    """What the platform computes from cases and steps, the times of further items up to 120."""
    import yaml

    from yingshang.city.definitions._files import expand
    from yingshang.city.indicators._definition import CASES

    folder = Path(__file__).parents[1] / "data" / "base" / "indicators"
    found: list[Any] = []
    for name in FILES:
        for body in expand(yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))):
            if body.get("source", CASES) == CASES and body["view"] in ("cases", "steps"):
                found.append(_parsed(body))
    models = {one.statistic: one.body for one in found if one.item}
    for number in range(WANTED - len(found)):
        item = f"further-{number // 3}"
        kind = ("max", "mean", "median")[number % 3]
        more = {"code": f"{item}-{kind}", "where": f"item == '{item}'"}
        found.append(_parsed({**models[kind], **more, "item": item, "value": "used_workdays"}))
    return found


def _parsed(body: dict[str, Any]) -> Any:
    from yingshang.city.indicators._definition import _expressions

    where, value, numerator, denominator = _expressions(body)
    return SimpleNamespace(
        body=body,
        code=body["code"],
        item=body.get("item", ""),
        view=body["view"],
        statistic=body["statistic"],
        by=body["population"]["by"],
        overdue=body["population"]["overdue"],
        where=where,
        value=value,
        numerator=numerator,
        denominator=denominator,
    )


def items(found: list[Any]) -> list[str]:
    times = dict.fromkeys(one.item for one in found if one.item and one.item != "complaint")
    return [*times, "complaint", "rating-rectification"]


def size_job(cases: int, folder: str) -> dict[str, Any]:
    """What the child measures for one size."""
    from yingshang.bench.indicator_town import Town
    from yingshang.city.indicators._together import statements

    wanted = definitions()
    town = Town(Path(folder), cases, items(wanted))
    made, events = _timed(town.make_events)
    facts, _none = _timed(town.make_facts)
    town.open()
    plan = statements(wanted)
    ours, values = _timed(lambda: ours_of(plan, town.run))
    hand, expected = _timed(lambda: _by_hand(town.run, wanted))
    own, _same = _worked(lambda: ours_of(plan, town.run))
    by_hand, _same = _worked(lambda: _by_hand(town.run, wanted))
    differing = [key for key in expected if expected[key] != values.get(key)]
    lacking = [key for key in values if key not in expected]
    if differing or lacking:
        raise AssertionError(f"not the same answers: {differing[:3]} {lacking[:3]}")
    return {
        "cases": cases,
        "events": events,
        "indicators": len(wanted),
        "values": len(values),
        "events_made_s": round(made, 1),
        "facts_s": round(facts, 1),
        "measured_s": round(ours, 2),
        "by_hand_s": round(hand, 2),
        "measured_cpu_s": round(own, 2),
        "by_hand_cpu_s": round(by_hand, 2),
        "of_by_hand": round(own / by_hand, 2),
        **_fresh(town),
        "peak_GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576, 2),
        "lake_MB": sum(one.stat().st_size for one in town.folder.rglob("*.parquet")) // 1_000_000,
    }


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = run()
    return time.perf_counter() - begun, answer


def _worked(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor on both cores: what others do meanwhile does not count."""
    begun = time.process_time()
    answer = run()
    return time.process_time() - begun, answer


def ours_of(plan: list[Any], run: Callable[[str], Any]) -> dict[tuple[str, str, str], Any]:
    """{(code, region, month): (above, below)}."""
    from yingshang.city.indicators._together import read

    found = {}
    for statement in plan:
        for one in read(statement, PLACES, run):
            if one.found:
                above = None if one.above is None else float(one.above)
                found[one.code, *one.place] = (above, one.below)
    return found


def _fresh(town: Any) -> dict[str, Any]:
    """Events of the last cases arrive once more and are merged; the facts stay what they were."""
    bucket = town.buckets[-1]
    first = max(bucket * 500_000, town.cases - FRESH)
    town.run(f"CREATE OR REPLACE TABLE fresh AS {town.events_of(first, town.cases)}")
    [(count,)] = town.run("SELECT count(*) FROM fresh")
    path = town.path("facts", bucket)
    digest = f"SELECT count(*), bit_xor(hash(f)) FROM read_parquet('{path}') f"
    before = town.run(digest)
    took, _none = _timed(lambda: town.merge(bucket, "fresh"))
    if town.run(digest) != before:
        raise AssertionError("merging the same events again has changed the facts")
    return {"fresh_events": count, "kept_events_per_s": int(count / took)}


def _by_hand(run: Callable[[str], Any], wanted: list[Any]) -> dict[tuple[str, str, str], Any]:
    from yingshang.bench.peers.by_hand import answers

    return answers(run, {one.code for one in wanted})


def _pandas(folder: Path, ours: dict[str, Any]) -> dict[str, Any]:
    """The same answers from the same events by pandas; a few values by pm4py's own filters."""
    python = os.environ.get("YINGSHANG_PEERS_PYTHON", "")
    if not python:
        return {"peer": "pandas and pm4py", "skipped": "YINGSHANG_PEERS_PYTHON is not set"}
    from yingshang.bench.indicator_town import Town, months
    from yingshang.city.indicators._together import statements

    wanted = definitions()
    town = Town(folder, ours["cases"], items(wanted))
    town.open()
    expected = ours_of(statements(wanted), town.run)
    months_of = months()
    asked = {
        "first": str(months_of[0][1]),
        "last": str(months_of[-1][2]),
        "codes": [one.code for one in wanted],
    }
    script, answers = Path(__file__).parent / "peers" / "frames.py", folder / "answers.json"
    command = [python, str(script), str(folder / "events"), str(answers)]
    told = json.loads(_child(command, json.dumps(asked)))
    theirs = {
        tuple(key.split(" ")): tuple(pair) for key, pair in json.loads(answers.read_text()).items()
    }
    # theirs may have rows that count to nothing; ours have no value there
    differing = sum(theirs.get(key, (0.0, 0)) != value for key, value in expected.items())
    whole = ours["facts_s"] + ours["measured_s"]
    peer = told["facts_s"] + told["values_s"]
    return {
        "peer": "pandas and pm4py",
        **told,
        "compared": len(expected),
        "differing": differing,
        "ours_from_events_s": round(whole, 1),
        "times_from_events": round(peer / whole, 1),
        "times_over_kept_facts": round(peer / ours["measured_s"], 1),
        "times_of_pm4py_by_manual": round(told["a_value_s"] * len(expected) / ours["measured_s"]),
    }


def _spark(folder: Path, size: dict[str, Any]) -> dict[str, Any]:
    """The same definitions compiled for Spark over the same files; every sum compared."""
    python = os.environ.get("YINGSHANG_SPARK_PYTHON", "")
    if not python:
        return {"peer": "Spark", "skipped": "YINGSHANG_SPARK_PYTHON is not set"}
    from yingshang.bench.indicator_town import Town
    from yingshang.city.indicators._together import statements

    script, wanted = Path(__file__).parent / "peers" / "spark.py", definitions()
    town = Town(folder, size["cases"], items(wanted))
    town.open()
    town.write_laid_out()
    ours = ours_of(statements(wanted), town.run)
    plan = statements(wanted, "spark")
    asked = json.dumps([sql for one in plan for sql in one.sqls(PLACES, f"{one.view}_in").values()])
    done = subprocess.run(
        [python, str(script), str(folder)], input=asked, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        return {"peer": "Spark", "skipped": f"it failed with {done.returncode}, see above"}
    found = json.loads(done.stdout.strip().splitlines()[-1])
    answers = iter(found["rows"])
    theirs = ours_of(plan, lambda _sql: next(answers))
    differing = sum(theirs.get(key) != value for key, value in ours.items())
    return {
        "peer": "Spark",
        "values": len(ours),
        "differing": differing + len(theirs.keys() - ours.keys()),
        "spark_s": found["s"],
    }
