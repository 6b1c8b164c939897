"""What is typed in a yearly appraisal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.kit.forms import name_what_is_missing

__all__ = ["AppealForm", "PointsForm", "RowsForm", "RulingForm", "WeightsForm", "YearForm"]

TURNS = (("", _("不变")), ("good", _("计为达到")), ("bad", _("计为未达到")), ("out", _("不计入")))


class _Form(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)


def _lines(label: Any, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows})
    )


def _points(label: Any, value: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=value, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


class YearForm(_Form):
    """Of which year the weights in force are announced."""

    year = forms.IntegerField(label=_("考核年度"), min_value=2000, max_value=2100)


class WeightsForm(_Form):
    """A number for every item in force; they add up to 100."""

    appeal_workdays = forms.IntegerField(label=_("核对期（工作日）"), min_value=1, max_value=60)
    reason = _lines(_("为什么改"))

    def __init__(self, *args: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"appeal_workdays": found.appeal_workdays}, **kwargs)
        self.found = found
        for row in found.rows:
            self.fields[f"weight-{row.code}"] = _points(_("权重"), row.weight)
            if row.each is not None:
                self.fields[f"each-{row.code}"] = _points(_("每项扣分"), row.each)
        name_what_is_missing(self)

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """(item, its weight, its deduction or None) as they stand on the page."""
        return [
            (row, self[f"weight-{row.code}"], self[f"each-{row.code}"] if row.each else None)
            for row in self.found.rows
        ]

    def said(self) -> dict[str, Any]:
        cells = self.cleaned_data
        found: dict[str, dict[str, Any]] = {"weight": {}, "each": {}}
        for name, value in cells.items():
            kind, _dash, code = name.partition("-")
            if code:
                found[kind][code] = value
        return {
            "weights": found["weight"],
            "each": found["each"],
            "appeal_workdays": cells["appeal_workdays"],
            "reason": cells["reason"],
        }


class PointsForm(_Form):
    """Points added or taken for something announced."""

    code = forms.ChoiceField(label=_("加减分项"))
    points = forms.DecimalField(label=_("分值"), max_digits=5, decimal_places=2, min_value=0)
    ground = _lines(_("依据（文号、日期）"))

    def __init__(self, *args: Any, extras: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = extras


class AppealForm(_Form):
    """An objection to one item."""

    item = forms.CharField(widget=forms.HiddenInput)
    words = _lines(_("哪里不对，应当怎样计"), 3)
    file = forms.FileField(label=_("佐证（pdf、png、jpg，可以不附）"), required=False)


class RowsForm(_Form):
    """What becomes of each counted row, and why."""

    reason = _lines(_("更正理由"))

    def __init__(self, *args: Any, rows: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, label in enumerate(rows):
            self.fields[f"row-{place}"] = forms.ChoiceField(
                label=label, choices=TURNS, required=False
            )

    def changes(self) -> dict[int, str]:
        """Place of the row → what becomes of it."""
        return {
            int(name.removeprefix("row-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("row-") and value
        }


class RulingForm(RowsForm):
    """The ruling on an appeal."""

    upheld = forms.ChoiceField(
        label=_("裁定"),
        choices=(("no", _("维持原分")), ("yes", _("申诉成立，按下面改计"))),
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = _lines(_("裁定理由"))
