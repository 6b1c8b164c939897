"""A generated journey through every bundle of the product's data: one form, every item decided."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from item_walks import CITY, SERIAL, Walk, value

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._flows import item_flow
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions._files import declared_in
from yingshang.city.licences import service as licences
from yingshang.config import settings

pytestmark = pytest.mark.walk

DATA = Path(settings.__file__).parents[1] / "data"
CODES = sorted(d.code for d in declared_in(DATA / "base", "") if d.kind == "bundle")
ON = date(2026, 3, 2)


def certificates(view, body, lin, now):
    """Numbers of certificates that its items act on, where the one form asks for them."""
    asked = {}
    for part in body["parts"]:
        acts_on = view.items[part["item"]].get("acts_on")
        where = part["fields"].get(acts_on["field"]) if acts_on else None
        if not where:
            continue
        declared = {"type": acts_on["types"][0], "name": "证", "prefix": "T", "valid_years": 5}
        asked[where] = licences.issue(
            declared=declared,
            case_ref=f"{CITY}-2025-{next(SERIAL) % 10**6:06d}",
            region=CITY,
            issuer=f"{CITY}-market",
            party=lin.party,
            holder="明禾",
            at=now,
        ).number
    return asked


class Part(Walk):
    """One item's case of a bundle: opened already, by the bundle."""

    def __init__(self, ref, lin, zhou, at):
        self.case = cases.case_for(SYSTEM, ref)
        edition = definitions.edition("item", self.case.item, region=CITY, on=ON)
        self.body, self.item = edition.body, item_flow(edition)
        self.lin, self.zhou, self.clock = lin, zhou, at


@pytest.mark.parametrize("code", CODES)
def test_one_form_opens_every_item_and_what_waits_follows(city, lin, zhou, now, code):
    view = catalog.bundle(code, region=CITY, on=ON)
    chosen = [part.item for part in view.parts]
    body = catalog.compile_bundle(view, view.chosen(chosen))
    form = {f["name"]: value(f) for f in body["fields"]}
    form |= certificates(view, body, lin, now)
    shown = set(cases.applicable(body, form).fields)
    opened = cases.open_bundle(
        bundle=code,
        region=CITY,
        form={name: text for name, text in form.items() if name in shown},
        items=chosen,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )

    decided, at = {}, now
    while True:
        parts = cases.bundle_case(lin, opened.ref, at=at).parts
        ready = [p for p in parts if p.ref and p.item not in decided]
        if not ready:
            break
        walk = Part(ready[0].ref, lin, zhou, at + timedelta(minutes=5))
        decided[ready[0].item] = walk.whole().state
        at = walk.clock
    assert decided == dict.fromkeys(chosen, "decided"), [(p.item, p.ref) for p in parts]
