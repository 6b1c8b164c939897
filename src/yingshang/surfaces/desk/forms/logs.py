"""The log of another system on its way in: the file is carried by the form, nothing is stored."""

import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["MEANINGS", "LogForm", "carried", "carry"]

LIMIT = 10 * 1024 * 1024
CARRIED = 1_800_000  # letters of the hidden field; forms end at 2 MB
MEANINGS = (
    ("case", _("件的编号"), True),
    ("activity", _("环节"), True),
    ("timestamp", _("时间"), True),
    ("day", _("日期（时间那一列只有钟点时）"), False),
    ("resource", _("办理人或部门"), False),
    ("transition", _("开始或完成"), False),
    ("item", _("事项或业务类型"), False),
)


class LogForm(forms.Form):
    """The file and whose it is."""

    use_required_attribute = False
    source = forms.CharField(
        label=_("来自哪个系统"),
        max_length=80,
        help_text=_("同一个系统每次写同样的名字，重叠的记录只留一份，例如：公积金业务系统"),
        error_messages={"required": _("请写明日志来自哪个系统。")},
    )
    file = forms.FileField(
        label=_("日志文件"),
        help_text=_("XES 或 CSV，可以是 .gz 压缩的，不超过 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".xes,.csv,.tsv,.txt,.gz"}),
        error_messages={
            "required": _("还没有选择文件。请选一份日志。"),
            "empty": _("这个文件是空的，没有可以读的记录。请重新选择。"),
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LIMIT:
            raise forms.ValidationError(
                _("文件有 %(size).1f MB，超过 10 MB，没有读取。请压缩成 .gz 或按月份分开上传。"),
                params={"size": upload.size / 1048576},
            )
        return upload


def carry(data: bytes) -> str | None:
    """The file, packed, as text for a hidden field; None where it is too much for a form."""
    text = base64.b64encode(zlib.compress(data, 6)).decode()
    return text if len(text) <= CARRIED else None


def carried(text: str) -> bytes | None:
    """The file again; None where the field was tampered with."""
    try:
        packed = base64.b64decode(text, validate=True)
        unpack = zlib.decompressobj()
        data = unpack.decompress(packed, LIMIT + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return data if unpack.eof and 0 < len(data) <= LIMIT else None
