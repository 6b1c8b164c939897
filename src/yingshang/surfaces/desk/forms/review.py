"""Forms of the review desk: as few fields as an act needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.plans.kinds import TargetView, TaskView
from yingshang.surfaces.desk.forms.ledger import NewTargetForm, TargetForm, TaskForm

__all__ = ["MarkForm", "ReviewTargetForm", "ReviewTaskForm"]


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
        self.fields["words"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["words"].help_text = _("在正文里选中后按 a 会带过来；也可以照原文输入")
        if self.data.get("as") == "task":  # a task has words only
            for name in ("value", "unit", "metric", "comparator"):
                self.fields[name].required = False


def task_form(task: TaskView, data: Any = None) -> ReviewTaskForm:
    """The form of a task, filled with what the ledger holds, or with what was typed."""
    if data is not None:
        return ReviewTaskForm(data, auto_id="review-%s")
    return ReviewTaskForm(initial=TaskForm.of(task).initial, auto_id="review-%s")
