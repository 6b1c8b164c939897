"""The league: every score says what is possible, every place is an interval, nothing is made up."""

import csv
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO

import openpyxl
from bare_ranks import bare_heads, bare_ranks

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import beside
from yingshang.city.indicators import league as module
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import FrontierRow, FrontierTable, ScoreCell
from yingshang.city.supervision.bulletins._asked import Asked
from yingshang.city.supervision.bulletins._measured import measures_section
from yingshang.surfaces.cli.main import run

CITIES = ("990100", "990200", "990300")
DAY = "2026-11-22"


def with_scores(monkeypatch, **scores):
    """Indicators of the national tree whose scores stand here, city by city."""
    rows = tuple(
        FrontierRow(
            "",
            code.replace("_", "-"),
            code,
            "%",
            Decimal(100),
            Decimal(0),
            tuple(
                ScoreCell(city, None, one and Decimal(one), exact=one and Decimal(one))
                for city, one in zip(CITIES, values, strict=True)
            ),
        )
        for code, values in scores.items()
    )
    made = FrontierTable(CITIES, rows, detail={"rule": {}, "method": "peers"})
    monkeypatch.setattr(module, "frontier", lambda *_args, **_more: made)


def league(today):
    return indicators.league("national", CITIES, as_of=today)


def test_a_missing_score_is_a_range_between_the_others_and_its_place_an_interval(
    city, today, monkeypatch
):
    with_scores(monkeypatch, start_steps=["80", "60", None], company_start_max=["90", "70", "50"])
    found = league(today)
    start = found.subjects[0]
    assert [(s.low, s.high) for s in start.seats] == [(85, 85), (65, 65), (55, 65)]
    assert start.seats[2].score is None
    assert (start.seats[0].range.low, start.seats[0].range.high) == (1, 1)
    assert (start.seats[1].range.low, start.seats[1].range.high) == (2, 2)
    assert (start.seats[2].range.low, start.seats[2].range.high) == (2, 3)
    assert start.best == 85
    assert found.ranked[0].region == "990100"
    assert found.subjects[1].seats[0].low is None  # nobody has it: no zero, no place


def test_a_city_alone_in_a_subject_has_a_score_and_no_place(city, today, monkeypatch):
    with_scores(monkeypatch, start_steps=["80", None, None])
    seat = league(today).subjects[0].seats[0]
    assert (seat.score, seat.range.low) == (80, None)
    assert indicators.place_text(seat.range) == "没有数据，不参加排名"


def test_the_page_draws_and_the_files_hold_the_same(measured, as_reader):
    he = as_reader("he")
    page = he.get("/cockpit/league/").content.decode()
    assert page.count('class="radar-name') == 18
    assert "第 1 位" in page or "不排位" in page
    assert not re.search(r"第 \d+ 名", page)
    book = openpyxl.load_workbook(BytesIO(he.get("/cockpit/league/?format=xlsx").content))
    assert book.sheetnames == ["位次", "分指标", "依据"]
    assert book["分指标"].max_row == 1 + 18 * 3
    for sheet in book.worksheets[:2]:  # 100.0 beside 84.8, not 100
        scores = [cell for row in sheet["D2:F99"] for cell in row if cell.value is not None]
        assert {cell.number_format for cell in scores} <= {"0.0"}, sheet.title
    assert not bare_ranks(page)
    for sheet in book.worksheets:
        assert not bare_heads(cell.value for cell in next(sheet.iter_rows(max_row=1)))
    text = he.get("/cockpit/league/?format=csv&tree=province").content.decode("utf-8-sig")
    assert text.startswith("序号,指标,城市")
    words = str(indicators.FEW_WORDS)
    assert words in page
    assert 'class="mark mark-few"' in page
    assert any(int(row["其中小样本"]) for row in csv.DictReader(text.splitlines()))
    assert words in [row[1].value for row in book["依据"].iter_rows()]
    assert he.get("/cockpit/league/?method=frontier&tree=nonsense").status_code == 200
    assert as_reader("lin").get("/cockpit/league/").status_code == 404


