"""Open data: what anybody may take away says what it is, and has nothing of a single case."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from csvw_reader import faults
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators._kept import Kept
from yingshang.city.indicators.kinds import ValueView
from yingshang.city.indicators.models import PastValue, Run, Value
from yingshang.city.indicators.open_data import row_of
from yingshang.city.indicators.service import OpenColumn, OpenTable
from yingshang.surfaces.api.everybody import open_buckets
from yingshang.surfaces.portal.open_page import drawn

BASE = "/open/990100/company-start-median"
ATOM = "{http://www.w3.org/2005/Atom}"


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
    assert about["dc:publisher"] == "市市场监督管理局"
    again = browser.get(f"{BASE}.csv", headers={"if-none-match": table.headers["ETag"]})
    assert again.status_code == 304
    assert table.headers["Cache-Control"] == "public, no-cache"
    said = json.loads(browser.get("/open/v1/990100/company-start-median.json").content)
    assert [row["value"] or "" for row in said["rows"]] == [row[1] for row in rows[1:]]
    assert said["revision"] == about["dc:hasVersion"]


def test_every_table_of_the_archive_keeps_to_its_description(measured, today):
    """Also registers and promises; the manifest's hashes are those of the files."""
    answer = Client().get("/open/990100/everything.zip")
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(pack.read("manifest.json"))
    assert {one["path"] for one in manifest["files"]} | {"manifest.json", "SHA256SUMS"} == set(
        pack.namelist()
    )
    for one in manifest["files"]:
        assert sha256(pack.read(one["path"])).hexdigest() == one["sha256"]
    wrong = {}
    for one in manifest["tables"]:
        about = json.loads(pack.read(f"{one['file']}-metadata.json"))
        assert about["url"] == one["file"].removeprefix("data/")
        problems = faults(pack.read(one["file"]), about)
        if problems:
            wrong[one["id"]] = problems
    assert wrong == {}
    assert {one["kind"] for one in manifest["tables"]} >= {"series", "promises"}
    again = Client().get("/open/990100/everything.zip")
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_the_reader_finds_what_is_wrong():
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "x.csv",
        "tableSchema": {
            "columns": [
                {
                    "name": "period",
                    "titles": ["period"],
                    "datatype": "gYearMonth",
                    "required": True,
                },
                {"name": "value", "titles": ["value"], "datatype": "decimal"},
            ],
            "primaryKey": "period",
        },
    }
    assert faults(b"period,value\r\n2026-01,1.5\r\n2026-02,\r\n", about) == []
    for wrong in (
        b"month,value\r\n2026-01,1\r\n",
        b"period,value\r\n2026-13,1\r\n",
        b"period,value\r\n2026-01,many\r\n",
        b"period,value\r\n,1\r\n",
        b"period,value\r\n2026-01,1\r\n2026-01,2\r\n",
        b"period,value\r\n2026-01\r\n",
    ):
        assert faults(wrong, about), wrong


def test_few_cases_are_withheld_and_say_so(measured, today):
    small = indicators.open_terms(measured, today).small
    rows = [row for one in indicators.open_series(measured, today) for row in one.rows]
    assert all(row.cases in (None, 0) or row.cases >= small for row in rows)
    withheld = [row for row in rows if row.status == "withheld"]
    assert all(row.value is None and row.cases is None for row in withheld)
    assert max(row.period for row in rows) < f"{today:%Y-%m}"  # days cannot be subtracted


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
    row = row_of(told, 5, "mean")
    assert (row.status, row.cases) == (status, shown)
    assert "2 件" not in row.reason or status == "missing"


@pytest.mark.parametrize(
    ("statistic", "part", "cases", "low", "high"),
    [
        ("share", 2, 100, "1", "4"),
        ("share", 97, 100, "96", "99"),
        ("share", 100, 100, None, None),
        ("share", 0, 100, None, None),
        ("share", 50, 100, None, None),
        ("share", 3, 6, "33.3333", "66.6667"),
        ("count", 3, 100, "1", "4"),
        ("mean", 3, 100, None, None),  # days, not cases
    ],
)
def test_a_small_numerator_is_given_as_a_range(statistic, part, cases, low, high):
    number = Decimal(part) if statistic == "count" else Decimal(100 * part) / cases
    told = ValueView("x", "990100", "2026-03", "month", number, "%", part, cases)
    row = row_of(told, 5, statistic)
    assert (row.low, row.high) == (low, high)
    assert (row.value is None) == (row.status == "range") == (low is not None)


