"""A food permit of Lin's, issued on the plain working Monday."""

import pytest

from yingshang.city.licences import service as licences

FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "kind": "餐饮服务经营者",
    "address": "东城区一号",
    "manager": "林晓",
}
DECLARED = {"type": "food-permit", "name": "食品经营许可证", "prefix": "JY"}


@pytest.fixture
def permit(city, lin, now):
    return licences.issue(
        declared=DECLARED,
        case_ref="990100-2026-000007",
        region=city,
        issuer="990100-market",
        party=lin.party,
        holder=FORM["company"],
        at=now,
        form=FORM,
    )
