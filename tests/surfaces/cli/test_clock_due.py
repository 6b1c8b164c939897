"""`yingshang clock due`: a limit's end from the command line, without a database."""

import argparse
import csv
import json
from io import StringIO

import pytest

from yingshang.city.definitions import service as definitions
from yingshang.surfaces.cli.commands import clock
from yingshang.surfaces.cli.main import run

TEN = ["--start", "2025-09-24", "--limit", "10 workdays"]


def due(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    clock.register(parser.add_subparsers())
    args = parser.parse_args(["clock", "due", *arguments])
    return args.func(args)


@pytest.fixture
def batch(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> list[str]:
        path = tmp_path / "clocks.csv"
        path.write_bytes(text.encode(encoding))
        return ["--batch", str(path)]

    return write


def test_it_answers_with_the_date_and_one_sentence(capsys):
    assert due(*TEN) == 0
    first, sentence = capsys.readouterr().out.splitlines()
    assert first == "2025-10-14"
    assert sentence.endswith("2025年10月14日（周二）17:00届满。")


def test_a_pause_ends_before_its_second_day(capsys):
    assert due(*TEN, "--pause", "2025-09-26/2025-10-09", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2025-10-20"
    assert answer["due_at"] == "2025-10-20T17:00:00+08:00"
    assert answer["provisional"] is False
    assert "days" not in answer


def test_pauses_may_be_given_together_or_apart(capsys):
    together = due(*TEN, "--pause", "2025-09-26/2025-09-27", "2025-09-29/2025-09-30")
    one = capsys.readouterr().out
    apart = due(*TEN, "--pause", "2025-09-26/2025-09-27", "--pause", "2025-09-29/2025-09-30")
    assert (together, apart) == (0, 0)
    assert capsys.readouterr().out == one
    assert one.startswith("2025-10-16\n")


def test_it_explains_every_day(capsys):
    assert due(*TEN, "--explain") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "2025-09-28     3  调休上班（国庆节、中秋节）" in lines
    assert lines[-1] == "2025-10-14    10  工作日，期限届满"
    assert due(*TEN, "--explain", "--json") == 0
    days = json.loads(capsys.readouterr().out)["days"]
    assert days[-1] == {
        "day": "2025-10-14",
        "number": 10,
        "counted": True,
        "why": "工作日，期限届满",
        "code": "workday",
    }


def test_hours_are_answered_with_the_instant(capsys):
    assert due("--start", "2025-09-30T15:00", "--limit", "24小时", "--json") == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2025-10-01T15:00:00+08:00"


def test_a_time_from_another_zone_is_read_in_china(capsys):
    assert due("--start", "2026-03-02T20:00:00+00:00", "--limit", "1 workday", "--json") == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-03-04"


def test_past_the_announced_years_it_says_provisional(capsys):
    assert due("--start", "2026-12-28", "--limit", "5 workdays", "--region", "990100") == 0
    first, sentence = capsys.readouterr().out.splitlines()
    assert first == "2027-01-04（暂定）"
    assert "暂定" in sentence


def test_an_open_pause_has_no_due_date_yet(capsys):
    assert due(*TEN, "--pause", "2025-09-26/", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due"], answer["due_at"], answer["provisional"]) == (None, None, True)
    assert due(*TEN, "--pause", "2025-09-26/") == 0
    assert capsys.readouterr().out.startswith("暂停中，届满日未定\n")


def test_extensions_and_local_rules(capsys):
    assert due(*TEN, "--extend", "2 workdays") == 0
    assert capsys.readouterr().out.startswith("2025-10-16\n")
    assert due(*TEN, "--same-day") == 0
    assert capsys.readouterr().out.startswith("2025-10-13\n")
    evening = ["--start", "2025-09-24T19:00", "--limit", "10 workdays", "--next-workday"]
    assert due(*evening) == 0
    assert capsys.readouterr().out.startswith("2025-10-15\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--start", "24 Sept", "--limit", "10 workdays"], "看不懂时间“24 Sept”"),
        (["--start", "2025-02-30", "--limit", "10 workdays"], "看不懂时间“2025-02-30”"),
        (["--start", "2025-09-24", "--limit", "ten"], "看不懂时限“ten”"),
        (["--start", "2025-09-24", "--limit", "9999999 days"], "期限过长"),
        (["--start", "0001-01-01T00:00+14:00", "--limit", "1 day"], "超出了可计算的年份"),
        ([*TEN, "--pause", "2025-09-26"], "看不懂暂停“2025-09-26”"),
        ([*TEN, "--pause", "2025-10-09/2025-09-26"], "不能早于开始时间"),
        ([*TEN, "--region", "青岚市"], "六位数字"),
        (["--start", "2025-09-24"], "--start 和 --limit"),
        ([], "--start 和 --limit"),
        (["--batch", "x.csv", *TEN], "不能同时使用"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_2(capsys, arguments, words):
    assert due(*arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err
    assert len(output.err.splitlines()) == 1


def test_a_batch_answers_the_same_rows_with_two_columns_more(capsys, batch):
    arguments = batch(
        "ref,start,limit,pauses\n"
        "甲,2025-09-24,10 workdays,2025-09-26/2025-10-09\n"
        '"乙,丙",2026-12-28,5个工作日,\n'
        "\n"
        "丁,2026-03-02T09:00,24 hours,"
        "2026-03-02T12:00/2026-03-02T14:00;2026-03-02T13:00/2026-03-02T15:00\n"
        "戊,2026-03-02,5 workdays,2026-03-03/\n"
        "己,2026-03-02,3个月\n"
    )
    assert due(*arguments) == 0
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["ref", "start", "limit", "pauses", "due", "provisional"]
    assert [(row["ref"], row["due"], row["provisional"]) for row in rows] == [
        ("甲", "2025-10-20", "false"),
        ("乙,丙", "2027-01-04", "true"),
        ("丁", "2026-03-03T12:00:00+08:00", "false"),
        ("戊", "", "true"),
        ("己", "2026-06-02", "false"),
    ]


def test_a_batch_as_json(capsys, batch):
    assert due(*batch("start,limit\n2026-03-02,5 workdays\n"), "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"start": "2026-03-02", "limit": "5 workdays", "due": "2026-03-09", "provisional": False}
    ]


def test_an_answered_batch_can_be_answered_again(capsys, batch):
    assert due(*batch("due,start,limit,provisional\nold,2026-03-02,5 workdays,true\n")) == 0
    assert capsys.readouterr().out == (
        "start,limit,due,provisional\n2026-03-02,5 workdays,2026-03-09,false\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_batch_saved_by_a_chinese_excel_is_read(capsys, batch, encoding):
    assert due(*batch("start,limit,备注\n2026-03-02,5个工作日,窗口\n", encoding)) == 0
    assert "2026-03-02,5个工作日,窗口,2026-03-09,false" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "缺少列：start、limit"),
        ("start,days\n2026-03-02,5\n", "缺少列：limit"),
        ("start,limit\n2026-03-02,5 workdays\n2026-03-32,1 day\n", "第 3 行：看不懂时间"),
        ("start,limit\n2026-03-02\n", "第 2 行：看不懂时限"),
        ("start,limit,pauses\n2026-03-02,1 day,x\n", "第 2 行：看不懂暂停"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(capsys, batch, text, words):
    assert due(*batch(text)) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err
    assert len(output.err.splitlines()) == 1


def test_a_batch_that_is_no_text_is_refused(capsys, tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\xff\xff\x00\x80\xff")
    assert due("--batch", str(path)) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_missing_file_is_one_sentence(capsys, tmp_path):
    assert run(["clock", "due", "--batch", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_a_unit_s_own_hours_decide_when_a_thing_was_received(capsys):
    saturday = ["--start", "2026-03-07T10:00", "--limit", "1 workday", "--next-workday"]
    assert due(*saturday) == 0
    assert capsys.readouterr().out.startswith("2026-03-10")
    assert due(*saturday, "--unit", "990100-hall") == 0
    assert capsys.readouterr().out.startswith("2026-03-09")
    assert due(*saturday, "--unit", "hall") == 2
    assert "990100-hall" in capsys.readouterr().err


def test_a_city_s_own_folder_may_hold_a_local_holiday(capsys, settings, tmp_path):
    folder = tmp_path / "regions" / "990200" / "calendars"
    folder.mkdir(parents=True)
    text = (settings.PACKAGE / "data" / "base" / "calendars" / "2026.yaml").read_text("utf-8")
    local = '  - name: 三月三\n    first: "2026-04-20"\n    last: "2026-04-21"\n    make_up: []\n'
    (folder / "2026.yaml").write_text(text + local, "utf-8")
    settings.DATA_DIRS = [*settings.DATA_DIRS, tmp_path]
    definitions.declared_calendar.cache_clear()
    try:
        friday = ["--start", "2026-04-17", "--limit", "1 workday"]
        assert due(*friday, "--region", "990200") == 0
        assert capsys.readouterr().out.startswith("2026-04-22")
        assert due(*friday, "--region", "990100") == 0
        assert capsys.readouterr().out.startswith("2026-04-20")
    finally:
        definitions.declared_calendar.cache_clear()