def typed(node, kind):
    return [node] if isinstance(node, dict) and node.get("@type") == kind else []


def test_the_catalogue_is_a_catalogue_as_the_standard_has_it(measured, today):
    browser = Client()
    answer = browser.get("/open/990100/catalogue.jsonld")
    made = json.loads(answer.content)
    tag, seen = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert seen
    same = browser.get("/open/990100/catalogue.jsonld", headers={"if-none-match": tag})
    assert same.status_code == 304
    assert made["@type"] == "dcat:Catalog"
    prefixes = {*made["@context"], "http", "https", "tel"}
    concepts = {c["@id"] for c in made["dcat:themeTaxonomy"]["skos:hasTopConcept"]}
    sets = {one["dct:identifier"]: one for one in made["dcat:dataset"]}
    assert len(sets) == len(made["dcat:dataset"]) > 10
    assert {one["dcat:keyword"][0]["@value"] for one in sets.values()} >= {"series", "promises"}
    for one in sets.values():
        assert one["@id"].startswith("http")
        assert {title["@language"] for title in one["dct:title"]} == {"zh", "en"}, one["@id"]
        assert one["dcat:theme"][0]["@id"] in concepts
        assert one["dcat:contactPoint"]["vcard:fn"]
        assert one["dct:spatial"]["skos:notation"] == "990100"
        media = [d["dcat:mediaType"]["@id"].rsplit("/", 2)[1:] for d in one["dcat:distribution"]]
        assert media == [["text", "csv"], ["application", "json"]]
        csv_file = one["dcat:distribution"][0]
        assert len(csv_file["spdx:checksum"]["spdx:checksumValue"]["@value"]) == 64
        assert {key.split(":")[0] for key in one if not key.startswith("@")} <= prefixes
    assert sets["990100/company-start-median"]["dct:title"][1]["@value"] == (
        "Starting a company: median time taken (sample data)"
    )
    file = sets["990100/company-start-median"]["dcat:distribution"][0]
    data = browser.get(f"{BASE}.csv").content
    assert file["spdx:checksum"]["spdx:checksumValue"]["@value"] == sha256(data).hexdigest()
    assert file["dcat:byteSize"]["@value"] == str(len(data))


def test_the_pages_show_what_there_is(measured, today):
    browser = Client()
    page = browser.get("/open/").content.decode()
    assert "company-start-median.csv" in page
    assert "公开承诺" in page
    assert "company-start-median.csv" not in browser.get("/open/?q=好评").content.decode()
    one = browser.get(f"{BASE}/").content.decode()
    assert "修订记录" in one
    assert "/api/v1/open/datasets/990100/company-start-median/observations" in one
    for path in ("nothing.csv", "nothing/", "nothing.atom", "promises.atom"):
        assert browser.get(f"/open/990100/{path}").status_code == 404


def test_the_list_is_by_theme_and_narrows_by_kind_and_words(measured, today):
    browser = Client()
    page = browser.get("/open/").content.decode()
    assert page.count("<details") == page.count("</details>") > 5
    assert '<details class="open-theme" open>' not in page  # folded: a phone shows it on a screen
    assert page.index("<h2>开办企业</h2>") < page.index("company-start-median.csv")
    few = browser.get("/open/?q=开办 中位数").content.decode()
    assert "company-start-median" in few
    assert "company-start-max" not in few
    assert '<details class="open-theme" open>' in few
    promised = browser.get("/open/?kind=promises").content.decode()
    assert "promises.csv" in promised
    assert "company-start-median.csv" not in promised
    assert browser.get("/open/?kind=nothing").status_code == 200
    browser.cookies["ys_lang"] = "en"
    english = browser.get("/open/?q=median").content.decode()
    assert "Starting a company: median time taken" in english
    assert "<h2>Starting a business</h2>" in english


