"""Where the time goes: the page, and the same facts written for other tools."""

import io
import json
from datetime import datetime, timedelta

from yingshang.adapters.logs import LogFile, read_xes
from yingshang.city.cases.models import Case
from yingshang.city.indicators import service as indicators
from yingshang.kernel.eventlog import ocel_faults
from yingshang.kernel.worktime import CST

UNTIL = datetime(2026, 11, 23, tzinfo=CST)
YEAR = {"since": UNTIL - timedelta(days=365), "until": UNTIL}


def test_the_map_holds_every_ended_case_once(measured):
    found = indicators.process(measured, item="company-start", **YEAR)
    chosen = Case.objects.filter(region=measured, item="company-start", submitted_at__lt=UNTIL)
    still = chosen.filter(state__in=["draft", "submitted", "correcting", "accepted"]).count()
    assert found.map.cases > 5
    assert (found.map.cases + found.open, found.open) == (chosen.count(), still)
    assert found.names["step-done:seal"] == "印章刻制与备案"
    assert found.units["step-done:seal"] == "市公安局"
    assert found.conforming == found.map.cases  # the simulator keeps the order that is declared


def test_a_night_and_a_weekend_are_no_working_time(measured):
    found = indicators.process(measured, item="company-start", **YEAR)
    longest = max(edge.slow for edge in found.map.edges)
    assert longest < 30 * found.day
    assert all(edge.total >= 0 for edge in found.map.edges)


def test_our_facts_are_read_back_from_xes(measured, tmp_path):
    path = tmp_path / "our.xes"
    with path.open("w", encoding="utf-8") as out:
        cases, events = indicators.export_log(out, region=measured, **YEAR)
    rows = list(read_xes(path, LogFile(path.name)))
    assert (len({row[0] for row in rows}), len(rows)) == (cases, events)
    assert cases == Case.objects.filter(region=measured, submitted_at__lt=UNTIL).count()
    told = path.read_text("utf-8")
    assert "印章刻制与备案" in told
    assert not [name for name in ("林晓", "周敏", "吴", "13912345678") if name in told]


def test_ocel_names_its_objects_once_and_every_link_leads_to_one(measured):
    out = io.StringIO()
    cases, events = indicators.export_log(out, region=measured, form="ocel", **YEAR)
    whole = json.loads(out.getvalue())
    assert ocel_faults(whole) == ()
    ids = [one["id"] for one in whole["objects"]]
    assert len(ids) == len(set(ids)) > cases > 0
    links = {link["objectId"] for event in whole["events"] for link in event["relationships"]}
    assert links == set(ids)
    assert len(whole["events"]) == events
    assert {one["type"] for one in whole["events"]} == {one["name"] for one in whole["eventTypes"]}


def test_the_page_draws_the_ways_and_names_whom_they_wait_for(measured, as_reader):
    page = as_reader("he").get("/cockpit/process/?item=company-start&days=365").content.decode()
    assert '<svg class="process-map by-time"' in page
    assert "时间花在哪一段" in page
    assert "市市场监督管理局" in page
    assert "演示数据" in page


def test_nonsense_in_the_address_falls_back(measured, as_reader):
    asked = "/cockpit/process/?item=nothing&days=99999&detail=-1"
    assert as_reader("he").get(asked).status_code == 200


def test_the_way_that_most_cases_take_stands_above_the_map_in_words(measured, as_reader):
    page = as_reader("he").get("/cockpit/process/?item=company-start&days=365")
    found, told = page.context["found"], page.context["main_way"]
    assert [hop["name"] for hop in told["hops"]] == [
        found.names[step] for step in found.map.variants[0].path
    ]
    assert told["cases"] == max(way.cases for way in found.map.variants)
    assert not told["hops"][0]["wait"]
    assert sum(hop["longest"] for hop in told["hops"]) >= 1
    assert page.content.decode().index("最常走的路") < page.content.decode().index(
        '<svg class="process-map'
    )
