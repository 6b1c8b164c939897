"""What is typed about collecting material: the notice, the papers, rulings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.desk.forms._form import FilesField, ManyFiles
from yingshang.surfaces.desk.forms.oversight import _day, _Form, _lines
from yingshang.surfaces.kit.forms import sometimes

__all__ = ["ReasonForm", "ReturnForm", "RoundForm", "SendForm", "typed_files"]

EVERY = (
    ("", _("只报一次")),
    ("week", _("每周")),
    ("month", _("每月")),
    ("quarter", _("每季度")),
    ("half", _("每半年")),
    ("year", _("每年")),
)


def _few(label: Any, least: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=20, **more)


class RoundForm(_Form):
    """The notice of a round."""

    title = forms.CharField(label=_("报送名称"), max_length=300)
    demand = _lines(_("报什么、怎么报"), 4, 4000)
    due_on = _day(_("报送期限（遇休息日自动顺延到下一个工作日）"))
    every = forms.ChoiceField(label=_("报送周期"), choices=EVERY, required=False)
    until = _day(_("周期报送到哪一天为止（不填为一直报）"), required=False)
    sealed = forms.BooleanField(label=_("要盖章件扫描件"), required=False, initial=True)
    remind_before = _few(_("期限前几个工作日提醒"), 1, initial=2)
    remind_after = _few(_("逾期几个工作日后催报"), 1, initial=1)
    units = forms.MultipleChoiceField(label=_("报送单位"), widget=forms.CheckboxSelectMultiple)
    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    basis = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units
        if self["plan"].value():
            self.fields["due_on"].label = _("报送期限（方案的时限遇休息日，提前到前一个工作日）")


def _files(label: Any, help_text: Any) -> forms.FileField:
    return FilesField(
        label=label,
        required=False,
        help_text=help_text,
        widget=ManyFiles(attrs={"multiple": True}),
    )


class SendForm(_Form):
    """A unit's papers."""

    scans = _files(_("盖章件扫描件"), _("pdf、png 或 jpg，可选多个，每个不超过 10 MB"))
    others = _files(_("附件（可编辑稿、表格等）"), _("docx、xlsx、pdf、图片、txt"))
    words = _lines(_("说明"), 2, 2000, required=False)

    def __init__(self, *args: Any, sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scans = self.fields["scans"]
        scans.required = sealed
        scans.error_messages["required"] = _("这次报送要求盖章：请上传盖章件的扫描件。")
        if not sealed:  # one of the two: neither is optional
            for name in ("scans", "others"):
                sometimes(self.fields[name])


def typed_files(form: forms.Form, name: str) -> list[tuple[str, bytes]]:
    """(name, bytes) of every file chosen in a field."""
    return [(one.name, one.read()) for one in form.cleaned_data[name]]


class ReturnForm(_Form):
    """Send back to be done again."""

    reason = _lines(_("退回原因（要改什么）"), 2, 1000)
    due_on = _day(_("重报期限"))


class ReasonForm(_Form):
    """Why a unit need not send, or why nothing further is collected."""

    reason = _lines(_("理由"), 2, 1000)
