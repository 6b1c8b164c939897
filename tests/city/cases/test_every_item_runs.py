"""A generated journey through every item of the product's data, with good and with bad input."""

from datetime import date
from pathlib import Path

import pytest
from item_walks import BAD, CITY, Walk, situations

from yingshang.city.cases import service as cases
from yingshang.city.cases._flows import item_flow
from yingshang.city.cases.registries import close_guards, outcome_handlers
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions._files import declared_in
from yingshang.config import settings

pytestmark = pytest.mark.walk

DATA = Path(settings.__file__).parents[1] / "data"
PLACES = [(DATA / "base", ""), (DATA / "regions" / CITY, CITY)]
BODIES = {
    d.code: d.body
    for folder, place in PLACES
    for d in declared_in(folder, place)
    if d.kind == "item" and "extends" not in d.body
}
CODES = sorted(BODIES)
HERE = [c for c in CODES if BODIES[c].get("handled", "here") == "here"]
ELSEWHERE = sorted(set(CODES) - set(HERE))


def edition_of(code):
    found = definitions.edition("item", code, region=CITY, on=date(2026, 3, 2))
    assert found is not None, code
    return found


@pytest.mark.parametrize("code", HERE)
def test_it_walks_from_form_to_decision_in_each_of_its_situations(city, lin, zhou, now, code):
    edition = edition_of(code)
    seen: set[str] = set()
    for form in situations(edition.body):
        walk = Walk(edition, form, lin, zhou, now)
        case = walk.whole()
        assert case.state == "decided", (form, case.state)
        assert (case.licence is not None) == ("licence" in edition.body), form
        assert case.licence is None or case.licence.holder or edition.body.get("acts_on")
        seen |= {step.code for step in case.steps if step.state != "skipped"}
    if item_flow(edition).flow.instant:  # decided on the spot: its steps are for what is not clear
        return
    assert seen == {step["code"] for step in edition.body.get("steps", ())}, "a step never applies"


@pytest.mark.parametrize("code", HERE)
def test_a_bad_value_is_refused_beside_its_field_and_nothing_is_opened(city, lin, now, code):
    body = edition_of(code).body
    good = next(iter(situations(body)))
    shown = set(cases.applicable(body, good).fields)
    for field in body.get("fields", ()):
        if field["name"] not in shown:
            continue
        bad = {**good, field["name"]: BAD[field["type"]]}
        with pytest.raises(cases.FormInvalid) as wrong:
            cases.check_form(item=code, region=CITY, form=bad, at=now)
        assert field["name"] in wrong.value.errors
        assert field["label"] in wrong.value.errors[field["name"]]
    must = set(cases.applicable(body, {}).asked)
    if must:
        with pytest.raises(cases.FormInvalid) as wrong:
            cases.check_form(item=code, region=CITY, form={}, at=now)
        assert must <= set(wrong.value.errors)


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_is_handled_elsewhere_says_so_and_opens_no_case(city, lin, now, code):
    body = edition_of(code).body
    with pytest.raises(cases.Refusal) as refusal:
        cases.open_case(
            item=code, region=CITY, form={}, party=lin.party, channel="web", by=lin, at=now
        )
    assert refusal.value.code == "handled-elsewhere"
    assert body["name"] in refusal.value.sentence


def test_handlers_and_guards_that_items_name_are_installed(city):
    for code in CODES:
        flow = item_flow(edition_of(code)).flow
        assert all(name in close_guards for name in flow.guards), code
        for names in flow.effects.values():
            assert all(name in outcome_handlers for name in names), code
