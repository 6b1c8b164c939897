"""What is typed when a bureau's system is registered or gets a key."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.kinds import Scope

__all__ = ["KeyForm", "SystemForm"]


class SystemForm(forms.Form):
    """A system: its code, name, unit, and what its keys may do."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("系统名称"), max_length=80, error_messages={"required": _("请填写系统名称。")}
    )
    code = forms.CharField(
        label=_("系统代码"),
        max_length=40,
        help_text=_("小写字母、数字和连字符，例如 tax-core；登记后不能改"),
        error_messages={"required": _("请填写系统代码。")},
    )
    unit = forms.ChoiceField(
        label=_("所属单位"), error_messages={"required": _("请选择这个系统属于哪个单位。")}
    )
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        choices=[(scope.value, scope.label) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项权限。")},
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "—"), *units]


class KeyForm(forms.Form):
    """A key: what for, and for how long."""

    use_required_attribute = False
    label = forms.CharField(
        label=_("备注"), max_length=60, required=False, help_text=_("例如：生产环境，联系人王工")
    )
    days = forms.IntegerField(
        label=_("有效天数"),
        initial=365,
        min_value=1,
        max_value=730,
        error_messages={
            "required": _("请填写有效天数。"),
            "invalid": _("有效天数应是 1 到 730 的整数。"),
            "min_value": _("有效天数应是 1 到 730 的整数。"),
            "max_value": _("有效天数应是 1 到 730 的整数。"),
        },
    )
