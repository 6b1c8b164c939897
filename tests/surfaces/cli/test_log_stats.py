"""`yingshang log stats`, on a public log and on broken ones."""

import json
import tracemalloc

import pytest

from yingshang.adapters.logs import LogFile, columns_of, guess_columns, read_csv
from yingshang.surfaces.cli.main import run


def _run(capsys, *args):
    code = run(["log", "stats", *map(str, args)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize("name", ["receipt.xes.gz", "receipt.csv"])
def test_the_receipt_log_is_counted_as_published(shared, capsys, name):
    folder = shared / "data" / "eventlogs"
    folder = folder if folder.is_dir() else shared / "eventlogs"
    code, out, _err = _run(capsys, folder / name, "--json")
    found = json.loads(out)
    assert code == 0
    counts = [found[key] for key in ("cases", "events", "activities", "variants")]
    assert counts == [1434, 8577, 27, 116]
    assert found["median_throughput_hours"] == pytest.approx(2.974, abs=5e-4)
    # as pm4py 2.7.23 counts, single events as 0
    assert found["median_throughput_hours_all_cases"] == pytest.approx(0.79682875)
    assert sum(n for _a, _b, n in found["directly_follows"]) == 8577 - 1434
    assert found["start_activities"] == {"Confirmation of receipt": 1434}
    assert found["end_activities"]["T10 Determine necessity to stop indication"] == 828


def test_columns_are_named_by_a_mapping(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("甲,乙,丙\n1,受理,2026-03-02\n1,办结,2026-03-04 12:00\n")
    (tmp_path / "m.json").write_text('{"case": "甲", "activity": "乙", "timestamp": "丙"}')
    code, out, _err = _run(capsys, tmp_path / "a.csv", "--map", tmp_path / "m.json", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["median_throughput_hours"] == 60.0
    assert found["first_event"] == "2026-03-02T00:00:00"


def test_times_without_a_zone_among_others_are_chinese_and_said_so(tmp_path, capsys):
    rows = "case,activity,time\n1,a,2026-03-02T00:00:00+00:00\n1,b,2026-03-02T09:00:00\n"
    (tmp_path / "a.csv").write_text(rows)
    _code, out, _err = _run(capsys, tmp_path / "a.csv")
    assert "用时中位数 1.000 小时" in out
    assert "1 条时间没有写时区" in out


def test_a_log_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, capsys):
    (tmp_path / "a.xes").write_text("<log><trace><event>")
    for args in ([tmp_path / "a.xes"], [tmp_path / "none.xes"], [tmp_path / "a.xes", "--map", "x"]):
        code, out, err = _run(capsys, *args)
        assert (code, out, err.count("\n")) == (1, "", 1)


def test_every_oddity_has_its_sentence(tmp_path, capsys):
    event = '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/></event>'  # noqa: E501
    trace = '<trace><string key="concept:name" value="{}"/>{}</trace>'
    late, early = "2026-03-02T09:00:00Z", "1970-01-01T00:00:00Z"
    text = trace.format("K1", event.format("b", late) + event.format("a", early))
    text += trace.format("K1", event.format("b", late))
    (tmp_path / "a.xes").write_text(f"<log>{text}</log>")
    code, out, _err = _run(capsys, tmp_path / "a.xes")
    assert code == 0
    for words in ("不止一次出现", "1 条与同一件、同一时刻", "已按时间排好", "从 1970 年到 2026 年"):
        assert words in out


def test_a_table_is_read_without_being_held(tmp_path):
    path = tmp_path / "a.csv"
    row = "K{0},受理,2026-03-02 09:00:00,周\n"
    path.write_text("case,activity,time,who\n" + "".join(map(row.format, range(20_000))), "utf-8")
    log = LogFile(path.name)
    tracemalloc.start()
    read = sum(1 for _row in read_csv(path, log, guess_columns(columns_of(path))))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 20_000
    assert most < 5_000_000  # a piece of 256 kB as lines; all of it held is 12 MB
