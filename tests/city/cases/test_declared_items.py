"""Every item of the product's data is a life that can be lived: open, steps, decision, licence."""

from dataclasses import replace
from datetime import date

import pytest
from case_samples import later

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._flows import item_flow
from yingshang.city.cases.registries import close_guards, outcome_handlers
from yingshang.city.definitions import service as definitions
from yingshang.city.licences import service as licences

SAMPLES = {
    "text": "青岚市明禾餐饮有限公司",
    "longtext": "请尽快办理",
    "date": "2026-01-05",
    "uscc": "91990101MA0000001Y",
    "idno": "110105199005120022",
    "phone": "13800000001",
    "email": "lin@example.com",
}


def sample(field):
    if field["type"] == "choice":
        first = field["choices"][0]
        return first["value"] if isinstance(first, dict) else first
    if field["type"] == "number":
        return str(field.get("min", 1))
    return SAMPLES[field["type"]]


@pytest.fixture
def declared(city):
    return definitions.editions("item", region=city, on=date(2026, 3, 2))


def test_handlers_and_guards_that_items_name_are_installed(declared):
    for edition in declared:
        flow = item_flow(edition).flow
        assert all(name in close_guards for name in flow.guards), edition.code
        for names in flow.effects.values():
            assert all(name in outcome_handlers for name in names), edition.code


def test_every_item_handled_here_walks_from_form_to_decision(declared, lin, now):
    walked = 0
    for edition in declared:
        if edition.body["handled"] != "here":
            continue
        item = item_flow(edition)
        case = cases.open_case(
            item=edition.code,
            region="990100",
            form=form_of(edition.body, lin, now),
            party=lin.party,
            channel="system",
            by=SYSTEM,
            at=now,
            unit=None if item.lead else "990100-market",
        )
        if case.state == "submitted":
            case = cases.accept(ref=case.ref, by=SYSTEM, at=later(now, 1))
        case = pass_all_steps(case, now)
        if item.flow.hearing:
            cases.tell_hearing(ref=case.ref, reason="重大利益", by=SYSTEM, at=later(now, 80))
            cases.waive_hearing(ref=case.ref, by=SYSTEM, at=later(now, 81))
        if case.state == "accepted":
            case = cases.decide(
                ref=case.ref, outcome=item.flow.outcomes[0], by=SYSTEM, at=later(now, 90)
            )
        assert case.state == "decided", edition.code
        assert (case.licence is not None) == ("licence" in edition.body), edition.code
        if case.licence:
            assert case.licence.holder, edition.code
        walked += 1
    assert walked >= 10
    assert cases.verify_chain().cases == walked


def form_of(body, lin, now):
    """A filled-in form; a certificate that the case is about is first given out."""
    form = {f["name"]: sample(f) for f in body.get("fields", ())}
    acts_on = body.get("acts_on")
    if acts_on:
        licence = licences.issue(
            declared={
                "type": acts_on["types"][0],
                "name": "许可证",
                "prefix": body["code"],
                "valid_years": 5,
            },
            case_ref="990100-2025-000001",
            region="990100",
            issuer="990100-market",
            party=lin.party,
            holder="明禾",
            at=now,
        )
        if acts_on["act"] == "reinstate":
            licences.write_acts([licences.ActRow(licence.number, "suspend", "x", now)])
        form[acts_on["field"]] = licence.number
    return form


def pass_all_steps(case, now):
    hour, colleague = 2, replace(SYSTEM, id="second")
    while case.state == "accepted" and (open_ := [s for s in case.steps if s.state == "open"]):
        hour += 1
        by = colleague if open_[0].checked_by else SYSTEM  # two persons where the item says so
        case = cases.complete_step(ref=case.ref, step=open_[0].code, by=by, at=later(now, hour))
    return case