def test_a_series_begins_with_its_first_month(measured, today):
    """Two years are opened; of a platform that is one year old no month before is "missing"."""
    for one in indicators.open_series(measured, today):
        assert one.rows[0].period >= "2025-12", one.definition.code
        assert one.rows[-1].period == "2026-10"
    about = {one.code: one for one in indicators.open_tables(measured, today)}
    assert about["company-start-median"].span == ("2025-12", "2026-10")


def test_a_data_set_is_drawn_with_gaps_where_nothing_is_told(measured, today):
    page = Client().get(f"{BASE}/")
    spec = page.context["chart"]
    rows = {row.period: row for row in indicators.one_series(
        measured, "company-start-median", today).rows}  # fmt: skip
    (line,) = spec.series
    told = dict(zip(spec.labels, line.data, strict=True))
    for period, row in rows.items():
        shown = told.get(period)
        assert shown == (None if row.value is None else float(row.value)), period
    assert 'data-chart="months"' in page.content.decode()
    lines = [drawn(one) for one in indicators.open_tables(measured, today, "districts")]
    assert any(one is not None and len(one.series) > 1 for one in lines)


def test_one_series_is_read_alone(measured, today):
    """Asking for one costs the same whether there are three series or three hundred."""
    indicators.open_table(measured, "company-start-median", today)
    with CaptureQueriesContext(connection) as first:
        indicators.one_series(measured, "company-start-mean", today)
    assert len(first) < 12
    asked = [q["sql"] for q in first.captured_queries if '"indicators_value"' in q["sql"]]
    assert asked
    assert all("company-start-mean" in sql and "good-rating" not in sql for sql in asked)


def test_a_correction_is_a_revision_and_the_feed_says_of_what(measured, today):
    before = indicators.revisions(measured, "company-start-median", today)
    series = indicators.one_series(measured, "company-start-median", today)
    assert before[0].revision == series.revision
    final = [row for row in series.rows if row.status == "final"]
    row = Value.objects.get(
        region=measured, code="company-start-median", unit="", district="", kind="month",
        period=final[-1].period,
    )  # fmt: skip
    at = row.computed_at
    later = at.replace(hour=23, minute=30)
    old = {f.name: getattr(row, f.name) for f in PastValue._meta.fields if hasattr(row, f.name)}
    old.pop("id")
    PastValue.objects.create(
        **{**old, "edition_id": row.edition_id}, known_from=at, known_until=later
    )
    row.value, row.computed_at = row.value + 1, later
    row.save()
    Run.objects.create(
        region=measured, as_of=later, computed_at=later, computed_by=SYSTEM.id, facts={}
    )
    after = indicators.revisions(measured, "company-start-median", today)
    assert len(after) == len(before) + 1
    newest = after[0]
    assert newest.at == later
    assert (
        newest.revision
        == indicators.one_series(measured, "company-start-median", today).revision
        != before[0].revision
    )
    (change,) = newest.changes
    assert (change.period, change.told) == (row.period, True)
    assert Decimal(change.after.value) == Decimal(change.before.value) + 1
    feed = ElementTree.fromstring(Client().get(f"{BASE}.atom").content)
    entry = feed.find(f"{ATOM}entry")
    assert newest.revision in entry.find(f"{ATOM}title").text
    assert (
        f"{row.period}：{change.before.value} → {change.after.value}"
        in entry.find(f"{ATOM}content").text
    )


