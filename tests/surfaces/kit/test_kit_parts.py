"""Components, filters, charts, exports."""

import csv
import datetime as dt
import io
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from yingshang.surfaces.kit.charts import chart
from yingshang.surfaces.kit.exports import csv_response, harmless
from yingshang.surfaces.kit.templatetags import kit


def render(source, request=None, **context):
    compiled = CottonCompiler().process("{% load kit %}" + source)
    return engines["django"].from_string(compiled).render(context, request=request)


@pytest.mark.parametrize(
    ("lamp", "word"), [("green", "正常"), ("yellow", "临期"), ("red", "超期"), ("grey", "不计时")]
)
def test_a_lamp_is_a_shape_and_a_word_before_it_is_a_colour(lamp, word):
    html = render("<c-lamp :value='lamp' />", lamp=lamp)

    assert word in html
    assert "<svg" in html
    assert f"lamp-{lamp}" in html


def test_the_four_lamps_have_four_different_shapes():
    shapes = {
        render("<c-lamp :value='lamp' word='x' />", lamp=lamp).split("<svg")[1].split(">", 1)[1]
        for lamp in ("green", "yellow", "red", "grey")
    }

    assert len(shapes) == 4


def test_a_mark_says_where_a_number_comes_from():
    html = render("<c-mark value='reported' />")

    assert "部门自报" in html
    assert "未经办件核对" in html


def test_a_missing_number_is_never_zero():
    assert kit.number(None) == "–"
    assert kit.percent(None) == "–"
    assert kit.number(0) == "0"


def test_numbers_lose_trailing_zeros_only():
    assert kit.number(Decimal("2.50")) == "2.5"
    assert kit.number(1200) == "1,200"
    assert kit.number(100.0) == "100"


def test_times_are_chinas(settings):
    at = dt.datetime(2026, 3, 6, 23, 30, tzinfo=dt.UTC)

    assert kit.moment(at) == "2026年3月7日 07:30"
    assert kit.weekday(at) == "周六"
    with translation.override("en"):
        assert kit.day(at) == "7 Mar 2026"


def test_limits_are_told_in_the_readers_language():
    assert kit.span("5个工作日") == "5个工作日"
    assert kit.span(None) == "–"
    assert kit.span("即时") == "即时"


def test_page_numbers_leave_gaps():
    assert kit.page_numbers(1, 3) == [1, 2, 3]
    assert kit.page_numbers(10, 20) == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_the_pager_keeps_the_other_parameters(rf):
    html = render("<c-pager :page='2' :pages='3' />", request=rf.get("/?lamp=red&page=2"))

    assert "?lamp=red&amp;page=3" in html


def test_a_clock_tells_each_day_and_why():
    made_up = {"number": 1, "counted": True, "why": "调休上班", "code": "make-up"}
    days = [SimpleNamespace(day=dt.date(2026, 2, 28), **made_up)]
    line = SimpleNamespace(
        name="承诺",
        limit="5个工作日",
        used=1,
        due=None,
        provisional=True,
        lamp="green",
        finished_at=None,
        days=days,
    )

    html = render("<c-clock :line='line' />", line=line)

    assert "第 1 日" in html
    assert "调休上班" in html
    assert "暂定" in html


def test_a_chart_carries_its_numbers_as_a_table():
    drawn = chart("用时", ["1月", "2月"], {"实测": [2.5, None]}, unit="天", target=2)

    html = render("<c-chart :chart='drawn' id='c1' />", drawn=drawn)

    assert drawn.rows == [("1月", [2.5]), ("2月", [None])]
    assert '<th scope="row">2月</th><td class="num">–</td>' in html
    assert 'type="application/json"' in html


def test_an_unknown_kind_of_chart_is_refused():
    with pytest.raises(ValueError, match="pie"):
        chart("x", [], {}, kind="pie")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-3.5", "青岚市", 7, None, "≤ 2 工作日"])
def test_other_cells_pass_unchanged(cell):
    assert harmless(cell) == cell


def test_csv_opens_in_excel_with_chinese():
    answer = csv_response("x.csv", ["城市"], [["青岚市"], ["=cmd"]])
    text = answer.content.decode()

    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["城市"], ["青岚市"], ["'=cmd"]]


def test_the_gallery_shows_every_component_in_both_densities(client, city):
    for query in ({}, {"dense": "1"}):
        page = client.get(reverse("kit:gallery"), query).content.decode()
        for part in ("lamp-red", "mark-reported", "clock", "stepline", "timeline-ys", "pager"):
            assert part in page


def test_the_gallery_is_for_the_demo_only(client, city, settings):
    address = reverse("kit:gallery")  # addresses are read once, with the settings of that moment
    settings.DEMO = False

    assert client.get(address).status_code == 404
