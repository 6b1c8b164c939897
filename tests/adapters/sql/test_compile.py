"""The compiled rule and the evaluated rule agree, nulls included."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.adapters.sql import to_sql
from yingshang.adapters.sql._compile import DIALECTS
from yingshang.kernel.rules import CST, Term, Vocabulary, evaluate, parse

TYPES = {"i": "BIGINT", "j": "BIGINT", "x": "DOUBLE", "t": "VARCHAR", "u": "VARCHAR"}
TYPES |= {"b": "BOOLEAN", "c": "BOOLEAN", "d": "DATE", "m": "TIMESTAMP"}
KINDS = {"BIGINT": "int", "DOUBLE": "number", "VARCHAR": "text", "BOOLEAN": "bool"}
KINDS |= {"DATE": "date", "TIMESTAMP": "instant"}
WORDS = Vocabulary({name: Term(name, KINDS[kind]) for name, kind in TYPES.items()})

DAYS = ("2026-02-28", "2026-03-01", "2026-03-02")
small = st.integers(-20, 20)
rows = st.fixed_dictionaries(
    {
        "i": st.none() | small,
        "j": st.none() | small,
        "x": st.none() | small.map(lambda n: n / 4),
        "t": st.none() | st.sampled_from(["a", "b", "o'b"]),
        "u": st.none() | st.sampled_from(["a", "b", "o'b"]),
        "b": st.none() | st.booleans(),
        "c": st.none() | st.booleans(),
        "d": st.none() | st.sampled_from(DAYS).map(date.fromisoformat),
        "m": st.none() | st.sampled_from(DAYS).map(lambda d: datetime.fromisoformat(d + "T08:30")),
    }
)


def _numbers():
    leaf = st.sampled_from(["i", "j", "x", "0", "1", "3", "2.5"])

    def grow(inner):
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
            st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
                lambda p: f"{p[0]}({p[1]}, {p[2]})"
            ),
            inner.map(lambda one: f"abs({one})"),
            inner.map(lambda one: f"(-{one})"),
        )

    return st.recursive(leaf, grow, max_leaves=4)


def _yes_or_no():
    number, order = _numbers(), st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    text = st.sampled_from(["t", "u", "'a'", '"o\'b"'])
    leaf = st.one_of(
        st.sampled_from(["b", "c", "True", "False"]),
        st.tuples(number, order, number).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(text, st.sampled_from(["==", "!="]), text).map(lambda p: f"({' '.join(p)})"),
        st.tuples(st.sampled_from(["d", "m"]), order, st.sampled_from(DAYS)).map(
            lambda p: f"({p[0]} {p[1]} '{p[2]}')"
        ),
        st.tuples(number, st.sampled_from(["in", "not in"]), number, number).map(
            lambda p: f"({p[0]} {p[1]} ({p[2]}, {p[3]}))"
        ),
        st.tuples(text, st.sampled_from(["in", "not in"]), text, text).map(
            lambda p: f"({p[0]} {p[1]} ({p[2]}, {p[3]}))"
        ),
        number.map(lambda one: f"({one} is None)"),
    )

    def grow(inner):
        return st.one_of(
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
                lambda p: f"({' '.join(p)})"
            ),
            inner.map(lambda one: f"(not {one})"),
            inner.map(lambda one: f"({one} is not None)"),
        )

    return st.recursive(leaf, grow, max_leaves=5)


@pytest.fixture(scope="module")
def lake():
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    connection.execute(f"CREATE TABLE facts ({columns})")
    yield connection
    connection.close()


def in_python(rule, row):
    facts = dict(row)
    if facts["m"] is not None:
        facts["m"] = facts["m"].replace(tzinfo=CST)
    return evaluate(rule, facts).value


def in_duckdb(lake, rule, row):
    lake.execute("DELETE FROM facts")
    lake.execute(
        f"INSERT INTO facts VALUES ({', '.join('?' * len(row))})", [row[name] for name in TYPES]
    )
    return lake.execute(f"SELECT {to_sql(rule)} FROM facts").fetchone()[0]


@settings(max_examples=250, deadline=None)
@given(text=st.one_of(_yes_or_no(), _numbers()), row=rows)
def test_python_and_duckdb_agree(lake, text, row):
    rule = parse(text, WORDS)
    assert in_duckdb(lake, rule, row) == in_python(rule, row), (text, to_sql(rule))


@pytest.mark.parametrize(
    "text", ["t in ('a', u)", "t not in ('a', u)", "min(i, j) is None", "i / j > 1", "not b"]
)
@pytest.mark.parametrize("filled", [{}, {"t": "b"}, {"t": "a"}, {"i": 1, "j": 0}, {"i": 5}])
def test_nulls_in_lists_extremes_and_divisions_agree(lake, text, filled):
    row = dict.fromkeys(TYPES) | filled
    rule = parse(text, WORDS)
    assert in_duckdb(lake, rule, row) is in_python(rule, row)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_prints_the_rule(dialect):
    rule = parse("min(i, j) / x > 1 and t in ('a', 'b') and m < '2026-03-01'", WORDS)
    sql = to_sql(rule, dialect)
    assert "LEAST" in sql
    assert "NULLIF" in sql
    assert ("+08:00" in sql) is (dialect != "duckdb")


def test_a_text_that_looks_like_sql_stays_a_text(lake):
    rule = parse('t == "\'; DROP TABLE facts; --"', WORDS)
    assert in_duckdb(lake, rule, dict.fromkeys(TYPES) | {"t": "a"}) is False


def test_wide_integers_do_not_overflow_at_32_bits(lake):
    rule = parse("2000000000 + 2000000000", WORDS)
    assert in_duckdb(lake, rule, dict.fromkeys(TYPES)) == 4_000_000_000


def test_an_unknown_dialect_is_refused():
    with pytest.raises(ValueError, match="oracle"):
        to_sql(parse("b", WORDS), "oracle")


def test_a_fact_can_be_read_from_another_column():
    assert to_sql(parse("i > 1", WORDS), columns={"i": "used"}) == '"used" > CAST(1 AS BIGINT)'
