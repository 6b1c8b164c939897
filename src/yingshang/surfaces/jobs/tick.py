"""The periodic round: what silence decides, the indicators, the warnings, the checkpoint.

Safe to repeat.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.feedback import service as feedback
from yingshang.city.halls import service as halls
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision

__all__ = ["FAILED", "STEPS", "attempt", "deliver", "tick"]

FAILED = "没有完成"
log = logging.getLogger("yingshang.jobs")


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


def _lapsing(at: datetime) -> str:
    told = registers.warn_lapsing(at=at, by=SYSTEM)
    return f"{told.records} 条记录，{told.messages} 条消息"


def _climb(at: datetime) -> str:
    done = supervision.climb(at=at, by=SYSTEM)
    return f"{done.taken} 项措施，{done.proposed} 项建议"


def _rounds(at: datetime) -> str:
    done = supervision.turn_rounds(at=at, by=SYSTEM)
    told = done.reminded + supervision.remind_of_evidence(at=at)
    return f"{done.opened} 次新报送，{told} 条提醒"


def _bulletins(at: datetime) -> str:
    """By the declared timetable; drafts only, unless a rule says that they go out."""
    done = supervision.draft_due(at=at, by=SYSTEM)
    return f"{done.drafts} 份草稿，印发 {done.sent} 份"


def _surveys(at: datetime) -> str:
    """By the declared plans: the list is frozen, a person draws."""
    done = feedback.begin_surveys(at=at, by=SYSTEM)
    return f"定下 {done.frozen} 份名单，{done.reminded} 条提醒，核验 {done.checked} 份抽样"


def deliver(at: datetime) -> str:
    """Tell receivers what happened, again and again while there is something to send."""
    made, sent, failed = cases.fan_out(at=at), 0, 0
    for _round in range(200):
        done = notify.deliver(at=at)
        sent, failed = sent + done.sent, failed + done.failed + done.dead
        if not (done.sent or done.failed or done.dead):
            break
    notify.forget(at=at)
    accounts.forget_replies(at=at)
    return f"新增 {made} 条，送到 {sent} 条，未送到 {failed} 次"


STEPS: dict[str, Callable[[datetime], str]] = {
    "跟随日历": _calendar,
    "逾期视为受理": lambda at: f"{len(cases.accept_silent(at=at, by=SYSTEM))} 件",
    "逾期视为撤回": lambda at: f"{len(cases.withdraw_lapsed(at=at, by=SYSTEM))} 件",
    "到期视为准予延续": lambda at: f"{len(cases.grant_silent(at=at, by=SYSTEM))} 件",
    "预约提醒与未到": lambda at: (
        f"{halls.remind(at=at)} 条提醒，{halls.mark_missed(at=at, by=SYSTEM)} 个未到"
    ),
    "办不成事超时升级": lambda at: f"{halls.take_up_late(at=at)} 件",
    "收进查看记录": lambda at: f"{audit.take_in_reads()} 条",
    "请未评价的评价": lambda at: f"{feedback.remind(at=at)} 件",
    "满意度测评到期": _surveys,
    "登记簿跟随声明": lambda at: f"{registers.follow_declarations(at=at)} 条",
    "登记簿到期提醒": _lapsing,
    "计算指标": lambda at: f"{indicators.compute(at=at, by=SYSTEM).values} 个值",
    "自报数据请单位说明": lambda at: f"{indicators.ask_everywhere(at=at)} 个城市开出核对",
    "任务自报的数请单位说明": lambda at: f"{plans.ask_told(at=at)} 件核对",
    "任务回头看": lambda at: f"{len(plans.open_look_backs(at=at, by=SYSTEM))} 项",
    "建议提案补记": lambda at: f"{supervision.mend_motions(at=at, by=SYSTEM)} 件",
    "材料报送": _rounds,
    "检查预警": lambda at: f"{len(supervision.watch(at=at, by=SYSTEM))} 条新预警",
    "督办阶梯": _climb,
    "更新日历": lambda at: f"{supervision.keep_calendars(at=at)} 项变化",
    "到期提醒": lambda at: f"{supervision.remind_of_days(at=at).messages} 条",
    "起草通报": _bulletins,
    "夜间校验点": _checkpoint,
    "清理未写完的文件": lambda at: f"{cases.sweep_parts(at=at)} 个",
    "查看办理情况": lambda at: f"{supervision.look_daily(at=at, by=SYSTEM).new} 条待核实线索",
    "推送事件": deliver,
}


def tick(*, at: datetime) -> dict[str, str]:
    """Run every step once as of `at`; what each step did, by name.

    A step that breaks is logged, its report begins with FAILED, and the others go on: silence
    answers and the night's checkpoint is made, whatever is wrong with an indicator.
    """
    return {name: attempt(name, step, at) for name, step in STEPS.items()}


def attempt(name: str, step: Callable[[datetime], str], at: datetime) -> str:
    """What the step says it did, or that it failed; the log has the story."""
    try:
        return step(at)
    except Exception as error:
        log.exception("step %s failed", name)
        return f"{FAILED}（{type(error).__name__}），其余照常；详情见日志"
