"""Items of the market regulator that use the later life, and how Lin applies for them."""

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions

FORM = {"company": "青岚市明禾餐饮有限公司"}
COMMON = {
    "family": "application",
    "handled": "here",
    "lead": "market",
    "audience": "enterprise",
    "limits": {
        "acceptance": {"value": 5, "unit": "workday", "basis": "行政许可法第三十二条"},
        "statutory": {"value": 20, "unit": "workday"},
        "promised": {"value": 10, "unit": "workday"},
        "delivery": {"value": 10, "unit": "workday"},
    },
    "fields": [
        {
            "name": "company",
            "label": "经营者名称",
            "type": "text",
            "required": True,
            "prefill": "company",
        }
    ],
    "materials": [
        {"code": "plan", "name": "平面图", "required": True},
        {"code": "report", "name": "检测报告", "required": True, "missable": True},
    ],
    "steps": [{"code": "review", "name": "审查", "unit": "market"}],
    "outcomes": ["granted", "refused"],
    "licence": {"type": "t", "name": "测试许可证", "prefix": "T", "holder": "company"},
}
PROMISE = {
    "notice": ["符合卫生条件", "不实承诺要撤销许可"],
    "promises": ["所填真实"],
    "verify": {"value": 30, "unit": "workday"},
    "mend": {"value": 15, "unit": "workday"},
}
ITEMS = {
    "t-promise": {"name": "承诺许可", "commitment": PROMISE},
    "t-tolerant": {"name": "容缺许可"},
    "t-hearing": {"name": "听证许可", "hearing": "told"},
}


def publish(now):
    for code, more in ITEMS.items():
        body = {**COMMON, **more, "code": code}
        definitions.publish(kind="item", code=code, region="", body=body, by=SYSTEM, at=now)


def applied(item, lin, at, **more):
    return cases.open_case(
        item=item,
        region="990100",
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=at,
        **more,
    )
