"""Forms of outages, books of numbered paper, and one paper to be entered."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.kit.forms import name_what_is_missing, whole

__all__ = ["BookForm", "EndForm", "OutageForm", "PaperForm", "VoidForm"]


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "required": _("请填写时间。"),
            "invalid": _("时间不对。请按“2026-03-02 14:30”的样式填写。"),
        },
        **more,
    )


class OutageForm(forms.Form):
    """What was down, where, from when to when."""

    use_required_attribute = False
    what = forms.CharField(
        label=_("什么停了"), max_length=120, error_messages={"required": _("请写明停用的系统。")}
    )
    unit = forms.ChoiceField(label=_("影响的单位"), required=False)
    since = _moment(_("从何时起"))
    until = _moment(_("何时恢复（未恢复留空）"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全市")), *units]


class EndForm(forms.Form):
    """When it worked again."""

    use_required_attribute = False
    until = _moment(_("何时恢复"))


class BookForm(forms.Form):
    """A range of numbers for a unit."""

    use_required_attribute = False
    unit = forms.ChoiceField(label=_("领用单位"))
    series = forms.CharField(
        label=_("字头"), max_length=20, error_messages={"required": _("请填写字头，如 TJ2026。")}
    )
    first = forms.IntegerField(label=_("起号"), min_value=1, max_value=9_999_999)
    last = forms.IntegerField(label=_("止号"), min_value=1, max_value=9_999_999)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)
        name_what_is_missing(self)


class NumberForm(forms.Form):
    """Which paper: its series and its number."""

    use_required_attribute = False
    series = forms.CharField(
        label=_("收件单字头"), max_length=20, error_messages={"required": _("请填写字头。")}
    )
    number = forms.CharField(
        label=_("收件单号码"),
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("号码应是数字。请对照纸质单填写。")},
    )

    def clean_number(self) -> int:
        number = whole(self.cleaned_data["number"].strip().lstrip("0") or "0")
        if not number:
            raise forms.ValidationError(_("号码应是数字。请对照纸质单填写。"))
        return number


class VoidForm(NumberForm):
    """A number that was spoiled or lost, and why."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        error_messages={"required": _("作废必须写明原因。请补写后再提交。")},
    )


class PaperForm(NumberForm):
    """What stands on the paper itself."""

    received_at = _moment(_("单上写的收件时间"))
    accepted = forms.BooleanField(label=_("当时已当场受理"), required=False)
    scan = forms.FileField(
        label=_("收件单扫描件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": _("没有附纸质收件单的扫描件。请扫描或拍照后一并提交。")},
    )
