"""Logs as other systems export them, whole and broken."""

import gzip
from datetime import datetime

import pytest

from yingshang.adapters.logs import LogError, LogFile, columns_of, guess_columns, read_csv, read_xes
from yingshang.adapters.logs._times import micros, read_time

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
 <global scope="event"><string key="concept:name" value="无"/></global>
 <string key="meta" value="x"><string key="concept:name" value="不是件"/></string>
 <trace><string key="concept:name" value="件1"/>
  <event><string key="concept:name" value="受理"/><date key="time:timestamp" value="2026-03-02T09:00:00+08:00"/>
   <string key="org:resource" value="周敏"><string key="concept:name" value="里层"/></string></event>
  <event><string key="concept:name" value="办结"/><date key="time:timestamp" value="2026-03-03T09:00:00+08:00"/></event>
 </trace>
 <trace>
  <event><string key="concept:name" value="受理"/><date key="time:timestamp" value="不知道"/></event>
  <event><string key="concept:name" value="受理"/><date key="time:timestamp" value="1948-01-01T00:00:00Z"/></event>
 </trace>
 <trace><string key="concept:name" value="空"/></trace>
</log>"""  # noqa: E501


def _xes(tmp_path, text, partial=False, name="a.xes"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    log = LogFile(name)
    return list(read_xes(tmp_path / name, log, partial=partial)), log


def _csv(tmp_path, data, columns=None):
    (tmp_path / "a.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    log = LogFile("a.csv")
    path = tmp_path / "a.csv"
    return list(read_csv(path, log, columns or guess_columns(columns_of(path)))), log


def test_xes_gives_its_events_and_tells_what_it_left_out(tmp_path):
    rows, log = _xes(tmp_path, XES)
    assert [row[:2] for row in rows] == [("件1", "受理"), ("件1", "办结"), ("#2", "受理")]
    assert rows[0][2:] == (
        micros(datetime.fromisoformat("2026-03-02T01:00:00+00:00")),
        True,
        "周敏",
        "",
        "",
    )
    assert rows[2][2] < 0
    assert log.skipped == {"no-time": 1, "empty-trace": 1}


def test_a_gzipped_log_reads_the_same(tmp_path):
    packed, _log = _xes(tmp_path, gzip.compress(XES.encode()), name="b.xes.gz")
    assert packed == _xes(tmp_path, XES)[0]


@pytest.mark.parametrize("packed", [False, True])
def test_a_log_that_breaks_off_is_refused_or_read_to_the_last_whole_case(tmp_path, packed):
    whole = XES.encode()
    cut = gzip.compress(whole)[:-40] if packed else whole[: whole.index("不知道".encode())]
    with pytest.raises(LogError) as refused:
        _xes(tmp_path, cut)
    assert refused.value.code == "cut"
    rows, log = _xes(tmp_path, cut, partial=True)
    assert log.cut
    assert [row[:2] for row in rows][:2] == [("件1", "受理"), ("件1", "办结")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE log [<!ENTITY a "b">]><log><trace/></log>', "entity"),
        ("<html></html>", "no-log"),
        ("case,activity\n1,2\n", "no-xml"),
        ("", "no-xml"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path, text, code):
    with pytest.raises(LogError) as refused:
        _xes(tmp_path, text)
    assert refused.value.code == code


def test_a_table_in_the_encoding_of_a_chinese_excel_is_read(tmp_path):
    text = "办件编号,环节,办理时间,办理人\n甲1,受理,2026/3/2 9:05,周敏\n"
    text += "甲1,办结,2026年3月3日 10时,吴\n,,,\n甲2,受理,下周,\n"
    rows, log = _csv(tmp_path, text.encode("gb18030"))
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("甲1", "受理", False),
        ("甲1", "办结", False),
    ]
    assert rows[1][2] == micros(datetime(2026, 3, 3, 10))
    assert log.skipped == {"no-case": 1, "no-time": 1}


def test_a_mapping_that_names_no_column_says_which_there_are(tmp_path):
    with pytest.raises(LogError, match="x、y"):
        _csv(tmp_path, "x,y\n1,2\n")


def test_a_column_with_a_day_above_twelve_is_day_first(tmp_path):
    rows, log = _csv(tmp_path, "case;activity;time\n1;a;02/03/2026\n1;b;13/03/2026\n")
    assert rows[0][2] == micros(datetime(2026, 3, 2))
    assert not log.notes
    rows, log = _csv(tmp_path, "case;activity;time\n1;a;02/03/2026\n")
    assert rows[0][2] == micros(datetime(2026, 2, 3))
    assert log.notes


def test_one_line_of_many_megabytes_is_refused(tmp_path):
    with pytest.raises(LogError) as refused:
        _csv(tmp_path, "case,activity,time\n" + "1" * 3_000_000)
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02 09:05:00.276000+02:00", "2026-03-02T07:05:00.276+00:00"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
        ("1772413500", "2026-03-02T01:05:00+00:00"),
        ("1773011500000", "2026-03-08T23:11:40+00:00"),
        ("20260302", "2026-03-02T00:00:00"),
        ("1772413500000", "2026-03-02T01:05:00+00:00"),
        ("20260302090500", "2026-03-02T09:05:00"),
        ("2.3.2026 09:05", "2026-03-02T09:05:00"),
        ("2026/3/2 下午 3:05", "2026-03-02T15:05:00"),
        ("46083.5", "2026-03-02T12:00:00"),
    ],
)
def test_times_are_read_as_systems_write_them(text, moment):
    expected = datetime.fromisoformat(moment)
    assert read_time(text) == (micros(expected), expected.tzinfo is not None)


@pytest.mark.parametrize(
    "text", ["", "昨天", "2026-13-40", "99/99/9999", "12", "0000-00-00 00:00:00"]
)
def test_what_is_no_time_is_none(text):
    assert read_time(text) is None


def test_a_year_of_two_digits_is_of_this_century():
    assert read_time("1/14/26 2:00 PM") == (micros(datetime(2026, 1, 14, 14)), False)
    assert read_time("14/1/26", True) == (micros(datetime(2026, 1, 14)), False)


def test_an_endless_line_is_given_up_early(tmp_path):
    with pytest.raises(LogError, match="一行长过"):
        _csv(tmp_path, b"x" * 9_000_000)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon Mar 02 09:00:00 CST 2026", "2026-03-02T01:00:00+00:00"),
        ("2026-03-02 24:00:00", "2026-03-03T00:00:00"),
        ("/Date(1772413500000+0800)/", "2026-03-02T01:05:00+00:00"),
        ("02-Mar-2026 09:00:00", "2026-03-02T09:00:00"),
        ("Mar 2, 2026 9:00 PM", "2026-03-02T21:00:00"),
        ("2026-03-02 09:00:00 UTC", "2026-03-02T09:00:00+00:00"),
        ("2026-03-02 09:00:00 GMT+8", "2026-03-02T01:00:00+00:00"),
        ("2026/3/2 9:00:00 +08", "2026-03-02T01:00:00+00:00"),
        ("２０２６－０３－０２　０９：００：００", "2026-03-02T09:00:00"),
    ],
)
def test_names_of_months_and_zones_are_read(text, moment):
    expected = datetime.fromisoformat(moment)
    assert read_time(text) == (micros(expected), expected.tzinfo is not None)


@pytest.mark.parametrize("inside", ['<trace a="%s"/>', "<!--%s-->"])
def test_an_attribute_of_megabytes_is_refused_early(tmp_path, inside):
    text = "<log>" + inside % ("x" * (3 << 20)) + "</log>"
    with pytest.raises(LogError, match="长过 1 MB") as refused:
        _xes(tmp_path, text)
    assert refused.value.code == "too-long"


def test_an_attribute_below_the_limit_is_passed_over(tmp_path):
    rows, _log = _xes(tmp_path, XES.replace('value="x"', f'value="{"x" * 900_000}"'))
    assert len(rows) == 3


def test_a_log_in_the_encoding_it_declares_is_read(tmp_path):
    text = XES.replace("UTF-8", "GBK")
    rows, _log = _xes(tmp_path, text.encode("gbk"))
    assert rows[0][:2] == ("件1", "受理")
