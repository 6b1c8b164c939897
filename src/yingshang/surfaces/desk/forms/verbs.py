"""What is typed for each verb of a case. A form only shapes it; the service decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import PAUSE_LABELS
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.desk.forms._form import (
    PlainForm,
    VerbForm,
    long,
    return_words,
    several_files,
)
from yingshang.surfaces.desk.forms.later import LATER

__all__ = ["FORMS", "AnswerForm", "VerbForm", "answer_of", "step_form"]


class CorrectionForm(VerbForm):
    """The whole list at once (Administrative Licensing Law, art. 32)."""

    missing = forms.MultipleChoiceField(
        label=_("缺少或不合格的"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=_("其他需要补正的内容"),
        required=False,
        help_text=_("一行一项，写清楚怎样才算合格"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def shape(self) -> None:
        names = [m["name"] for m in self.body.get("materials", ())]
        names += [_("填写有误：%s") % f["label"] for f in self.body.get("fields", ())]
        self.fields["missing"].choices = [(str(n), str(n)) for n in names]

    @property
    def said(self) -> dict[str, Any]:
        lines = self.cleaned_data["more"].splitlines()
        return {"items": [*self.cleaned_data["missing"], *(s.strip() for s in lines if s.strip())]}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not typed.get("missing") and not typed.get("more", "").strip():
            self.add_error("more", _("请勾选或写明要补正的内容，一次告知齐全。"))
        return typed


class SupplyForm(VerbForm):
    """Papers brought to the counter; originals are seen, scans may come along."""

    def shape(self) -> None:
        for item in self.case.correction_items:
            note = forms.BooleanField(
                label=item,
                error_messages={"required": _("“%s”还没有核验。都补齐了再提交。") % item},
            )
            self.fields[f"got-{len(self.fields)}"] = note
        for material in self.body.get("materials", ()):
            self.fields[f"file-{material['code']}"] = forms.FileField(
                label=_("扫描件：%s") % material["name"], required=False
            )

    @property
    def said(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k.startswith("file-") and v}
        files = [(f.name, f.read(), k.removeprefix("file-")) for k, f in kept.items()]
        return {"files": files, "channel": "window"}


class StepForm(VerbForm):
    step = forms.CharField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=_("审查结果"),
        choices=[("pass", _("通过")), ("fail", _("不通过"))],
        widget=forms.RadioSelect,
        initial="pass",
        error_messages={"required": _("请选择通过或不通过。")},
    )
    opinion = long(_("审查意见"), help=_("不通过的，必须写明意见"), rows=2)


class AnswerForm(VerbForm):
    """What a unit did about something that was asked of it: it reports, and rules on nothing. Its
    words are the step's own (data/**/items, `answer`)."""

    step = forms.CharField(widget=forms.HiddenInput)
    opinion = long(_("办理情况"), required=_("请写明办理情况。"), rows=4)
    files = several_files(_("佐证材料"))

    def shape(self) -> None:
        code = self.data.get("step") or self.initial.get("step", "")
        said = answer_of(self.body, code)
        opinion = self.fields["opinion"]
        opinion.label = said.get("label", opinion.label)
        opinion.help_text = said.get("help", "")
        if said and "files" not in said:
            del self.fields["files"]
        elif said:
            self.fields["files"].label = said["files"]

    @property
    def said(self) -> dict[str, Any]:
        files = self.cleaned_data.get("files") or ()
        return {
            "step": self.cleaned_data["step"],
            "opinion": self.cleaned_data["opinion"],
            "files": [cases.Upload(one.name or "", one.read()) for one in files],
        }


def answer_of(body: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The words of a step's answer as its item declares them; {} where it says nothing."""
    found = next((one for one in body.get("steps", ()) if one["code"] == code), {})
    return {name: definitions.said(words) for name, words in (found.get("answer") or {}).items()}


def step_form(case: Any, code: str) -> type[VerbForm]:
    """Who reports writes an answer; only who examines says passed or not."""
    answers = any(one.code == code and one.answers for one in case.steps)
    return AnswerForm if answers else StepForm


class PauseForm(VerbForm):
    """The applicant is told in writing how long it takes (Licensing Law, art. 45)."""

    kind = forms.ChoiceField(label=_("特别程序"))
    reason = long(_("事由"), required=_("请写明事由，并告知申请人。"), rows=2)
    basis = forms.CharField(label=_("法律依据"), max_length=200, initial="行政许可法第四十五条")
    expected = forms.IntegerField(
        label=_("书面告知申请人需要多少个工作日"),
        min_value=1,
        max_value=400,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("请写明预计需要多少个工作日：所需时间要书面告知申请人。")},
    )
    notice = forms.CharField(label=_("书面告知的文号"), max_length=80, required=False)
    counterpart = forms.CharField(
        label=_("等待谁"),
        max_length=80,
        required=False,
        help_text=_("检测机构、专家组、有关部门等"),
    )

    def shape(self) -> None:
        law = [(kind, label) for kind, label in PAUSE_LABELS.items() if kind != "correction"]
        known = {kind for kind, _label in law}
        declared = [
            (rule["kind"], rule.get("name", rule["kind"]))
            for rule in self.body.get("pauses", ())
            if rule["kind"] not in known
        ]
        self.fields["kind"].choices = law + declared

    @property
    def said(self) -> dict[str, Any]:
        days = self.cleaned_data["expected"]
        return {**self.cleaned_data, "expected": f"{days}个工作日"}


