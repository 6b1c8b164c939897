"""What a person may say about a row of the ledger."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.plans.kinds import TargetView, TaskView
from yingshang.city.plans.service import COMPARATOR_WORDS, PLAN_KINDS, STATISTIC_WORDS

__all__ = [
    "CorrectionForm",
    "HeadForm",
    "ImportForm",
    "NewTargetForm",
    "RejectForm",
    "TargetForm",
    "TaskForm",
]

COMPARATORS = [*COMPARATOR_WORDS.items()]
STATISTICS = [("", _("原文没有写明")), *STATISTIC_WORDS.items()]


def _day(required: bool = False, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )


ACCEPTED = ".docx,.pdf,.txt,.html,.htm,.mht,.mhtml,.xlsx,.xlsm,.xls,.et,.ods,.csv"


class ImportForm(forms.Form):
    """A document, as a file or as pasted words, and the city that it belongs to."""

    region = forms.ChoiceField(label=_("这份方案属于哪个城市"))
    file = forms.FileField(
        label=_("方案文件"),
        required=False,
        help_text=_(
            "Word（docx）、带文字的 pdf、网页（html、mht）、纯文本（txt），"
            "或单位自己的表格台账（xlsx、xls、csv），不超过 10 MB"
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "empty": _("这个文件是空的，里面没有文字。请重新选择方案的正文。"),
        },
    )
    text = forms.CharField(
        label=_("或者粘贴方案的文字"),
        required=False,
        help_text=_("从网页或 Word 里整篇复制过来即可；网页的源代码也能读。"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        strip=False,
    )

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        for name in ("file", "text"):  # one of the two: neither is optional
            self.fields[name].one_of = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        given, pasted = found.get("file"), (found.get("text") or "").strip()
        if "file" in self.errors:
            return found
        if not given and not pasted:
            self.add_error("file", _("还没有选择文件。请选一份方案的正文，或者把文字粘贴到下面。"))
        if given and pasted:
            self.add_error("text", _("文件和粘贴的文字只能读一样；请清空文字，或者不选文件。"))
        return found


class CorrectionForm(forms.Form):
    """Fields of a row as they were shown: only what was typed otherwise counts as a change, so
    that a field nobody touched never writes over what a colleague has put there since."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "reason"

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed otherwise than it was shown, without the reason."""
        typed = self.cleaned_data
        return {name: typed[name] for name in self.changed_data if name != "reason"}

    def over(self, held: forms.Form) -> Self:
        """This form laid over what the ledger holds now: what was changed here stays as typed,
        every other field shows the present value."""
        changed, data = set(self.changed_data), self.data.copy()
        for name, value in held.initial.items():
            if name not in self.fields:
                continue
            data[self[name].html_initial_name] = now = "" if value is None else str(value)
            if name not in changed:
                data[name] = now
        self.data, self._errors = data, None
        return self


class HeadForm(CorrectionForm):
    """The head of a plan: what it is called, who issued it, when and as what."""

    plan_title = forms.CharField(label=_("方案标题"), max_length=300)
    doc_number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issuer = forms.CharField(
        label=_("发文机关"),
        max_length=200,
        required=False,
        help_text=_("几家联合印发的，用顿号隔开"),
    )
    issued_on = _day(label=_("印发日期"))
    kind = forms.ChoiceField(
        label=_("文种"), choices=[("", _("没有写明")), *PLAN_KINDS.items()], required=False
    )

    @classmethod
    def of(cls, head: Any, typed: Any = None, *, month: str = "") -> "HeadForm":
        """The form filled with the head as it stands: of a plan's row or of a preview. ``month``:
        all that the title says of the day of issue."""
        names = ("doc_number", "issuer", "issued_on", "kind")
        now = {name: getattr(head, name) for name in names} | {"plan_title": head.title}
        form = cls(typed, initial=now, prefix="head")
        if month and not head.issued_on:
            told = _("标题后面写的是%s，没有写哪一天；知道哪一天印发的，请填上。")
            form.fields["issued_on"].help_text = told % month
        return form


class TargetForm(CorrectionForm):
    """The reading of one target, field by field."""

    metric = forms.CharField(label=_("指标名称"), max_length=200)
    comparator = forms.ChoiceField(label=_("比较方式"), choices=COMPARATORS)
    value = forms.CharField(label=_("目标值"), max_length=30)
    value_max = forms.CharField(label=_("上限（区间时填）"), max_length=30, required=False)
    unit = forms.CharField(label=_("单位"), max_length=40)
    statistic = forms.ChoiceField(label=_("统计口径"), choices=STATISTICS, required=False)
    due_on = _day(label=_("完成日期"))
    scope = forms.CharField(label=_("适用范围"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("更正理由"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("留在修改记录里")}),
    )

    @classmethod
    def of(cls, target: TargetView) -> "TargetForm":
        """The form filled with what the ledger holds now."""
        return cls(
            initial={
                "metric": target.metric,
                "comparator": target.comparator,
                "value": _plain(target.value),
                "value_max": _plain(target.value_max),
                "unit": target.unit,
                "statistic": target.statistic or "",
                "due_on": target.due_on,
                "scope": target.scope or "",
            },
            auto_id=f"target-{target.id}-%s",
        )


class NewTargetForm(forms.Form):
    """A target that the machine missed: its very words, and how they are to be read."""

    words = forms.CharField(
        label=_("方案里的原话"),
        max_length=300,
        help_text=_("从左边正文里复制这几个字，一字不差"),
    )
    metric = forms.CharField(label=_("指标名称"), max_length=200)
    comparator = forms.ChoiceField(label=_("比较方式"), choices=COMPARATORS)
    value = forms.CharField(label=_("目标值"), max_length=30)
    unit = forms.CharField(label=_("单位"), max_length=40)
    statistic = forms.ChoiceField(label=_("统计口径"), choices=STATISTICS, required=False)
    due_on = _day(label=_("完成日期"))


class TaskForm(CorrectionForm):
    """Who answers for a task, and by when."""

    title = forms.CharField(label=_("任务名称"), max_length=500)
    lead = forms.CharField(label=_("牵头单位"), max_length=300, required=False)
    responsible = forms.CharField(label=_("责任单位"), max_length=500, required=False)
    cooperating = forms.CharField(label=_("配合单位"), max_length=500, required=False)
    deadline = _day(label=_("完成时限"))
    reason = forms.CharField(label=_("更正理由"), max_length=300, required=False)

    @classmethod
    def of(cls, task: TaskView) -> "TaskForm":
        """The form filled with what the ledger holds now."""
        return cls(
            initial={
                "title": task.title,
                "lead": "、".join(u.name for u in task.lead),
                "responsible": "、".join(u.name for u in task.responsible),
                "cooperating": "、".join(u.name for u in task.cooperating),
                "deadline": task.deadline,
            },
            auto_id=f"task-{task.id}-%s",
        )


class RejectForm(forms.Form):
    """Why a row of the ledger is none."""

    reason = forms.CharField(label=_("剔除理由"), max_length=300)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
