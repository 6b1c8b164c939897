"""Which way a number that is promised as just so is passed."""

from datetime import date
from decimal import Decimal

import pytest

from yingshang.city.plans.models import Target
from yingshang.city.plans.tracking._ways import sign_of

NOTHING = ""


@pytest.mark.parametrize(
    ("words", "metric", "unit", "statistic", "sign"),
    [
        ("新建政务服务驿站5个", "政务服务驿站", "个", "count", ">="),
        ("新增“一件事”20项", "一件事", "项", "count", ">="),
        ("减税降费达到5亿元", "减税降费", "亿元", "amount", ">="),
        ("申请材料压减至3份", "申请材料", "份", "count", "<="),
        ("审批事项精简到40项", "审批事项", "项", "count", "<="),
        ("审批环节为3个", "审批环节", "环节", "count", "<="),
        ("办理时间2天", "办理时间", "天", "each", "<="),
        ("申请材料3份", "申请材料", "份", "count", "<="),
        ("压减材料12份", "材料", "份", "count", NOTHING),
        ("取消证明事项30项", "证明事项", "项", "count", NOTHING),
        ("推出免提交材料50份", "免提交材料", "份", "count", NOTHING),
        ("满意度指数1.2", "满意度指数", "", "", NOTHING),
    ],
)
def test_the_way_is_told_by_the_words_or_not_at_all(words, metric, unit, statistic, sign):
    target = Target(
        span=words, metric=metric, unit=unit, statistic=statistic, comparator="=", value=Decimal(3)
    )
    assert sign_of(target, date(2026, 3, 1)) == sign


@pytest.mark.parametrize(("comparator", "sign"), [("<=", "<="), (">", ">"), ("increase", ">=")])
def test_what_the_plan_says_itself_stands(comparator, sign):
    target = Target(span="x", metric="x", comparator=comparator, value=Decimal(3))
    assert sign_of(target, date(2026, 3, 1)) == sign
