"""State × verb, and the sentence for every pair that is not in it."""

from __future__ import annotations

from collections.abc import Mapping

from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Refusal

ALLOWED: Mapping[str, frozenset[str]] = {
    "submit": frozenset({"draft"}),
    "ask_correction": frozenset({"submitted"}),
    "correct_on_spot": frozenset({"submitted"}),
    "supply": frozenset({"correcting"}),
    "accept": frozenset({"submitted"}),
    "make_up": frozenset({"accepted"}),
    "refuse": frozenset({"submitted"}),
    "complete_step": frozenset({"accepted"}),
    "pause": frozenset({"accepted"}),
    "resume": frozenset({"accepted"}),
    "extend": frozenset({"accepted"}),
    "decide": frozenset({"accepted"}),
    "decide_now": frozenset({"submitted"}),
    "withdraw_promise": frozenset({"submitted", "correcting"}),
    # what was promised is verified after the decision, filed or not
    "verify_commitment": frozenset({"decided", "closed"}),
    "tell_hearing": frozenset({"accepted"}),
    "ask_hearing": frozenset({"accepted"}),
    "waive_hearing": frozenset({"accepted"}),
    "call_hearing": frozenset({"accepted"}),
    "hold_hearing": frozenset({"accepted"}),
    "issue_licence": frozenset({"decided"}),
    "deliver": frozenset({"decided", "closed"}),
    "close": frozenset({"decided"}),
    "withdraw": frozenset({"submitted", "correcting", "accepted"}),
    # Odd edge, allowed only with a ground (reconsideration, judgment, review): see Reopen.
    # What ran out may have been counted wrongly; what the applicant withdrew is his to begin anew.
    "reopen": frozenset({"refused", "decided", "closed", "withdrawn"}),
    "assign": frozenset({"submitted", "accepted"}),
    "return_assignment": frozenset({"submitted", "accepted"}),
    "rule_return": frozenset({"submitted", "accepted"}),
    "amend": frozenset({"submitted", "accepted", "decided"}),
    "note": frozenset(
        {"submitted", "correcting", "accepted", "refused", "decided", "closed", "withdrawn"}
    ),
    "hand_over": frozenset({"submitted", "correcting", "accepted", "decided"}),
}

# Verbs that the licensing law knows; a ticket or an order has none of them.
LICENSING_ONLY = frozenset(
    {
        "correct_on_spot",
        "tell_hearing",
        "ask_hearing",
        "waive_hearing",
        "call_hearing",
        "hold_hearing",
        "deliver",
    }
)

VERB_LABELS: Mapping[str, str] = {
    "submit": _t("提交"),
    "ask_correction": _t("要求补正"),
    "correct_on_spot": _t("当场更正"),
    "supply": _t("提交补正材料"),
    "accept": _t("受理"),
    "make_up": _t("补交容缺材料"),
    "refuse": _t("作出不予受理"),
    "complete_step": _t("办结环节"),
    "pause": _t("启动特别程序"),
    "resume": _t("结束特别程序"),
    "extend": _t("延长期限"),
    "decide": _t("作出决定"),
    "decide_now": _t("当场作出决定"),
    "withdraw_promise": _t("撤回承诺"),
    "verify_commitment": _t("核查承诺"),
    "tell_hearing": _t("告知听证权利"),
    "ask_hearing": _t("申请听证"),
    "waive_hearing": _t("放弃听证"),
    "call_hearing": _t("通知听证"),
    "hold_hearing": _t("录入听证笔录"),
    "issue_licence": _t("制发证照"),
    "deliver": _t("送达"),
    "close": _t("办结归档"),
    "withdraw": _t("撤回"),
    "reopen": _t("重新启动"),
    "assign": _t("指定牵头单位"),
    "return_assignment": _t("退回指定"),
    "rule_return": _t("裁定退回"),
    "amend": _t("调整要求"),
    "note": _t("记录情况"),
    "hand_over": _t("移交"),
}

STATE_WHY: Mapping[str, str] = {
    "draft": _t("本件还是草稿，尚未提交"),
    "submitted": _t("本件已提交，尚未受理"),
    "correcting": _t("本件已一次告知补正，正在等申请人补齐材料"),
    "accepted": _t("本件已受理，正在办理"),
    "refused": _t("本件已作出不予受理决定"),
    "decided": _t("本件已作出决定"),
    "closed": _t("本件已办结归档"),
    "withdrawn": _t("本件已撤回或视为撤回"),
}

STATE_NEXT: Mapping[str, str] = {
    "draft": _t("请先提交申请"),
    "submitted": _t("请先受理，或一次告知需要补正的全部内容"),
    "correcting": _t("请等申请人补齐；补齐后即可继续"),
    "accepted": _t("请在各环节办完后作出决定"),
    "refused": _t("申请人可以重新申请，或凭复议、诉讼结果重新启动"),
    "decided": _t("请刷新页面查看决定；有异议的，凭复议、诉讼结果重新启动"),
    "closed": _t("请刷新页面查看结果；有异议的，凭复议、诉讼结果重新启动"),
    "withdrawn": _t("如仍需办理，请重新申请"),
}


def out_of_table(state: str, verb: str) -> Refusal:
    """Why `verb` is not possible in `state`: code `state-<state>`."""
    return Refusal(
        f"state-{state}",
        _t("现在不能%(verb)s：%(why)s。%(next)s。"),
        verb=VERB_LABELS[verb],
        why=STATE_WHY[state],
        next=STATE_NEXT[state],
    )


def not_licensing(verb: str) -> Refusal:
    """Why a verb of the licensing law is not possible on other work."""
    return Refusal(
        "not-licensing",
        _t("本件不是行政许可申请，没有“%(verb)s”这一步。请按页面列出的可办事项办理。"),
        verb=VERB_LABELS[verb],
    )
