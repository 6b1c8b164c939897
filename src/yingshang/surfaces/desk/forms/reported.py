"""A department's spreadsheet on its way in: the file is carried by the form, nothing is stored."""

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["LIMIT", "SheetForm", "packed", "unpacked"]

LIMIT = 1024 * 1024


class SheetForm(forms.Form):
    """The file and whose figures it holds."""

    use_required_attribute = False
    unit = forms.ChoiceField(label=_("哪个单位填报"))
    file = forms.FileField(
        label=_("报表文件"),
        help_text=_("xlsx 或 xls，照部门平时的样子，不用改格式，不超过 1 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
        error_messages={
            "required": _("还没有选择文件。请选一份报表。"),
            "empty": _("这个文件是空的，没有可以读的数字。请重新选择报表。"),
        },
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LIMIT:
            raise forms.ValidationError(
                _("文件有 %(size).1f MB，超过 1 MB，没有读取。请只保留要报的那一张表再上传。"),
                params={"size": upload.size / 1048576},
            )
        return upload


def packed(data: bytes) -> str:
    """The file as text for a hidden field, so that a proposal needs no half-written upload."""
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes | None:
    """The file again; None where the field was tampered with."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if 0 < len(data) <= LIMIT else None
