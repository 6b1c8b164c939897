"""Forms and questions of registers, the same at the desk and on the portal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from yingshang.city.registers import service as registers
from yingshang.surfaces.kit.forms import whole

__all__ = ["RecordForm", "asked_of", "chosen_of", "download", "filters_of"]

_INPUT = {"phone": "tel", "email": "email"}
LONGEST = 60


class RecordForm(forms.Form):
    """The fields of a register. It only lays out: `explain(errors)` says what the service said."""

    use_required_attribute = False  # the server's sentences are clearer than the browser's

    def __init__(self, found: registers.Register, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in found.columns:
            must = column.required or column.name in found.key or column.name == found.title
            self.fields[column.name] = _field(column, required=must)

    def raw(self) -> dict[str, str]:
        """What was typed, as text, whether right or wrong."""
        return {name: str(self.data.get(name, "")).strip() for name in self.fields}

    def explain(self, errors: Mapping[str, str]) -> None:
        """One sentence a field; a sentence about no field goes on top."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)


def _field(column: Any, *, required: bool) -> forms.Field:
    label = f"{column.label}（{column.unit}）" if column.unit else column.label
    common: dict[str, Any] = {"label": label, "help_text": column.help, "required": required}
    if column.type in ("choice", "yesno"):
        choices = [(c.value, c.label) for c in column.choices]
        if column.type == "yesno":
            choices = [("是", _("是")), ("否", _("否"))]
        return forms.ChoiceField(choices=[("", "—"), *choices], **common)
    if column.type == "longtext":
        return forms.CharField(widget=forms.Textarea({"rows": 3}), **common)
    attrs: dict[str, Any] = {"autocomplete": "off"}
    if column.type == "number":
        attrs |= {"inputmode": "decimal", "class": "short"}
    if column.type == "date":
        attrs |= {"inputmode": "numeric", "class": "short"}
        common["help_text"] = common["help_text"] or _("例如 2026-03-02")
    if column.type in ("uscc", "idno"):
        attrs |= {"maxlength": 24, "spellcheck": "false", "autocapitalize": "characters"}
    widget = forms.TextInput(attrs)
    widget.input_type = _INPUT.get(column.type, "text")
    return forms.CharField(widget=widget, **common)


def asked_of(params: QueryDict, found: registers.Register, *, size: int = 50) -> registers.Asked:
    """What an address asks of a list; what it does not know is passed over."""
    names = [column.name for column in found.columns]
    return registers.Asked(
        q=params.get("q", "")[:LONGEST],
        filters={n: params[f"f.{n}"][:120] for n in names if params.get(f"f.{n}")},
        since={n: params[f"from.{n}"][:20] for n in names if params.get(f"from.{n}")},
        until={n: params[f"to.{n}"][:20] for n in names if params.get(f"to.{n}")},
        sort=params.get("sort", "")[:LONGEST],
        state=params.get("state", "current"),
        standing=params.get("standing", "")[:80],
        unit=params.get("unit", "")[:40],
        page=whole(params.get("page", "")) or 1,
        size=size,
    )


def filters_of(found: registers.Register, asked: registers.Asked) -> list[dict[str, Any]]:
    """The filters that a list offers, each with what is chosen in it."""
    offered = []
    for column in found.columns:
        if not column.filter or column.personal:
            continue
        kind = {"choice": "choice", "yesno": "choice", "date": "range", "number": "range"}
        choices = [(c.value, c.label) for c in column.choices]
        if column.type == "yesno":
            choices = [("是", _("是")), ("否", _("否"))]
        offered.append(
            {
                "name": column.name,
                "label": column.label,
                "kind": kind.get(column.type, "text"),
                "choices": choices,
                "value": asked.filters.get(column.name, ""),
                "since": asked.since.get(column.name, ""),
                "until": asked.until.get(column.name, ""),
            }
        )
    return offered


def chosen_of(found: registers.Register, standing: str) -> str:
    """The words for a narrowed list: 即将到期, the duty, the count that it leads from."""
    kind, _colon, code = standing.partition(":")
    plain = {"near": _("即将到期"), "late": _("已过有效期"), "flagged": _("有疑点")}
    if kind in plain:
        return plain[kind]
    named = {one.code: one.name for one in (*found.counts, *found.duties)}
    if code not in named:
        return ""
    words = {
        "duty": _("%(name)s：超期未办"),
        "duty-near": _("%(name)s：即将到期"),
        "whole": _("%(name)s：全部"),
    }
    return words.get(kind, "%(name)s") % {"name": named[code]}


def download(file: registers.Download) -> HttpResponse:
    response = HttpResponse(file.data, content_type=file.type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def page_of(request: HttpRequest) -> QueryDict:
    """The question without the page: for links of columns and filters."""
    params = request.GET.copy()
    params.pop("page", None)
    return params
