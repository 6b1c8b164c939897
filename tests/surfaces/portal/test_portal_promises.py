"""The promises of the cities side by side: page, JSON, CSV."""

import csv
import io
import json
from types import SimpleNamespace

from django.urls import reverse

from yingshang.surfaces.portal.matrix import side_by_side


def row(metric, region, target=1, rank=None):
    return SimpleNamespace(
        metric=metric,
        metric_name=metric,
        region=region,
        region_name=region,
        target=target,
        rank=rank,
    )


def test_the_first_promise_of_a_city_stands_in_the_table():
    best, second = row("days", "990100", rank=1), row("days", "990100")

    table = side_by_side([best, second, row("days", "210800", target=None)])

    assert table.cities == (("990100", "990100"), ("210800", "210800"))
    assert table.lines[0].cells == (best, None)
    assert table.lines[0].pairs == [(best, (second,)), (None, ())]


def test_without_plans_the_page_says_so(client, city):
    assert "还没有读入方案" in client.get(reverse("portal:compare")).content.decode()


def test_json_and_csv_say_the_same(client, city, promised):
    rows = json.loads(client.get(reverse("portal:compare_json")).content)
    text = client.get(reverse("portal:compare_csv")).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))

    assert len(table) == len(rows) + 1
    assert {r["metric"] for r in rows} == {line[0] for line in table[1:]}


def test_the_page_of_one_metric_quotes_the_plan(client, promised):
    page = client.get(reverse("portal:compare"), {"metric": promised.metric}).content.decode()

    assert promised.sentence in page


def test_an_unknown_metric_is_a_404(client, promised):
    assert client.get(reverse("portal:compare"), {"metric": "no-such"}).status_code == 404