class ExtendForm(VerbForm):
    workdays = forms.IntegerField(
        label=_("延长多少个工作日"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    role = forms.ChoiceField(label=_("由谁批准"), widget=forms.RadioSelect)
    approver = forms.CharField(
        label=_("批准人（本机关负责人）"),
        max_length=60,
        error_messages={"required": _("延长期限须经负责人批准，请写明批准人。")},
    )
    reason = long(_("理由"), required=_("请写明延长的理由，理由会告知申请人。"), rows=2)

    def shape(self) -> None:
        rules = self.body.get("extensions", ())
        if not rules:
            del self.fields["role"]
            return
        self.fields["approver"].label = _("批准人")
        words = _("%(name)s（最多 %(workdays)s 个工作日）")
        self.fields["role"].choices = [(rule["role"], words % rule) for rule in rules]
        self.fields["role"].initial = rules[0]["role"]


class DecideForm(VerbForm):
    outcome = forms.ChoiceField(
        label=_("决定"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一种办理结果。")},
    )
    reason = long(_("理由与说明"), help=_("不予许可的，必须写明理由和救济途径"), rows=3)

    def shape(self) -> None:
        self.fields["outcome"].choices = list(self.case.outcomes)
        if self.case.body.get("audience") == "staff":
            self.fields["reason"].help_text = _("没有办成而终止的，必须写明理由")


class CloseForm(VerbForm):
    override_reason = long(
        _("未达标仍要销号的理由"),
        help=_("指标已达标的留空；未达标而销号的，写明理由，您的姓名一并留存"),
        rows=2,
    )

    def shape(self) -> None:
        if self.case.family != "order":
            del self.fields["override_reason"]

    @property
    def said(self) -> dict[str, Any]:
        reason = self.cleaned_data.get("override_reason", "").strip()
        return {"override_reason": reason} if reason else {}


class WithdrawForm(VerbForm):
    reason = long(_("撤回的理由"), required=_("请写明为什么撤回。"), rows=2)


class NoteForm(VerbForm):
    text = long(_("情况记录"), required=_("请写明要记录的情况。"), rows=2)


class _UnitForm(VerbForm):
    def shape(self) -> None:
        if "unit" in self.fields:
            found = [(u.code, u.name) for u in accounts.units(self.case.region)]
            self.fields["unit"].choices = [("", _("请选择")), *found]


class AssignForm(_UnitForm):
    unit = forms.ChoiceField(
        label=_("统筹（承办）单位"), error_messages={"required": _("请选定一个统筹单位。")}
    )
    reason = long(_("指定的理由"), rows=2)


class ReturnForm(VerbForm):
    """Once, and in time: until when stands on it."""

    reason = long(_("退回的理由"), required=_("请写明为什么不归本单位承办。"), rows=2)
    duties = long(
        _("本单位职责的原文"),
        required=_("退回必须引用本单位的职责规定，请写明出处和原文。"),
        help=_("引用“三定”规定或法规条款"),
        rows=2,
    )

    def shape(self) -> None:
        self.fields["reason"].help_text = return_words(self.case.return_until)


class RulingForm(_UnitForm):
    upheld = forms.TypedChoiceField(
        label=_("裁定"),
        choices=[("yes", _("同意退回，另定单位")), ("no", _("不同意退回，仍由原单位承办"))],
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择同意或不同意退回。")},
    )
    unit = forms.ChoiceField(label=_("改由哪个单位承办"), required=False)
    reason = long(_("裁定理由"), required=_("裁定必须写明理由。"), rows=2)


FORMS: dict[str, type[VerbForm]] = {
    "ask_correction": CorrectionForm,
    "supply": SupplyForm,
    "complete_step": StepForm,
    "pause": PauseForm,
    "resume": PlainForm,
    "extend": ExtendForm,
    "decide": DecideForm,
    "close": CloseForm,
    "withdraw": WithdrawForm,
    **LATER,
    "note": NoteForm,
    "assign": AssignForm,
    "return_assignment": ReturnForm,
    "rule_return": RulingForm,
}
