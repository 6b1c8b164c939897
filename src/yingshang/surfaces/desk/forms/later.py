"""Forms of the verbs beside steps and decision: answers, promises, hearing, delivery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.cases.kinds import (
    DELIVERY_LABELS,
    REFUSAL_LABELS,
    REOPEN_LABELS,
    VERIFICATION_LABELS,
)
from yingshang.surfaces.desk.forms._form import PlainForm, VerbForm, long

__all__ = ["LATER"]


class AcceptForm(VerbForm):
    """Plain acceptance; where the item lets materials follow, also a tolerant one (容缺)."""

    missing = forms.MultipleChoiceField(
        label=_("容缺受理：还缺哪几样（材料齐全的不选）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    make_up = forms.IntegerField(
        label=_("承诺几天内补交"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    promise = forms.CharField(
        label=_("承诺书编号或存放处"),
        required=False,
        max_length=200,
        help_text=_("申请人网上申请时已经承诺的，不用填"),
    )

    def shape(self) -> None:
        life = self.case.life
        if not life or not life.missable:
            for name in ("missing", "make_up", "promise"):
                del self.fields[name]
            return
        self.fields["missing"].choices = list(life.missable)
        self.fields["missing"].initial = [code for code, _name in life.lacking]
        self.fields["make_up"].initial = life.longest_make_up
        self.fields["make_up"].help_text = _(
            "最长 %(n)s，与本事项承诺时限的计时单位相同；逾期未补视为撤回"
        ) % {"n": life.longest_make_up}

    @property
    def said(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not typed.get("missing"):
            return {}
        return {
            "missing": typed["missing"],
            "make_up": typed["make_up"] or 0,
            "promise": typed["promise"],
        }


class SpotForm(VerbForm):
    """What the applicant puts right at the counter, at once (law, art. 32)."""

    what = long(
        _("当场更正了什么"),
        required=_("请写明更正的内容。"),
        rows=2,
        help=_("不算补正，不影响时限"),
    )
    field = forms.ChoiceField(label=_("改哪一栏"), required=False)
    value = forms.CharField(label=_("改成什么"), required=False, max_length=500)

    def shape(self) -> None:
        named = [(f["name"], f["label"]) for f in self.body.get("fields", ())]
        self.fields["field"].choices = [("", _("只更正材料，不改申请表")), *named]

    @property
    def said(self) -> dict[str, Any]:
        typed = self.cleaned_data
        form = {typed["field"]: typed["value"]} if typed["field"] else {}
        return {"what": typed["what"], "form": form}


class RefuseForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("属于哪种情形"),
        choices=list(REFUSAL_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择属于哪种情形。")},
    )
    body = forms.CharField(
        label=_("应当向哪个机关申请"),
        required=False,
        max_length=120,
        help_text=_("不属于本机关职权的，必须写明有权机关"),
    )
    reason = long(
        _("不予受理的理由"),
        required=_("不予受理要书面说明理由，请写明。"),
        help=_("写明依据，以及申请人接下来可以怎么办"),
    )

    def shape(self) -> None:
        if not self.case.corrections:  # what was never asked for cannot be the reason
            kinds = [(k, v) for k, v in REFUSAL_LABELS.items() if k != "unmet"]
            self.fields["kind"].choices = kinds
        if self.case.family != "application":
            self.fields["kind"].required = False
            self.fields["kind"].initial = "other"


class MakeUpForm(VerbForm):
    """Materials of a tolerant acceptance, brought to the counter."""

    materials = forms.MultipleChoiceField(
        label=_("这次补交的材料"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选这次补交的是哪几样。")},
    )

    def shape(self) -> None:
        self.fields["materials"].choices = list(self.case.life.missing)
        for code, name in self.case.life.missing:
            self.fields[f"file-{code}"] = forms.FileField(
                label=_("扫描件：%s") % name, required=False
            )

    @property
    def said(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k.startswith("file-") and v}
        files = [(f.name, f.read(), k.removeprefix("file-")) for k, f in kept.items()]
        return {
            "materials": self.cleaned_data["materials"],
            "files": files,
            "channel": "window",
        }


class DecideNowForm(VerbForm):
    outcome = forms.ChoiceField(
        label=_("决定"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一种办理结果。")},
    )
    reason = long(_("理由与说明"), help=_("不予许可的，必须写明理由"), rows=2)

    def shape(self) -> None:
        self.fields["outcome"].choices = list(self.case.outcomes)


class TakePromiseBackForm(VerbForm):
    reason = long(_("申请人撤回承诺的理由"), rows=2)


class VerifyForm(VerbForm):
    result = forms.ChoiceField(
        label=_("核查结论"),
        choices=list(VERIFICATION_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择核查结论。")},
    )
    days = forms.IntegerField(
        label=_("限期几天整改"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = long(_("核查的事实和依据"), help=_("与承诺不符的，必须写明"), rows=3)

    def shape(self) -> None:
        life = self.case.life
        if life.commitment == "mending":
            self.fields["result"].choices = [
                ("kept", _("已整改到位，决定继续有效")),
                ("short", _("没有整改到位，撤销决定")),
                ("untrue", VERIFICATION_LABELS["untrue"]),
            ]
            del self.fields["days"]
        else:
            self.fields["days"].help_text = _("需整改的才填，最长 %(n)s") % {"n": life.longest_mend}

    @property
    def said(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "result": typed["result"],
            "reason": typed["reason"],
            "days": typed.get("days") or 0,
        }


class TellHearingForm(VerbForm):
    reason = long(
        _("涉及哪些重大利益关系"),
        required=_("请写明涉及哪些重大利益关系。"),
        help=_("告知后五个工作日内可以申请听证（行政许可法第四十七条）"),
        rows=2,
    )


class AskHearingForm(VerbForm):
    who = forms.ChoiceField(
        label=_("谁要求听证"),
        choices=[("applicant", _("申请人")), ("interested", _("利害关系人"))],
    )
    reason = long(_("要求听证的理由"), rows=2)


class CallHearingForm(VerbForm):
    on = forms.DateTimeField(
        label=_("听证时间"),
        help_text=_("须在七个工作日以后"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("请写明听证时间。"),
            "invalid": _("时间写成 2026-03-20 09:30。"),
        },
    )
    place = forms.CharField(
        label=_("听证地点"), max_length=120, error_messages={"required": _("请写明听证地点。")}
    )
    chair = forms.CharField(
        label=_("主持人"),
        max_length=60,
        help_text=_("填登录名或姓名；审查过本件的工作人员不能主持（行政许可法第四十八条）"),
        error_messages={"required": _("请写明主持人。")},
    )


class HoldHearingForm(VerbForm):
    record = long(
        _("听证笔录要点"),
        required=_("请写明笔录要点，决定要根据笔录作出。"),
        rows=4,
    )
    page = forms.FileField(label=_("签字的笔录（扫描件）"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        page = self.cleaned_data["page"]
        files = [(page.name, page.read(), "hearing-record")] if page else []
        return {"record": self.cleaned_data["record"], "files": files}


class DeliverForm(VerbForm):
    way = forms.ChoiceField(
        label=_("怎样送达"),
        choices=list(DELIVERY_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择送达方式。")},
    )
    recipient = forms.CharField(
        label=_("签收人或收件地址"),
        max_length=200,
        error_messages={"required": _("请写明由谁签收或寄往哪里。")},
    )
    tracking = forms.CharField(
        label=_("运单号"), required=False, max_length=60, help_text=_("邮寄的必须填写")
    )


class ReopenForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("依据的种类"),
        choices=list(REOPEN_LABELS.items()),
        error_messages={"required": _("请选择依据的种类。")},
    )
    ground = long(
        _("重新启动的依据"),
        required=_("请写明依据，例如复议决定书或判决书的文号。"),
        help=_("写明文号和日期"),
        rows=2,
    )


LATER: dict[str, type[VerbForm]] = {
    "accept": AcceptForm,
    "correct_on_spot": SpotForm,
    "refuse": RefuseForm,
    "make_up": MakeUpForm,
    "decide_now": DecideNowForm,
    "withdraw_promise": TakePromiseBackForm,
    "verify_commitment": VerifyForm,
    "tell_hearing": TellHearingForm,
    "ask_hearing": AskHearingForm,
    "waive_hearing": PlainForm,
    "call_hearing": CallHearingForm,
    "hold_hearing": HoldHearingForm,
    "deliver": DeliverForm,
    "reopen": ReopenForm,
}
