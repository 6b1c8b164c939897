"""Forms of the catalogue: the editor, whose fields are the columns of the workbook, and uploads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.catalog.kinds import Column, DraftView, FormColumn

__all__ = ["BookForm", "EditorForm", "PublishForm", "ReasonForm", "listed", "row_cells"]

LONG = ("lines", "charges", "faq")
WIDE = ("summary", "guide.powers", "guide.content", "guide.standard", "elsewhere.how", "depth")
SPARE = 2  # empty rows for another material or step
LARGEST = 20 * 1024 * 1024


class EditorForm(forms.Form):
    """One field a column; what the superior catalogue owns is shown and cannot be written."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, view: DraftView, units: Sequence[str], rest: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.names: dict[str, FormColumn] = {}
        for one in view.form:
            name = f"c-{one.column.key.replace('.', '-')}"
            self.names[name] = one
            self.fields[name] = _field(one, units)
        self.fields["rest"] = forms.CharField(
            label=_("其余设置（YAML）"),
            required=False,
            strip=False,
            initial=rest,
            max_length=200_000,
            help_text=_("申请表、证照、特别程序等。一般不用改。"),
            widget=forms.Textarea(attrs={"rows": 14, "class": "code", "spellcheck": "false"}),
        )
        self.fields["note"] = forms.CharField(
            label=_("改了什么、为什么"), required=False, max_length=400, initial=view.note
        )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields by the group of their columns, in order."""
        found: dict[str, list[forms.BoundField]] = {}
        for name, one in self.names.items():
            found.setdefault(one.column.group, []).append(self[name])
        return list(found.items())

    def cells(self) -> dict[str, Any]:
        return {
            one.column.heading: one.cell if one.owned else self.cleaned_data.get(name, "")
            for name, one in self.names.items()
        }

    def blame(self, heading: str, sentence: str) -> None:
        """Put a fault where its cell is, or on top."""
        name = next((n for n, c in self.names.items() if c.column.heading == heading), None)
        self.add_error(name, sentence if name else f"{heading}：{sentence}")


def _field(one: FormColumn, units: Sequence[str]) -> forms.Field:
    column = one.column
    owned = one.owned and column.key != "code"
    said: dict[str, Any] = {
        "label": column.heading,
        "required": False,
        "initial": one.cell,
        "disabled": one.owned,
        "help_text": _("由上级目录管理，只读") if owned else column.help,
    }
    if column.kind in ("choice", "flag"):
        choices = [("", "—"), *((label, label) for label in column.choices.values())]
        return forms.ChoiceField(choices=choices, **said)
    if column.kind == "unit":
        names = list(dict.fromkeys([*([one.cell] if one.cell else []), *units]))
        return forms.ChoiceField(choices=[(n, n) for n in names], **said)
    if column.kind in LONG or column.key in WIDE:
        rows = 2 if column.key in WIDE else 3
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **said)
    return forms.CharField(max_length=2000, **said)


Row = list[tuple[str, str, Column, str]]


def listed(
    prefix: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], spare: int = SPARE
) -> list[Row]:
    """Rows of a list as (name, heading, column, value), with some empty ones at the end."""
    return [
        [
            (f"{prefix}-{number}-{place}", c.heading, c, str(row.get(c.heading, "")))
            for place, c in enumerate(columns)
        ]
        for number, row in enumerate([*rows, *({} for _n in range(spare))])
    ]


def row_cells(
    prefix: str, columns: Sequence[Column], post: Mapping[str, str]
) -> list[dict[str, str]]:
    """What was written into such rows, in order; at most five hundred."""
    found = []
    for number in range(500):
        if f"{prefix}-{number}-0" not in post:
            break
        cells = {c.heading: post.get(f"{prefix}-{number}-{p}", "") for p, c in enumerate(columns)}
        found.append(cells)
    return found


class BookForm(forms.Form):
    """A workbook to be read."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("目录工作簿（xlsx）"),
        error_messages={"required": _("请选择工作簿文件。")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.ods"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("文件超过 20 MB，请拆分后上传。"))
        return upload


class PublishForm(forms.Form):
    use_required_attribute = False
    effective_on = forms.DateField(
        label=_("从哪一天起生效"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请写明生效日期。"), "invalid": _("日期看不懂。")},
    )


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label=_("原因"), required=False, max_length=400)
