"""Registers as open tables: the public ones alone, masked, and no cell belies its column."""

import csv
import io
from datetime import timedelta

import pytest

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators._open_files import fits
from yingshang.city.registers import service as registers

FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "contact": "梁工程师",
    "phone": "13912345678",
}
TABLE = "register-intermediaries"


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def record(city, ma, now):
    return registers.add(register="intermediaries", region=city, form=FIRM, by=ma, at=now)


@pytest.fixture
def kept(city, record):
    return city


def test_what_is_personal_is_masked_in_every_form(kept, today):
    table = indicators.open_table(kept, TABLE, today)
    (row,) = indicators.open_rows(table, indicators.open_sum(table))
    assert row["name"] == FIRM["name"]
    for text in (indicators.open_csv(table).decode(), str(row)):
        assert FIRM["phone"] not in text
        assert FIRM["contact"] not in text
    assert {c.name for c in table.columns if c.masked} == {"contact", "phone"}


def test_a_changed_record_is_another_revision(kept, record, today, ma, now):
    table = indicators.open_table(kept, TABLE, today)
    before = indicators.open_sum(table)
    assert indicators.open_sum(table).revision == before.digest[:16]
    form = {**FIRM, "name": "青岚勘察有限公司"}
    registers.change(record=record, form=form, by=ma, at=now + timedelta(hours=1))
    after = indicators.open_sum(indicators.open_table(kept, TABLE, today))
    assert (before.rows, after.rows) == (1, 1)
    assert before.revision != after.revision


def test_registers_that_the_public_may_not_read_are_not_there(city, today, now):
    """Every sample of every register; what is declared of a column holds of all its cells."""
    registers.enter_samples(region=city, by=SYSTEM, at=now)
    found = {one.code: one for one in indicators.open_tables(city, today, "register")}
    declared = registers.declared(region=city, on=today)
    public = {one.code for one in declared if one.public in ("open", "masked")}
    assert {code.removeprefix("register-") for code in found} <= public
    closed = next(one for one in declared if one.code not in public)
    assert indicators.open_table(city, f"register-{closed.code}", today) is None
    kinds = set()
    for table in found.values():
        made = indicators.open_sum(table)
        assert table.english, table.code
        rows = list(csv.reader(io.StringIO(indicators.open_csv(table).decode())))[1:]
        assert len(rows) == made.rows > 0
        for row in rows:
            for column, cell in zip(made.columns, row, strict=True):
                assert fits(column.kind, cell), (table.code, column.name, cell)
                assert cell or not column.required
                kinds.add(column.kind)
    assert kinds == {"string", "decimal", "date", "boolean"}
