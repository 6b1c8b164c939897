"""Our counts are pm4py's, on the public log and on dirty ones.

pm4py is AGPL, so no Python of ours has it: YINGSHANG_PM4PY names one that does.
"""

import json
import os
import random
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from yingshang.adapters.logs import LogFile, OutEvent, read_xes, write_ocel, write_xes
from yingshang.kernel.eventlog import LogEvent, summarise
from yingshang.kernel.worktime import CST

PYTHON = os.environ.get("YINGSHANG_PM4PY", "")
pytestmark = pytest.mark.skipif(
    not PYTHON, reason="pm4py (AGPL) is only a checker: set YINGSHANG_PM4PY=/path/to/its/python"
)


def theirs(path):
    done = subprocess.run(
        [PYTHON, Path(__file__).with_name("pm4py_figures.py"), path],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(path.parent)},
    )
    return json.loads(done.stdout.splitlines()[-1])


def ours(path):
    rows = read_xes(path, LogFile(path.name))
    found = summarise(LogEvent(*row[:3]) for row in rows)
    return {
        "cases": found.cases,
        "events": found.events,
        "variants": sorted([list(way), n] for way, n in found.variants.items()),
        "starts": sorted([list(pair) for pair in found.starts.items()]),
        "ends": sorted([list(pair) for pair in found.ends.items()]),
        "follows": sorted([*pair, n] for pair, n in found.follows.items()),
        "median_all_hours": round(found.median_all_hours, 6),
    }


def dirty(seed):
    """Ties, twins, disorder, old years, mixed zones, starts, nesting, empty traces, namespaces."""
    chance = random.Random(seed)
    name = '<{x}string key="concept:name" value="{v}"/>'
    x = chance.choice(["", "xes:"])
    space = f'xmlns{":xes" if x else ""}="http://www.xes-standard.org/"'
    lines = [f'<?xml version="1.0"?>\n<{x}log xes.version="1.0" {space}>']
    for case in range(60):
        lines.append(f"<{x}trace>" + name.format(x=x, v=f"K{case}"))
        year = chance.choice([1948, 1970, 2011, 2026])
        events = []
        for _number in range(chance.randrange(7)):
            zone = chance.choice(["Z", "+08:00", "-03:30", ".250+02:00"])
            at = f"{year}-03-{chance.randrange(1, 5):02}T{chance.randrange(24):02}:00:00{zone}"
            inner = '<{x}string key="more" value="x">{n}</{x}string>'.format(
                x=x, n=name.format(x=x, v="inside")
            )
            state = chance.choice(["start", "complete"])
            events.append(
                f"<{x}event>{name.format(x=x, v=chance.choice('abcd'))}"
                f'<{x}date key="time:timestamp" value="{at}"/>'
                f'<{x}string key="lifecycle:transition" value="{state}"/>'
                f"{inner if chance.random() < 0.3 else ''}</{x}event>"
            )
            if chance.random() < 0.2:
                events.append(events[-1])
        lines += [*events, f"</{x}trace>"]
    return "\n".join([*lines, f"</{x}log>"])


def test_the_public_log(shared):
    path = shared / "data" / "eventlogs" / "receipt.xes.gz"
    assert ours(path) == theirs(path)


@pytest.mark.parametrize("seed", range(3))
def test_dirty_logs(tmp_path, seed):
    path = tmp_path / "dirty.xes"
    path.write_text(dirty(seed))
    assert ours(path) == theirs(path)


def test_what_we_write_is_read_back(tmp_path):
    events = [
        OutEvent(f"c{n // 3}", "受理<&", datetime(2026, 3, 2, n % 24, tzinfo=CST), "u", "m", "item")
        for n in range(12)
    ]
    with (tmp_path / "our.xes").open("w", encoding="utf-8") as out:
        write_xes(events, out)
    assert (theirs(tmp_path / "our.xes")["cases"], ours(tmp_path / "our.xes")["events"]) == (4, 12)
    with (tmp_path / "our.jsonocel").open("w", encoding="utf-8") as out:
        write_ocel(events, out)
    found = theirs(tmp_path / "our.jsonocel")
    assert (found["events"], found["objects"], found["relations"]) == (12, 6, 36)
    assert (found["o2o"], found["types"]) == (5, ["item", "officer", "unit"])
