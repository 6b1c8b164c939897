"""Every look at personal data leaves a record: during GET, when the log is busy, after a crash."""

import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.audit import _reads
from yingshang.city.audit import service as audit
from yingshang.city.audit.models import ReadRecord
from yingshang.surfaces.kit.readonly import no_writes

ZHOU = SimpleNamespace(id="zhou", name="周敏")
CASE = "990100-2026-000001"


def look(now, *, by=ZHOU, obj=CASE, fields=("身份证号",), page="case", **said):
    audit.record_read(by=by, at=now, obj=obj, fields=fields, page=page, **said)


@pytest.fixture
def busy(monkeypatch):
    """The log cannot be written; call the answer to let it through again."""

    def fails(rows):
        raise OperationalError("database is locked")

    with monkeypatch.context() as held:
        held.setattr(_reads, "_insert", fails)
        yield held.undo


def test_a_look_during_a_get_is_recorded_with_who_when_what_and_why(db, now):
    with no_writes():
        look(now, fields=["联系电话", "身份证号"], unit="990100-hall", why="核对")
    (seen,) = audit.reads_of(obj=CASE)
    assert (seen.by, seen.by_name, seen.unit, seen.at) == ("zhou", "周敏", "990100-hall", now)
    assert seen.fields == ("联系电话", "身份证号")
    assert (seen.page, seen.why) == ("case", "核对")


def test_looks_come_newest_first_and_only_those_at_the_object(db, now):
    from datetime import timedelta

    look(now)
    look(now + timedelta(minutes=5), page="file")
    look(now, obj="990100-2026-000002")
    assert [seen.page for seen in audit.reads_of(obj=CASE)] == ["file", "case"]


def test_what_becomes_of_the_callers_transaction_does_not_matter(db, now):
    with transaction.atomic():
        look(now)
        transaction.set_rollback(True)
    assert len(audit.reads_of(obj=CASE)) == 1


def test_a_busy_log_does_not_fail_the_page_and_loses_nothing(db, now, busy):
    look(now)
    assert _reads.pending_file().stat().st_size
    assert [seen.by for seen in audit.reads_of(obj=CASE)] == ["zhou"]
    busy()
    assert audit.take_in_reads() == 1
    assert [seen.by for seen in audit.reads_of(obj=CASE)] == ["zhou"]
    assert audit.take_in_reads() == 0


def test_the_next_look_takes_in_what_waited(db, now, busy):
    look(now)
    busy()
    look(now, page="file")
    assert _reads.pending_file().stat().st_size == 0
    assert {seen.page for seen in audit.reads_of(obj=CASE)} == {"case", "file"}


def test_a_line_that_a_crash_cut_short_harms_no_other(db, now, busy):
    look(now)
    with _reads.pending_file().open("a") as file:
        file.write('["half", "2026-')
    look(now, page="file")
    busy()
    assert audit.take_in_reads() == 2
    assert len(audit.reads_of(obj=CASE)) == 2


def test_taken_in_twice_is_written_once(db, now, busy):
    """The process died after writing the log and before emptying the file."""
    look(now)
    kept = _reads.pending_file().read_text()
    busy()
    audit.take_in_reads()
    _reads.pending_file().write_text(kept)
    audit.take_in_reads()
    assert len(audit.reads_of(obj=CASE)) == 1


def test_where_nothing_can_be_recorded_nothing_is_shown(db, now, busy, monkeypatch):
    monkeypatch.setattr(_reads, "pending_file", lambda: _reads.Path("/proc/no/such/file"))
    with pytest.raises(Refusal) as refusal:
        look(now)
    assert refusal.value.code == "read-unrecorded"


def test_another_process_that_holds_the_log_costs_a_page_less_than_a_second(db, now):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL rows of one table do not wait for one another")
    import sqlite3

    look(now)
    log = next(iter(_reads._open.values()))[1].settings_dict["NAME"]
    other = sqlite3.connect(log, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        began = time.perf_counter()
        look(now, page="file")
        assert time.perf_counter() - began < 1
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert {seen.page for seen in audit.reads_of(obj=CASE)} == {"case", "file"}


def test_the_second_files_table_is_the_models(db, now):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the model's own table is used")
    look(now)
    with _reads._connection() as log, log.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({_reads.TABLE})")
        columns = {row[1]: row[2].lower() for row in cursor.fetchall()}
    fields = ReadRecord._meta.concrete_fields
    assert columns == {f.column: f.db_type(connection) for f in fields}
    assert tuple(columns) == _reads.COLUMNS


def test_two_databases_beside_each_other_have_two_logs(db, monkeypatch):
    """As two test processes have: `test.sqlite3_gw0` and `test.sqlite3_gw1`."""
    files = set()
    for name in ("test.sqlite3_gw0", "test.sqlite3_gw1"):
        monkeypatch.setitem(connection.settings_dict, "NAME", f"/tmp/{name}")
        files.add(_reads.pending_file())
    assert len(files) == 2
