"""The counter: who stands there, and the item's own form, compact."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.surfaces.kit.forms import name_what_is_missing

__all__ = ["CounterForm", "PersonForm", "birth_of"]

_INPUT = {"date": "date", "phone": "tel", "email": "email"}


class PersonForm(forms.Form):
    """The applicant by number; name and telephone are filled in where the city knows them."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("申请人是"),
        choices=[("person", _("个人")), ("enterprise", _("企业"))],
        widget=forms.RadioSelect,
        initial="person",
    )
    code = forms.CharField(
        label=_("身份证号或统一社会信用代码"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请输入证件号码，或刷身份证。")},
    )
    name = forms.CharField(
        label=_("姓名或名称"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写申请人的姓名或名称。")},
    )
    phone = forms.CharField(
        label=_("联系手机"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def register(self, *, region: str, by: Actor, at: datetime) -> int:
        """The party whom the valid form names, known to the city from now on."""
        who = {name: self.cleaned_data[name] for name in ("kind", "name", "code", "phone")}
        return accounts.ensure_party(**who, region=region, by=by, at=at)

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).upper()
        person = self.data.get(self.add_prefix("kind"), "person") == "person"
        try:
            return str((ric if person else uscc).validate(code))
        except ValidationError:
            what = _("身份证号") if person else _("统一社会信用代码")
            raise forms.ValidationError(
                _("这个%(what)s不对：应是 18 位，且校验位要相符。请对照证件核对。"),
                params={"what": what},
            ) from None


def birth_of(code: str) -> str:
    """The birth date that a citizen number carries; '' where it carries none."""
    try:
        return str(datetime.strptime(code[6:14], "%Y%m%d").date())
    except ValueError:
        return ""


def _field(field: Mapping[str, Any]) -> forms.Field:
    kind, required = field["type"], bool(field.get("required"))
    common = {"label": field["label"], "required": required}
    if kind == "choice":
        options = field["choices"]
        pairs = [(c, c) if isinstance(c, str) else (c["value"], c["label"]) for c in options]
        if len(pairs) <= 2:
            return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", _("请选择")), *pairs], **common)
    if kind == "longtext":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **common)
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    widget.input_type = _INPUT.get(kind, "text")
    if kind == "number":
        widget.attrs["inputmode"] = "decimal"
    return forms.CharField(widget=widget, **common)


class CounterForm(forms.Form):
    """The fields of an item; the service says what is wrong with them."""

    use_required_attribute = False

    def __init__(
        self,
        fields: Sequence[Mapping[str, Any]],
        *args: Any,
        districts: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.declared = [f["name"] for f in fields]
        if districts:
            self.fields["at_district"] = forms.ChoiceField(
                label=_("在哪个区办"), choices=[("", _("市本级")), *districts], required=False
            )
        for field in fields:
            self.fields[field["name"]] = _field(field)
        name_what_is_missing(self)

    def raw(self) -> dict[str, str]:
        """What was typed in the item's fields, as text; empty ones are left out."""
        typed = {name: str(self.data.get(name, "")).strip() for name in self.declared}
        return {name: value for name, value in typed.items() if value}

    def district(self) -> str:
        """The district chosen, '' for the city itself."""
        offered = self.fields["at_district"].choices if "at_district" in self.fields else []
        typed = self.data.get("at_district", "")
        return typed if typed in dict(offered) else ""

    def explain(self, errors: Mapping[str, str]) -> None:
        """Put the service's sentences beside their fields."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)
