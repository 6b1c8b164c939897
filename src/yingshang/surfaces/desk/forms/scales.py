"""Other ends of a scale."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.kit.forms import name_what_is_missing

__all__ = ["ScaleForm"]

LARGEST = 10 * 1024 * 1024


class ScaleForm(forms.Form):
    """The ends as text (the service reads them), from when, why, on what paper."""

    use_required_attribute = False
    best = forms.CharField(label=_("最优值"), max_length=20)
    worst = forms.CharField(label=_("最差值"), max_length=20)
    first_day = forms.DateField(
        label=_("起算日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    number = forms.CharField(label=_("决定文号"), max_length=60, required=False)
    why = forms.CharField(
        label=_("为什么改"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = forms.FileField(label=_("决定文件"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def clean_proof(self) -> Any:
        upload = self.cleaned_data["proof"]
        if upload and upload.size > LARGEST:
            raise forms.ValidationError(_("决定文件超过 10 MB，没有提交。"))
        return upload

    def said(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        upload = found.pop("proof")
        return {**found, "proof": (upload.name, upload.read()) if upload else None}
