"""Forms drawn from what an item declares. They only lay out: the service says what is wrong."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yingshang.city.cases import service as cases
from yingshang.surfaces.kit.forms import whole

__all__ = ["ItemForm", "RatingForm", "progress"]

_AUTOCOMPLETE = {"phone": "tel", "email": "email"}
_MOST_TYPED = 10**9  # what a column of the database holds, and nobody types
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_REFRESH = {
    "hx-trigger": "change",
    "hx-target": "#apply-fields",
    "hx-swap": "outerHTML",
    "hx-include": "#apply-form",
}
_INPUT = {"phone": "tel", "email": "email"}


def _labelled(field: Mapping[str, Any]) -> str:
    """The unit stands in the label, where a screen reader says it too."""
    unit = field.get("unit", "")
    return f"{field['label']}（{unit}）" if unit and unit not in field["label"] else field["label"]


def _field(field: Mapping[str, Any]) -> forms.Field:
    kind = field["type"]
    attrs: dict[str, Any] = {}
    common = {
        "label": _labelled(field),
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
    """The fields of an item that apply to what is filled in so far; the server decides which.

    `explain(errors)` puts the service's sentences beside them. `held`: what was filled in for the
    applicant, whose source stands beside the field as long as the value is the same. `refresh`:
    the address that answers with the fields anew when an answer on which others hang is changed.
    """

    use_required_attribute = False  # the server's sentences are clearer than the browser's

    def __init__(
        self,
        body: Mapping[str, Any],
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        held: Mapping[str, Any] | None = None,
        refresh: str = "",
    ) -> None:
        super().__init__(data, initial=initial)
        declared = body.get("fields", ())
        typed = initial if data is None else data
        applies = cases.applicable(body, typed or {})
        self.materials = applies.materials
        self._groups: dict[str, str] = {}
        controls = _controls(declared) if refresh else frozenset()
        for field in declared:
            name = field["name"]
            if name not in applies.fields:
                continue
            shown = {**field, "required": name in applies.asked}
            self.fields[name] = _field(shown)
            self._groups[name] = field.get("group", "")
            if name in controls:
                self.fields[name].widget.attrs |= {**_REFRESH, "hx-post": refresh}
        self.conditional = bool(controls)
        self.sources = self._sources(held or {}, typed or {})

    def _sources(self, held: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, str]:
        return {
            name: _("来自%(source)s") % {"source": one.source}
            for name, one in held.items()
            if name in self.fields and str(typed.get(name, "")) == one.value
        }

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """Fields under their headings, each with the note of where its value comes from."""
        listed: list[tuple[str, list[tuple[forms.BoundField, str]]]] = []
        for name in self.fields:
            heading = self._groups[name]
            if not listed or listed[-1][0] != heading:
                listed.append((heading, []))
            listed[-1][1].append((self[name], self.sources.get(name, "")))
        return listed

    def raw(self) -> dict[str, str]:
        """What was typed, as text, whether right or wrong."""
        return {name: str(self.data.get(name, "")).strip() for name in self.fields}

    def explain(self, errors: Mapping[str, str]) -> None:
        """Show one sentence a field; a sentence about no field goes on top."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)


def progress(posted: Mapping[str, str]) -> dict[str, Any]:
    """Which page a form is typed in, and how much was: told by the page, checked as any input."""
    typed = whole(posted.get("draft-typed", "")) or 0
    return {"page": posted.get("draft-page", ""), "typed": min(typed, _MOST_TYPED)}


def _controls(declared: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The fields that some condition looks at."""
    said = {word for f in declared for word in _WORD.findall(f.get("when", ""))}
    return frozenset(f["name"] for f in declared if f["name"] in said)


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