def test_small_numbers_carry_one_mark_on_pages_in_reports_and_commands(
    measured, as_reader, shen, today, capsys
):
    found = indicators.board(measured, as_of=today)
    code, value = next((code, one.latest) for code, one in found.items() if one.latest.few)
    he = as_reader("he")
    for page in ("/cockpit/indicators/", f"/cockpit/indicators/{code}/"):
        assert 'class="mark mark-few"' in he.get(page).content.decode(), page
    asked = ["indicators", "values", code, "--region", measured, "--period", "year", "--at", DAY]
    assert run(asked) == 0
    assert "（小样本）" in capsys.readouterr().out
    assert run([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["few"] is value.few
    until = datetime(2026, 11, 23, tzinfo=timezone(timedelta(hours=8)))
    asked = Asked(shen, measured, until - timedelta(days=300), until, until, "本年")
    cells = [str(c) for t in measures_section(asked).tables for line in t.rows for c in line.cells]
    assert any("（小样本）" in cell for cell in cells)


def test_districts_of_a_city_are_ranked_with_intervals_and_no_numbers_of_cases(
    measured, as_reader, today
):
    places = [code for code, _name in accounts.districts(measured)]
    asked = {"method": "peers", "scale_of": measured, "unscaled": True, "city": measured}
    asked |= {"as_of": today, "codes": ["case-count", "on-time-rate"]}
    table = module.frontier(places, **asked)
    assert [row.code for row in table.rows if row.code] == ["on-time-rate"]
    he, query = as_reader("he"), "/cockpit/league/?among=districts"
    page = he.get(f"{query}&place={places[-1]}").content.decode()
    assert f'<span class="fine">{accounts.region_name(places[-1])}</span>' in page
    assert not bare_ranks(page)
    text = he.get(f"{query}&format=csv").content.decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(text))
    assert {row["区县"] for row in rows} == {accounts.region_name(one) for one in places}
    assert any("位" in row["位次区间"] for row in rows)


def distance_of(monkeypatch, **scores):
    """The frontier page's table: indicators with a scale, one topic, their plain means."""
    rows = tuple(
        FrontierRow("甲", code, code, "%", Decimal(100), Decimal(0), (), weight=Decimal(1))
        for code in scores
    )
    means = [sum(Decimal(row[at]) for row in scores.values()) / len(scores) for at in range(3)]
    totals = tuple(
        ScoreCell(city, mean.quantize(Decimal("0.1")), None, exact=mean)
        for city, mean in zip(CITIES, means, strict=True)
    )
    topic = FrontierRow("甲", "", "", "", None, None, totals)
    made = FrontierTable(CITIES, (*rows, topic), totals, detail={"method": "frontier"})
    monkeypatch.setattr(beside, "frontier", lambda *_args, **_more: made)


def test_what_counts_in_the_distance_alone_is_named_beside_the_total(city, today, monkeypatch):
    with_scores(monkeypatch, start_steps=["80", "60", "50"])
    distance_of(
        monkeypatch, **{"start-steps": ("80", "60", "50"), "complaint-mean": ("9", "9", "9")}
    )
    found = league(today)
    told = indicators.distance_beside(found, "990100", as_of=today)
    assert (told.only_there, told.only_here) == (("complaint-mean",), ())
    assert (told.same, told.counted, told.counted_here) == (False, 2, 1)


def test_the_same_ruler_over_the_same_indicators_is_one_number(city, today, monkeypatch):
    with_scores(monkeypatch, start_steps=["80", "60", "50"])
    distance_of(monkeypatch, **{"start-steps": ("80", "60", "50")})
    found = replace(league(today), method="frontier")
    assert indicators.distance_beside(found, "990100", as_of=today).same
    assert indicators.distance_beside(replace(found, city="990100"), "990100", as_of=today) is None


def test_every_indicator_with_a_scale_stands_in_the_national_and_the_provincial_tree(city, today):
    scaled = {one.code for one in definitions.editions("frontier", region=city, on=today)}
    for code in ("national", "province"):
        body = definitions.edition("tree", code, region=city, on=today).body
        named = {
            one
            for node in body["nodes"]
            for child in node["children"]
            for one in child["indicators"]
        }
        assert scaled <= named, f"{code}: {scaled - named}"


def test_the_page_says_beside_the_total_why_the_distance_is_another_number(measured, as_reader):
    leader = as_reader("he")
    distance = leader.get("/cockpit/frontier/").context["totals"][0].score
    page = leader.get("/cockpit/league/?method=frontier")
    told = page.context["beside"]
    assert (told.score, told.same, told.only_there) == (distance, True, ())
    assert "是同一个数" in page.content.decode()
    peers = leader.get("/cockpit/league/").content.decode()
    assert f"<b>{distance}</b>，不是同一把尺" in peers
