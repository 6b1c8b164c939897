"""What is typed when a warning becomes an order, or does not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["DismissForm", "RaiseForm"]


class RaiseForm(forms.Form):
    """An order: to whom, what is demanded, by when."""

    use_required_attribute = False
    unit = forms.ChoiceField(label=_("承办（统筹）单位"), required=False)
    demand = forms.CharField(
        label=_("要求"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明要求承办单位做到什么。")},
    )
    due = forms.DateField(
        label=_("答复期限"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请选定答复期限。"),
            "invalid": _("日期看不懂，请写成 2026-03-06 这样。"),
        },
    )

    def __init__(
        self, *args: Any, candidates: list[tuple[str, str]], appoint_later: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        blank = _("先发出，再指定统筹单位") if appoint_later else _("按预警的责任单位")
        self.fields["unit"].choices = [("", blank), *candidates]


class DismissForm(forms.Form):
    """Why a warning does not become an order."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("不予督办的理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明为什么不督办，理由会留存。")},
    )
