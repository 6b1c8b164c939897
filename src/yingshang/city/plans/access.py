"""Who may see and change plans.

- to see: everybody. A plan is a public document, and comparing cities is the point of it.
- the parts of its targets by county, and what the counties return: who works for its region, for
  one above or below it. Of a place that nobody here administers there are none, which is said.
- to change (import, confirm, correct, reject, add, bind): supervisors and the business
  environment bureau, for their own city; also for a reference city that nobody here administers
  (no units of its own); the system itself, for seeds.
"""

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor, NotVisible, districts, region_name, units
from yingshang.city.plans.kinds import PlanRow
from yingshang.city.plans.models import Plan, Target, Task
from yingshang.kernel.flow import Refusal

__all__ = [
    "editable_plan",
    "editable_target",
    "editable_task",
    "lock_plans",
    "may_edit",
    "may_edit_plan",
    "refuse_withdrawn",
    "require_edit",
    "why_no_parts",
]

_EDITORS = frozenset({"supervisor", "bureau"})


def may_edit(actor: Actor, region: str) -> bool:
    """Whether this actor keeps the ledger of this region's plans."""
    if actor.role == "system":
        return True
    return actor.role in _EDITORS and (actor.region == region or not units(region))


def may_edit_plan(actor: Actor, plan: Plan | PlanRow) -> bool:
    """Whether this actor may change this plan now: one that was withdrawn is only read."""
    return plan.withdrawn_at is None and may_edit(actor, plan.region)


def require_edit(actor: Actor, region: str) -> None:
    """Refuse with a sentence unless the actor keeps this ledger."""
    if not may_edit(actor, region):
        raise Refusal(
            "plan-not-yours",
            _("您不负责该地区的方案台账，不能修改；请联系该市营商局或督办人员。"),
        )


def refuse_withdrawn(plan: Plan) -> None:
    """Refuse with a sentence where the plan was withdrawn."""
    if plan.withdrawn_at is not None:
        raise Refusal("plan-withdrawn", _("这份方案已撤回，不能修改；需要时请重新导入同一份文件。"))


def lock_plans(*plans: int) -> None:
    """Lock several plans, always in the same order: no two wait for each other."""
    held = [one for one in plans if one < 2**63]  # more is a number that no database holds
    list(Plan.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk"))


def editable_plan(actor: Actor, plan: int) -> Plan:
    """The plan, locked for a change; NotVisible where there is none."""
    row = Plan.objects.select_for_update().filter(pk=plan).first()
    if row is None:
        raise NotVisible(f"plan {plan}")
    require_edit(actor, row.region)
    refuse_withdrawn(row)
    return row


def editable_task(actor: Actor, task: int) -> Task:
    """The task with its plan locked for a change."""
    row = Task.objects.filter(pk=task).first()
    if row is None:
        raise NotVisible(f"task {task}")
    row.plan = editable_plan(actor, row.plan_id)
    return row


def editable_target(actor: Actor, target: int) -> Target:
    """The target with its plan locked for a change."""
    row = Target.objects.select_related("task").filter(pk=target).first()
    if row is None:
        raise NotVisible(f"target {target}")
    row.task.plan = editable_plan(actor, row.task.plan_id)
    return row


def why_no_parts(actor: Actor, plan: PlanRow) -> str:
    """Why the targets of a plan are not split to counties here, '' where they may be; NotVisible
    to who works neither there nor, at whatever level, above or below it."""
    place, own = plan.region, actor.region
    near = own == place or _below(own, place) or _below(place, own)
    if not near and not units(place):
        said = _("“%s”不由本平台督办，这里没有它的县区：方案供对照承接，目标不在这里分解。")
        return said % region_name(place)
    if not near and actor.role != "system":
        raise NotVisible(f"parts of plan {plan.id}")
    if not districts(place):
        return _("“%s”下面没有登记县区，目标不能再往下分解。") % region_name(place)
    return ""


def _below(place: str, over: str) -> bool:
    """Whether a place lies under another one, at whatever level."""
    return any(code == place or _below(place, code) for code, _name in districts(over))
