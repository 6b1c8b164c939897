"""Sample data says that it is sample data wherever it goes; real data does not."""

import csv
import io
import json
import zipfile

import pytest
from csvw_reader import faults
from django.test import Client
from python_calamine import CalamineWorkbook

from yingshang.city.indicators.open_tables import _marked
from yingshang.city.indicators.service import OpenColumn, OpenTable, open_csv, open_tables

BASE = "/open/990100/company-start-median"
WORD = "演示数据"


def read(path):
    return Client().get(path)


@pytest.mark.parametrize("code", ["company-start-median", "company-start-median-by-district",
                                  "promises"])  # fmt: skip
def test_every_row_of_a_sample_says_so_and_the_description_knows_the_column(measured, today, code):
    data = read(f"/open/990100/{code}.csv")
    rows = list(csv.reader(io.StringIO(data.content.decode())))
    assert rows[0][-1] == "sample"
    assert {row[-1] for row in rows[1:]} == {WORD}
    about = json.loads(read(f"/open/990100/{code}.csv-metadata.json").content)
    assert faults(data.content, about) == []
    assert about["tableSchema"]["columns"][-1]["name"] == "sample"
    assert WORD in about["dc:title"]
    assert about["dc:description"].startswith(WORD)
    assert "-sample.csv" in data.headers["Content-Disposition"]


def test_the_workbook_says_so_on_both_sheets(measured, today):
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(f"{BASE}.xlsx").content))
    first = book.get_sheet_by_index(0).to_python()
    assert (first[0][-1], {row[-1] for row in first[1:]}) == (WORD, {WORD})
    said = dict(row[:2] for row in book.get_sheet_by_index(1).to_python())
    assert said["是否真实"].startswith(WORD)
    assert WORD in said["数据集"]


def test_json_the_interface_and_the_catalogue_say_so(measured, today):
    one = json.loads(read("/open/v1/990100/company-start-median.json").content)
    assert one["sample"] == WORD
    assert {row["sample"] for row in one["rows"]} == {WORD}
    assert one["title_en"].endswith("(sample data)")
    page = json.loads(
        read("/api/v1/open/datasets/990100/company-start-median/observations").content
    )
    assert {row["sample"] for row in page["rows"]} == {WORD}
    made = json.loads(read("/open/990100/catalogue.jsonld").content)
    assert [WORD in made["dct:title"][0]["@value"], "sample" in made["dct:title"][1]["@value"]] == [
        True,
        True,
    ]
    for each in made["dcat:dataset"]:
        assert WORD in [word["@value"] for word in each["dcat:keyword"]]
        assert each["dct:description"]["@value"].startswith(WORD)
        assert each["dct:title"][1]["@value"].endswith("(sample data)")


def test_the_archive_and_the_feeds_say_so(measured, today):
    pack = zipfile.ZipFile(io.BytesIO(read("/open/990100/everything.zip").content))
    assert WORD in pack.read("README.txt").decode()
    assert json.loads(pack.read("manifest.json"))["sample"] is True
    for path in ("/open/990100/changes.atom", f"{BASE}.atom"):
        assert WORD in read(path).content.decode().split("<entry>")[0]


def test_the_page_does_not_repeat_it_in_every_row(measured, today):
    for code in ("promises", "company-start-median"):
        page = read(f"/open/990100/{code}/").content.decode()
        assert page.count(f"<td>{WORD}</td>") == 0


def test_a_real_city_has_no_such_column(city, today):
    table = OpenTable(
        code="x", kind="register", region="650200", name="名录", english="List", description="",
        topic="", owner="bureau", key=(), stamp="s", columns=(OpenColumn("a", "甲"),),
        read=lambda: [["1"]],
    )  # fmt: skip
    assert _marked(table) is table
    assert (table.title_en, WORD in table.title) == ("List", False)
    assert open_csv(table).decode().split() == ["a", "1"]
    assert all(c.name != "sample" for one in open_tables("650200", today) for c in one.columns)
