"""Every thing applied for as one becomes cases of its items, whole or with the least of them."""

from datetime import date
from pathlib import Path

import pytest
from item_walks import value

from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions._files import declared_in
from yingshang.city.licences import service as licences
from yingshang.config import settings

pytestmark = pytest.mark.walk

BASE = Path(settings.__file__).parents[1] / "data" / "base"
CODES = sorted(d.code for d in declared_in(BASE, "") if d.kind == "bundle")


def certificates(view, body, lin, now):
    """A certificate that an item is about is first given out: its number, by field of the form."""
    numbers = {}
    for serial, part in enumerate(body["parts"], 1):
        acts_on = view.items[part["item"]].get("acts_on")
        if acts_on and acts_on["field"] in part["fields"]:
            given = licences.issue(
                declared={"type": acts_on["types"][0], "name": "许可证", "prefix": "T"},
                case_ref=f"990100-2025-{serial:06d}",
                region="990100",
                issuer="990100-market",
                party=lin.party,
                holder="明禾",
                at=now,
            )
            numbers[part["fields"][acts_on["field"]]] = given.number
    return numbers


@pytest.mark.parametrize("least", [False, True])
@pytest.mark.parametrize("code", CODES)
def test_one_form_opens_a_case_of_each_item(city, lin, now, code, least):
    view = catalog.bundle(code, region=city, on=date(2026, 3, 2))
    wanted = [] if least else [part.item for part in view.parts]
    chosen = view.chosen(wanted)
    body = catalog.compile_bundle(view, chosen)
    form = {f["name"]: value(f) for f in body["fields"]} | certificates(view, body, lin, now)

    opened = cases.open_bundle(
        bundle=code,
        region=city,
        form=form,
        items=wanted,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
    )

    shown = cases.bundle_case(lin, opened.ref, at=now)
    waits = {part.item for part in view.parts if set(part.waits_for) & set(chosen)}
    assert [part.item for part in shown.parts] == list(chosen)
    for part in shown.parts:
        assert bool(part.ref) == (part.item not in waits), part.item
