"""Kinds and their labels; what surfaces may name without knowing a model."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.kernel.flow import Refusal

__all__ = [
    "COMMITMENT_LABELS",
    "DELIVERY_LABELS",
    "DONE_EVENTS",
    "DUTY_LABELS",
    "ENDED_STATES",
    "ERRANDS",
    "EXTRA_OUTCOMES",
    "HEARING_LABELS",
    "LOOK_LABELS",
    "ONLINE",
    "OPEN_STATES",
    "PAUSE_LABELS",
    "REFUSAL_LABELS",
    "REOPEN_LABELS",
    "SERVICES",
    "VERB_LABELS",
    "VERIFICATION_LABELS",
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


# The families counted as 办件, and those of what else a unit can be late with. Orders have their
# ladder, a plan's tasks their ledger: each says itself what is late there.
SERVICES = ("application", "ex-officio")
ERRANDS = ("ticket", "rectification")
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
    "answered-a": _("已答复：A类，已经解决或基本解决"),
    "answered-b": _("已答复：B类，部分解决或已列入计划"),
    "answered-c": _("已答复：C类，受条件限制，留作参考"),
    "met": _("已达标"),
    "unmet": _("未达标"),
    "completed": _("完成"),
    "cancelled": _("取消"),
    "revised": _("已整改并修订事项"),
    "mistaken": _("误评"),
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
    "amend": _("调整要求"),
    "note": _("记录情况"),
    "correct_on_spot": _("当场更正"),
    "make_up": _("补交容缺材料"),
    "decide_now": _("当场作出决定"),
    "withdraw_promise": _("撤回承诺"),
    "verify_commitment": _("核查承诺"),
    "tell_hearing": _("告知听证权利"),
    "ask_hearing": _("申请听证"),
    "waive_hearing": _("放弃听证"),
    "call_hearing": _("通知听证"),
    "hold_hearing": _("录入听证笔录"),
    "deliver": _("登记送达"),
}

# Administrative Licensing Law art. 32 (1), (2) and art. 78.
REFUSAL_LABELS = {
    "not-needed": _("依法不需要取得许可，不受理"),
    "not-ours": _("不属于本机关职权范围，不予受理"),
    "unmet": _("经一次告知补正后仍不齐全或不符合法定形式"),
    "false": _("隐瞒有关情况或者提供虚假材料"),
    "other": _("其他"),
}
REOPEN_LABELS = {
    "reconsideration": _("行政复议决定"),
    "judgment": _("人民法院判决"),
    "inspection": _("监督检查结论"),
}
DELIVERY_LABELS = {"pick-up": _("自取"), "post": _("邮寄"), "e-mail": _("电子送达")}
VERIFICATION_LABELS = {
    "kept": _("与承诺一致"),
    "short": _("与承诺不符，责令限期整改"),
    "untrue": _("承诺不实，撤销决定"),
}
COMMITMENT_LABELS = {
    "promised": _("已承诺，待决定"),
    "checking": _("待核查"),
    "mending": _("整改中"),
    "kept": _("核查通过"),
    "revoked": _("已撤销"),
    "dropped": _("已转一般程序"),
}
HEARING_LABELS = {
    "told": _("已告知听证权利"),
    "waived": _("已放弃听证"),
    "asked": _("已申请听证"),
    "called": _("已通知听证"),
    "held": _("已举行听证"),
}
DUTY_LABELS = {
    "correction": _("补正材料"),
    "make-up": _("补交容缺材料"),
    "verify": _("核查承诺"),
    "mend": _("完成整改"),
    "hearing-ask": _("申请听证"),
    "hearing-hold": _("组织听证"),
    "deliver": _("送达"),
    "renewal": _("原证到期前作出决定"),
}

# Facts that count as work done by a person; the partial index of events lists the same.
DONE_EVENTS = ("accepted", "refused", "step-done", "decided")
ONLINE = frozenset({"web", "mobile"})  # channels where materials come as files

# On which page personal data was shown.
LOOK_LABELS = {
    "case": _("打开办件"),
    "receipt": _("打印凭证"),
    "file": _("下载材料"),
    "voucher": _("下载文书"),
    "paper": _("查看纸质收件单"),
    "scan": _("下载收件单扫描件"),
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
