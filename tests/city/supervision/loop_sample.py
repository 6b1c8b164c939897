"""A short plan of our own and the cases behind its promise."""

from datetime import datetime, timedelta, timezone

from yingshang.city.accounts.service import Actor
from yingshang.city.cases import service as cases

CST = timezone(timedelta(hours=8))
PLAN = """青岚市2026年登记财产提升行动方案

为进一步优化营商环境，提高不动产登记效率，制定本方案。

一、主要任务

（一）压缩抵押登记时间。推行银行网点一站式办理，不动产抵押登记平均办理时间压缩至2个工作日以内。
牵头单位：市自然资源局、市住建局
完成时限：2026年5月底前

（二）压缩一般登记时间。推行登记、交易、缴税并行办理，不动产一般登记4个工作日内办结。
责任单位：市自然资源局
完成时限：2026年12月底前

青岚市人民政府办公室
2026年1月5日
"""


def day(month: int, number: int, hour: int = 10) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=CST)


def mortgages(
    count: int, *, opened: datetime, finished: datetime | None, clerk: Actor, officer: Actor
) -> list[str]:
    """Mortgage registrations, accepted when opened; decided when finished, or still open."""
    form = {
        "mortgagor": "林晓",
        "bank": "青岚市商业银行",
        "property_no": "青（2026）不动产权第0001号",
        "amount": "100",
        "contract_on": "2025-12-01",
        "phone": "13800000001",
    }
    acts = (cases.Act("accept", opened, clerk),)
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
