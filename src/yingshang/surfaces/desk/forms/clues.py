"""What is typed about clues: a note to a warning, what looking into it showed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["SettleForm", "WarnForm"]


class WarnForm(forms.Form):
    """A warning that rests on clues; the words are added to its sentence."""

    use_required_attribute = False
    note = forms.CharField(
        label=_("补充说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("预警会写明“需核实，尚无结论”，只列办件和情况，不写经办人姓名。"),
    )


class SettleForm(forms.Form):
    """What looking into it showed; 'confirmed' is offered after a warning only."""

    use_required_attribute = False
    result = forms.ChoiceField(
        label=_("核实结果"),
        choices=[("explained", _("有合理解释")), ("confirmed", _("属实"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择核实结果。")},
    )
    reason = forms.CharField(
        label=_("核实到的情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明核实到什么情况；理由会留存，同一情况不再出现。")},
    )

    def __init__(self, *args: Any, heard: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not heard:
            self.fields["result"].widget = forms.HiddenInput()
            self.fields["result"].initial = "explained"
            self.fields["result"].required = False

    def clean_result(self) -> str:
        return str(self.cleaned_data.get("result") or "explained")
