"""What all forms of verbs are made of."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.kit.forms import name_what_is_missing
from yingshang.surfaces.kit.templatetags.kit import moment

__all__ = [
    "FilesField",
    "ManyFiles",
    "PlainForm",
    "VerbForm",
    "long",
    "return_words",
    "several_files",
]


def long(label: Any, *, required: str = "", help: Any = "", rows: int = 3) -> forms.CharField:
    """A text of some lines; `required`: the sentence for who leaves it empty."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=help,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
    )


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what they are is examined by whoever keeps them."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(files)


def several_files(label: Any) -> forms.FileField:
    """Papers that may go along."""
    return FilesField(
        label=label,
        required=False,
        help_text=_("pdf、图片（png、jpg）、docx、xlsx、txt，可选多个，每个不超过 10 MB"),
        widget=ManyFiles(attrs={"multiple": True}),
    )


def return_words(until: datetime | None) -> str:
    """The limit of a return, on the form that asks for it."""
    if until is None:
        return ""
    return str(_("只能退回一次，须在 %s 前提出") % moment(until))


class VerbForm(forms.Form):
    """Built for one case; `said` are the keyword arguments of the service's verb."""

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.body = case, case.body
        self.shape()
        name_what_is_missing(self)

    def shape(self) -> None:
        """Fit choices to the case."""

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlainForm(VerbForm):
    """Nothing to say: resume, waive."""
