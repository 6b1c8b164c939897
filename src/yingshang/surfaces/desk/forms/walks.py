"""What is typed about a leader's walk-through."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.supervision import service as supervision
from yingshang.surfaces.desk.forms._form import FilesField, ManyFiles
from yingshang.surfaces.desk.forms.oversight import _day, _Form, _lines

__all__ = ["FindingForm", "RecordForm", "SummaryForm", "WalkForm"]


class WalkForm(_Form):
    """Who walks what, as whom, and when."""

    walked = forms.CharField(label=_("走的事项"), max_length=200)
    role = forms.ChoiceField(
        label=_("以什么身份"),
        choices=(("申请人", _("申请人")), ("窗口人员", _("窗口人员"))),
        widget=forms.RadioSelect,
    )
    walker = forms.CharField(label=_("走流程的领导"), max_length=60)
    post = forms.CharField(label=_("单位和职务"), max_length=60)
    planned_on = _day(_("计划日期"))


class RecordForm(_Form):
    """The walk as it went."""

    steps = forms.CharField(
        label=_("每一步（每行：时间 情况）"),
        max_length=1900,
        help_text=_("例如：09:05 取号，前面有12人"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    photos = FilesField(
        label=_("照片"),
        required=False,
        help_text=_("png 或 jpg，可选多张，每张不超过 10 MB；请避开申请人的脸和证件"),
        widget=ManyFiles(attrs={"multiple": True}),
    )


class FindingForm(_Form):
    """What is wrong and who mends it."""

    kind = forms.ChoiceField(label=_("问题种类"), choices=supervision.FindingKind.choices)
    text = _lines(_("发现的问题"), 2, 1000)
    unit = forms.ChoiceField(label=_("整改单位"))
    due_on = _day(_("整改期限"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("请选择")), *units]


class SummaryForm(_Form):
    """What the public reads."""

    summary = _lines(_("情况和整改要求（向社会公布）"), 4, 1000)