def test_what_somebody_typed_never_runs_in_a_spreadsheet(db):
    evil = '=HYPERLINK("http://x")'
    table = OpenTable(
        code="register-x", kind="register", region="990100", name="=名录", english="",
        description="", topic="", owner="bureau", key=(), stamp="evil",
        columns=(OpenColumn("a", "甲"), OpenColumn("n", "数", kind="decimal")),
        read=lambda: [[evil, "-5"], ["＋1", "3.5"], ["普通", None]],
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(indicators.open_csv(table).decode())))
    assert rows == [["a", "n"], [f"'{evil}", "-5"], ["'＋1", "3.5"], ["普通", ""]]
    book = zipfile.ZipFile(io.BytesIO(indicators.open_xlsx(table)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="s"' in sheet  # texts, and those that look like formulas quoted
    assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()


def test_no_district_is_the_only_one_unknown_beside_a_known_city(measured, today):
    """Every month of every series of a year of cases, from the files alone."""
    tried, wrong = 0, []
    for table in indicators.open_tables(measured, today, "districts"):
        whole = {r["period"]: r for r in listed(indicators.open_table(measured, table.of, today))}
        months: dict = {}
        for row in listed(table):
            months.setdefault(row["period"], []).append(row)
        for period, rows in months.items():
            for name in ("cases", "value"):
                dark = [r for r in rows if r[name] is None and r["status"] in ("withheld", "range")]
                tried += bool(dark)
                if whole[period][name] is not None and len(dark) == 1:
                    wrong.append((table.code, period, name))
    assert wrong == []
    assert tried > 20


def test_what_names_no_district_is_not_the_city_less_its_districts(measured, today):
    """The same from the files: what is left of the city is none, or many, or cannot be reckoned."""
    Value.objects.filter(
        region=measured, unit="", kind="month", district="", denominator__gt=20
    ).update(denominator=F("denominator") + 2)
    told = []
    for table in indicators.open_tables(measured, today, "districts"):
        whole = {r["period"]: r for r in listed(indicators.open_table(measured, table.of, today))}
        left = {period: row["cases"] for period, row in whole.items() if row["cases"]}
        for row in listed(table):
            if row["period"] in left and left[row["period"]] is not None:
                known = row["cases"] is not None
                left[row["period"]] = left[row["period"]] - row["cases"] if known else None
        told += [(table.code, period) for period, n in left.items() if n and 0 < n < 5]
    assert told == []


def test_the_page_of_a_service_does_not_say_what_the_open_data_withhold(measured, today):
    browser = Client()
    year = {"region": measured, "code": "company-start-median", "unit": "", "district": ""}
    usual = "近期一半的件不超过这个时间"
    assert usual in browser.get("/items/company-start/").content.decode()
    Value.objects.filter(**year, kind="year").update(denominator=4)
    for kept in Kept.every:
        kept.clear()
    assert usual not in browser.get("/items/company-start/").content.decode()


def test_the_month_in_which_the_cases_began_is_no_month(measured, today):
    """The simulated year begins on 27 December: what came in five days is not opened as a month."""
    began = Run.objects.latest("pk").facts["cases"]["began"]
    assert min(began.values()) == began[""] > "2025-12-05"
    tried = 0
    for one in indicators.open_series(measured, today):
        if not one.definition.is_measured or began.get(one.definition.item, "")[:7] != "2025-12":
            continue
        row = next((row for row in one.rows if row.period == "2025-12"), None)
        if row is not None and "事项" not in one.definition.formula:  # published items are no cases
            assert (row.status, row.value, row.cases) == ("missing", None, None), row
            assert "不满一月" in row.reason
            tried += 1
    assert tried > 5
    table = indicators.open_table(measured, "case-count-by-district", today)
    parts = [row for row in listed(table) if row["period"] == "2025-12"]
    assert parts
    assert all("不满一月" in row["reason"] and row["cases"] is None for row in parts)
    newest = indicators.revisions(measured, "company-start-median", today)[0]
    now = indicators.one_series(measured, "company-start-median", today)
    assert newest.revision == now.revision


def listed(table):
    return list(indicators.open_rows(table, indicators.open_sum(table)))


def test_published_items_are_no_cases_and_nothing_of_them_is_dark(measured, today):
    """All but two of the items are online: nobody is recognised in that."""
    series = indicators.one_series(measured, "full-online-item-rate", today)
    assert {row.status for row in series.rows} <= {"final", "missing"}


def test_one_feed_says_which_tables_changed_last(measured, today):
    feed = ElementTree.fromstring(Client().get("/open/990100/changes.atom").content)
    moments = [one.find(f"{ATOM}updated").text for one in feed.findall(f"{ATOM}entry")]
    assert len(moments) == 100
    assert moments == sorted(moments, reverse=True)
    assert feed.find(f"{ATOM}updated").text == moments[0]


def test_a_city_that_has_chosen_a_licence_says_so_everywhere(city, today):
    """The second sample city lays a licence of its own over the terms."""
    terms = indicators.open_terms("990200", today)
    assert terms.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert terms.small == 5
    made = json.loads(Client().get("/open/990200/catalogue.jsonld").content)
    assert made["dct:license"] == {"@id": terms.licence_url}
    _answer, listed = said("/api/v1/open/cities")
    ours = {one["region"]: one for one in listed["cities"]}
    assert ours["990200"]["licence_url"] == terms.licence_url
    assert [one["region"] for one in said("/api/v1/open/cities?q=9902")[1]["cities"]] == ["990200"]
    assert ours["990200"]["catalogue"].endswith("/open/990200/catalogue.jsonld")


def test_a_workbook_carries_its_method_and_licence(measured, today):
    answer = Client().get(f"{BASE}.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1)
    said = {row[0]: row[1] for row in rows.to_python()}
    series = indicators.one_series(measured, "company-start-median", today)
    assert said["修订号"] == series.revision
    assert said["方法"].startswith(series.definition.formula)
    assert "不满一月" in said["方法"]
    assert said["使用许可"] == "须由本市确定"


# --- the API ------------------------------------------------------------------------------------

API = "/api/v1/open/datasets"


def said(path, **headers):
    answer = Client().get(path, headers=headers)
    return answer, json.loads(answer.content) if answer.content else None


def test_the_api_lists_what_is_open_and_pages(measured, today):
    answer, first = said(f"{API}?region=990100&kind=series&limit=7")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    codes = [one["code"] for one in first["datasets"]]
    while first["next"]:
        _answer, first = said(f"{API}?region=990100&kind=series&limit=50&cursor={first['next']}")
        codes += [one["code"] for one in first["datasets"]]
    assert codes == [one.definition.code for one in indicators.open_series(measured, today)]
    assert len(codes) == first["total"]
    assert said(f"{API}?region=990100&q=company-start-median")[1]["total"] == 2
    assert said(f"{API}?region=999999")[0].status_code == 404
    assert said(f"{API}?region=990100&topics=1")[0].status_code == 422


def test_the_api_gives_one_series_by_pages_and_filters(measured, today):
    base = f"{API}/990100/company-start-median"
    answer, about = said(base)
    file = Client().get(f"{BASE}.csv").content
    assert about["csv_sha256"] == sha256(file).hexdigest()
    assert said(base, **{"if-none-match": answer.headers["ETag"]})[0].status_code == 304
    _answer, whole = said(f"{base}/observations")
    _answer, page = said(f"{base}/observations?limit=5")
    rows = page["rows"]
    while page["next"]:
        _answer, page = said(f"{base}/observations?limit=5&cursor={page['next']}")
        rows += page["rows"]
    assert rows == whole["rows"]
    assert len(rows) == whole["total"] == about["rows"]
    late = said(f"{base}/observations?since=2026-06&until=2026-08")[1]["rows"]
    assert [row["period"] for row in late] == ["2026-06", "2026-07", "2026-08"]
    final = said(f"{base}/observations?status=final")[1]["rows"]
    assert {row["status"] for row in final} == {"final"}
    assert said(f"{base}/observations?district=990101")[1]["code"] == "no-such-filter"
    other = said(f"{base}/observations?limit=5")[1]["next"]
    wrong = said(f"{base}/observations?limit=5&status=final&cursor={other}")[1]
    assert wrong["code"] == "bad-cursor"
    _answer, revised = said(f"{base}/revisions")
    assert revised["revisions"][0]["revision"] == about["revision"]
    assert said(f"{API}/990100/promises/revisions")[0].status_code == 404


def test_who_asks_without_end_is_asked_to_wait(measured, today, monkeypatch):
    monkeypatch.setattr(open_buckets, "burst", 3)
    open_buckets._kept.clear()
    path = f"{API}/990100/company-start-median/revisions"
    codes = [Client().get(path).status_code for _n in range(4)]
    assert codes == [200, 200, 200, 429]
    assert Client().get(path).headers["Retry-After"]
    open_buckets._kept.clear()
