"""Facts go into columns and come back the same, nulls, quotes and time zones included."""

from datetime import UTC, datetime

import pytest

from yingshang.adapters.lake import Lake, sealed_path

COLUMNS = {"ref": "text", "days": "int", "late": "bool", "at": "instant", "on": "date"}
ROWS = [
    {"ref": 'a,"b"\nc', "days": 3, "late": True, "at": datetime(2026, 2, 28, 17, tzinfo=UTC)},
    {"ref": "", "days": None, "late": False},
]


@pytest.fixture
def lake():
    with Lake() as lake:
        yield lake


def test_rows_come_back_as_they_were(lake):
    report = lake.load("facts", COLUMNS, ROWS)
    assert report.rows == 2
    first, second = lake.table("SELECT * FROM facts")
    assert first["ref"] == 'a,"b"\nc'
    assert first["at"] == datetime(2026, 3, 1, 1, 0), "China standard time, a new month"
    assert (second["ref"], second["days"], second["late"]) == ("", None, False)


def test_a_sealed_table_opens_again_in_another_lake(lake, tmp_path):
    report = lake.load("facts", COLUMNS, ROWS)
    path = sealed_path(tmp_path / "it's here", "facts", "990100", report.digest)
    lake.seal("facts", path)
    with Lake() as other:
        other.open("facts", path)
        assert other.run("SELECT count(*), sum(days) FROM facts") == [(2, 3)]
    assert [one.name for one in path.parent.iterdir()] == [path.name], "no draft left behind"


def test_the_digest_follows_the_facts(lake):
    first = lake.load("facts", COLUMNS, ROWS)
    again = lake.load("facts", COLUMNS, ROWS)
    other = lake.load("facts", COLUMNS, ROWS[:1])
    assert first == again
    assert other.digest != first.digest


def test_no_rows_make_an_empty_table(lake):
    assert lake.load("facts", COLUMNS, []).rows == 0
    assert lake.run("SELECT count(*) FROM facts") == [(0,)]


def test_a_table_name_is_never_sql(lake):
    with pytest.raises(ValueError, match="table name"):
        lake.load("facts; DROP TABLE x", COLUMNS, [])
