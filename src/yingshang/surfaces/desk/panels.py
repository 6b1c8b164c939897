"""The actions beside a case: which, in which order, and which of them comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.desk.forms.verbs import FORMS, VerbForm, answer_of, step_form

__all__ = ["Panel", "panels"]


@dataclass(frozen=True)
class Panel:
    """One verb with its form; `main` is open from the start, `key` tells panels of steps apart."""

    verb: str
    label: Any
    button: Any
    icon: str
    form: VerbForm
    key: str
    main: bool = False
    open: bool = False
    grave: bool = False


# verb: (heading, button, icon, grave)
_LOOK: dict[str, tuple[Any, Any, str, bool]] = {
    "accept": (_("受理"), _("予以受理，开始计时"), "check", False),
    "decide_now": (_("当场作出决定"), _("当场作出决定"), "gavel", False),
    "correct_on_spot": (_("当场更正"), _("已当场更正"), "edit", False),
    "ask_correction": (_("一次告知补正"), _("告知申请人补正"), "list-check", False),
    "supply": (_("代收补正材料"), _("已补齐，交回审查"), "inbox", False),
    "make_up": (_("代收容缺材料"), _("已补交"), "inbox", False),
    "refuse": (_("不予受理"), _("作出不予受理"), "circle-x", True),
    "complete_step": (_("办结环节"), _("提交审查意见"), "clipboard-check", False),
    "hold_hearing": (_("录入听证笔录"), _("笔录存档，恢复计时"), "message", False),
    "call_hearing": (_("通知听证"), _("发出听证通知"), "calendar-event", False),
    "decide": (_("作出决定"), _("作出决定"), "gavel", False),
    "assign": (_("指定统筹单位"), _("指定并下发"), "git-merge", False),
    "rule_return": (_("裁定退回"), _("作出裁定"), "scale", False),
    "verify_commitment": (_("核查承诺"), _("提交核查结论"), "clipboard-check", False),
    "deliver": (_("登记送达"), _("登记送达"), "send", False),
    "close": (_("办结归档"), _("办结归档"), "circle-check", False),
    "resume": (_("结束特别程序"), _("结束特别程序，恢复计时"), "player-play", False),
    "pause": (_("启动特别程序"), _("启动，暂停计时"), "clock-pause", False),
    "extend": (_("延长期限"), _("延长期限"), "calendar-event", False),
    "tell_hearing": (_("告知听证权利"), _("告知"), "scale", False),
    "ask_hearing": (_("代当事人申请听证"), _("申请听证"), "scale", False),
    "waive_hearing": (_("当事人放弃听证"), _("记下放弃"), "circle-x", False),
    "withdraw_promise": (_("代申请人撤回承诺"), _("撤回承诺"), "arrow-back-up", False),
    "return_assignment": (_("依职责退回"), _("申请退回"), "arrow-back-up", False),
    "note": (_("记录情况"), _("记录"), "message", False),
    "withdraw": (_("代申请人撤回"), _("撤回申请"), "trash", True),
    "reopen": (_("重新启动"), _("重新启动"), "refresh", True),
}
_MAIN = (
    "accept",
    "assign",
    "call_hearing",
    "close",
    "complete_step",
    "decide",
    "decide_now",
    "hold_hearing",
    "make_up",
    "resume",
    "rule_return",
    "supply",
    "verify_commitment",
)


def panels(
    case: Any,
    allowed: set[str],
    actor: Actor,
    *,
    typed: Mapping[str, VerbForm] | None = None,
) -> list[Panel]:
    """The panels to show; `typed` are forms that came back, by panel key, and stand open."""
    typed, found = typed or {}, []
    for verb in _LOOK:
        if verb not in allowed or (verb == "pause" and _never_pauses(case)):
            continue
        if verb == "complete_step":
            found += [_panel(verb, case, typed, s) for s in _own_steps(case, actor)]
        else:
            found.append(_panel(verb, case, typed))
    return found


def _never_pauses(case: Any) -> bool:
    """An order that declares no ground to stop its clock is not offered one: its date is moved by
    an extension or by those who gave it."""
    return bool(case.family == "order") and not case.body.get("pauses")


def _own_steps(case: Any, actor: Actor) -> list[Any]:
    mine = [s for s in case.steps if s.state == "open" and s.unit in (actor.unit, "")]
    return [s for s in mine if cases.step_held(case.item, case.ref, s.code) is None]


def _panel(verb: str, case: Any, typed: Mapping[str, VerbForm], step: Any = None) -> Panel:
    label, button, icon, grave = _LOOK[verb]
    key = f"{verb}-{step.code}" if step else verb
    kind = step_form(case, step.code) if step else FORMS[verb]
    form = typed.get(key) or kind(
        case=case,
        auto_id=f"{key}-%s",
        initial={"step": step.code} if step else None,
    )
    if verb == "close" and case.family == "order":
        label = button = _("销号")
    if verb == "withdraw" and case.family == "order":  # who gave it takes it back
        label = button = _("撤回督办单") if case.item == "supervision-order" else _("撤回")
    if step is not None and step.answers:
        icon, button = "send", answer_of(case.body, step.code).get("button", _("报送办理情况"))
    return Panel(
        verb,
        definitions.said(step.name) if step else label,
        button,
        icon,
        form,
        key,
        main=verb in _MAIN,
        open=verb in _MAIN or key in typed,
        grave=grave,
    )
