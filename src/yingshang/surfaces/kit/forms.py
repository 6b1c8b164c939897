"""Small helps for every form: one key a filled-in form, so that a second click is the first."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

__all__ = [
    "chosen_files",
    "error_links",
    "form_key",
    "name_what_is_missing",
    "sometimes",
    "uploads_of",
    "whole",
    "widget_for",
]

KEY = "form_key"


def form_key(request: HttpRequest) -> str:
    """The key this form was posted with, or a fresh one for a form shown the first time."""
    given = request.POST.get(KEY, "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def whole(text: str) -> int | None:
    """A whole number from an address or a hidden field; None for anything that is none.

    `str.isdigit` alone lets "²" through, and no database holds a number of five thousand digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def chosen_files(files: Any) -> list[str]:
    """Names of the files that came with a form: a browser never fills them in again, so that a
    form that was not taken has to say which ones are to be chosen anew."""
    named = (one.name for _field, several in files.lists() for one in several) if files else ()
    return list(dict.fromkeys(name for name in named if name))


def error_links(form: forms.BaseForm) -> Iterator[tuple[str, str, str]]:
    """(id of the field, label, sentence) for the summary on top; '' where no field is to blame."""
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            yield (_first_id(bound), str(bound.label), error) if bound else ("", "", error)


def name_what_is_missing(form: forms.BaseForm) -> None:
    """Twelve times “required” says nothing: who leaves a field empty is told which one."""
    plain = str(forms.Field.default_error_messages["required"])
    for field in form.fields.values():
        if str(field.error_messages["required"]) == plain:
            field.error_messages["required"] = _("请填写“%(label)s”。") % {"label": field.label}
        if isinstance(field, forms.IntegerField):  # decimals are of its kind
            _say_the_bounds(field)


def sometimes(field: Any) -> Any:
    """A field that some answers ask for, as its label says: it is not called optional."""
    field.one_of = True
    return field


def _say_the_bounds(field: forms.IntegerField) -> None:
    """What number a field takes, in our own sentence; one that it has already stays."""
    said = {"label": field.label, "low": field.min_value, "high": field.max_value}
    kind = _("数字") if isinstance(field, forms.DecimalField) else _("整数")
    if field.min_value is None or field.max_value is None:
        low = field.min_value is not None
        sentence = (
            _("“%(label)s”应是不小于 %(low)s 的%(kind)s。")
            if low
            else _("“%(label)s”应是%(kind)s。")
        )
    else:
        sentence = _("“%(label)s”应是 %(low)s 到 %(high)s 之间的%(kind)s。")
    sentence = sentence % {**said, "kind": kind}
    field.error_messages.setdefault("min_value", sentence.replace("%", "%%"))
    field.error_messages.setdefault("max_value", sentence.replace("%", "%%"))
    if str(field.error_messages["invalid"]) == str(type(field).default_error_messages["invalid"]):
        field.error_messages["invalid"] = sentence


def _first_id(bound: forms.BoundField) -> str:
    """Where a link to the field should land: its input, or the first of its choices."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def widget_for(bound: forms.BoundField) -> str:
    """How the field component lays a widget out: check, radios, file, or plain."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def uploads_of(files: Any, materials: Sequence[Mapping[str, Any]]) -> list[tuple[str, bytes, str]]:
    """(name, bytes, material code) of every file that was chosen."""
    codes = [*(m["code"] for m in materials), "supplement"]
    return [
        (upload.name, upload.read(), code)
        for code in codes
        for upload in files.getlist(f"file-{code}")
    ]
