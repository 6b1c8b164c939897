"""Tables as dirty as they come, read as a careful person would; pm4py counts the same."""

import csv
import io
import json
import os
import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from yingshang.adapters.logs import LogError, LogFile, columns_of, guess_columns, read_csv
from yingshang.kernel.eventlog import LogEvent, summarise
from yingshang.kernel.worktime import CST

PYTHON = os.environ.get("YINGSHANG_PM4PY", "")
PLAIN = {"sep": ",", "encoding": "utf-8-sig", "times": "mixed"}
EXCEL = datetime(1899, 12, 30)
LATER = timedelta(hours=8)


def iso(at):
    return at.isoformat(" ")


def mixed(at, chance):
    """One instant as six systems write it."""
    zoned = at.replace(tzinfo=CST)
    ways = (
        iso(at),
        zoned.isoformat(),
        f"{at - LATER:%Y-%m-%dT%H:%M:%SZ}",
        f"{at - LATER - timedelta(hours=5):%Y-%m-%dT%H:%M:%S.000-05:00}",
        f"{at:%Y/%m/%d %H:%M:%S}",
        f"{zoned:%Y-%m-%d %H:%M:%S+0800}",
    )
    return chance.choice(ways)


def excel(at):
    return repr((at - EXCEL) / timedelta(days=1))


def millis(at):
    return str(int((at - LATER - datetime(1970, 1, 1)) / timedelta(milliseconds=1)))


# kind: (how it is written, heading, the time as written, how often a cell is blanked or repeated)
KINDS = {
    "zones": (PLAIN, ("case_id", "activity", "timestamp"), mixed, 0),
    "bom": (PLAIN, ("Case ID", "Activity", "Timestamp"), iso, 0),
    "semicolon": (PLAIN | {"sep": ";", "times": "day-first"}, ("case", "activity", "time"),
                  lambda at: f"{at:%d/%m/%Y %H:%M:%S}", 0),
    "gbk": (PLAIN | {"encoding": "gbk"}, ("办件编号", "环节名称", "办理时间"), iso, 0),
    "excel": (PLAIN | {"times": "excel"}, ("办件编号", "环节", "时间"), excel, 0),
    "millis": (PLAIN | {"times": "millis"}, ("CaseID", "event", "time"), millis, 0),
    "blank": (PLAIN, ("case", "activity", "time"), iso, 0.1),
    "twins": (PLAIN | {"twice": 0.3}, ("case", "activity", "time"), iso, 0),
    "pairs": (PLAIN | {"pairs": 1}, ("case", "activity", "time"), iso, 0),
    "shuffled": (PLAIN | {"shuffle": 1}, ("case", "activity", "time"), iso, 0.02),
}  # fmt: skip


def rows_of(kind, chance):
    how, _heads, _write, _blank = KINDS[kind]
    rows = []
    for case in range(80):
        at = datetime(2026, 3, 2, 9) + timedelta(minutes=37 * case)
        for activity in ("受理", "审查", "踏勘", "审批", "办结")[: chance.randrange(1, 6)]:
            at += timedelta(minutes=chance.randrange(1, 4000))
            one = (f"K{case:03}", activity, at)
            rows += [one] * (2 if chance.random() < how.get("twice", 0) else 1)
            if how.get("pairs"):
                rows.append((*one[:2], at + timedelta(minutes=chance.randrange(1, 90))))
    if how.get("shuffle"):
        chance.shuffle(rows)
    return rows


def written(kind, folder):
    how, heads, write, blank = KINDS[kind]
    chance = random.Random(kind)
    out = io.StringIO()
    table = csv.writer(out, delimiter=how["sep"])
    table.writerow([*heads, "more"])
    for case, activity, at in rows_of(kind, chance):
        time = write(at, chance) if write is mixed else write(at)
        cells = [case, activity, time]
        if chance.random() < blank:
            cells[chance.randrange(3)] = chance.choice(["", "  ", "NULL", "N/A"])
        table.writerow([*cells, f"x{how['sep']}y"])
    path = folder / f"{kind}.csv"
    path.write_bytes(out.getvalue().encode(how["encoding"]))
    told = how | {"columns": dict(zip(heads, ("case", "activity", "at"), strict=True))}
    Path(f"{path}.json").write_text(json.dumps(told), "utf-8")
    return path


