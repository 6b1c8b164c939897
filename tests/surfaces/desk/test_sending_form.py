"""What the form that sends a plan out has ticked beforehand."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from ledger_sample import PLAN

from yingshang.city.accounts.service import user_of
from yingshang.city.plans import service as plans

AIMS = "一、总体目标\n到2027年底，全市网上可办率达到98%以上。\n\n二、主要任务"


def test_goals_of_the_plan_as_a_whole_are_not_ticked_until_somebody_does(client, city, shen):
    at = timezone.now() - timedelta(days=3)
    text = PLAN.replace("一、主要任务", AIMS)
    plan = plans.import_plan(data=text.encode(), name="n.txt", region=city, by=shen, at=at)
    for task in plan.tasks:
        plans.confirm_task(task=task.id, by=shen, at=at)
    first, *_others, whole = plan.tasks
    assert whole.title == "全文的总体目标"
    client.force_login(user_of("shen"))
    address = reverse("desk:plan_send", args=[plan.id])

    def ticked(page):
        found = re.findall(r'name="task" value="(\d+)"( checked)?', page.content.decode())
        return {int(task) for task, mark in found if mark}

    page = client.get(address)
    assert "整份方案共同负责，没有预先勾选" in page.content.decode()
    assert ticked(page) == {task.id for task in plan.tasks} - {whole.id}
    said = {"task": [first.id, whole.id], f"every-{first.id}": "hour"}
    refused = client.post(address, said)
    assert refused.status_code == 409
    assert ticked(refused) == {first.id, whole.id}
    assert client.post(address, {"task": [whole.id]}).status_code == 302
