"""The sample's own ledger is one that the rules of the ledger allow."""

import pytest
from ledger_sample import day, mortgages, reviewed_plan

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.accounts.service import actor_of, user_of
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import service as plans
from yingshang.surfaces.demo import ledger

NOW = day(8, 6)  # the sample's tasks went out 210 days before


@pytest.fixture
def deng(city):
    return actor_of(user_of("deng"))


@pytest.fixture
def ref(city, shen, deng, zhou):
    """The measured task, sent out; its indicator stands at eight days, against two."""
    plan = reviewed_plan(shen, at=day(1, 6))
    sent = plans.send_tasks(plan=plan.id, tasks=[plan.tasks[0].id], by=shen, at=day(1, 7))
    mortgages(30, opened=day(2, 2, 9), finished=day(2, 12, 15), clerk=zhou, officer=deng)
    indicators.compute(at=day(2, 12, 20), by=shen, regions=["990100"])
    return sent[0]


@pytest.mark.parametrize("officer", ["deng", "nobody"])
def test_the_samples_task_that_misses_says_so_and_can_be_sent_back(ref, shen, deng, officer):
    ledger._closed(ref, deng if officer == "deng" else SYSTEM, NOW)
    row = plans.tracked_task(shen, ref, at=NOW).row
    assert (row.stage, row.stage_label) == ("verified", "已核验、指标未达标")
    assert (row.lamp.lamp, row.lamp.word, row.days_late) == ("red", "未达标", 67)
    assert "距完成时限只剩" not in " ".join((row.lamp.sentence, *row.lamp.also))
    plans.send_back_task(ref=ref, reason="仍是八天，请整改", by=shen, at=NOW)
    mine = plans.my_tasks(deng, at=NOW)
    assert [(one.ref, "请整改" in one.sent_back) for one in mine] == [(ref, True)]
