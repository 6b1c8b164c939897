"""What a unit reports stands beside what its cases say; neither is lost."""

from datetime import datetime, timedelta, timezone
from io import BytesIO

from xlsxwriter import Workbook

from yingshang.city.indicators import service as indicators

UNTIL_MOMENT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=8)))
UNTIL_DAY = UNTIL_MOMENT.date()


def sheet(rate):
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("月报")
        page.write_row(0, 0, ["月份", "按时办结率（%）"])
        page.write_row(1, 0, ["2026年10月", rate])
    return out.getvalue()


def report(rate, by, at):
    given = {"data": sheet(rate), "name": "月报.xlsx", "unit": f"{by.region}-bureau"}
    given["region"] = by.region
    indicators.confirm_mapping(**given, choices={"B": "on-time-rate"}, by=by, at=at)
    assert indicators.import_reported(**given, by=by, at=at).rows == 1


def test_a_contradiction_shows_both_values_the_unit_and_the_cell(measured, as_reader, fang):
    (october,) = [
        one
        for one in indicators.values("on-time-rate", measured, as_of=UNTIL_DAY)
        if one.period == "2026-10"
    ]
    report(20, fang, UNTIL_MOMENT)
    he = as_reader("he")
    ((row, unit, _district, drills),) = he.get("/cockpit/contradictions/").context["rows"]
    assert (row.reported, row.measured) == (20, october.value)
    assert unit
    assert drills
    text = he.get("/cockpit/contradictions/").content.decode()
    assert all(said in text for said in (row.source, row.cell, "部门自报", "实测"))
    assert len(he.get("/cockpit/").context["contradictions"]) == 1


def test_a_report_that_agrees_is_no_contradiction(measured, as_reader, fang):
    (october,) = [
        one
        for one in indicators.values("on-time-rate", measured, as_of=UNTIL_DAY)
        if one.period == "2026-10"
    ]
    report(float(october.value), fang, UNTIL_MOMENT)
    answer = as_reader("he").get("/cockpit/contradictions/")
    assert answer.context["rows"] == []
    assert "没有对不上的数" in answer.content.decode()


def test_a_figure_that_a_unit_reports_stands_in_the_drawn_list_at_once(measured, as_reader, fang):
    def told():
        page = as_reader("he").get("/cockpit/indicators/").content.decode()
        row = page.split("/cockpit/indicators/contactless-tax-rate/")[1]
        return row.split("</tr>")[0]

    before = told()
    assert told() == before
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("月报")
        page.write_row(0, 0, ["月份", "指标"])
        page.write_row(1, 0, ["2026年10月", 77.25])
    given = {"data": out.getvalue(), "name": "税务.xlsx", "unit": f"{fang.region}-tax"}
    given["region"] = fang.region
    choices = {"B": "contactless-tax-rate"}
    indicators.confirm_mapping(**given, choices=choices, by=fang, at=UNTIL_MOMENT)
    indicators.import_reported(**given, by=fang, at=UNTIL_MOMENT)
    assert "77.25" in told()
    assert "77.25" not in before


def test_topics_with_a_number_stand_before_those_without_any_and_are_jumped_to(measured, as_reader):
    page = as_reader("he").get("/cockpit/indicators/").content.decode()
    sections = page.split('<section class="panel"')[1:]
    told = ["<b>" in section for section in sections]
    assert told == sorted(told, reverse=True)
    assert 0 < sum(told) < len(told)
    assert [f'href="#t{n}"' in page for n in range(1, len(told) + 1)] == [True] * len(told)
