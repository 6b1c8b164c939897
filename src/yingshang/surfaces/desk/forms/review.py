"""Forms of the review desk: as few fields as an act needs."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.kinds import UnitKind
from yingshang.city.plans.kinds import TargetView, TaskView
from yingshang.surfaces.desk.forms.ledger import NewTargetForm, TargetForm, TaskForm
from yingshang.surfaces.kit.templatetags.kit import day

__all__ = ["MarkForm", "ReviewTargetForm", "ReviewTaskForm", "UnitForm"]


class ReviewTaskForm(TaskForm):
    """A task corrected in place: no reason asked, the history has old and new."""

    reason = None


class ReviewTargetForm(TargetForm):
    """A target corrected in place, with the metric of the library that it speaks of."""

    metric_key = forms.ChoiceField(label=_("指标库对应项"), required=False)
    reason = None

    field_order = (
        "value",
        "unit",
        "comparator",
        "statistic",
        "metric",
        "metric_key",
        "value_max",
        "due_on",
        "scope",
    )

    def __init__(self, *args: Any, metrics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric_key"].choices = [("", _("指标库里没有")), *metrics]

    @classmethod
    def filled(cls, target: TargetView, metrics: list[tuple[str, str]]) -> "ReviewTargetForm":
        """The form filled with what the ledger holds now."""
        initial = TargetForm.of(target).initial | {"metric_key": target.metric_key}
        return cls(initial=initial, metrics=metrics, auto_id="review-%s")


class MarkForm(NewTargetForm):
    """Words marked in the document: a target of a task, or a task of their own."""

    field_order = ("words", "value", "unit", "comparator", "statistic", "metric", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(
            label=_("方案里的原话"), max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["words"].help_text = _("在正文里选中后按 a 会带过来；也可以照原文输入")
        if self.data.get("as") == "task":  # a task may have words only
            numbered = bool(self.data.get("value", "").strip())
            self.fields["value"].required = self.fields["metric"].required = False
            self.fields["unit"].required = self.fields["comparator"].required = numbered
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "words"
        self.task_day = self.initial.get("task_day") or _day_of(self.data.get("task_day", ""))
        if self.task_day:
            self.fields["due_on"].help_text = _(
                "原话里的 %s 读作任务的时限，不是这个数自己的日子；确是它自己的，请填上。"
            ) % day(self.task_day)

    @property
    def number(self) -> dict[str, Any]:
        """The number that was typed, with the fields that were filled when they were shown and
        are empty now, and the value that was shown; or that one alone, emptied as a whole."""
        typed, changed = self.cleaned_data, set(self.changed_data)
        shown = self.data.get(self["value"].html_initial_name, "")
        if typed["value"]:
            names = [name for name in typed if name != "words"]
            kept = {name: typed[name] for name in names if typed[name] or name in changed}
            return {"target": kept, "shown": shown}
        return {"shown": shown} if "value" in changed else {}


def _day_of(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def task_form(task: TaskView, data: Any = None) -> ReviewTaskForm:
    """The form of a task, filled with what the ledger holds, or with what was typed."""
    if data is not None:
        return ReviewTaskForm(data, auto_id="review-%s")
    return ReviewTaskForm(initial=TaskForm.of(task).initial, auto_id="review-%s")


class UnitForm(forms.Form):
    """A unit that plans name and the register lacks."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("单位全称"), max_length=60, error_messages={"required": _("请写明单位全称。")}
    )
    aliases = forms.CharField(
        label=_("简称"),
        required=False,
        max_length=300,
        help_text=_("方案里常用的其他叫法，几个之间用顿号分开"),
    )
    kind = forms.ChoiceField(label=_("类别"), error_messages={"required": _("请选择单位的类别。")})
    superior = forms.ChoiceField(label=_("上级或归口单位"), required=False)
    valid_from = forms.DateField(
        label=_("成立日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("机构改革新设的填写；早于这一天的方案里不认这个单位。一直就有的不填"),
        error_messages={"invalid": _("成立日期看不懂，请写成 2026-03-01 这样。")},
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("请选择")), *UnitKind.choices]
        self.fields["superior"].choices = [("", _("没有")), *units]

    def clean_aliases(self) -> list[str]:
        return [one for one in re.split(r"[、，,；;\s]+", self.cleaned_data["aliases"]) if one]
