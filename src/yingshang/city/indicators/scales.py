"""A scale's ends are changed by a decision: who, when, why, and what they were before."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

__all__ = ["set_frontier"]


def set_frontier(
    *,
    code: str,
    region: str,
    best: str,
    worst: str,
    why: str,
    first_day: date,
    by: Actor,
    at: datetime,
) -> bool:
    """Publish other ends for a region's scale from ``first_day``; True where they are new.

    Whoever oversees the region. Refusals: "frontier-unknown", "frontier-ends", "frontier-turned"
    (the better end may not change sides), "frontier-why".
    """
    if not (by.role == "system" or (by.oversees and by.region == region)):
        raise NotVisible(code)
    old = definitions.edition("frontier", code, region=region, on=first_day)
    if old is None:
        raise Refusal("frontier-unknown", f"指标“{code}”还没有最优值和最差值，请先在数据中声明。")
    new_best, new_worst = _number(best), _number(worst)
    was_best, was_worst = Decimal(old.body["best"]), Decimal(old.body["worst"])
    if new_best == new_worst:
        raise Refusal("frontier-ends", "最优值和最差值不能相同，请改成两个不同的数。")
    if (new_best < new_worst) != (was_best < was_worst):
        raise Refusal("frontier-turned", "最优值和最差值的方向反了，请核对哪一个更好。")
    if len(why.strip()) < 4:
        raise Refusal("frontier-why", "请写明为什么改，至少四个字；理由会公布在得分页上。")
    if (new_best, new_worst) == (was_best, was_worst):
        return False
    before = f"最优 {old.body['best']}，最差 {old.body['worst']}"
    decision = {"by": by.name, "day": first_day.isoformat(), "why": why.strip(), "before": before}
    body = {
        **old.body,
        "best": f"{new_best:f}",
        "worst": f"{new_worst:f}",
        "valid_from": first_day.isoformat(),
        "decision": decision,
    }
    added = definitions.publish(kind="frontier", code=code, region=region, body=body, by=by, at=at)
    audit.record(by=by, at=at, action="frontier-set", obj=f"frontier:{code}", detail=decision)
    return added


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or not 0 <= number <= 10**9:
        raise Refusal("frontier-ends", f"“{text[:20]}”不是可用的数，请填不小于 0 的数字。")
    return number
