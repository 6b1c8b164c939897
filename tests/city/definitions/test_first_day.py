"""What is published in the small hours holds from that day on, not from the day before in UTC."""

from datetime import UTC, date, datetime

import pytest

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.definitions import service as definitions


@pytest.mark.django_db
def test_a_version_begins_on_the_day_in_china():
    body = {"name": "试", "unit": "件"}
    night = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)  # half past one on the second in China
    definitions.publish(
        kind="metric", code="of-the-night", region="", body=body, by=SYSTEM, at=night
    )
    newer, code = {**body, "unit": "天"}, "of-the-night"
    definitions.publish(
        kind="metric", code="of-the-night", region="", body=newer, by=SYSTEM, at=night
    )
    units = [
        definitions.edition("metric", code, region="", on=date(2026, 3, day)).body["unit"]
        for day in (1, 2)
    ]
    assert units == ["件", "天"]
