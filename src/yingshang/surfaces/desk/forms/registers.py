"""A sheet on its way into a register: carried by the form until every heading is explained."""

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["LIMIT", "SheetForm", "kept", "packed", "unpacked"]

LIMIT = 30 * 1024 * 1024
CARRIED = 1024 * 1024  # a larger file is chosen once more


class SheetForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx、xls 或 csv，第一张工作表，表头用栏目名称；最多 10 万行、30 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={
            "required": _("还没有选择文件。请选一份表格。"),
            "empty": _("这个文件是空的。请重新选择表格。"),
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LIMIT:
            raise forms.ValidationError(
                _("文件有 %(size).1f MB，超过 30 MB，没有读取。请拆成几份再导入。"),
                params={"size": upload.size / 1048576},
            )
        return upload


def kept(posted: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen for each column: {letter: field, or "-" to leave it out}."""
    return {
        key.removeprefix("column-"): str(value)
        for key, value in posted.items()
        if key.startswith("column-") and value
    }


def packed(data: bytes) -> str:
    """The file as text for a hidden field; '' where it is too large to be sent twice."""
    return base64.b64encode(zlib.compress(data)).decode() if len(data) <= CARRIED else ""


def unpacked(text: str) -> bytes | None:
    """The file again; None where there is none, or the field was tampered with."""
    if not text:
        return None
    try:
        opened = zlib.decompressobj()
        data = opened.decompress(base64.b64decode(text, validate=True), CARRIED + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return data if 0 < len(data) <= CARRIED else None
