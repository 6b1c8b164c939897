"""Open data: what anybody may take away says what it is, and has nothing of a single case."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.test import Client

from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.open_data import _row

BASE = "/open/990100/company-start-median"


def test_a_table_and_what_it_says_of_itself_agree(measured, today):
    browser = Client()
    table = browser.get(f"{BASE}.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode())))
    about = json.loads(browser.get(f"{BASE}.csv-metadata.json").content)
    assert rows[0] == [c["name"] for c in about["tableSchema"]["columns"]]
    assert "csv-metadata.json" in table.headers["Link"]
    assert "describedby" in table.headers["Link"]
    assert about["dc:rights"] == "须由本市确定"
    assert "演示数据" in about["dc:title"]
    again = browser.get(f"{BASE}.csv", headers={"if-none-match": table.headers["ETag"]})
    assert again.status_code == 304
    said = json.loads(browser.get("/open/v1/990100/company-start-median.json").content)
    assert [row["value"] or "" for row in said["rows"]] == [row[1] for row in rows[1:]]


def test_few_cases_are_withheld_and_say_so(measured, today):
    small = indicators.open_terms(measured, today).small
    rows = [row for one in indicators.open_series(measured, today) for row in one.rows]
    assert all(row.cases in (None, 0) or row.cases >= small for row in rows)
    withheld = [row for row in rows if row.status == "withheld"]
    assert all(row.value is None and row.cases is None for row in withheld)


@pytest.mark.parametrize(
    ("value", "cases", "skipped", "status", "shown"),
    [
        ("50", 2, 0, "withheld", None),
        (None, 2, 0, "withheld", None),  # its reason would say how few
        (None, 0, 3, "withheld", None),
        (None, 0, 0, "missing", 0),
        ("0", 0, 0, "final", 0),  # none is not few
        ("50", 6, 0, "final", 6),
    ],
)
def test_how_few_there_were_is_not_told_by_a_missing_month(value, cases, skipped, status, shown):
    told = ValueView(
        "x", "990100", "2026-03", "month", value and Decimal(value), "%", None, cases,
        missing_reason="" if value else "样本不足（2 件，至少 5 件）", skipped=skipped,
    )  # fmt: skip
    row = _row(told, 5)
    assert (row.status, row.cases) == (status, shown)
    assert "2 件" not in row.reason or status == "missing"


def test_the_catalogue_names_every_series_and_the_page_shows_them(measured, today):
    browser = Client()
    made = json.loads(browser.get("/open/990100/catalogue.jsonld").content)
    found = indicators.open_series(measured, today)
    assert len(made["dcat:dataset"]) == len(found) > 10
    page = browser.get("/open/").content.decode()
    assert "company-start-median.csv" in page
    assert browser.get("/open/990100/nothing.csv").status_code == 404
