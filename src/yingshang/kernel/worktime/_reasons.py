"""The words of an explanation: why a day counts or does not."""

from datetime import date

from ._calendar import Calendar
from ._span import Pause

__all__ = ["PAUSE_REASONS", "day_off", "on", "paused", "worked"]

PAUSE_REASONS = {
    "correction": "等待补正",
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert-review": "专家评审",
    "publicity": "公示",
    "fee": "等待缴费",
    "applicant": "等待申请人",
    "site": "现场核查",
}
"""Legal kinds of a pause in words; any other kind explains itself by its reason."""

_WEEKDAYS = "一二三四五六日"
_GUESSED = "（该日放假安排尚未公布，暂按周一至周五上班推算）"


def on(day: date) -> str:
    """10月8日（周三）"""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def paused(pause: Pause, *, capped: bool, late: bool = False) -> str:
    """检测（市检测中心），不计时（已超过书面告知的10个工作日）"""
    words = PAUSE_REASONS.get(pause.kind) or pause.reason or pause.kind or "暂停"
    whom = f"（{pause.counterpart}）" if pause.counterpart else ""
    over = f"（已超过书面告知的{pause.expected}）" if late else ""
    if capped:
        over = f"（已超过暂停上限{pause.cap}）"
    return f"{words}{whom}，不计时{over}"


def worked(calendar: Calendar, day: date) -> tuple[str, str]:
    """(why, code) of a working day."""
    if not calendar.is_known(day):
        return f"工作日{_GUESSED}", "unannounced"
    if calendar.is_own(day):
        return f"{calendar.label(day)}自定的办公日", "own"
    if day.weekday() > 4:
        name = calendar.label(day)
        return f"调休上班（{name}）" if name else "调休上班", "make-up"
    return "工作日", "workday"


def day_off(calendar: Calendar, day: date) -> tuple[str, str]:
    """(why, code) of a day on which offices are closed."""
    name = calendar.label(day)
    if calendar.is_own(day):
        return f"{name}自定的休息日", "own"
    if day in calendar.exceptions:
        return f"{name}放假" if name else "放假", "holiday"
    why = f"周{_WEEKDAYS[day.weekday()]}，休息日"
    if not calendar.is_known(day):
        return why + _GUESSED, "unannounced"
    return why, "weekend"
