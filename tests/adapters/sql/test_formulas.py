"""Aggregates evaluated in Python and by DuckDB, PostgreSQL and Spark give the same."""

import json
import math
import os
import random
import subprocess
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.adapters.sql import formula_sql
from yingshang.kernel.rules import RuleError, Term, Vocabulary, evaluate_formula, parse_formula

TYPES = {"i": "BIGINT", "j": "BIGINT", "x": "DOUBLE", "t": "VARCHAR", "b": "BOOLEAN"}
KINDS = {"BIGINT": "int", "DOUBLE": "number", "VARCHAR": "text", "BOOLEAN": "bool"}
WORDS = Vocabulary({name: Term(name, KINDS[kind]) for name, kind in TYPES.items()})

ROW = st.fixed_dictionaries(
    {
        "i": st.none() | st.integers(-20, 20),
        "j": st.none() | st.integers(-20, 20),
        "x": st.none() | st.integers(-40, 40).map(lambda n: n / 4),
        "t": st.none() | st.sampled_from(["a", "b", "o'b", "区"]),
        "b": st.none() | st.booleans(),
    }
)
RULES = ("b", "not b", "i > 2", "i <= j", "t == 'a'", "t in ('b', '区')", "x is None", "b or i > 3")
NUMBERS = ("i", "j", "x", "i - j", "x * 2", "max(i, j)", "i / j")


def _aggregates():
    where = st.sampled_from(["", *(f", where={one}" for one in RULES)])
    rule, number = st.sampled_from(RULES), st.sampled_from(NUMBERS)
    return st.one_of(
        st.tuples(rule, where).map(lambda p: f"count({p[0]}{p[1]})"),
        rule.map(lambda one: f"count(where={one})"),
        st.just("count()"),
        st.tuples(rule, where).map(lambda p: f"share({p[0]}{p[1]})"),
        st.tuples(st.sampled_from(["t", "i", "b"]), where).map(lambda p: f"distinct({p[0]}{p[1]})"),
        st.tuples(st.sampled_from(["sum", "mean", "median", "min", "max"]), number, where).map(
            lambda p: f"{p[0]}({p[1]}{p[2]})"
        ),
        st.tuples(number, st.sampled_from(["0", "25", "90", "99.5", "100"]), where).map(
            lambda p: f"percentile({p[0]}, {p[1]}{p[2]})"
        ),
    )


def _formulas():
    one = _aggregates()
    pair = st.tuples(one, st.sampled_from("+-*/"), one).map(lambda p: f"{p[0]} {p[1]} {p[2]}")
    return st.one_of(one, pair, pair.map(lambda two: f"({two}) * 100"), one.map(lambda a: f"-{a}"))


def alike(one, other):
    if one is None or other is None:
        return one is None and other is None
    if isinstance(other, Decimal):
        other = float(other)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def values_of(rows):
    """Rows as a VALUES list that all three read."""
    kinds = {"BIGINT": "BIGINT", "DOUBLE": "DOUBLE PRECISION", "VARCHAR": "VARCHAR(9)"}
    if not rows:
        empty = ", ".join(f"CAST(NULL AS {kinds.get(k, k)}) AS {n}" for n, k in TYPES.items())
        return f"SELECT * FROM (SELECT {empty}) e WHERE 1 = 0"
    said = []
    for row in rows:
        cells = []
        for name, kind in TYPES.items():
            cell = row[name]
            text = "NULL" if cell is None else str(cell)
            if isinstance(cell, str):
                text = "'" + cell.replace("'", "''") + "'"
            cells.append(f"CAST({text} AS {kinds.get(kind, kind)}) AS {name}")
        said.append(f"SELECT {', '.join(cells)}")
    return " UNION ALL ".join(said)


@pytest.fixture(scope="module")
def lake():
    with duckdb.connect() as made:
        yield made


@settings(max_examples=200, deadline=None)
@given(text=_formulas(), rows=st.lists(ROW, max_size=6))
def test_python_and_duckdb_agree(lake, text, rows):
    formula = parse_formula(text, WORDS)
    sql = f"SELECT {formula_sql(formula)} FROM ({values_of(rows)}) f"
    assert alike(evaluate_formula(formula, rows), lake.execute(sql).fetchone()[0]), (text, sql)


def some(number):
    """Formulas with their rows, the same every time."""
    chance = random.Random(number)
    shapes = [
        "count()", "count(b)", "share(i > 2, where=b)", "sum(i) / count(where=b)", "mean(x)",
        "median(i, where=t == 'a')", "percentile(x, 90)", "percentile(i, 25, where=b)",
        "distinct(t)", "distinct(t, where=i > 0)", "max(i) - min(i)", "sum(i - j)",
        "mean(i / j)", "share(t in ('b', '区'))", "max(count(b), count(not b))",
        "abs(sum(x)) * 100",
    ]  # fmt: skip
    for text in shapes:
        for size in (0, 1, 7):
            rows = [
                {
                    "i": chance.choice([None, chance.randint(-20, 20)]),
                    "j": chance.choice([None, 0, chance.randint(-20, 20)]),
                    "x": chance.choice([None, chance.randint(-40, 40) / 4]),
                    "t": chance.choice([None, "a", "b", "o'b", "区"]),
                    "b": chance.choice([None, True, False]),
                }
                for _ in range(size)
            ]
            yield text, rows


def test_postgresql_agrees(db):
    if connection.vendor != "postgresql":
        pytest.skip("the tests run on SQLite here; they run on PostgreSQL as well in `make test`")
    for text, rows in some(1):
        formula = parse_formula(text, WORDS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {formula_sql(formula, 'postgres')} FROM ({values_of(rows)}) f".replace(
                    "%", "%%"
                )
            )
            assert alike(evaluate_formula(formula, rows), cursor.fetchone()[0]), text


SPARK = """
import json, sys
from pyspark.sql import SparkSession
made = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = made.config("spark.sql.shuffle.partitions", "1").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
print(json.dumps([spark.sql(sql).collect()[0][0] for sql in json.load(sys.stdin)], default=float))
"""


def test_spark_agrees():
    python = os.environ.get("YINGSHANG_SPARK_PYTHON", "")
    if not python or not Path(python).exists():
        pytest.skip("YINGSHANG_SPARK_PYTHON names no python with pyspark (it needs Java)")
    asked = [(parse_formula(text, WORDS), rows) for text, rows in some(2)]
    said = [
        values_of(rows).replace("VARCHAR(9)", "STRING").replace("DOUBLE PRECISION", "DOUBLE")
        for _formula, rows in asked
    ]
    sql = [
        f"SELECT {formula_sql(formula, 'spark')} FROM ({rows}) f".replace("o''b", "o\\'b")
        for (formula, _rows), rows in zip(asked, said, strict=True)
    ]
    done = subprocess.run(
        [python, "-c", SPARK], input=json.dumps(sql), stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for (formula, rows), value in zip(asked, found, strict=True):
        assert alike(evaluate_formula(formula, rows), value), formula.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("i", "要放进统计函数"),
        ("b", "要放进统计函数"),
        ("1 + 2", "没有统计函数"),
        ("sum(b)", "要是整数或数值"),
        ("count(i)", "要是是否"),
        ("sum(mean(i))", "不能再套"),
        ("percentile(i, 120)", "0 到 100"),
        ("sum(i, on=b)", "只认识 where="),
        ("sum(i, j)", "参数个数不对"),
        ("count() > 3", "是“是否”"),
        ("sum(k)", "没有声明过"),
        ("sum(i", "写法不对"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(text, words):
    with pytest.raises(RuleError, match=words.replace("(", r"\(")):
        parse_formula(text, WORDS)
