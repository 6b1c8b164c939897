"""What the city already holds about who stands at the window; every look is recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.surfaces.desk.forms.counter import birth_of
from yingshang.surfaces.kit.forms import whole

__all__ = ["filled", "named"]


def named(data: Any) -> Any:
    """What was posted; where reception names the person by `party`, with that person's number
    (the look is recorded by `filled`)."""
    known = whole(data.get("party", ""))
    if known is None:
        return data
    try:
        view = accounts.party_view(known, masked=False)
    except accounts.NotVisible:
        return data
    copy = data.copy()
    copy["who-kind"], copy["who-code"] = view.kind, view.code
    return copy


def filled(
    actor: Actor, posted: Any, *, kind: str, code: str, fields: Sequence[Mapping[str, Any]]
) -> tuple[Any, int | None, dict[str, str]]:
    """(the post with what is held filled into empty fields, the party that the city knows, where
    each of these values comes from)."""
    known = accounts.find_party(kind=kind, code=code)
    data = posted.copy()
    data["who-code"], data["who-kind"] = code, kind
    held: dict[str, Any] = {"idno": code if kind == "person" else "", "birth": birth_of(code)}
    held["uscc"] = code if kind == "enterprise" else ""
    if known is not None:
        party = accounts.party_view(known, masked=False)
        with override("zh-hans"):  # what is kept stays Chinese, whatever the screen speaks
            labels, why = [_("登记的姓名、电话和资料")], _("窗口收件时查找")
        audit.record_reveal(
            by=actor,
            at=timezone.now(),
            obj=f"party:{known}",
            fields=["profile"],
            labels=labels,
            unit=actor.unit or "",
            why=why,
        )
        data["who-name"] = party.name
        data["who-phone"] = party.phone or data.get("who-phone", "")
        held |= party.profile
    held |= {"name": data.get("who-name", ""), "phone": data.get("who-phone", "")}
    if kind == "enterprise":
        held["company"] = held["name"]
    on, sources = timezone.localdate(), {}
    for name, one in cases.held_for(fields, party=known, on=on, registered=held).items():
        if not data.get(name, "").strip():
            data[name] = one.value
            sources[name] = _("来自%(source)s") % {"source": one.source}
    return data, known, sources
