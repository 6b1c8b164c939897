"""Logs of other systems are taken over: each event once, whatever the files overlap."""

import json
from datetime import datetime

import pytest
from indicator_facts import CITY

from yingshang.city.accounts.kinds import SYSTEM, NotVisible, Refusal
from yingshang.city.indicators import _log_rows
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators._log_models import LoggedCase, LoggedEvent, LogImport, LogSource
from yingshang.city.indicators._log_rows import Twins
from yingshang.kernel.worktime import CST

AT = datetime(2026, 4, 1, 9, tzinfo=CST)
HEAD = "办件编号,环节,时间,经办人\n"
ONE = (
    HEAD + "A1,受理,2026-03-02 09:00,周\nA1,审核,2026-03-03 10:00,吴\nA1,办结,2026-03-04 11:00,吴\n"
)
TWO = (
    HEAD + "A1,办结,2026-03-04 11:00,吴\nA2,受理,2026-03-05 09:00,周\nA2,办结,2026-03-06 09:00,周\n"
)


@pytest.fixture
def take(city, tmp_path):
    def take(text, name="a.csv", source="公积金系统", **more):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return indicators.import_log(path, region=CITY, source=source, by=SYSTEM, at=AT, **more)

    return take


def test_a_log_becomes_cases_and_events(take):
    told = take(ONE)
    assert (told["cases"], told["added"], told["known"]) == (1, 3, 0)
    assert told["columns"]["case"] == "办件编号"
    first = LoggedEvent.objects.order_by("at").first()
    assert first.at == 1_772_413_200_000_000  # nine o'clock in China
    assert LogSource.objects.get().columns


def test_the_same_file_again_changes_nothing_and_overlapping_ones_merge(take):
    take(ONE)
    assert take(ONE, name="b.csv")["again"]
    assert take(TWO)["added"] == 2
    assert take(ONE + "A1,归档,2026-03-04 12:00,吴\n")["added"] == 1
    assert (LoggedCase.objects.count(), LoggedEvent.objects.count()) == (2, 6)


def test_two_equal_events_of_one_file_stay_two(take):
    twice = ONE + "A1,受理,2026-03-02 09:00,周\n"
    assert take(twice)["added"] == 4
    assert take(twice + "\n")["added"] == 0


def test_a_dry_run_writes_nothing(take):
    assert take(ONE, dry_run=True)["added"] == 3
    assert not LogImport.objects.exists()
    assert not LogSource.objects.exists()


def test_confirmed_columns_are_remembered_for_the_layout(take, tmp_path):
    odd = "号,甲,乙\n1,受理,2026-03-02 09:00\n"
    with pytest.raises(Refusal) as refused:
        take(odd)
    assert refused.value.code == "no-column"
    (tmp_path / "m.json").write_text(
        json.dumps({"case": "号", "activity": "甲", "timestamp": "乙"})
    )
    take(odd, mapping=tmp_path / "m.json")
    proposed = indicators.propose_log(tmp_path / "a.csv", region=CITY, source="公积金系统")
    assert (proposed["remembered"], proposed["sample"][0]["activity"]) == (True, "受理")
    assert take(odd + "1,办结,2026-03-03 09:00\n")["added"] == 1


def test_a_file_that_breaks_off_leaves_nothing_behind(take):
    broken = '<log><trace><string key="concept:name" value="1"/>'
    with pytest.raises(Refusal) as refused:
        take(broken, name="a.xes")
    assert refused.value.code == "cut"
    assert not LoggedCase.objects.exists()


def test_durations_are_working_time_where_the_calendar_is_known(take, shen):
    told = take(ONE)
    found = indicators.log_analysis(shen, region=CITY, source=told["source_id"], way=0)
    assert found.calendar
    assert found.map.middle == 2 * found.day + 120
    assert (found.replay.fitting, found.worked) == (1, ())
    old = take(ONE.replace("2026", "1948"), source="旧系统")
    found = indicators.log_analysis(shen, region=CITY, source=old["source_id"])
    assert (found.calendar, found.day, found.first.year) == (False, 1440, 1948)


def test_a_case_is_read_event_by_event_and_only_where_it_is(take, shen):
    told = take(ONE)
    _row, events = indicators.logged_case(shen, region=CITY, source=told["source_id"], ref="A1")
    assert [one.activity for one in events] == ["受理", "审核", "办结"]
    with pytest.raises(NotVisible):
        indicators.logged_case(shen, region="110100", source=told["source_id"], ref="A1")


def test_clerks_do_not_see_who_handles_what_elsewhere(take, zhou, shen):
    take(ONE)
    assert len(indicators.log_sources(shen, region=CITY)) == 1
    assert indicators.log_sources(zhou, region=CITY) == []


def test_equal_events_are_counted_across_parts():
    twins = Twins()
    a, b, c = (bytes([n] * 8) for n in range(3))
    assert twins.before([a, b, a, b"\xff" * 8]) == [0, 0, 1, 0]
    assert twins.before([c, a, b]) == [0, 2, 1]
    assert twins.before([a, a, c]) == [3, 4, 1]
    assert [len(run) for run in twins.runs] == [7, 3]


def test_a_case_that_is_long_forgotten_is_the_same_case(take, monkeypatch):
    monkeypatch.setattr(_log_rows, "BATCH", 2)
    monkeypatch.setattr(_log_rows, "HELD", 1)
    text = HEAD + "".join(f"A{n % 3},受理,2026-03-0{n % 4 + 1} 09:00,周\n" for n in range(24))
    told = take(text)
    assert (told["cases"], told["added"]) == (3, 24)
    assert take(text + "A1,归档,2026-03-09 12:00,吴\n")["added"] == 1
