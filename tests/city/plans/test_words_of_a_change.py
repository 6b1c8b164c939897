"""What is told of a clause that was changed."""

import pytest

from yingshang.city.plans.models import Plan, Task
from yingshang.city.plans.tracking._changed import changes_of, lines_of


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("推行柔性执法", "推行柔性执法。编制清单。", "任务表述有改动，见任务原文"),
        ("推行包容审慎执法", "推行包容审慎执法。编制清单。", "推行柔性执法 → 推行包容审慎执法"),
    ],
)
def test_a_change_of_words_is_one_plain_line(plan, now, title, text, told):
    old = Task(
        pk=1,
        plan_id=plan.id,
        title="推行柔性执法",
        text="推行柔性执法。修订轻微违法清单，加强指导。",
    )
    new = Task(pk=10**6 + 1, plan=Plan(pk=plan.id), title=title, text=text)
    old.lead, new.lead = ["市司法局"], ["市市场监管局"]
    lines = lines_of(changes_of(old, new, on=now.date()))
    assert any(told in one for one in lines)
    assert not any("（无） →" in one for one in lines)
