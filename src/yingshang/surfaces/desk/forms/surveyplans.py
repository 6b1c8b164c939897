"""When a survey begins by itself, of whom, how many, by whom: as one person proposes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.feedback import service as feedback
from yingshang.surfaces.kit.forms import name_what_is_missing

__all__ = ["PlanForm"]


def _number(label: Any, low: int, high: int, more: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=more,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class PlanForm(forms.Form):
    """``said`` is what the service reads; items and channel become the rule of the population."""

    use_required_attribute = False
    name = forms.CharField(label=_("名称"), max_length=80)
    survey = forms.ChoiceField(label=_("用哪份问卷"))
    every = forms.ChoiceField(
        label=_("多久测一次"),
        choices=[
            ("quarter", _("每季度")), ("half", _("每半年")), ("year", _("每年")),
            ("never", _("停用，不再自动开始")),
        ],
    )  # fmt: skip
    after_days = _number(_("期末后第几天定名单"), 1, 60)
    sample = _number(_("抽多少件"), 1, 5000)
    least = _number(_("每组至少几件"), 0, 100, _("问卷按单位、事项或区县分组"))
    draw_within = _number(_("名单定下后几天内要抽样"), 1, 60, _("逾期每周提醒营商局"))
    surveyor = forms.CharField(
        label=_("由谁回访"), max_length=120, required=False,
        help_text=_("第三方机构的名称；抽样时再定的留空"),
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label=_("测哪些事项"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("一项都不勾，就是全部办结的申请"),
    )  # fmt: skip
    online = forms.ChoiceField(
        label=_("办理渠道"), required=False,
        choices=[("", _("不分渠道")), ("yes", _("只测网上办理的")), ("no", _("只测窗口办理的"))],
    )  # fmt: skip
    who = forms.CharField(
        label=_("范围的规则"), max_length=feedback.survey_planning.WHO_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("事项和渠道说不清的范围才写；写了就以这条规则为准"),
    )  # fmt: skip
    basis = forms.CharField(label=_("依据"), max_length=200)
    reason = forms.CharField(
        label=_("为什么这样改"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, surveys: list[tuple[str, str]], items: list[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["survey"].choices = surveys
        self.fields["items"].choices = items
        name_what_is_missing(self)

    def said(self) -> tuple[dict[str, Any], str]:
        """(the fields of the plan, the reason)."""
        found = dict(self.cleaned_data)
        reason, items, online = found.pop("reason"), found.pop("items"), found.pop("online")
        found["who"] = found["who"].strip() or feedback.survey_planning.who_of(items, online)
        return found, reason
