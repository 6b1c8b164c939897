"""The preview, the list, the page of a plan, its review and its history say the same numbers."""

import re

from django.urls import reverse

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans

TEXT = """青岚市2026年优化营商环境行动方案

一、总体目标

到2027年底，全市网上可办率达到98%以上，新增经营主体2万户。

二、主要任务

（一）压缩企业开办时间。推行一窗受理、并行审批，企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前

（二）压缩低压用户报装时间。低压电力报装平均时间压减至4个工作日以内。
牵头单位：市营商局
完成时限：2026年12月底前
"""


def test_tasks_and_what_waits_are_counted_the_same_everywhere(at_desk, fang):
    desk = at_desk("fang")
    held = desk.post(reverse("desk:plan_import"), {"region": "990100", "text": TEXT}).url
    seen = desk.get(held).context["one"]
    page = desk.post(f"{held}keep/", follow=True)
    (row,) = plans.plans(SYSTEM)
    assert row.tasks == seen.tasks == 2
    assert row.targets == seen.targets == page.context["metrics"]
    assert (
        f"{seen.tasks} 项任务"
        in desk.get(reverse("desk:plan_history", args=[row.id])).content.decode()
    )
    reviewed = plans.progress(row.id, fang)
    assert reviewed.left == row.unconfirmed
    shown = page.context["progress"]
    assert (shown["done"], shown["all"]) == (reviewed.done, reviewed.all)
    listed = desk.get(reverse("desk:plans")).content.decode()
    waits = re.search(r'data-label="待核对"><strong>(\d+)', listed)
    assert int(waits[1]) == reviewed.left
    task = plans.review(row.id, fang).rows[0].task
    plans.reject_task(
        task=task.id, reason="不是任务", by=fang, at=page.context["plan"].row.imported_at
    )
    (row,) = plans.plans(SYSTEM)
    assert (row.tasks, row.unconfirmed) == (1, plans.progress(row.id, fang).left)
    assert desk.get(reverse("desk:plan", args=[row.id])).context["progress"]["done"] == (
        plans.progress(row.id, fang).done
    )
