"""The periodic round: what silence decides, the indicators, the warnings, the checkpoint.

Safe to repeat.
"""

from collections.abc import Callable
from datetime import datetime

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.indicators import service as indicators
from yingshang.city.supervision import service as supervision

__all__ = ["STEPS", "tick"]


def _checkpoint(at: datetime) -> str:
    """Once a night; the rounds of the day find it made."""
    try:
        made = cases.make_checkpoint(at=at, by=SYSTEM)
    except Refusal as refusal:
        return refusal.sentence
    return f"第 {made.number} 号，{made.size} 条事实"


def _calendar(at: datetime) -> str:
    """Before silence decides anything: a notice may have moved the day on which it does."""
    run = cases.follow_calendar(at=at, by=SYSTEM)
    return f"{run.moved} 件改期（{run.reason}）" if run else "没有变化"


STEPS: dict[str, Callable[[datetime], str]] = {
    "跟随日历": _calendar,
    "逾期视为受理": lambda at: f"{len(cases.accept_silent(at=at, by=SYSTEM))} 件",
    "收进查看记录": lambda at: f"{audit.take_in_reads()} 条",
    "计算指标": lambda at: f"{indicators.compute(at=at, by=SYSTEM).values} 个值",
    "检查预警": lambda at: f"{len(supervision.watch(at=at, by=SYSTEM))} 条新预警",
    "夜间校验点": _checkpoint,
    "查看办理情况": lambda at: f"{supervision.look_daily(at=at, by=SYSTEM).new} 条待核实线索",
}


def tick(*, at: datetime) -> dict[str, str]:
    """Run every step once as of `at`; what each step did, by name."""
    return {name: step(at) for name, step in STEPS.items()}
