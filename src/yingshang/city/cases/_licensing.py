"""The outcome handler `licence.issue`: a positive decision issues the declared certificate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yingshang.city.cases.registries import DecidedCase, Effect, outcome_handlers
from yingshang.city.licences import service as licences

__all__ = ["issue_licence"]


@outcome_handlers.register("licence.issue")
def issue_licence(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """The certificate that the item declares under `licence`; None where it declares none."""
    declared = case.body.get("licence")
    if not declared:
        return None
    # A person's name is no subject of a list, but it stands on his certificate.
    holder = str(case.form.get(declared.get("holder", ""), "")) or case.subject
    row = licences.prepare(
        declared=declared,
        case_ref=case.ref,
        region=case.region,
        issuer=case.unit,
        party=case.party,
        holder=holder[:200],
        at=at,
    )
    return Effect(write=licences.write, rows=(row,), licence=row.fact())
