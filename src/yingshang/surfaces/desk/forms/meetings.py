"""What is typed about a joint meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.desk.forms.oversight import _day, _Form, _lines

__all__ = ["AttendanceForm", "DecisionForm", "InviteForm", "MeetingForm", "SignForm", "TopicForm"]

STATES = (
    ("", _("未登记")),
    ("present", _("出席")),
    ("deputy", _("委派出席")),
    ("leave", _("请假")),
    ("absent", _("缺席")),
)


class MeetingForm(_Form):
    """A meeting to come."""

    title = forms.CharField(label=_("会议名称"), max_length=300)
    meets_at = forms.DateTimeField(
        label=_("开会时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("时间看不懂，请写成 2026-03-06T09:30 这样。")},
    )
    place = forms.CharField(label=_("地点"), max_length=200)
    chair = forms.CharField(label=_("召集人"), max_length=60)
    members = forms.MultipleChoiceField(label=_("成员单位"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = units


class TopicForm(_Form):
    """A topic proposed by a unit or put by the office."""

    title = forms.CharField(label=_("议题"), max_length=300)
    detail = _lines(_("要会议议定什么"), 3, 2000, required=False)


class InviteForm(forms.Form):
    """A unit that is asked to sit in for its topic, or no more."""

    unit = forms.CharField(max_length=40)
    asked = forms.BooleanField(required=False)


class DecisionForm(_Form):
    """One decision of the minutes."""

    text = _lines(_("议定事项"), 3, 2000)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    due_on = _day(_("完成时限"), required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("只记录，不交办")), *units]


class AttendanceForm(_Form):
    """Who came, a name and a state for each member."""

    def __init__(
        self,
        *args: Any,
        members: tuple[tuple[str, str], ...],
        came: dict[str, tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for unit, name in members:
            person, state = (came or {}).get(unit, ("", ""))
            self.fields[f"state-{unit}"] = forms.ChoiceField(
                label=name, choices=STATES, required=False, initial=state
            )
            self.fields[f"name-{unit}"] = forms.CharField(
                label=_("%s参会人") % name, max_length=60, required=False, initial=person
            )

    def came(self) -> dict[str, tuple[str, str]]:
        """Unit → (who, state), of those that something was chosen for."""
        data = self.cleaned_data
        return {
            unit: (data[f"name-{unit}"], data[f"state-{unit}"])
            for unit, _name in self.members
            if data[f"state-{unit}"]
        }


class SignForm(_Form):
    """Whose signature the minutes bear."""

    signer = forms.CharField(label=_("签发人"), max_length=60)
