"""The hot path to the database says and keeps the same as Django's own, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from yingshang.adapters import rows

CST = timezone(timedelta(hours=8))
AT = datetime(2026, 3, 2, 10, 0, 0, 120000, tzinfo=CST)
INSERT = rows.insert("tried", ("name", "many", "at", "day", "good"))
LITE = "sqlite"


@pytest.fixture
def tried(db):
    """A table of its own, gone with the test's transaction."""
    with connection.cursor() as cursor:
        moment = "datetime" if connection.vendor == LITE else "timestamptz"
        cursor.execute(
            f"CREATE TABLE tried (name varchar(40) PRIMARY KEY, many bigint, at {moment},"
            " day date, good bool)"
        )


def names():
    return [name for (name,) in rows.ask("SELECT name FROM tried ORDER BY name")]


def test_what_is_written_is_read_as_it_was(tried):
    rows.change(INSERT, ("青岚'; --%s", 2**40, AT, date(2026, 3, 2), True))
    rows.change(INSERT, ("", None, None, None, None))
    empty, full = rows.ask("SELECT name, many, at FROM tried ORDER BY name")
    assert empty == ("", None, None)
    assert full[:2] == ("青岚'; --%s", 2**40)
    assert rows.moment(full[2]) == AT
    at = connection.ops.adapt_datetimefield_value(AT.astimezone(UTC))
    with connection.cursor() as cursor:  # as Django reads it
        cursor.execute("SELECT name FROM tried WHERE at = %s", [at])
        assert cursor.fetchall() == [("青岚'; --%s",)]


def test_a_percent_sign_in_a_statement_is_one(tried):
    rows.change(INSERT, ("abc", 1, None, None, None))
    assert rows.ask("SELECT many FROM tried WHERE name LIKE '%%b%%' AND many = %s", (1,)) == [(1,)]


def test_truth_and_fractions_come_as_python_has_them(tried):
    ((yes, no),) = rows.ask("SELECT many IS NULL, many > 3 FROM (SELECT 4 AS many) t")
    assert (bool(yes), bool(no)) == (False, True)
    if connection.vendor == "postgresql":
        ((half,),) = rows.ask("SELECT 0.5::numeric")
        assert half == Decimal("0.5")


def test_changes_together_are_counted_each_by_itself(tried):
    with rows.together():
        rows.change_many(INSERT, [(str(n), n, None, None, None) for n in range(3)])
        rows.change("UPDATE tried SET many = 9 WHERE many < %s", (2,), expect=2, otherwise=KeyError)
    assert rows.ask("SELECT count(*) FROM tried WHERE many = 9") == [(2,)]
    with pytest.raises(KeyError), rows.together():
        rows.change(
            "UPDATE tried SET many = 1 WHERE name = %s", ("x",), expect=1, otherwise=KeyError
        )


def test_a_question_amid_changes_sees_them(tried):
    with rows.together():
        rows.change(INSERT, ("a", 1, None, None, None))
        assert names() == ["a"]
        rows.change(INSERT, ("b", 1, None, None, None))
    assert names() == ["a", "b"]


def _twice_the_same():
    with transaction.atomic(), rows.together():
        rows.change(INSERT, ("b", 1, None, None, None))
        rows.change(INSERT, ("a", 2, None, None, None))
        rows.change("UPDATE tried SET day = %s", (date(2026, 1, 1),))


def test_what_is_refused_leaves_the_connection_in_order(tried):
    rows.change(INSERT, ("a", 1, None, None, None))
    for _again in range(2):  # the statements are known by then
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            _twice_the_same()
        assert names() == ["a"]
    rows.change(INSERT, ("c", 1, None, None, None))
    assert names() == ["a", "c"]


def test_a_statement_that_is_wrong_can_be_followed_by_a_right_one(tried):
    from django.db import DatabaseError

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.ask("SELECT nothing FROM tried")
    assert names() == []


def test_a_text_is_never_cut_short(tried):
    """PostgreSQL's library would end it at the zero byte; SQLite keeps it."""
    if connection.vendor == LITE:
        rows.change(INSERT, ("a\0b", 1, None, None, None))
        assert rows.ask("SELECT length(CAST(name AS BLOB)) FROM tried") == [(3,)]
        return
    with pytest.raises(DataError, match="NUL"), transaction.atomic():
        rows.change(INSERT, ("a\0b", 1, None, None, None))
    assert names() == []


def test_many_rows_are_more_than_a_socket_takes_at_once(tried):
    long = "x" * 30
    with rows.together():
        rows.change_many(INSERT, [(f"{n:06d}{long}", n, AT, None, True) for n in range(20_000)])
    assert rows.ask("SELECT count(*), max(many) FROM tried") == [(20_000, 19_999)]


def test_a_value_that_no_row_holds_is_a_mistake_of_ours(tried):
    if connection.vendor == LITE:
        pytest.skip("the driver of SQLite says so itself")
    with pytest.raises(TypeError):
        rows.change(INSERT, (["a"], 1, None, None, None))
    assert names() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_of_a_transaction_is_kept_at_once():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tried (name varchar(40) PRIMARY KEY, many int)")
    try:
        rows.change("INSERT INTO tried VALUES (%s, %s)", ("a", 1))
        connection.close()
        assert names() == ["a"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE tried")


def test_what_stands_already_is_passed_over(tried):
    columns = ("name", "many")
    assert rows.add("tried", columns, [("a", 1), ("b", 2), ("a", 3)]) == 2
    assert rows.add("tried", columns, [("b", 4), ("c", 5)]) == 1
    assert rows.add("tried", columns, []) == 0
    assert rows.ask("SELECT many FROM tried ORDER BY name") == [(1,), (2,), (5,)]


def test_a_load_of_millions_leaves_the_connection_as_it_was(tried):
    if connection.vendor != LITE:
        pytest.skip("only SQLite holds its pages itself")
    before = rows.ask("PRAGMA cache_size")
    with rows.lean(1_000):
        assert rows.ask("PRAGMA cache_size") == [(-1_000,)]
    assert rows.ask("PRAGMA cache_size") == before
