"""The outcome handler `licence.issue`: a positive decision issues the declared certificate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stdnum.cn import uscc

from yingshang.city.cases.registries import DecidedCase, Effect, outcome_handlers
from yingshang.city.licences import service as licences

__all__ = ["assigned_uscc", "issue_licence"]

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_ENTERPRISE = "91"  # market regulator, enterprise


def assigned_uscc(ref: str) -> str:
    """The unified social credit code that a registration brings: 18 characters, check digit right.

    Worked out from the case's number (region, year, serial), so that it is unique in the city.
    A city connected to the national code segment has it from there.
    """
    region, year, serial = ref.split("-")
    body = f"{_ENTERPRISE}{region[:6]:0<6}M{_DIGITS[(int(year) - 2020) % 31]}{serial[-6:]}"
    body += uscc.calc_check_digit(f"{body:0<17}")  # stands for the organisation code's own digit
    return body + uscc.calc_check_digit(body)


@outcome_handlers.register("licence.issue")
def issue_licence(case: DecidedCase, event: Any, at: datetime) -> Effect | None:
    """The certificate that the item declares under `licence`; None where it declares none."""
    declared = case.body.get("licence")
    if not declared:
        return None
    # A person's name is no subject of a list, but it stands on his certificate.
    named = [str(case.form.get(declared.get(key, ""), "")) for key in ("holder", "holder_else")]
    holder = next(filter(None, named), case.subject)
    brought = {"uscc": assigned_uscc(case.ref)} if declared.get("assigns") == "uscc" else {}
    row = licences.prepare(
        declared=declared,
        case_ref=case.ref,
        region=case.region,
        issuer=case.unit,
        party=case.party,
        holder=holder[:200],
        at=at,
        again=case.reopened,
        form={**case.form, **brought},
    )
    return Effect(write=licences.write, rows=(row,), licence={**row.fact(), **brought})
