"""State × verb, and the sentence for every pair that is not in it."""

from __future__ import annotations

from collections.abc import Mapping

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
    "submit": "提交",
    "ask_correction": "要求补正",
    "correct_on_spot": "当场更正",
    "supply": "提交补正材料",
    "accept": "受理",
    "make_up": "补交容缺材料",
    "refuse": "作出不予受理",
    "complete_step": "办结环节",
    "pause": "启动特别程序",
    "resume": "结束特别程序",
    "extend": "延长期限",
    "decide": "作出决定",
    "decide_now": "当场作出决定",
    "withdraw_promise": "撤回承诺",
    "verify_commitment": "核查承诺",
    "tell_hearing": "告知听证权利",
    "ask_hearing": "申请听证",
    "waive_hearing": "放弃听证",
    "call_hearing": "通知听证",
    "hold_hearing": "录入听证笔录",
    "issue_licence": "制发证照",
    "deliver": "送达",
    "close": "办结归档",
    "withdraw": "撤回",
    "reopen": "重新启动",
    "assign": "指定牵头单位",
    "return_assignment": "退回指定",
    "rule_return": "裁定退回",
    "amend": "调整要求",
    "note": "记录情况",
    "hand_over": "移交",
}

STATE_WHY: Mapping[str, str] = {
    "draft": "本件还是草稿，尚未提交",
    "submitted": "本件已提交，尚未受理",
    "correcting": "本件已一次告知补正，正在等申请人补齐材料",
    "accepted": "本件已受理，正在办理",
    "refused": "本件已作出不予受理决定",
    "decided": "本件已作出决定",
    "closed": "本件已办结归档",
    "withdrawn": "本件已撤回或视为撤回",
}

STATE_NEXT: Mapping[str, str] = {
    "draft": "请先提交申请",
    "submitted": "请先受理，或一次告知需要补正的全部内容",
    "correcting": "请等申请人补齐；补齐后即可继续",
    "accepted": "请在各环节办完后作出决定",
    "refused": "申请人可以重新申请，或凭复议、诉讼结果重新启动",
    "decided": "请刷新页面查看决定；有异议的，凭复议、诉讼结果重新启动",
    "closed": "请刷新页面查看结果；有异议的，凭复议、诉讼结果重新启动",
    "withdrawn": "如仍需办理，请重新申请",
}


def out_of_table(state: str, verb: str) -> Refusal:
    """Why `verb` is not possible in `state`: code `state-<state>`."""
    label = VERB_LABELS[verb]
    sentence = f"现在不能{label}：{STATE_WHY[state]}。{STATE_NEXT[state]}。"
    return Refusal(f"state-{state}", sentence)


def not_licensing(verb: str) -> Refusal:
    """Why a verb of the licensing law is not possible on other work."""
    return Refusal(
        "not-licensing",
        f"本件不是行政许可申请，没有“{VERB_LABELS[verb]}”这一步。请按页面列出的可办事项办理。",
    )
