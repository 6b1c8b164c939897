"""What is typed about whose hands work lies in. A form only shapes it; the service decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor

__all__ = ["AbsenceForm"]


def _moment(label: Any, required: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": required,
            "invalid": _("请填日期和时间，例如 2026-03-02 08:30。"),
        },
    )


class AbsenceForm(forms.Form):
    """Overseers name for whom; everybody else names for oneself."""

    person = forms.ChoiceField(label=_("谁不在岗"), required=False)
    deputy = forms.ChoiceField(
        label=_("由谁代办"),
        help_text=_("同一单位的同事；代办期间可以办他认领的办件，记录里写明“代”谁"),
        error_messages={"required": _("请选一名代办的同事。")},
    )
    since = _moment(_("从什么时候起"), _("请填从什么时候起不在岗。"))
    until = _moment(_("到什么时候止"), _("请填什么时候回来。"))
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overseeing = actor.role in ("supervisor", "bureau")
        people = self._people(actor)
        if self.overseeing:
            self.fields["person"].choices = [("", _("我自己")), *people]
        else:
            del self.fields["person"]
        others = [row for row in people if row[0] != actor.id]
        self.fields["deputy"].choices = [("", _("请选择")), *others] if others else []

    def _people(self, actor: Actor) -> list[tuple[str, str]]:
        if not self.overseeing:
            unit = accounts.actors(region=actor.region, unit=actor.unit) if actor.unit else []
            return [(p.id, p.name) for p in unit]
        found = [p for p in accounts.actors(region=actor.region) if p.is_staff and p.unit]
        found.sort(key=lambda p: (p.unit or "", p.name))
        return [(p.id, f"{accounts.unit_name(p.unit)} · {p.name}") for p in found]

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}
