"""An outage, entered as the platform itself enters it, is no clue; its unsigned twin is."""

from datetime import timedelta

import pytest
from loop_sample import day

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision

FORM = {
    "mortgagor": "林晓",
    "bank": "青岚市商业银行",
    "property_no": "青（2026）不动产权第0001号",
    "amount": "100",
    "contract_on": "2025-12-01",
    "phone": "13800000001",
}
SCAN = ("收件单.pdf", b"%PDF-1.4\nscan\n%%EOF")
DOWN = day(3, 3, 9)


@pytest.fixture
def gu(city):
    """A second clerk of the hall."""
    row = {"username": "gu", "label": "顾青", "role": "clerk", "unit_id": "990100-hall"}
    accounts.ensure_people([{**row, "region_id": city}], at=DOWN)
    return accounts.actor_of(accounts.user_of("gu"))


def test_a_real_outage_entered_two_days_later_is_no_clue(city, zhou, gu, deng, fang, lin, shen):
    cases.issue_book(
        unit="990100-hall", series="TJ", first=1, last=9, by=fang, at=DOWN - timedelta(days=9)
    )
    cases.declare_outage(
        what="收件系统", since=DOWN, until=day(3, 3, 17), reason="断电", by=fang, at=day(3, 3, 18)
    )
    entry = cases.enter_paper(
        series="TJ",
        number=1,
        item="property-mortgage",
        form=FORM,
        party=lin.party,
        received_at=day(3, 3, 10),
        scan=SCAN,
        by=zhou,
        at=day(3, 5, 9),
        accepted=True,
    )
    ref = cases.sign_paper(paper=entry.id, by=gu, at=day(3, 5, 10)).ref
    for hour, step in ((11, "review"), (12, "book")):
        cases.complete_step(ref=ref, step=step, result="pass", by=deng, at=day(3, 5, hour))
    cases.decide(ref=ref, outcome="granted", by=deng, at=day(3, 5, 14))
    looked, _found = supervision.findings(city, since=day(3, 1), until=day(4, 2))
    assert looked == 1
    assert supervision.detect_suspicion(at=day(4, 2), by=shen, since=day(3, 1)).new == 0
