"""A short plan of our own with a measured task, an unquantified one and one with two leads."""

from datetime import datetime, timedelta, timezone

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanView

CST = timezone(timedelta(hours=8))
PLAN = """青岚市2026年登记财产专项行动方案

为进一步优化营商环境，提高不动产登记效率，制定本方案。

一、主要任务

（一）压缩抵押登记时间。推行银行网点一站式办理，不动产抵押登记平均办理时间压缩至2个工作日以内。
牵头单位：市自然资源局
配合单位：市住建局
完成时限：2026年5月底前

（二）推行税费一窗通办。推行交易、缴税、登记并行办理，梳理并公布一次性告知清单。
牵头单位：市税务局
完成时限：2026年6月底前

（三）规范登记收费。公布登记收费目录，取消没有依据的收费。
牵头单位：市市场监管局、市税务局
完成时限：2026年9月底前

青岚市人民政府办公室
2026年1月5日
"""
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def day(month: int, number: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, number, hour, tzinfo=CST)


def evidence(name: str = "佐证.pdf") -> cases.Upload:
    return cases.Upload(name, PDF, "evidence")


def mortgages(
    count: int, *, opened: datetime, finished: datetime | None, clerk: Actor, officer: Actor
) -> list[str]:
    """Mortgage registrations, accepted when opened and decided when finished, or still open."""
    form = {
        "mortgagor": "林晓",
        "bank": "青岚市商业银行",
        "property_no": "青（2026）不动产权第0001号",
        "amount": "100",
        "contract_on": "2025-12-01",
        "phone": "13800000001",
    }
    acts: tuple[cases.Act, ...] = (cases.Act("accept", opened, clerk),)
    if finished is not None:
        middle = opened + (finished - opened) / 2
        acts += (
            cases.Act("complete_step", middle, officer, {"step": "review"}),
            cases.Act("complete_step", finished, officer, {"step": "book"}),
            cases.Act("decide", finished, officer, {"outcome": "granted"}),
        )
    spec = cases.CaseSpec(
        item="property-mortgage",
        region="990100",
        form=form,
        by=clerk,
        at=opened,
        channel="window",
        acts=acts,
    )
    return cases.bulk([spec] * count)


def reviewed_plan(shen: Actor, *, at: datetime) -> PlanView:
    """The plan imported, every task confirmed, the first target bound."""
    plan = plans.import_plan(data=PLAN.encode(), name="ledger.txt", region="990100", by=shen, at=at)
    for task in plan.tasks:
        plans.confirm_task(task=task.id, by=shen, at=at)
    target = plan.tasks[0].targets[0]
    best = plans.suggest_bindings(target=target.id, at=at)[0]
    plans.bind(target=target.id, indicator=best.indicator, by=shen, at=at)
    return plan
