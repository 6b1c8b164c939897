"""What the city already holds of a form: from the register of people, licences, earlier cases.

A field says where its value may come from: `prefill: phone` (what is registered), `licence.<type>.
<number|holder|issued_on|valid_until or a fact of the licence>`, `case.<item>.<field>`. Every value
comes with its source in words. Who may ask for this party is the caller's to know, and a look of
somebody else at it is the caller's to record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.cases._load import form_of
from yingshang.city.cases.models import Case
from yingshang.city.licences import service as licences
from yingshang.kernel.worktime import to_cst

__all__ = ["Held", "held_for"]

Body = Mapping[str, Any]
PLAIN = ("number", "holder", "identifier")
DAYS = ("issued_on", "valid_until")


@dataclass(frozen=True, slots=True)
class Held:
    """A value that nobody need type again, and where it comes from."""

    value: str
    source: str


def held_for(
    fields: Iterable[Body],
    *,
    party: int | None,
    on: date,
    registered: Mapping[str, Any] | None = None,
) -> dict[str, Held]:
    """By field: what is held of it. `registered` takes the place of what is registered, where the
    caller has it in hand. At most three questions, however many fields."""
    asked = {f["name"]: str(f["prefill"]) for f in fields if f.get("prefill")}
    if party is None and not registered:
        return {}
    known = _registered(asked, party, registered)
    found: dict[str, Held] = {}
    if party is not None:
        found |= _from_licences(asked, party, on)
        found |= _from_cases(asked, party)
    return known | found


def _registered(
    asked: Mapping[str, str], party: int | None, given: Mapping[str, Any] | None
) -> dict[str, Held]:
    wanted = {name: source for name, source in asked.items() if "." not in source}
    if not wanted:
        return {}
    if given is None:
        given = accounts.party_view(party, masked=False).profile if party is not None else {}
    source = _("实名登记信息")
    return {name: Held(str(given[s]), source) for name, s in wanted.items() if given.get(s)}


def _from_licences(asked: Mapping[str, str], party: int, on: date) -> dict[str, Held]:
    wanted = _parts(asked, "licence.")
    kinds = {kind: kind for kind, _what in wanted.values()}
    newest = {kind: views[0] for kind, views in licences.usable(party, kinds, on=on).items()}
    found = {}
    for name, (kind, what) in wanted.items():
        licence = newest.get(kind)
        value = _of_licence(licence, what) if licence else ""
        if licence and value:
            day = licence.issued_on.isoformat()
            source = _("《%(name)s》（%(day)s 发）") % {"name": licence.name, "day": day}
            found[name] = Held(value, source)
    return found


def _of_licence(licence: licences.LicenceView, what: str) -> str:
    if what in PLAIN:
        return str(getattr(licence, what))
    if what in DAYS:
        day = getattr(licence, what)
        return day.isoformat() if day else ""
    return next((line.value for line in licence.facts if line.code == what), "")


def _from_cases(asked: Mapping[str, str], party: int) -> dict[str, Held]:
    wanted = _parts(asked, "case.")
    if not wanted:
        return {}
    items = {item for item, _field in wanted.values()}
    newest: dict[str, Case] = {}
    for case in Case.objects.filter(party=party, item__in=items).order_by("submitted_at", "ref"):
        newest[case.item] = case
    forms = {item: form_of(case.ref) for item, case in newest.items()}
    found = {}
    for name, (item, field) in wanted.items():
        value = str(forms.get(item, {}).get(field, ""))
        if value:
            case = newest[item]
            said = {"name": case.item_name, "day": to_cst(case.submitted_at).date().isoformat()}
            found[name] = Held(value, _("您的“%(name)s”办件（%(day)s）") % said)
    return found


def _parts(asked: Mapping[str, str], prefix: str) -> dict[str, tuple[str, str]]:
    """By field: (type or item, what of it)."""
    split = {n: s[len(prefix) :].partition(".") for n, s in asked.items() if s.startswith(prefix)}
    return {name: (kind, what) for name, (kind, _dot, what) in split.items() if what}
