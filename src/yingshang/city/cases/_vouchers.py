"""Papers that go with a fact: which kind, and its number, given out in the deciding transaction.

A number is the unit's, the kind's and the year's own, without gaps: a decision that is not written
gives its number back. Number and digest stand in the fact, so the chain covers them; the paper is
drawn from the fact whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from yingshang.adapters import rows
from yingshang.city.accounts import service as accounts
from yingshang.city.cases._flows import ItemFlow, unit_code
from yingshang.city.definitions import service as definitions
from yingshang.kernel import chain
from yingshang.kernel.flow import Event, Standing
from yingshang.kernel.worktime import CST

__all__ = ["digest_of_voucher", "voucher_kind", "with_voucher"]

# The upsert locks the counter's row until the transaction ends, on both databases.
ALLOT = (
    "INSERT INTO cases_vouchernumber (unit, kind, year, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (unit, kind, year) DO UPDATE SET last = cases_vouchernumber.last + 1 "
    "RETURNING last"
)
ALWAYS = {
    "correction-asked": "correction",
    "paused": "special",
    "extended": "extension",
    "hearing-told": "hearing-right",
    "hearing-called": "hearing",
}


def voucher_kind(item: ItemFlow, event: Event) -> str:
    """The kind of paper that a fact calls for; '' where none."""
    data = event.data
    match event.name:
        case "accepted":
            if data.get("mode") or item.flow.auto_accept:
                return ""  # decided on the spot, or nobody applied
            return "tolerance" if data.get("missing") else "acceptance"
        case "refused":
            return "not-needed" if data.get("kind") == "not-needed" else "non-acceptance"
        case "decided":
            if data["outcome"] in item.flow.negative:
                return "refusal"
            return "" if item.body.get("licence") else "decision"  # the licence is the paper
        case "commitment-checked":
            return {"mending": "mending", "revoked": "revocation"}.get(data["result"], "")
        case "withdrawn":
            return "lapse" if data.get("deemed") else ""
    return ALWAYS.get(event.name, "")


def with_voucher(item: ItemFlow, ref: str, region: str, standing: Standing, event: Event) -> Event:
    """The fact with its paper's number and digest under data["voucher"]; itself where it has none.

    Must run in the transaction that writes the fact.
    """
    if not item.vouchers:
        return event
    kind = voucher_kind(item, event)
    if not kind:
        return event
    edition = definitions.edition("voucher", kind, region=region, on=_day(event.at))
    if edition is None:
        return event
    unit = standing.unit or unit_code(item.intake, region)
    year = event.at.astimezone(CST).year
    last = int(rows.ask(ALLOT, (unit, kind, year))[0][0])
    mark = edition.body["mark"]
    number = f"{accounts.unit_name(unit)}{mark}〔{year}〕{last}号"
    paper: dict[str, Any] = {"kind": kind, "unit": unit, "no": number, "edition": edition.id}
    paper["digest"] = digest_of_voucher(ref, event, paper)
    return replace(event, data={**event.data, "voucher": paper})


def digest_of_voucher(ref: str, event: Event, paper: Mapping[str, Any]) -> str:
    """SHA-256 over what the paper says: case, fact, day, number; without the applicant's name."""
    said = {
        "case": ref,
        "fact": event.name,
        "at": event.at.astimezone(CST).isoformat(),
        "data": {key: value for key, value in event.data.items() if key != "voucher"},
        "paper": {key: value for key, value in paper.items() if key != "digest"},
    }
    return sha256(chain.canonical(said)).hexdigest()


def _day(at: datetime) -> Any:
    return at.astimezone(CST).date()
