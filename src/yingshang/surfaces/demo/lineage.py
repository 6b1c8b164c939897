"""The first sample city's plan: its draft, last year's plan, and a district's that answers it."""

from datetime import datetime, timedelta
from pathlib import Path

from yingshang.city.accounts.kinds import Actor
from yingshang.city.plans import service as plans
from yingshang.city.plans.kinds import PlanRow

__all__ = ["link_sample_plans"]

CITY, DISTRICT = "990100", "990101"
TITLE = "优化营商环境行动方案"
# What the public consultation changed (演示): the draft said the left, the plan says the right.
DRAFTED = (
    (
        "青岚市2026年优化营商环境行动方案\n为兑现",
        "青岚市2026年优化营商环境行动方案（征求意见稿）\n为兑现",
    ),
    ("2026年6月底前实现企业开办2个工作日内办结", "2026年12月底前实现企业开办3个工作日内办结"),
    ("平均办理时间压缩至7个工作日以内", "平均办理时间压缩至8个工作日以内"),
    ("现场踏勘1个工作日内完成", "现场踏勘2个工作日内完成"),
    ("诉求办理满意率达到95%以上", "诉求办理满意率达到90%以上"),
    (
        "责任单位:市财政局、市国资委\n完成时限:2026年6月底",
        "责任单位:市财政局\n完成时限:2026年12月底",
    ),
)


def link_sample_plans(folder: Path, *, by: Actor, at: datetime) -> int:
    """Import and link; answers the number of links. Nothing happens the second time."""
    final = _newest(by, CITY)
    if final is None or any(one.up for one in plans.lineage.links(by, final.id)):
        return 0
    whole = plans.plan(by, final.id, at=at)
    draft = whole.text
    for said, drafted in DRAFTED:
        draft = draft.replace(said, drafted)
    first = plans.import_plan(
        data=draft.encode(), name="990100-draft-2026.txt", region=CITY, by=by,
        at=final.imported_at - timedelta(days=40),
    )  # fmt: skip
    made = [_declare("edition", first.id, final.id, "公开征求意见后修改（演示）", by, at)]
    _settle(first.id, final.id, by, at)
    for city in (CITY, "990200"):
        newest = _newest(by, city)
        before = _take_in(folder / "earlier" / f"{city}-plan-2025.txt", city, by, at)
        if newest is not None:
            made.append(_declare("successor", before, newest.id, "上一年度方案（演示）", by, at))
    lower = _take_in(folder / "below" / f"{DISTRICT}-plan-2026.txt", DISTRICT, by, at)
    made.append(_declare("superior", final.id, lower, "文中写明依据（演示）", by, at))
    for link in made[1:]:
        _take_likeliest(link, by, at)
    return len(made)


def _newest(by: Actor, region: str) -> PlanRow | None:
    return next(iter(plans.plans(by, region=region)), None)


def _take_in(path: Path, region: str, by: Actor, at: datetime) -> int:
    """Read and looked through: what a year before promised is the city's way."""
    plan = plans.import_plan(data=path.read_bytes(), name=path.name, region=region, by=by, at=at)
    for task in plan.tasks:
        plans.confirm_whole(task=task.id, by=by, at=at)
    return plan.id


def _declare(kind: str, origin: int, heir: int, grounds: str, by: Actor, at: datetime) -> int:
    return plans.lineage.declare(kind=kind, origin=origin, heir=heir, by=by, at=at, grounds=grounds)


def _settle(origin: int, heir: int, by: Actor, at: datetime) -> None:
    """All that is measured has been looked at; one change is left for whoever tries the page."""
    view = plans.lineage.beside_of(by, origin, heir, at=at)
    waiting = [f for row in view.rows for f in row.figures if f.pending]
    for one in waiting[:-1]:
        plans.lineage.settle(target_link=one.pending, by=by, at=at)


def _take_likeliest(link: int, by: Actor, at: datetime) -> None:
    """What is plainly the same task is taken; the rest is left for a person."""
    for row in plans.lineage.taking_of(by, link, at=at).rows:
        best = next(iter(row.proposals), None)
        if best is not None and best.likeness >= 0.6:
            plans.lineage.take(link=link, origin=row.side.id, heir=best.side.id, by=by, at=at)
