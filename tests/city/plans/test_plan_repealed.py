"""Which plan a new document repeals by its number, however it is said."""

import pytest

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans
from yingshang.city.plans.recognising import repealed
from yingshang.kernel.flow import Refusal

OLD = """青岚市2025年优化营商环境行动方案
青政办发〔2025〕5号
一、主要任务
（一）压缩企业开办时间。企业开办全流程2个工作日内办结。
"""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("青政办发〔2025〕5号同时废止。", True),
        ("《甲》（青政办发〔2025〕5号）、《乙》（青政办发〔2024〕3号）同时废止。", True),
        ("废止《甲》（青政办发[2025] 5号）。", True),
        ("下列文件予以废止：《乙》（青政办发〔2024〕3号）、《甲》（青政办发〔2025〕5号）。", True),
        ("本方案自印发之日起施行，《甲》（青政办发〔2025〕5号）自即日起停止执行。", True),
        ("《甲》（青政办发〔2025〕5号）继续有效，《乙》（青政办发〔2024〕3号）同时废止。", False),
        ("《乙》（青政办发〔2024〕3号）废止、《甲》（青政办发〔2025〕5号）继续有效。", False),
        ("按照青政办发〔2025〕5号的要求，本方案有效期三年，到期自动失效。", False),
        ("落实青政办发〔2025〕5号。有关规定同时废止。", False),
    ],
)
def test_a_plan_ends_only_where_that_is_said_of_its_own_number(city, now, text, ends):
    plans.import_plan(data=OLD.encode(), name="a.txt", region=city, by=SYSTEM, at=now)
    assert bool(repealed(text, city)) is ends


def test_nobody_is_asked_again_about_a_file_that_was_withdrawn(city, now):
    said = {"region": city, "by": SYSTEM, "at": now}
    new = OLD.replace("2025年优化", "2026年优化").replace("2025〕5号", "2026〕8号")
    data = f"{new}本方案印发后，青政办发〔2025〕5号同时废止。\n".encode()
    plans.import_plan(data=OLD.encode(), name="a.txt", **said)
    with pytest.raises(Refusal, match="同时废止，没有导入"):
        plans.import_plan(data=data, name="b.txt", anyway=False, **said)
    kept = plans.import_plan(data=data, name="b.txt", **said)
    plans.withdraw(plan=kept.id, reason="先撤回", by=SYSTEM, at=now)
    again = plans.import_plan(data=data, name="b.txt", anyway=False, **said)
    assert (again.id, again.new, again.row.withdrawn_at) == (kept.id, True, None)
