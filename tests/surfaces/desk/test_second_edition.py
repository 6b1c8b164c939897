"""A second edition says of itself that an earlier one stands, and is linked at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import Plan

TEXT = """青岚市2026年优化营商环境行动方案
一、主要任务
（一）压缩企业开办时间。企业开办全流程5个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前
"""


@pytest.fixture
def first(city, fang, now):
    return plans.import_plan(data=TEXT.encode(), name="x.txt", region=city, by=fang, at=now)


@pytest.fixture
def held(at_desk, first):
    text = TEXT.replace("5个", "3个")
    answer = at_desk("fang").post(reverse("desk:plan_import"), {"region": "990100", "text": text})
    return answer.url


def kinds(plan):
    return [one.kind for one in plans.lineage.links(SYSTEM, plan)]


def test_what_is_said_in_the_preview_holds_at_once(at_desk, first, held):
    desk = at_desk("fang")
    assert "这份是它的新一版吗" in desk.get(held).content.decode()
    page = desk.post(f"{held}keep/", {"edition": "yes"}, follow=True)
    new = page.context["plan"]
    assert (kinds(new.id), new.row.edition) == (["edition"], 2)
    assert "本方案是它的新一版吗" not in page.content.decode()


def test_nothing_is_kept_until_somebody_says_whether_it_is_a_new_edition(at_desk, first, held):
    desk = at_desk("fang")
    page = desk.get(held).content.decode()
    assert 'name="edition" value="yes" form="keep" required' in page
    answer = desk.post(f"{held}keep/")
    assert answer.status_code == 409
    assert "请先选定这份是不是它的新一版" in answer.content.decode()
    assert [row.id for row in plans.plans(SYSTEM)] == [first.id]


def test_where_a_reading_was_put_is_not_kept_with_the_plan(at_desk, first, held, city):
    desk = at_desk("fang")
    desk.post(f"{held}move/", {"place": "青岚市"})
    new = desk.post(f"{held}keep/", {"edition": "no"}, follow=True).context["plan"].id
    assert not {"placed", "said"} & set(Plan.objects.get(pk=new).reading)


@pytest.fixture
def other(first, fang, now):
    """Brought in where nobody is asked, as by the command line."""
    data = TEXT.replace("5个", "3个").encode()
    return plans.import_plan(data=data, name="y.txt", region="990100", by=fang, at=now).id


def test_of_two_that_came_at_one_moment_only_the_later_is_asked(at_desk, first, other):
    desk = at_desk("fang")
    asked = [
        "本方案是它的新一版吗" in desk.get(reverse("desk:plan", args=[one])).content.decode()
        for one in (first.id, other)
    ]
    assert asked == [False, True]


def test_what_nobody_said_is_asked_on_the_page_of_the_plan_and_linked_there(at_desk, first, other):
    desk, new = at_desk("fang"), other
    page = desk.get(reverse("desk:plan", args=[new]))
    assert "本方案是它的新一版吗" in page.content.decode()
    assert kinds(new) == []
    said = {"kind": "edition", "other": str(first.id)}
    desk.post(reverse("desk:plan_declare", args=[new]), said)
    assert kinds(new) == ["edition"]
    shown = desk.get(reverse("desk:plan", args=[new])).content.decode()
    assert "本方案是它的新一版吗" not in shown


def test_who_says_that_both_stand_is_not_asked_again(at_desk, first, other):
    desk, new = at_desk("fang"), other
    said = {"kind": "apart", "other": str(first.id)}
    page = desk.post(reverse("desk:plan_declare", args=[new]), said, follow=True)
    assert "本方案是它的新一版吗" not in page.content.decode()
    history = desk.get(reverse("desk:plan_history", args=[new])).content.decode()
    assert "不是《青岚市2026年优化营商环境行动方案》的新一版" in history


def test_two_editions_can_be_told_apart_in_the_list_to_pick_from(at_desk, first, held, now):
    desk = at_desk("fang")
    desk.post(f"{held}keep/", {"edition": "yes"})
    other = TEXT.replace("青岚市2026年", "青岚市2027年").encode()
    third = plans.import_plan(data=other, name="y.txt", region="990100", by=SYSTEM, at=now)
    shown = desk.get(reverse("desk:plan_links", args=[third.id])).content.decode()
    picks = shown.partition('id="l-other"')[2].partition("</select>")[0]
    assert "第1版" in picks
    assert "第2版" in picks


def test_what_comes_back_beside_another_of_its_number_is_asked_on_its_page(
    at_desk, shen, now, city
):
    text = TEXT.replace("\n一、", "\n青政发〔2026〕3号\n一、", 1)
    said = {"name": "x.txt", "region": city, "by": shen, "at": now}
    first = plans.import_plan(data=text.encode(), **said)
    plans.withdraw(plan=first.id, reason="重导", by=shen, at=now)
    plans.import_plan(data=text.replace("5个", "3个").encode(), **said)
    desk = at_desk("shen")
    held = desk.post(reverse("desk:plan_import"), {"region": city, "text": text}).url
    told = plans.preview_view(held.rstrip("/").rpartition("/")[2], by=shen, at=timezone.now())
    page = desk.get(held).content.decode()
    assert told.same_number
    assert 'name="edition"' in page
