"""The promises of the cities side by side: the table, one metric, JSON, CSV, xlsx."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yingshang.city.accounts.service import SYSTEM, user_of
from yingshang.city.plans import service as plans

PLAN = """青岚市2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办2个工作日内办结。（牵头单位：市市场监管局）
"""


def test_without_plans_the_page_says_so(client, city):
    assert "还没有读入方案" in client.get(reverse("portal:compare")).content.decode()


def test_json_and_csv_say_the_same(client, city, promised):
    rows = json.loads(client.get(reverse("portal:compare_json")).content)
    text = b"".join(client.get(reverse("portal:compare_csv")).streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))

    assert len(table) == len(rows) + 1
    assert {r["metric"] for r in rows} == {line[0] for line in table[1:]}


def test_the_page_of_one_metric_quotes_the_plan(client, promised):
    page = client.get(reverse("portal:metric", args=[promised.metric])).content.decode()

    assert promised.sentence in page


def test_the_old_address_of_a_metric_leads_to_its_page(client, promised):
    answer = client.get(reverse("portal:compare"), {"metric": promised.metric})
    assert answer.headers["Location"] == reverse("portal:metric", args=[promised.metric])


def test_an_unknown_metric_is_a_404(client, promised):
    assert client.get(reverse("portal:compare"), {"metric": "no-such"}).status_code == 404
    assert client.get(reverse("portal:metric", args=["no-such"])).status_code == 404
    assert client.get(reverse("portal:compare_csv"), {"metric": "no-such"}).status_code == 404


@pytest.fixture
def elsewhere(promised, now):
    """Another city promises the same within a day, and last year it was four."""
    for year, days in ((2025, 4), (2026, 1)):
        text = (
            PLAN.replace("青岚", "澜州").replace("2026", str(year)).replace("2个工", f"{days}个工")
        )
        plan = plans.import_plan(
            data=text.encode(), name=f"{year}.txt", region="990200", by=SYSTEM, at=now
        )
        for task in plan.tasks:
            plans.confirm_whole(task=task.id, by=SYSTEM, at=now)
    return promised.metric


def test_the_filters_stand_in_the_address_and_hold_for_the_files_too(client, elsewhere):
    page = client.get("/promises/?q=开办&year=2026&city=990200").content.decode()
    assert "澜州市" in page.split("<thead>")[1]
    assert "青岚市" not in page.split("<thead>")[1].split("</table>")[0]
    assert "promises.csv?q=%E5%BC%80%E5%8A%9E&amp;year=2026&amp;city=990200" in page
    rows = json.loads(client.get("/promises.json?q=开办&year=2025").content)
    assert {row["year"] for row in rows if row["stands"]} == {2025}
    assert client.get("/promises/?q=没有这种指标").status_code == 200
    assert client.get("/promises/?year=abc&city=zz").status_code == 200


def test_a_metric_shows_the_years_our_line_and_what_the_next_place_takes(client, elsewhere):
    page = client.get(reverse("portal:metric", args=[elsewhere])).content.decode()
    assert "排第 <b>2</b>" in page
    assert "站到第 1" in page
    assert '<th scope="col" class="num">2025</th>' in page
    assert "更强" in page
    assert "学这条" not in page  # for those who keep the library only


def test_the_workbook_and_the_csv_carry_source_and_method(client, elsewhere):
    text = b"".join(client.get(reverse("portal:compare_csv")).streaming_content)
    table = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    source, method = table[0].index("来源"), table[0].index("方法")
    assert all(line[source] and line[method] for line in table[1:])
    assert client.get(reverse("portal:compare_xlsx")).content[:2] == b"PK"


@pytest.mark.parametrize("page", ["/promises/", "/promises/company-start-time/"])
def test_more_plans_do_not_make_more_questions(client, elsewhere, page, now):
    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    few = max(count(), count())  # the first reads the plans, the second remembers them
    text = PLAN.replace("青岚", "桐川").replace("2个工", "3个工")
    plans.import_plan(data=text.encode(), name="c.txt", region="990300", by=SYSTEM, at=now)
    assert count() <= few <= 20
    assert count() < few


def test_what_nobody_has_confirmed_stands_without_number_and_rank_for_the_public(
    client, promised, now
):
    text = PLAN.replace("青岚", "澜州").replace("2个工", "1个工")
    plans.import_plan(data=text.encode(), name="新.txt", region="990200", by=SYSTEM, at=now)
    page = client.get(reverse("portal:metric", args=[promised.metric])).content.decode()
    assert "方案已读入、待核对的：澜州市" in page
    assert "≤ 1 工作日" not in page
    table = client.get(reverse("portal:compare")).content.decode()
    assert "待核对" in table.split("<tbody>")[1]
    assert "≤ 1 工作日" not in table


def test_where_only_we_promise_there_is_no_place_and_no_code_in_the_table(client, promised):
    page = client.get(reverse("portal:compare")).content.decode()
    assert "本市第" not in page
    assert "最强承诺" not in page
    assert "只有这一个城市承诺过" in page
    one = client.get(reverse("portal:metric", args=[promised.metric])).content.decode()
    assert "只有这一个城市承诺过" in one
    assert "谁承诺得最强" not in one
    body = b"".join(client.get(reverse("portal:compare_csv")).streaming_content)
    table = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    said = {line[table[0].index("统计口径")] for line in table[1:]}
    assert said <= {"每一件", "最长（最大）", "平均", "占比", ""}


def test_only_what_our_city_promised_holds_our_own_promises_that_wait_for_a_person(
    client, city, fang, shen, now
):
    plans.import_plan(data=PLAN.encode(), name="方案.txt", region=city, by=fang, at=now)
    other = PLAN.replace("青岚", "澜州").replace("企业开办", "不动产登记")
    plans.import_plan(data=other.encode(), name="新.txt", region="990200", by=SYSTEM, at=now)
    client.force_login(user_of("shen"))
    table = client.get("/promises/?ours=1").content.decode().split("<tbody>")[1]
    assert "企业开办" in table
    assert "待核对" in table
    assert "不动产" not in table
