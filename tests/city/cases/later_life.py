"""Short hands of the tests of the later life: declared items, opened by Lin."""

from __future__ import annotations

from datetime import timedelta

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases

FORMS = {
    "public-place-permit": {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "kind": "宾馆旅店",
        "address": "东城区一号",
        "manager": "林晓",
        "phone": "13800000001",
    },
    "signboard": {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "address": "东城区一号",
        "size": "3×0.8",
        "phone": "13800000001",
    },
    "drainage-permit": {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "address": "东城区一号",
        "volume": "12",
        "contact": "林晓",
        "phone": "13800000001",
    },
    "green-land": {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "place": "东城公园北侧",
        "area": "30",
        "until": "2026-09-30",
        "phone": "13800000001",
    },
    "food-permit": {
        "company": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "kind": "餐饮服务经营者",
        "address": "东城区一号",
        "area": "80",
        "manager": "林晓",
        "phone": "13800000001",
    },
}


def officer(role: str, name: str = "") -> Actor:
    """A reviewer of the unit with that role; he need not be of the cast."""
    unit = f"990100-{role}"
    who = name or f"officer-{role}"
    return Actor(id=who, name=who, role="reviewer", unit=unit, region="990100")


def applied(item: str, lin: Actor, now, **more):
    form = {**FORMS.get(item, {}), **more.pop("form", {})}
    return cases.open_case(
        item=item,
        region="990100",
        form=form,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
        **more,
    )


def facts(ref: str, lin: Actor) -> list[str]:
    return [event.name for event in cases.timeline(lin, ref)]


def day(now, days: float):
    return now + timedelta(days=days)
