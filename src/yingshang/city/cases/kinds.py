"""Kinds and their labels; what surfaces may name without knowing a model."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.kernel.flow import Refusal

__all__ = [
    "DONE_EVENTS",
    "ENDED_STATES",
    "EXTRA_OUTCOMES",
    "LOOK_LABELS",
    "ONLINE",
    "OPEN_STATES",
    "PAUSE_LABELS",
    "VERB_LABELS",
    "Channel",
    "FormInvalid",
    "Outcome",
    "Refusal",
    "State",
    "StepStatus",
    "outcome_label",
]


class State(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待受理")
    CORRECTING = "correcting", _("待补正")
    ACCEPTED = "accepted", _("办理中")
    REFUSED = "refused", _("不予受理")
    DECIDED = "decided", _("已作决定")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN_STATES = ["submitted", "correcting", "accepted"]
ENDED_STATES = ["refused", "decided", "closed", "withdrawn"]


class StepStatus(TextChoices):
    WAITING = "waiting", _("未开始")
    OPEN = "open", _("办理中")
    DONE = "done", _("已办")
    SKIPPED = "skipped", _("不适用")


class Channel(TextChoices):
    WINDOW = "window", _("窗口")
    WEB = "web", _("网上")
    MOBILE = "mobile", _("手机")
    PHONE = "phone", _("电话")
    SYSTEM = "system", _("系统")


class Outcome(TextChoices):
    GRANTED = "granted", _("准予")
    REFUSED = "refused", _("不予批准")
    DONE = "done", _("完成")
    TERMINATED = "terminated", _("终止")
    RECTIFIED = "rectified", _("已整改")
    UNFOUNDED = "unfounded", _("不属实")
    RESOLVED = "resolved", _("已解决")
    EXPLAINED = "explained", _("已解释")


EXTRA_OUTCOMES = {
    "partly": _("部分办成"),
    "approved": _("同意"),
    "rejected": _("不同意"),
    "unresolved": _("未解决"),
    "answered": _("已答复"),
    "met": _("已达标"),
    "unmet": _("未达标"),
    "completed": _("完成"),
    "cancelled": _("取消"),
}


def outcome_label(code: str) -> str:
    """The label of an outcome; an undeclared code is shown as it is."""
    if not code:
        return ""
    if code in Outcome.values:
        return str(Outcome(code).label)
    return str(EXTRA_OUTCOMES.get(code, code))


VERB_LABELS = {
    "ask_correction": _("一次告知补正"),
    "supply": _("补齐材料"),
    "accept": _("受理"),
    "refuse": _("不予受理"),
    "complete_step": _("办结环节"),
    "pause": _("启动特别程序"),
    "resume": _("结束特别程序"),
    "extend": _("延长期限"),
    "decide": _("作出决定"),
    "close": _("办结归档"),
    "withdraw": _("撤回申请"),
    "reopen": _("重新启动"),
    "assign": _("指定牵头单位"),
    "return_assignment": _("申请退回"),
    "rule_return": _("裁定退回"),
    "note": _("记录情况"),
}

# Facts that count as work done by a person; the partial index of events lists the same.
DONE_EVENTS = ("accepted", "refused", "step-done", "decided")
ONLINE = frozenset({"web", "mobile"})  # channels where materials come as files

# On which page personal data was shown.
LOOK_LABELS = {
    "case": _("打开办件"),
    "receipt": _("打印凭证"),
    "file": _("下载材料"),
    "reveal": _("查看完整个人信息"),
    "api": _("系统接口读取"),
}

# Administrative Licensing Law art. 45: only these stop the clock.
PAUSE_LABELS = {
    "hearing": _("听证"),
    "tender": _("招标"),
    "auction": _("拍卖"),
    "inspection": _("检验"),
    "testing": _("检测"),
    "quarantine": _("检疫"),
    "appraisal": _("鉴定"),
    "expert-review": _("专家评审"),
    "correction": _("等待补正"),
}


class FormInvalid(ValueError):
    """A form with mistakes: `errors` says one sentence a field; `form` keeps what was typed."""

    def __init__(self, errors: dict[str, str], form: dict[str, object]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors
        self.form = form
