"""Until when an appointed unit may return what is not its duty."""

from __future__ import annotations

from datetime import datetime

from yingshang.city.cases._work import Work
from yingshang.city.definitions import service as definitions
from yingshang.kernel import worktime
from yingshang.kernel.worktime import Limit, to_cst

__all__ = ["return_until", "window_words"]

WINDOW = Limit(1, "workday", basis="督查工作约定：收到后一个工作日内可申请退回一次")


def _window(work: Work) -> Limit:
    """The item's own window, where it declares one."""
    own = (work.item.body.get("limits") or {}).get("return")
    return Limit(own["value"], own["unit"], basis=own.get("basis", "")) if own else WINDOW


def return_until(work: Work) -> datetime | None:
    """The moment at which the window of the present unit closes; None where it has none."""
    assigned_at = work.standing.assigned_at
    if assigned_at is None or not work.item.flow.may_return:
        return None
    return worktime.due(definitions.calendar(), assigned_at, _window(work)).at


def window_words(work: Work) -> str:
    """That moment as it is said to whoever comes after it."""
    until = return_until(work)
    if until is None:
        return ""
    here = to_cst(until)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M} 前"