def ours(path):
    log = LogFile(path.name)
    rows = read_csv(path, log, guess_columns(columns_of(path)))
    shift = 8 * 3_600_000_000
    found = summarise(LogEvent(c, a, at if zoned else at - shift) for c, a, at, zoned, *_ in rows)
    return {
        "cases": found.cases,
        "events": found.events,
        "variants": sorted([list(way), n] for way, n in found.variants.items()),
        "starts": sorted([list(pair) for pair in found.starts.items()]),
        "ends": sorted([list(pair) for pair in found.ends.items()]),
        "follows": sorted([*pair, n] for pair, n in found.follows.items()),
        "median_all_hours": round(found.median_all_hours, 5),
    }


@pytest.mark.skipif(not PYTHON, reason="pm4py (AGPL) is only a checker: set YINGSHANG_PM4PY")
def test_a_dirty_table_is_counted_as_a_careful_person_with_pm4py_counts_it(tmp_path):
    paths = [written(kind, tmp_path) for kind in KINDS]
    done = subprocess.run(
        [PYTHON, Path(__file__).with_name("pm4py_tables.py"), *paths],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    for path, line in zip(paths, lines, strict=True):
        assert (path.name, ours(path)) == (path.name, json.loads(line))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"blank", "shuffled"}))
def test_nothing_of_a_dirty_table_is_lost(tmp_path, kind):
    rows = rows_of(kind, random.Random(kind))
    found = ours(written(kind, tmp_path))
    assert (found["cases"], found["events"]) == (80, len(rows))


def test_what_stands_for_nothing_is_left_out_and_counted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "sep=;\ncase;activity;time\nNULL;a;2026-01-01\n K1 ;a;2026-01-01\nK1;NaN;2026-01-02\n"
        "\nK1;b\nK1;c;2026-01-03;and more\n"
    )
    log = LogFile("a.csv")
    rows = list(read_csv(path, log, guess_columns(columns_of(path))))
    assert [row[:2] for row in rows] == [("K1", "a"), ("K1", "c")]
    assert log.skipped == {"no-case": 1, "no-activity": 1, "no-time": 1}


def test_a_letter_cut_in_two_makes_no_other_encoding(tmp_path):
    path, log = tmp_path / "a.csv", LogFile("a.csv")
    text = "case,activity,time\n" + "甲1,材料审查,2026-01-01\n" * 20
    path.write_bytes(text.encode() + "甲2,审".encode()[:-1] + b",2026-01-01\n")
    rows = list(read_csv(path, log, guess_columns(columns_of(path))))
    assert (rows[0][1], len(rows), len(log.notes)) == ("材料审查", 21, 1)


def test_a_day_and_an_hour_in_two_columns_are_one_time(tmp_path):
    path, log = tmp_path / "a.csv", LogFile("a.csv")
    path.write_text(
        "办件编号,环节,办理日期,办理时间\n1,a,2026/1/13 0:00,9:05\n1,b,14/1/2026,下午 3:05\n"
        "1,c,,10:00\n1,d,,2026-01-15 08:00\n"
    )
    columns = guess_columns(columns_of(path))
    rows = list(read_csv(path, log, columns))
    assert (columns["timestamp"], columns["day"]) == ("办理时间", "办理日期")
    days = [datetime(1970, 1, 1) + timedelta(microseconds=row[2]) for row in rows]
    assert [f"{at:%d %H:%M}" for at in days] == ["13 09:05", "14 15:05", "15 08:00"]
    assert log.skipped == {"no-time": 1}


def test_a_title_above_the_headings_is_passed_over(tmp_path):
    path, log = tmp_path / "a.csv", LogFile("a.csv")
    path.write_text(
        "某市办件明细表\n导出时间：2026-01-01，共 1 条,\n\n办理环节;流水号;结束时间\na;1;46083.25\n"
        "合计;1;\n"
    )
    rows = list(read_csv(path, log, guess_columns(columns_of(path))))
    assert [row[:2] for row in rows] == [("1", "a")]
    assert log.notes == ["表头在第 4 行，之前的没有读。"]
    told = {"case": "环节", "activity": "流水号", "timestamp": "结束时间"}
    with pytest.raises(LogError, match="环节"):
        list(read_csv(path, log, told))
