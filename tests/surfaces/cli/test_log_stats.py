"""`yingshang log stats`, on a public log and on broken ones."""

import json

import pytest

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
