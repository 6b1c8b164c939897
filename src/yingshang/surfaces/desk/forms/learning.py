"""What is typed when a practice is learned, weighed, or made a task."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.plans.service import learning
from yingshang.surfaces.desk.forms._form import long
from yingshang.surfaces.kit.forms import name_what_is_missing, sometimes

__all__ = ["DecideForm", "LearnForm", "PlanForm"]

Choices = Sequence[tuple[Any, str]]


class _Form(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)


class LearnForm(_Form):
    """A promise from elsewhere becomes a practice under study."""

    practice = forms.CharField(label=_("学什么做法"), max_length=120)
    gap = long(_("本市差在哪"), required=str(_("请写明本市差在哪，一两句就行。")))
    owner = forms.ChoiceField(label=_("谁来研究"))
    evidence = forms.CharField(label=_("佐证（文号、网址）"), max_length=200, required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", ""), *units]  # type: ignore[attr-defined]


class DecideForm(_Form):
    """How far we are with a practice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("到了哪一步"), choices=learning.Adoption.choices)
    reason = sometimes(long(_("理由（不采用的必填）"), rows=2))
    measured = long(_("量出来的效果"), rows=2, help=_("写明指标、前后两个数和时间；没有就空着。"))


class PlanForm(_Form):
    """The practice becomes a task of one of our plans."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    plan = forms.TypedChoiceField(label=_("列入哪个方案"), coerce=int)
    title = forms.CharField(label=_("任务名称"), max_length=120)
    lead = forms.ChoiceField(label=_("牵头单位"))
    deadline = forms.DateField(
        label=_("完成时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期看不懂，请写成 2026-03-06 这样。")},
    )

    def __init__(self, *args: Any, plans: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = list(plans)  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", ""), *units]  # type: ignore[attr-defined]
