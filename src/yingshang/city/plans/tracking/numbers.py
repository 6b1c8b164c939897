"""What the indicators say of a task's targets, and whether it may be closed on that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.plans import promising
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.models import Status
from yingshang.city.plans.tracking.models import Track
from yingshang.kernel.worktime import to_cst

__all__ = [
    "MARKS",
    "NumberView",
    "TargetCheck",
    "check",
    "judge",
    "lines",
    "promises",
    "task_facts",
]

MARKS = {"measured": "实测", "returned": "系统回传", "reported": "部门自报", "": ""}


@dataclass(frozen=True)
class NumberView:
    """One target on one day: what was promised, what the indicator says, or the unit's word."""

    target: int
    metric: str
    promised: str
    value: str
    mark: str  # measured | returned | reported | '' where there is none
    lamp: str
    reason: str
    period: str = ""
    indicator: str = ""
    bound: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is frozen with a report."""
        return {
            "target": self.target,
            "metric": self.metric,
            "promised": self.promised,
            "value": self.value,
            "mark": self.mark,
            "lamp": self.lamp,
            "reason": self.reason,
            "period": self.period,
            "indicator": self.indicator,
            "bound": self.bound,
        }


@dataclass(frozen=True)
class TargetCheck:
    """Whether the task may close on its numbers, and why (not)."""

    met: bool
    sentence: str
    indicator: str  # none | unbound | met | near | missed | nodata | reported
    says: str
    numbers: tuple[NumberView, ...] = ()

    @property
    def quantified(self) -> bool:
        return self.indicator != "none"


def promises(track: Track, at: datetime) -> list[PromiseView]:
    """The task's promises beside their results, as of the day."""
    day = to_cst(at).date()
    return promising.promises(as_of=day, task=track.task_id)


def lines(found: Iterable[PromiseView]) -> tuple[NumberView, ...]:
    """Promises as the lines of a report."""
    return tuple(
        NumberView(
            target=one.target.id,
            metric=one.target.metric,
            promised=one.promised,
            value=one.actual_text,
            mark=one.mark or "",
            lamp=one.lamp,
            reason=one.reason,
            period=one.period_label,
            indicator=one.indicator_name if one.indicator else "",
            bound=bool(one.indicator),
        )
        for one in found
    )


def check(track: Track, at: datetime) -> TargetCheck:
    """Whether the task may close at `at`, with its numbers."""
    return judge(promises(track, at))


_WORST = ("missed", "near", "reported", "nodata", "met")


def judge(found: Iterable[PromiseView]) -> TargetCheck:
    """Every bound target met: it may close. None bound, or none at all: on evidence, and it says
    so. A unit's own word closes nothing that an indicator measures."""
    found = list(found)
    numbers = lines(found)
    if not found:
        sentence = _("本任务无量化指标，凭佐证材料审核销号。")
        return TargetCheck(True, sentence, "none", sentence)
    waiting = [one.target.metric for one in found if one.waits]
    if waiting:
        names = "、".join(waiting)
        says = _("新一版改动了“%s”的数字，还没有人复核。") % names
        sentence = _("新一版改动了“%s”的数字，复核前不能销号；请营商局在逐条对照里复核。") % names
        return TargetCheck(False, sentence, "nodata", says, numbers)
    bound = [one for one in found if one.indicator]
    if not bound:
        sentence = _("本任务的指标目标没有绑定系统指标，数据由单位自报，凭佐证材料审核销号。")
        return TargetCheck(True, sentence, "unbound", sentence, numbers)
    standing = {one.target.id: "met" if one.lamp == "green" else one.standing for one in bound}
    worst = next(name for name in _WORST if name in standing.values())
    short = [one for one in bound if standing[one.target.id] != "met"]
    if not short:
        sentence = _("绑定的 %d 个指标均已达到目标，可以销号。") % len(bound)
        return TargetCheck(True, sentence, worst, sentence, numbers)
    says = "；".join(
        _("“%(metric)s”应为 %(promised)s，%(reason)s")
        % {
            "metric": one.target.metric,
            "promised": one.promised,
            "reason": one.reason.rstrip("。"),
        }
        for one in short
    )
    sentence = (
        _("指标没有达到目标，不能销号：%s。确需销号的，由具名人员写明理由，理由会一直显示。") % says
    )
    return TargetCheck(False, sentence, worst, says + "。", numbers)


def task_facts(track: Track) -> Mapping[str, Any]:
    """The facts that rules of tracking ask for."""
    task = track.task
    targets = list(task.targets.exclude(status=Status.REJECTED).prefetch_related("bindings"))
    bound = sum(any(one.undone_at is None for one in t.bindings.all()) for t in targets)
    due = track.first_due_on
    return {
        "days_total": (due - to_cst(track.sent_at).date()).days if due else None,
        "quantified": bool(targets),
        "bound": bound,
        "units": len({*task.lead, *task.responsible, *task.cooperating}),
    }
