"""A plan of many hundred tasks opens in parts; a link to any row leads to its part."""

import re

import pytest
from django.urls import reverse

from yingshang.city.plans import service as plans
from yingshang.surfaces.desk import batches

TASKS = 7


def text(tasks: int) -> str:
    rows = "".join(
        f"{n}. 压缩第{n}类事项办理时间。第{n}类事项{n + 1}个工作日内办结。"
        "（责任单位：市市场监管局）\n"
        for n in range(1, tasks + 1)
    )
    return "青岚市2026年优化营商环境行动方案\n一、主要任务\n" + rows


@pytest.fixture
def plan(city, fang, now):
    return plans.import_plan(
        data=text(TASKS).encode(), name="方案.txt", region=city, by=fang, at=now
    )


@pytest.fixture(params=["desk:plan", "desk:review"])
def page(request, at_desk, plan, monkeypatch):
    """Fang opens the plan or its review, three rows a page."""
    monkeypatch.setattr(batches, "STEP", 3)
    client, address = at_desk("fang"), reverse(request.param, args=[plan.id])
    sign = "task" if request.param == "desk:plan" else "r"

    def show(**asked):
        answer = client.get(address, {"show": "all", "order": "text"} | asked)
        assert answer.status_code == 200
        rows = re.findall(rf'id="{sign}-(\d+)"', answer.content.decode())
        return [int(row) for row in rows], answer.content.decode()

    show.sign = sign
    return show


def test_every_task_is_on_exactly_one_page_and_the_text_is_whole_on_each(page, plan):
    pages = [page(page=n)[0] for n in (1, 2, 3)]
    assert pages == [[t.id for t in plan.tasks[i : i + 3]] for i in (0, 3, 6)]
    for n in (1, 3):
        assert f"压缩第{TASKS}类事项办理时间" in page(page=n)[1].split('class="ledger"')[0]


def test_a_link_to_a_row_finds_its_page(page, plan):
    last = plan.tasks[-1]
    assert last.id not in page()[0]
    assert page(at=f"{page.sign}-{last.id}")[0] == [last.id]


def test_a_target_is_found_where_its_task_stands(at_desk, plan, monkeypatch):
    monkeypatch.setattr(batches, "STEP", 3)
    target = plan.tasks[-1].targets[0]
    answer = at_desk("fang").get(
        reverse("desk:plan", args=[plan.id]), {"at": f"target-{target.id}"}
    )
    assert f'id="target-{target.id}"' in answer.content.decode()


@pytest.mark.parametrize("asked", [{"page": "99"}, {"page": "²"}, {"page": "-1"}, {"at": "row"}])
def test_an_absurd_page_shows_a_page(page, plan, asked):
    rows, _page = page(**asked)
    assert rows in ([t.id for t in plan.tasks[:3]], [plan.tasks[-1].id])


def test_a_plan_that_fits_has_no_pages(at_desk, plan):
    body = at_desk("fang").get(reverse("desk:plan", args=[plan.id])).content.decode()
    assert 'class="pager"' not in body
    assert "batches.js" not in body
