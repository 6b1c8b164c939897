"""Cases about a certificate: what must hold when they are opened, and what their outcome does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yingshang.city.cases._flows import ItemFlow
from yingshang.city.cases.registries import DecidedCase, Effect, outcome_handlers
from yingshang.city.licences import service as licences
from yingshang.kernel.worktime import CST

__all__ = ["opening_facts"]


def opening_facts(
    item: ItemFlow, region: str, form: Mapping[str, str], party: int | None, at: datetime
) -> dict[str, Any]:
    """What the submission of such a case records: when the old certificate ends. Refusal where the
    certificate is not one that the act may be done to."""
    declared = item.body.get("acts_on")
    if not declared:
        return {}
    _name, until = licences.fit_to_act(
        form.get(declared["field"], ""),
        declared["act"],
        types=declared["types"],
        region=region,
        party=party,
        on=at.astimezone(CST).date(),
        before_days=(declared.get("before") or {}).get("value", 0),
    )
    return {"expires_on": until.isoformat()} if until and item.flow.renewal else {}


@outcome_handlers.register("licence.act")
def act_on_licence(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """Do what the item declares under `acts_on` to the certificate named in the form."""
    declared = case.body["acts_on"]
    number, act = str(case.form.get(declared["field"], "")).strip(), declared["act"]
    name, until = licences.fit_to_act(
        number,
        act,
        types=declared["types"],
        region=case.region,
        party=case.party,
        on=date.min,  # applied for in time: what ran out since is no bar
    )
    renewed = None
    if act == "renew" and until is not None:
        renewed = licences.renewed_until(until, declared.get("years", 1))
    facts = licences.changed_facts(number, case.form) if act == "change" else {}
    row = licences.ActRow(
        number=number,
        act=act,
        case_ref=case.ref,
        at=at,
        reason=str(event.data.get("reason", "")) or str(case.form.get("ground", "")),
        valid_until=renewed,
        holder=str(case.form.get(declared.get("name", ""), ""))[:200],
        facts=facts,
    )
    return Effect(write=licences.write_acts, rows=(row,), licence=_fact(row, name))


@outcome_handlers.register("licence.revoke")
def revoke_own_licence(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """A commitment that was not kept, or a grant that a review has undone: the certificate it
    brought is revoked (law, art. 69)."""
    number = licences.number_of_case(case.ref)
    if number is None:
        return None
    said = event.data.get("reason") or event.data.get("ground") or ""
    row = licences.ActRow(number, "revoke", case.ref, at, str(said))
    return Effect(write=licences.write_acts, rows=(row,))


@outcome_handlers.register("licence.annul")
def annul_own_licence(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """Reconsideration and judgment have annulled the grant: its certificate ends with it. What an
    inspection reopens holds until it is decided anew: to revoke is a decision of its own."""
    if event.data.get("kind") not in ("reconsideration", "judgment"):
        return None
    return revoke_own_licence(case, event, at)


@outcome_handlers.register("licence.undo")
def undo_act(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """What is decided anew has done nothing yet: the act is taken back, whatever reopened it, or it
    would be done twice (a renewal) or could not be done at all (a forfeiture)."""
    number = str(case.form.get(case.body["acts_on"]["field"], "")).strip()
    until = date.fromisoformat(case.expires_on) if case.expires_on else None
    row = licences.UndoRow(number, case.ref, at, str(event.data.get("ground", "")), until)
    return Effect(write=licences.write_undone, rows=(row,))


def _fact(row: licences.ActRow, name: str) -> dict[str, Any]:
    fact: dict[str, Any] = {"number": row.number, "name": name, "act": row.act}
    if row.valid_until:
        fact["valid_until"] = row.valid_until.isoformat()
    return fact
