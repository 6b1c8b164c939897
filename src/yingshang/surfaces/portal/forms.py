"""Forms drawn from what an item declares. They only lay out: the service says what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

__all__ = ["ItemForm", "RatingForm"]

_AUTOCOMPLETE = {"phone": "tel", "email": "email"}
_INPUT = {"phone": "tel", "email": "email"}


def _field(field: Mapping[str, Any]) -> forms.Field:
    kind = field["type"]
    attrs: dict[str, Any] = {}
    common = {
        "label": field["label"],
        "help_text": field.get("help", ""),
        "required": bool(field.get("required")),
    }
    if field.get("personal"):
        attrs["autocomplete"] = _AUTOCOMPLETE.get(kind, "off")
    if kind == "choice":
        choices = [
            (c, c) if isinstance(c, str) else (c["value"], c["label"]) for c in field["choices"]
        ]
        if len(choices) > 6:
            return forms.ChoiceField(choices=[("", "—"), *choices], **common)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if kind == "longtext":
        attrs["rows"] = 4
        return forms.CharField(widget=forms.Textarea(attrs), **common)
    if kind == "number":
        attrs["inputmode"] = "decimal"
    if kind == "date":
        # a typed date is kept even when wrong; the browser's picker would throw it away
        attrs |= {"inputmode": "numeric", "class": "short"}
        common["help_text"] = common["help_text"] or _("例如 1990-05-12")
    if kind in {"uscc", "idno"}:
        attrs |= {"maxlength": 24, "spellcheck": "false", "autocapitalize": "characters"}
    widget = forms.TextInput(attrs)
    widget.input_type = _INPUT.get(kind, "text")
    return forms.CharField(widget=widget, **common)


class ItemForm(forms.Form):
    """The fields of an item. `explain(errors)` puts the service's sentences beside them."""

    use_required_attribute = False  # the server's sentences are clearer than the browser's

    def __init__(self, fields: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields:
            self.fields[field["name"]] = _field(field)

    def raw(self) -> dict[str, str]:
        """What was typed, as text, whether right or wrong."""
        return {name: str(self.data.get(name, "")).strip() for name in self.fields}

    def explain(self, errors: Mapping[str, str]) -> None:
        """Show one sentence a field; a sentence about no field goes on top."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)


class RatingForm(forms.Form):
    """Five levels and no default: a rating must be the applicant's own."""

    use_required_attribute = False
    level = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    named = forms.BooleanField(required=False)
    comment = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        levels: Sequence[tuple[int, Any]],
        reasons: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].label = _("这次办得怎么样")
        self.fields["level"].choices = levels
        self.fields["level"].error_messages["required"] = _("请选一个档次；不想评价可以直接离开。")
        self.fields["reasons"].label = _("哪里不满意")
        self.fields["reasons"].choices = reasons
        if "named" in self.fields:
            told = _("可以联系我核实（由热线打电话，不告诉被评价的单位）")
            self.fields["named"].label = told
        self.fields["comment"].label = _("想说的话")
        self.fields["comment"].help_text = _("最多 500 字。评价人信息不会告诉被评价的工作人员。")


class LinkRatingForm(RatingForm):
    """The same by a link: whoever wants to be called back leaves a number."""

    named = None  # type: ignore[assignment]
    phone = forms.CharField(required=False, max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("想要回电的，留个电话")
        self.fields["phone"].help_text = _("只给热线看，不告诉被评价的单位。不留也能评。")
        self.fields["phone"].widget.input_type = "tel"
