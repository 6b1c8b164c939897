"""What all forms of verbs are made of."""

from typing import Any

from django import forms

from yingshang.surfaces.kit.forms import name_what_is_missing

__all__ = ["PlainForm", "VerbForm", "long"]


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
