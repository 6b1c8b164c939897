"""Before eight in the morning it is still yesterday in London: the day that counts is ours."""

from datetime import UTC, datetime

import pytest
from case_items import FORM, PERMIT

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.cases._forms import validate
from yingshang.city.cases.kinds import FormInvalid
from yingshang.city.definitions import service as definitions

EARLY = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # 07:30 of 1 April here
SIGNED = {"name": "signed_on", "label": "签订日期", "type": "date", "required": True, "past": True}


def test_today_is_not_the_future_early_in_the_morning():
    assert validate([SIGNED], {"signed_on": "2026-04-01"}, at=EARLY) == {"signed_on": "2026-04-01"}
    with pytest.raises(FormInvalid):
        validate([SIGNED], {"signed_on": "2026-04-02"}, at=EARLY)


def test_a_new_edition_holds_from_midnight_of_its_first_day(items, lin, now):
    fresh = {**PERMIT, "name": "新版许可", "valid_from": "2026-04-01"}
    definitions.publish(kind="item", code=PERMIT["code"], region="", body=fresh, by=SYSTEM, at=now)

    def opened(at):
        return cases.open_case(
            item="test-permit",
            region="990100",
            form=FORM,
            party=lin.party,
            channel="web",
            by=lin,
            at=at,
        ).item_version

    assert opened(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == 1
    assert opened(datetime(2026, 3, 31, 16, 1, tzinfo=UTC)) == 2
