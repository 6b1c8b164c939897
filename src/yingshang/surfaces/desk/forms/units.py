"""Forms of the register of units: what becomes of one of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.surfaces.kit.forms import sometimes

__all__ = ["FORMS", "AliasForm", "DropForm", "EndForm", "RenameForm", "RestoreForm", "UnitActForm"]

_WRONG_DAY = {"invalid": _("日期看不懂，请写成 2026-03-01 这样。")}


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class UnitActForm(forms.Form):
    """One act on a unit. `units`: the others of its city."""

    use_required_attribute = False

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "successor" in self.fields:
            self.fields["successor"].choices = [("", _("没有单位接手")), *units]


class RenameForm(UnitActForm):
    """Another name."""

    name = forms.CharField(
        label=_("新名称"), max_length=60, error_messages={"required": _("请写明新名称。")}
    )
    on = sometimes(
        _day(
            _("从哪一天起"),
            required=False,
            help_text=_("早于这一天的方案仍按旧名称认"),
            error_messages=_WRONG_DAY,
        )
    )
    wrong = forms.BooleanField(
        label=_("不是改名，是原来的名称登记错了（旧名称不再认，不填日期）"), required=False
    )
    basis = forms.CharField(label=_("依据"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Without a day the old name is lost to the plans that print it: that must be meant."""
        said = {**(super().clean() or {})}
        wrong, day = said.pop("wrong", False), said.get("on")
        if day is None and not wrong and "on" not in self.errors:
            self.add_error("on", _("请写明从哪一天起改名；原来的名称登记错了的，请勾选下一项。"))
        elif day is not None and wrong:
            self.add_error("on", _("登记错了的不填日期；是改名的，请不要勾选下一项。"))
        return said


class AliasForm(UnitActForm):
    """A short form more."""

    alias = forms.CharField(
        label=_("简称"), max_length=60, error_messages={"required": _("请写明简称。")}
    )


class DropForm(UnitActForm):
    """A short form less."""

    alias = forms.CharField(widget=forms.HiddenInput, max_length=60)
    on = _day(
        _("从哪一天起不再用"),
        required=False,
        help_text=_("登记错了的不填"),
        error_messages=_WRONG_DAY,
    )


class EndForm(UnitActForm):
    """The unit is no more."""

    successor = forms.ChoiceField(
        label=_("并入哪个单位"),
        required=False,
        help_text=_("选了的，人员随同转去，以后的方案里它的名称指这个单位"),
    )
    on = _day(
        _("从哪一天起"),
        error_messages={"required": _("请写明从哪一天起。"), **_WRONG_DAY},
    )
    basis = forms.CharField(
        label=_("依据"),
        max_length=200,
        error_messages={"required": _("请写明撤并的依据（如机构改革方案的文号）。")},
    )


class RestoreForm(UnitActForm):
    """The end was registered wrongly."""

    why = forms.CharField(
        label=_("理由"), max_length=200, error_messages={"required": _("请写明理由。")}
    )


FORMS: dict[str, type[UnitActForm]] = {
    "rename": RenameForm,
    "alias": AliasForm,
    "drop": DropForm,
    "end": EndForm,
    "restore": RestoreForm,
}
