"""What a page about a plan must not leave unsaid: whose it is, what it repeals, who heard of it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases._timeline import describe
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanLink, Target

OLD = """青岚市2026年优化营商环境行动方案
青政办发〔2026〕5号
一、主要任务
（一）压缩企业开办时间。企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前
（二）推行柔性执法。清单事项不少于120项。
牵头单位：市司法局
完成时限：2026年12月底前
（三）完善工作机制。建立联席会议制度。
2026年1月5日
"""
NEW = """青岚市营商环境提升工程实施意见
青政办发〔2026〕21号
现印发给你们。《青岚市2026年优化营商环境行动方案》（青政办发〔2026〕5号）同时废止。
一、主要任务
（一）压缩企业开办时间。企业开办全流程1个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年9月底前
2026年5月5日
"""


def paste(client, text, region="990100"):
    return client.post(reverse("desk:plan_import"), {"region": region, "text": text}).url


@pytest.fixture
def old(city, fang, now):
    return plans.import_plan(data=OLD.encode(), name="a.txt", region=city, by=fang, at=now)


@pytest.fixture
def fangs(at_desk):
    return at_desk("fang")


@pytest.mark.parametrize(
    "said",
    [
        "《青岚市2026年优化营商环境行动方案》（青政办发〔2026〕5号）同时废止。",
        "原青政办发[2026]5号文件和《招商引资办法》（青政办发〔2024〕9号）即行废止。",
    ],
)
def test_what_repeals_a_plan_by_number_is_asked_about_it(fangs, old, said):
    printed = "《青岚市2026年优化营商环境行动方案》（青政办发〔2026〕5号）同时废止。"
    held = paste(fangs, NEW.replace(printed, said))
    page = fangs.get(held).content.decode()
    assert "青政办发〔2026〕5号 同时废止" in page
    refused = fangs.post(f"{held}keep/").content.decode()
    assert "请先选定这份是不是它的新一版" in refused
    fangs.post(f"{held}keep/", {"edition": "yes"})
    (link,) = plans.lineage.links(SYSTEM, old.id)
    assert "同时废止" in link.grounds


def test_what_was_withdrawn_comes_back_without_the_question(fangs, old, fang, now):
    fangs.post(f"{paste(fangs, NEW)}keep/", {"edition": "no"})
    (mine,) = [one for one in plans.plans(SYSTEM) if "提升工程" in one.title]
    plans.withdraw(plan=mine.id, reason="导错了", by=fang, at=now)
    held = paste(fangs, NEW)
    fangs.post(f"{held}keep/")
    assert mine.id in {one.id for one in plans.plans(SYSTEM) if one.withdrawn_at is None}


def test_what_only_names_a_plan_repeals_nothing(fangs, old):
    held = paste(fangs, NEW.replace("同时废止。", "继续执行。《招商引资办法》同时废止。"))
    assert "这份写明" not in fangs.get(held).content.decode()


def test_a_file_kept_in_another_place_is_told(fangs, city, fang, now):
    text = OLD.replace("青岚", "清浦").replace("青政", "清政")
    held = paste(fangs, text)
    fangs.post(f"{held}move/", {"place": "清浦市"})
    fangs.post(f"{held}keep/")
    again = fangs.get(paste(fangs, text)).content.decode()
    assert "这份文件已在清浦市建有" in again


def test_a_plan_of_another_city_says_why_nothing_is_sent(fangs):
    held = paste(fangs, OLD.replace("青岚", "清浦").replace("青政", "清政"))
    fangs.post(f"{held}move/", {"place": "清浦市"})
    page = fangs.post(f"{held}keep/", follow=True)
    (row,) = [one for one in plans.plans(SYSTEM) if "清浦" in one.title]
    page = fangs.get(reverse("desk:plan", args=[row.id])).content.decode()
    assert "只收它的方案，供核对和对照" in page
    assert "任务不能交办" in page
    assert "在本市单位表中没有对应" not in page


def test_the_grounds_are_kept_in_chinese_whatever_the_screen_speaks(old, fang, now):
    held = plans.preview_paste(text=NEW, name="", region="990100", by=fang, at=now)
    with override("en"):
        plans.keep_preview(held, edition=True, by=fang, at=now)
    assert PlanLink.objects.get().grounds == "文中写明 青政办发〔2026〕5号 同时废止"


def test_the_plan_of_the_city_itself_says_nothing_of_the_kind(fangs, old):
    page = fangs.get(reverse("desk:plan", args=[old.id])).content.decode()
    assert "只收它的方案" not in page


def test_who_sends_tasks_without_a_lead_is_told_that_nobody_heard(fangs, old, fang, now):
    for task in old.tasks:
        plans.confirm_task(task=task.id, by=fang, at=now)
    ticked = {"task": [task.id for task in old.tasks]}
    page = fangs.post(reverse("desk:plan_send", args=[old.id]), ticked, follow=True)
    assert "其中 1 项还没有牵头单位" in page.content.decode()


@pytest.fixture
def newer(old, fang, now):
    text = OLD.replace("2个工作日", "1个工作日").replace(
        "推行柔性执法。清单事项不少于120项。", "推行柔性执法。"
    )
    body = text.replace("（三）完善工作机制。建立联席会议制度。\n", "")
    new = plans.import_plan(
        data=body.encode(), name="b.txt", region="990100", by=fang, at=now, edition_of=old.id
    )
    return new


def test_a_number_that_is_left_out_says_so(old, newer, fang, now):
    rows = plans.lineage.beside_of(fang, old.id, newer.id, at=now).rows
    said = {one.label for row in rows for one in row.figures if one.way == "missing"}
    assert said == {"新版没有写这个数"}


def test_a_promise_of_a_replaced_edition_says_by_which(fangs, old, newer, fang, now):
    first = next(t for task in old.tasks for t in task.targets if "企业开办" in t.words)
    page = fangs.get(reverse("dashboard:promise", args=[first.id])).content.decode()
    assert "取代，这一版的承诺不再计入" in page
    assert "那里对应的承诺是" in page
    gone = next(t for task in old.tasks for t in task.targets if "120" in t.words)
    page = fangs.get(reverse("dashboard:promise", args=[gone.id])).content.decode()
    assert "那里没有对应的承诺" in page
    kept = next(t for task in newer.tasks for t in task.targets)
    page = fangs.get(reverse("dashboard:promise", args=[kept.id])).content.decode()
    assert "不再计入" not in page


def test_a_promise_that_was_taken_back_in_the_new_edition_is_not_linked_to(fangs, old, newer):
    first = next(t for task in old.tasks for t in task.targets if "企业开办" in t.words)
    heir = next(t for task in newer.tasks for t in task.targets if "企业开办" in t.words)
    Target.objects.filter(pk=heir.id).update(gone=True)
    page = fangs.get(reverse("dashboard:promise", args=[first.id])).content.decode()
    assert "那里没有对应的承诺" in page
    assert reverse("dashboard:promise", args=[heir.id]) not in page


def test_time_that_was_asked_for_by_day_is_told_by_day():
    data = {
        "approver": "方宁",
        "workdays": 65,
        "reason": "工期",
        "until": "2027-06-30T23:59:59+08:00",
    }
    said = describe("extended", data, None)
    assert "2027年6月30日" in said
    assert "65" not in said
    assert "65 个工作日" in describe("extended", data | {"until": ""}, None)
